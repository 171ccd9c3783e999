"""What the database keeps of an accepted report: its account, the office's own grade, and the evidence that it cites.

Not its final grade, with reason and grader, nor who may read it. It goes nowhere but back to its office, with a reason.
"""

import pgtrigger

from plans.database.locks import ACCEPTED
from plans.database.triggers import LastingTrigger

TEXTS = ("done", "result", "issues", "next_step", "countermeasure")
ACCOUNT = (
    *("institution_id", "measure_id", "office_id", "fiscal_year", "self_grade_id", "source_url"),
    *(f"{text}_{language}" for text in TEXTS for language in ("ja", "en")),
)
CORRECTED = """EXISTS (
    SELECT FROM plans_correction k WHERE k.transaction = plans_transaction() AND k.report_id = {report}
)"""
REFUSE = f"RAISE EXCEPTION 'report % was accepted', {{report}} USING ERRCODE = '{ACCEPTED}';"

KEEP_ACCOUNT = f"""
    IF TG_OP = 'DELETE' THEN
        IF NOT {CORRECTED.format(report="OLD.id")} THEN
            {REFUSE.format(report="OLD.id")}
        END IF;
        RETURN OLD;
    END IF;
    IF ({", ".join(f"OLD.{column}" for column in ACCOUNT)})
            IS DISTINCT FROM ({", ".join(f"NEW.{column}" for column in ACCOUNT)})
        OR NEW.state NOT IN ('accepted', 'returned')
        OR (NEW.state = 'returned' AND coalesce(
            nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'reason', '') !~ '[^[:space:]]')
    THEN
        IF NOT {CORRECTED.format(report="OLD.id")} THEN
            {REFUSE.format(report="OLD.id")}
        END IF;
    END IF;
    RETURN NEW;
"""
KEEP_PROOF = f"""
    SELECT r.id INTO accepted FROM measures_progressreport r
        WHERE r.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.report_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.report_id END)
            AND r.state = 'accepted' AND NOT {CORRECTED.format(report="r.id")}
        ORDER BY 1 LIMIT 1 FOR SHARE;
    IF accepted IS NOT NULL THEN
        {REFUSE.format(report="accepted")}
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""  # noqa: S608  filled with constants of ours
KEEP_DOCUMENT = f"""
    SELECT r.id INTO accepted FROM measures_reportevidence e JOIN measures_progressreport r ON r.id = e.report_id
        WHERE e.evidence_id = OLD.id AND r.state = 'accepted' AND NOT {CORRECTED.format(report="r.id")}
        ORDER BY 1 LIMIT 1;
    IF accepted IS NOT NULL THEN
        {REFUSE.format(report="accepted")}
    END IF;
    RETURN NEW;
"""  # noqa: S608  filled with constants of ours


def locked_when_accepted():
    """Trigger of reports: an accepted one keeps its account and goes nowhere but back."""
    return LastingTrigger(
        name="keep_accepted_account",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state = 'accepted'"),
        func=KEEP_ACCOUNT,
    )


def proof_locked_when_accepted():
    """Trigger of citations in reports: an accepted one keeps those that it has, and gets no others."""
    return LastingTrigger(
        name="keep_accepted_proof",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("accepted", "bigint")],
        func=KEEP_PROOF,
    )


def document_locked_when_accepted():
    """Trigger of evidence: a document that an accepted report cites stays the one that it was."""
    return LastingTrigger(
        name="keep_accepted_document",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("url", "file", "sha256"),
        condition=pgtrigger.AnyChange("url", "file", "sha256"),
        declare=[("accepted", "bigint")],
        func=KEEP_DOCUMENT,
    )

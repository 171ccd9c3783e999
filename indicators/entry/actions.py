"""What people do to numbers: each verb is one transaction, made by a person, remembered with a reason."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.entry.targets import Aim
from indicators.figure_rules.checks import JUDGED, check_figure
from indicators.figure_rules.rules import emptied
from indicators.models import Commitment, Override, Target, ValueEvidence, ValueKind, ValueState, YearlyValue
from measures.actions import keep_document, level_of_proof
from plans.access.permissions import may_edit, may_grade, may_record, require
from plans.database.history import recorded
from plans.database.row_locks import lock_rows, lock_years
from plans.database.stamps import Stamp
from plans.database.transactions import in_one_transaction
from plans.editing.corrections import corrected
from plans.editing.rows import StaleVersion

GIVEN = ("institution", "indicator", "entered_by", "confirmed_by")  # rows at hand, which need not be looked up again
TARGET_FIGURES = ("value", "low", "high", "due_on", "grade", "printed")


@in_one_transaction
def record_value(
    *,
    indicator,
    fiscal_year,
    by,
    kind=ValueKind.ACTUAL,
    breakdown=None,
    version=None,
    reason="",
    confirm=False,
    around=None,
    **columns,
):
    """Enter or change one yearly value; answers (row, what happened: "created", "changed" or "unchanged").

    `version`: the version that the person saw, 0 for none yet; raises StaleVersion when the row has another (None: not
    checked). `confirm`: the person has looked at what is odd about the figure; without it NeedsConfirmation is raised for
    that, ValidationError for what a figure may not be. `around`: Surroundings that were loaded for several values.
    Columns not named keep what they hold; a state other than reported empties the figures, and another figure the printed text.
    """
    require(may_record(by, indicator))
    keys = {"indicator": indicator, "fiscal_year": fiscal_year, "kind": kind, "breakdown": breakdown}
    lock_years(indicator.institution_id, [fiscal_year])
    row = lock_rows(YearlyValue.objects.filter(**keys)).first()
    if version is not None and version != (0 if row is None else row.version):
        raise StaleVersion(row)
    what = "created" if row is None else "changed"
    row = row or YearlyValue(institution_id=indicator.institution_id, **keys)
    row.indicator = indicator
    changed = apply(row, without_figures(columns))
    if not changed and what == "changed":
        return row, "unchanged"
    is_other = what == "created" or bool(JUDGED & changed)
    if is_other and "printed" not in columns:
        row.printed = ""
    row.entered_by = by
    row.clean_fields(exclude={"fiscal_year", *GIVEN})  # a year's bounds follow from the plans
    check_figure(row, by=by, is_changed=is_other, confirm=confirm, around=around)
    with recorded(by=by, reason=reason):
        row.save()
    row.refresh_from_db()
    return row, what


@in_one_transaction
def correct_value(*, indicator, by, reason, **given):
    """As `record_value`, by the planning office and also in a closed year, which stays closed for everybody else.

    Raises ValidationError without a reason.
    """

    def record():
        return record_value(indicator=indicator, by=by, reason=reason, **given)

    return corrected(record, institution=indicator.institution, by=by, reason=reason, indicator_id=indicator.pk)


@in_one_transaction
def file_for_value(value, *, by, file=None, reason="", **columns):
    """Keep a document and cite it for a yearly value, by whoever may record the value; answers it."""
    require(may_record(by, value.indicator))
    with recorded(by=by, reason=reason):
        level = {"disclosure": level_of_proof(value.indicator.disclosure, value.disclosure)}
        evidence = keep_document(value.indicator.institution, file, level | columns, by=by)
        ValueEvidence.objects.create(evidence=evidence, value=value)
    return evidence


@in_one_transaction
def remove_value(*, indicator, fiscal_year, by, kind=ValueKind.ACTUAL, breakdown=None, version=None, reason=""):
    """Take one yearly value back; the history keeps it, with the reason. Answers the row that is gone.

    Raises StaleVersion when it is not the version that the person saw, or gone (None: not checked; then, without one,
    YearlyValue.DoesNotExist).
    """
    require(may_record(by, indicator))
    keys = {"indicator": indicator, "fiscal_year": fiscal_year, "kind": kind, "breakdown": breakdown}
    lock_years(indicator.institution_id, [fiscal_year])
    row = lock_rows(YearlyValue.objects.filter(**keys)).first()
    if version is not None and (row is None or version != row.version):
        raise StaleVersion(row)
    if row is None:
        raise YearlyValue.DoesNotExist
    with recorded(by=by, reason=reason):
        YearlyValue.objects.filter(pk=row.pk).delete()
    return row


def without_figures(columns):
    """The columns; a state that says why there is no figure empties the figures that are not named."""
    state = columns.get("state", ValueState.REPORTED)
    return columns if state == ValueState.REPORTED else emptied(state) | columns


def apply(row, columns):
    """Set the columns; answers the names of those that became different."""
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, columns[name])
    return changed


@in_one_transaction
def revise_target(target, *, by, reason, decided_on=None, version=None, **columns):
    """Replace a target by a new decision; the old one stays, superseded. Answers the new target.

    Raises ValidationError without a reason, StaleVersion when the target is no longer the one that the person saw.
    """
    require(may_edit(by, target.commitment.indicator.institution))
    if not reason.strip():
        raise ValidationError({"reason": _("A new target needs a reason.")})
    current = lock_rows(Target.objects).get(pk=target.pk)
    if current.superseded_at is not None or (version is not None and current.version != version):
        raise StaleVersion(current)
    with recorded(by=by, reason=reason):
        Target.objects.filter(pk=current.pk).update(superseded_at=Stamp())
        return new_target(current, by=by, reason=reason, decided_on=decided_on, **columns)


def new_target(old, *, by, reason, decided_on, **columns):
    kept = (
        {} if any(name in columns for name in TARGET_FIGURES) else {name: getattr(old, name) for name in TARGET_FIGURES}
    )
    target = Target(
        commitment=old.commitment,
        fiscal_year=old.fiscal_year,
        as_of=old.as_of,
        as_of_precision=old.as_of_precision,
        source_url=old.source_url,
        note=old.note,
        approved_by=by,
        reason=reason,
        decided_on=decided_on,
    )
    apply(target, kept | columns)
    target.full_clean()
    target.save()
    return target


@in_one_transaction
def decide_target(commitment, fiscal_year, *, by, version, reason="", decided_on=None, **columns):
    """Set the target of a year: a first one, or a new decision that supersedes the present one. Answers the target.

    `version`: of the year's Aim as the person saw it; raises StaleVersion with the present one where it is another.
    """
    require(may_edit(by, commitment.indicator.institution))
    lock_rows(Commitment.objects).get(pk=commitment.pk)
    aim = Aim.of(commitment, fiscal_year)
    if aim.version != version:
        raise StaleVersion(aim)
    if aim.target is not None:
        return revise_target(aim.target, by=by, reason=reason, decided_on=decided_on, **columns)
    target = Target(
        commitment=commitment, fiscal_year=fiscal_year, decided_on=decided_on, approved_by=by, reason=reason
    )
    apply(target, columns)
    target.full_clean()
    with recorded(by=by, reason=reason):
        target.save()
    return target


@in_one_transaction
def override_status(commitment, fiscal_year, *, status, by, reason):
    """Set a person's judgement beside the computed status of a reading; answers the override."""
    require(may_grade(by, commitment.indicator.institution))
    if not reason.strip():
        raise ValidationError({"reason": _("An override needs a reason.")})
    with recorded(by=by, reason=reason):
        override, _created = Override.objects.update_or_create(
            commitment=commitment, fiscal_year=fiscal_year, defaults={"status": status, "reason": reason, "by": by}
        )
    return override

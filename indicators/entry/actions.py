"""What people do to numbers: each verb is one transaction, made by a person, remembered with a reason."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.entry.locked_values import LockedValues, ValueKey, holds
from indicators.entry.targets import Aim
from indicators.figure_rules.checks import JUDGED, Surroundings, check_figure
from indicators.figure_rules.rules import emptied
from indicators.models import (
    Breakdown,
    Commitment,
    Indicator,
    Override,
    Target,
    ValueEvidence,
    ValueKind,
    ValueState,
    YearlyValue,
)
from measures.actions import keep_document, level_of_proof
from measures.models import Evidence
from plans.access.permissions import may_edit, may_grade, may_record, require
from plans.database.history import recording
from plans.database.row_locks import lock_rows
from plans.database.stamps import Stamp
from plans.database.transactions import in_one_transaction
from plans.editing.corrections import carry_out_correction
from plans.editing.rows import StaleVersion
from plans.models import User

GIVEN = ("institution", "indicator", "entered_by", "confirmed_by")  # rows at hand, which need not be looked up again
TARGET_FIGURES = ("value", "low", "high", "due_on", "grade", "printed")


@in_one_transaction
def record_value(
    *,
    indicator: Indicator,
    fiscal_year: int,
    by: User,
    kind: str = ValueKind.ACTUAL,
    breakdown: Breakdown | None = None,
    **given: Any,
) -> tuple[YearlyValue, str]:
    """Enter or change one yearly value, as `write_value` does."""
    key = ValueKey(indicator, fiscal_year, kind, breakdown)
    return write_value(key, LockedValues([key], by=by), **given)


def write_value(
    key: ValueKey,
    rows: LockedValues,
    *,
    version: int | None = None,
    precondition: Callable[[YearlyValue | None], object] | None = None,
    reason: str = "",
    confirm: bool = False,
    is_correction: bool = False,
    around: Surroundings | None = None,
    **columns: object,
) -> tuple[YearlyValue, str]:
    """Write one of the LockedValues; returns (row, what happened: "created", "changed" or "unchanged").

    Every door but the sheet writes values here, and takes them back by `remove_value`. A row that says all this already is
    unchanged, whatever version was seen. Else raises HiddenValue for a row that the person may not read, StaleVersion when
    it has another `version` than the person saw (0: none yet; None: not checked), and what `precondition(row)` raises.
    `confirm`: the person has looked at what is odd about the figure; without it NeedsConfirmation is raised for that,
    ValidationError for what a figure may not be. `is_correction`: by the planning office also in a closed year, which stays
    closed for everybody else; with a reason. `around`: Surroundings that were loaded for several values.
    Columns not named keep what they hold; a state other than reported empties the figures, and another figure the printed text.
    """
    there, columns, by = rows.of(key), without_figures(columns), rows.by
    if there is not None and holds(there, columns):
        return there, "unchanged"
    refuse_unseen(there, version, precondition)
    row = there or YearlyValue(institution_id=key.indicator.institution_id, **key._asdict())
    row.indicator = key.indicator
    is_other = bool(JUDGED & apply(row, columns)) or there is None
    if is_other and "printed" not in columns:
        row.printed = ""
    row.entered_by = by
    row.clean_fields(exclude={"fiscal_year", *GIVEN})  # a year's bounds follow from the plans
    check_figure(row, by=by, is_changed=is_other, confirm=confirm, around=around)
    save_value(row, by=by, reason=reason, is_correction=is_correction)
    return row, "created" if there is None else "changed"


def refuse_unseen(
    row: YearlyValue | None, version: int | None, precondition: Callable[[YearlyValue | None], object] | None
) -> None:
    """Refuse to write over a row that is not what the person saw; None where there is none."""
    if version is not None and version != (0 if row is None else row.version):
        raise StaleVersion(row)
    if precondition is not None:
        precondition(row)


def save_value(row: YearlyValue, *, by: User, reason: str, is_correction: bool) -> None:
    def save() -> None:
        with recording(by=by, reason=reason):
            row.save()

    subject = {"institution": row.indicator.institution, "indicator_id": row.indicator_id}
    carry_out_correction(save, by=by, reason=reason, **subject) if is_correction else save()
    row.refresh_from_db()


@in_one_transaction
def file_for_value(
    value: YearlyValue, *, by: User, file: "File[bytes] | None" = None, reason: str = "", **columns: object
) -> Evidence:
    """Keep a document and cite it for a yearly value, by whoever may record the value; answers it."""
    require(may_record(by, value.indicator))
    with recording(by=by, reason=reason):
        level = {"disclosure": level_of_proof(value.indicator.disclosure, value.disclosure)}
        evidence = keep_document(value.indicator.institution, file, level | columns, by=by)
        ValueEvidence.objects.create(evidence=evidence, value=value)
    return evidence


@in_one_transaction
def remove_value(
    *,
    indicator: Indicator,
    fiscal_year: int,
    by: User,
    kind: str = ValueKind.ACTUAL,
    breakdown: Breakdown | None = None,
    version: int | None = None,
    precondition: Callable[[YearlyValue | None], object] | None = None,
    reason: str = "",
) -> YearlyValue:
    """Take one yearly value back; the history keeps it, with the reason. Returns the row that is gone.

    Raises as `write_value`, StaleVersion also when it is gone; where no version is said, YearlyValue.DoesNotExist for that.
    """
    key = ValueKey(indicator, fiscal_year, kind, breakdown)
    row = LockedValues([key], by=by).of(key)
    if row is None:
        raise YearlyValue.DoesNotExist if version is None else StaleVersion(None)
    refuse_unseen(row, version, precondition)
    with recording(by=by, reason=reason):
        YearlyValue.objects.filter(pk=row.pk).delete()
    return row


def without_figures(columns: dict[str, object]) -> dict[str, object]:
    """The columns; a state that says why there is no figure empties the figures that are not named."""
    state = columns.get("state", ValueState.REPORTED)
    return columns if state == ValueState.REPORTED else {**emptied(str(state)), **columns}


def apply(row: Model, columns: Mapping[str, object]) -> set[str]:
    """Set the columns; answers the names of those that became different."""
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, columns[name])
    return changed


@in_one_transaction
def revise_target(
    target: Target,
    *,
    by: User,
    reason: str,
    decided_on: date | None = None,
    version: int | None = None,
    **columns: object,
) -> Target:
    """Replace a target by a new decision; the old one stays, superseded. Answers the new target.

    Raises ValidationError without a reason, StaleVersion when the target is no longer the one that the person saw.
    """
    require(may_edit(by, target.commitment.indicator.institution))
    if not reason.strip():
        raise ValidationError({"reason": _("A new target needs a reason.")})
    current = lock_rows(Target.objects).get(pk=target.pk)
    if current.superseded_at is not None or (version is not None and current.version != version):
        raise StaleVersion(current)
    with recording(by=by, reason=reason):
        Target.objects.filter(pk=current.pk).update(superseded_at=Stamp())
        return new_target(current, by=by, reason=reason, decided_on=decided_on, **columns)


def new_target(old: Target, *, by: User, reason: str, decided_on: date | None, **columns: object) -> Target:
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
def decide_target(
    commitment: Commitment,
    fiscal_year: int,
    *,
    by: User,
    version: int,
    reason: str = "",
    decided_on: date | None = None,
    **columns: object,
) -> Target:
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
    with recording(by=by, reason=reason):
        target.save()
    return target


@in_one_transaction
def override_status(commitment: Commitment, fiscal_year: int, *, status: str, by: User, reason: str) -> Override:
    """Set a person's judgement beside the computed status of a reading; answers the override."""
    require(may_grade(by, commitment.indicator.institution))
    if not reason.strip():
        raise ValidationError({"reason": _("An override needs a reason.")})
    with recording(by=by, reason=reason):
        override, _created = Override.objects.update_or_create(
            commitment=commitment, fiscal_year=fiscal_year, defaults={"status": status, "reason": reason, "by": by}
        )
    return override

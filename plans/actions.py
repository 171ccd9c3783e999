"""What people do to plans: each verb is one transaction, made by a person, remembered with a reason."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.access.permissions import may_close_years, may_edit, require
from plans.database.history import recording
from plans.database.row_locks import lock_rows
from plans.database.transactions import allow_time, in_one_transaction
from plans.models import ClosedYear, Institution, Plan, User
from plans.plan_states import may_follow

WAITS_FOR_WRITERS = 10  # seconds of a closing, in which those who write after it wait, too


@in_one_transaction
def close_year(institution: Institution, fiscal_year: int, *, by: User, reason: str = "") -> ClosedYear:
    """Make a fiscal year's figures final; from here on the database refuses every change to them. Twice: no change."""
    require(may_close_years(by, institution))
    allow_time(lock=WAITS_FOR_WRITERS)
    with recording(by=by, reason=reason):
        closed, _created = ClosedYear.objects.get_or_create(
            institution=institution,
            fiscal_year=fiscal_year,
            defaults={"closed_by": by, "reason": reason},
        )
    return closed


@in_one_transaction
def reopen_year(institution: Institution, fiscal_year: int, *, by: User, reason: str) -> bool:
    """Let a closed year be changed again; the reason stays in the history. True when it had been closed."""
    require(may_close_years(by, institution))
    if not reason.strip():
        raise ValueError("Reopening a year needs a reason.")
    allow_time(lock=WAITS_FOR_WRITERS)
    with recording(by=by, reason=reason):
        deleted, _by_table = ClosedYear.objects.filter(institution=institution, fiscal_year=fiscal_year).delete()
    return deleted > 0


@in_one_transaction
def change_plan_state(plan: Plan, state: str, *, by: User, reason: str) -> Plan:
    """Put a plan into another state; answers the plan as it then is.

    Raises ValidationError without a reason, and where the plan's state, which somebody may have changed meanwhile, does not
    lead there.
    """
    require(may_edit(by, plan.institution))
    if not reason.strip():
        raise ValidationError({"reason": _("Changing the state of a plan needs a reason.")})
    current = lock_rows(Plan.objects).get(pk=plan.pk)
    if not may_follow(current.state, state):
        raise ValidationError(_("The plan's state has changed. Check it again."))
    with recording(by=by, reason=reason):
        current.state = state
        current.save(update_fields=["state"])
    return current

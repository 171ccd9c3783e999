"""What people do to plans: each verb is one transaction, made by a person, remembered with a reason."""

from django.db import transaction

from plans.history import recorded
from plans.models import ClosedYear
from plans.permissions import may_close_years, require


@transaction.atomic
def close_year(institution, fiscal_year, *, by, reason=""):
    """Make a fiscal year's figures final; from here on the database refuses every change to them. Twice: no change."""
    require(may_close_years(by, institution))
    with recorded(by=by, reason=reason):
        closed, _ = ClosedYear.objects.get_or_create(
            institution=institution,
            fiscal_year=fiscal_year,
            defaults={"closed_by": by, "reason": reason},
        )
    return closed


@transaction.atomic
def reopen_year(institution, fiscal_year, *, by, reason):
    """Let a closed year be changed again; the reason stays in the history. True when it had been closed."""
    require(may_close_years(by, institution))
    if not reason.strip():
        raise ValueError("Reopening a year needs a reason.")
    with recorded(by=by, reason=reason):
        deleted, _ = ClosedYear.objects.filter(institution=institution, fiscal_year=fiscal_year).delete()
    return deleted > 0

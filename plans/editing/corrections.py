"""Correcting what a closed year guards, without opening the year for everybody."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from plans.access.permissions import may_correct, require
from plans.database.locks import locked_year
from plans.database.transactions import in_one_transaction
from plans.models import Correction


@in_one_transaction
def carry_out_correction(store, *, institution, by, reason, indicator_id=None, report_id=None):
    """Call `store`, and let it through where closed years refuse it; answers what it answers.

    For one indicator or one report. Each year that refuses gets a Correction with the reason, and no other year does.
    Raises ValidationError without a reason.
    """
    require(may_correct(by, institution))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you correct it: the reason stays in the history.")})
    said = {"institution": institution, "by": by, "reason": reason}
    years = []
    while True:
        try:
            with transaction.atomic():
                Correction.objects.create_for_years(
                    **said, fiscal_years=years, indicator_id=indicator_id, report_id=report_id
                )
                return store()
        except IntegrityError as error:
            if locked_year(error) in {None, *years}:
                raise
            years.append(locked_year(error))

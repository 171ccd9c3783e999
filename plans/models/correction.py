from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.database.data_version import change_counter
from plans.database.locks import signs_correction
from plans.database.stamps import Stamp
from plans.models.membership import planned_by
from plans.models.organization import Institution


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Corrections in the institutions that the user plans for: they name what may be hidden from others."""
        return self.filter(planned_by(user))

    def create_for_years(self, *, institution, fiscal_years, by, reason, indicator_id=None, report_id=None):
        """Keep that somebody corrects an indicator or a report in closed years; lets the rest of this transaction do so."""
        signed = {"by": by, "by_name": str(by), "reason": reason}
        subject = {"institution": institution, "indicator_id": indicator_id, "report_id": report_id}
        return [self.create(fiscal_year=year, **subject, **signed) for year in fiscal_years]


class Correction(models.Model):
    """Why somebody changed something of a closed year, or an accepted report, without opening it for everybody.

    Rows are added and never changed. The locks let what the row names through in the transaction that wrote it; ids are
    kept bare, for the row outlives what it is about.
    """

    append_only = True

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="corrections", verbose_name=_("institution")
    )
    fiscal_year = models.PositiveIntegerField(_("fiscal year"))
    indicator_id = models.BigIntegerField(_("indicator"), null=True, blank=True)
    report_id = models.BigIntegerField(_("progress report"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("name"))
    reason = models.TextField(_("reason"))
    created_at = models.DateTimeField(_("at"), db_default=Stamp(), editable=False)
    transaction = models.CharField(db_default="", editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("-created_at", "-id")
        triggers = [signs_correction(), change_counter()]
        indexes = [
            models.Index(fields=("transaction",), name="correction_of_transaction"),
            models.Index(fields=("institution", "fiscal_year"), name="correction_of_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator_id=None, report_id__isnull=False) | Q(indicator_id__isnull=False, report_id=None),
                name="correction_is_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason__regex=r"^\s*$"), name="correction_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.fiscal_year}: {self.reason[:80]}"

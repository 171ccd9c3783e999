from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from measures.models.measure import Measure
from plans.database.history import tracked
from plans.models import EVERYTHING, Office, Plan, Record, levels_of
from plans.text.languages import InBothLanguages


class BudgetLineQuerySet(models.QuerySet):
    def of_plan(self, plan):
        """The lines of a plan's measures."""
        return self.filter(measure__standard__strategy__plan=plan)

    def visible_to(self, user):
        """Lines of measures whose plan the user may read, and of offices of institutions that the user belongs to."""
        of_measures = Q(measure__standard__strategy__plan__in=Plan.objects.visible_to(user))
        return self.filter(of_measures | self.of_own_offices(user))

    @staticmethod
    def of_own_offices(user):
        """Q for the lines, or events of lines, of offices of institutions that the user belongs to."""
        return EVERYTHING if user.is_superuser else Q(office__institution__in=list(levels_of(user)))


@tracked(below="measure")
class BudgetLine(Record):
    """Money of a measure or of an office in a fiscal year: planned and settled, in the currency's base amount (yen)."""

    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("measure"),
    )
    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("office"),
    )
    fiscal_year = models.PositiveIntegerField(_("fiscal year"))
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    currency = models.CharField(_("currency"), default="JPY", max_length=3)
    planned = models.DecimalField(
        pgettext_lazy("budget line", "budget"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    settled = models.DecimalField(_("spent"), max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    source_url = models.CharField(_("source"), blank=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("fiscal_year", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=False, office__isnull=True) | Q(measure__isnull=True, office__isnull=False),
                name="budget_line_belongs_to_a_measure_or_an_office",
                violation_error_message=_("A budget line belongs either to a measure or to an office."),
            )
        ]

    def __str__(self):
        return f"{self.fiscal_year} {self.name}".strip()

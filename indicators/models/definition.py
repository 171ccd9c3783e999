from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.figure import fiscal_year_field
from indicators.models.indicator import Indicator, OfIndicatorQuerySet
from plans.database.history import tracked
from plans.database.locks import locked_by_closed_years
from plans.models import Record
from plans.text.languages import InBothLanguages

# A wording holds until the next one: the years that it speaks of are those with figures, and those that are closed.
TOUCHED = """
    SELECT i.institution_id, y.fiscal_year, r.indicator_id, NULL::bigint AS report_id, i.created_at AS made_at
    FROM {rows} r JOIN indicators_indicator i ON i.id = r.indicator_id
    CROSS JOIN LATERAL (
        SELECT v.fiscal_year FROM indicators_yearlyvalue v WHERE v.indicator_id = r.indicator_id
        UNION SELECT c.fiscal_year FROM plans_closedyear c WHERE c.institution_id = i.institution_id
    ) y
    WHERE y.fiscal_year >= coalesce(r.valid_from, 0) AND NOT EXISTS (
        SELECT FROM indicators_definition d WHERE d.indicator_id = r.indicator_id AND d.id <> r.id
            AND d.valid_from > coalesce(r.valid_from, 0) AND d.valid_from <= y.fiscal_year
    )
"""


@tracked(below="indicator")
class Definition(Record):
    """The wording of an indicator, valid from a fiscal year; a new one breaks the series.

    `restated_from`: the first earlier year whose values were computed anew by this wording.
    """

    indicator = models.ForeignKey(
        Indicator,
        models.CASCADE,
        related_name="definitions",
        verbose_name=_("indicator"),
    )
    valid_from = fiscal_year_field(_("valid from fiscal year"), null=True, blank=True)
    restated_from = fiscal_year_field(_("values restated from fiscal year"), null=True, blank=True)
    wording_ja = models.TextField(_("wording (Japanese)"), blank=True)
    wording_en = models.TextField(_("wording (English)"), blank=True)
    wording = InBothLanguages()
    numerator_ja = models.TextField(_("numerator (Japanese)"), blank=True)
    numerator_en = models.TextField(_("numerator (English)"), blank=True)
    numerator = InBothLanguages()
    denominator_ja = models.TextField(_("denominator (Japanese)"), blank=True)
    denominator_en = models.TextField(_("denominator (English)"), blank=True)
    denominator = InBothLanguages()
    reason = models.TextField(_("reason for the change"), blank=True)

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        ordering = ("indicator", models.F("valid_from").asc(nulls_first=True))
        triggers = locked_by_closed_years(TOUCHED)
        constraints = [
            models.UniqueConstraint(
                fields=("indicator", "valid_from"),
                nulls_distinct=False,
                name="definition_starts_once_a_year",
            )
        ]

    def __str__(self):
        return str(self.wording)[:80]

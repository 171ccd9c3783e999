from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.drafts import not_parts_of_drafts
from plans.database.history import tracked
from plans.models import Institution, Office, Record
from plans.text.languages import InBothLanguages


class BreakdownQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What figures may be parted by is public, but for what came with drafts; the figures say for themselves who reads them."""
        return self.filter(not_parts_of_drafts(user))


@tracked
class Breakdown(Record):
    """A part of a whole, by one or more dimensions: {"degree": "master"}, {"gender": "f", "degree": "doctor"}."""

    institution = models.ForeignKey(
        Institution,
        models.CASCADE,
        related_name="breakdowns",
        verbose_name=_("institution"),
    )
    categories = models.JSONField(_("categories by dimension"))
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="breakdowns",
        verbose_name=_("office"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = BreakdownQuerySet.as_manager()

    class Meta:
        verbose_name = _("breakdown")
        verbose_name_plural = _("breakdowns")
        ordering = ("institution", "order", "id")
        constraints = [models.UniqueConstraint(fields=("institution", "categories"), name="breakdown_stands_once")]

    def __str__(self):
        return str(self.name)

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.database.history import tracked
from plans.database.locks import stamps_creation
from plans.models import Office, OfPlanQuerySet, Record, Standard, one_of
from plans.text.languages import InBothLanguages
from plans.text.search_text import search_index


class MeasureOrigin(models.TextChoices):
    OWN = "own", _("our own")
    APPROVED = "approved", _("in the minister-approved mid-term plan")


class MeasureStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    ACTIVE = "active", _("active")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    MERGED = "merged", _("merged")


DROPPED = (MeasureStatus.CANCELLED, MeasureStatus.MERGED)  # no longer pursued, so no longer judged


class OfStandardQuerySet(OfPlanQuerySet):
    to_plan = "standard__strategy__plan"


@tracked(below="standard")
class Measure(Record):
    """The third level of a plan: what is being done. Sub-measures are its yearly actions."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="measures", verbose_name=_("standard"))
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sub_measures",
        verbose_name=_("parent"),
    )
    code = models.CharField(_("code"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InBothLanguages()
    origin = models.CharField(pgettext_lazy("measure", "basis"), choices=MeasureOrigin, default=MeasureOrigin.OWN)
    is_ambitious = models.BooleanField(_("ambitious"), default=False)
    status = models.CharField(
        pgettext_lazy("indicator or measure", "state"), choices=MeasureStatus, default=MeasureStatus.ACTIVE
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    first_fiscal_year = models.PositiveIntegerField(_("first fiscal year"), null=True, blank=True)
    last_fiscal_year = models.PositiveIntegerField(_("last fiscal year"), null=True, blank=True)
    source_url = models.CharField(_("source"), blank=True)
    offices = models.ManyToManyField(
        Office,
        through="Responsibility",
        related_name="measures",
        verbose_name=_("offices"),
    )
    listed_under = models.ManyToManyField(
        Standard,
        through="CrossListing",
        related_name="listed_measures",
        verbose_name=_("also listed under"),
    )

    objects = OfStandardQuerySet.as_manager()

    class Meta:
        triggers = [stamps_creation()]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = (
            "standard__strategy__order",
            "standard__order",
            "standard",
            "order",
            "id",
        )
        indexes = [search_index("code", "name_ja", "name_en", of="measure")]
        constraints = [
            one_of(MeasureOrigin, "origin", of="measure"),
            one_of(MeasureStatus, "status", of="measure"),
            models.CheckConstraint(condition=~models.Q(name_ja="", name_en=""), name="measure_has_a_name"),
            models.UniqueConstraint(fields=("id", "standard"), name="measure_with_its_standard"),
            models.UniqueConstraint(
                fields=("standard", "code"),
                condition=~models.Q(code=""),
                name="measure_code_is_unique_in_its_standard",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="measure_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
                name="measure_says_what_it_merged_into",
                violation_error_message=_("A merged measure names the measure that it was merged into, others none."),
            ),
            models.CheckConstraint(
                condition=models.Q(first_fiscal_year=None)
                | models.Q(last_fiscal_year=None)
                | models.Q(last_fiscal_year__gte=models.F("first_fiscal_year")),
                name="measure_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("indicators:measure-detail", args=[self.pk])

    @property
    def is_dropped(self):
        """Cancelled, or merged into another measure: no longer judged."""
        return self.status in DROPPED


class OfMeasureQuerySet(OfPlanQuerySet):
    to_plan = "measure__standard__strategy__plan"


@tracked(below="standard")
class CrossListing(Record):
    """A measure that is also listed under another standard, without being copied."""

    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        related_name="cross_listings",
        verbose_name=_("measure"),
    )
    standard = models.ForeignKey(
        Standard,
        models.CASCADE,
        related_name="cross_listings",
        verbose_name=_("standard"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("cross-listing")
        verbose_name_plural = _("cross-listings")
        ordering = ("standard", "order", "id")
        constraints = [models.UniqueConstraint(fields=("measure", "standard"), name="measure_is_cross_listed_once")]

    def __str__(self):
        return f"{self.measure} → {self.standard}"


class ResponsibilityRole(models.TextChoices):
    LEAD = "lead", _("lead")
    SUPPORT = "support", _("supporting")
    DATA = "data", _("data supplier")
    EXECUTIVE = "executive", _("executive in charge")


@tracked(below="measure")
class Responsibility(Record):
    """An office's part in a measure: lead ◎ (there may be several), supporting ○, data, executive in charge."""

    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        related_name="responsibilities",
        verbose_name=_("measure"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="responsibilities",
        verbose_name=_("office"),
    )
    role = models.CharField(_("role"), choices=ResponsibilityRole, default=ResponsibilityRole.LEAD)
    person = models.CharField(_("person"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ("measure", "order", "id")
        constraints = [
            one_of(ResponsibilityRole, "role", of="responsibility"),
            models.UniqueConstraint(
                fields=("measure", "office", "role"),
                name="responsibility_is_given_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.office}"


@tracked(below="measure")
class Milestone(Record):
    """A step of a measure, due on a day."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="milestones", verbose_name=_("measure"))
    order = models.PositiveIntegerField(_("order"), default=0)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OfMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("measure", "order", "due_on", "id")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_ja="", name_en=""), name="milestone_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(cancelled_on=None),
                name="milestone_is_not_both_done_and_cancelled",
            ),
        ]

    def __str__(self):
        return str(self.name)

    def is_overdue(self, today):
        """Whether the step should have been done before `today` and is not."""
        return self.due_on is not None and self.due_on < today and self.done_on is None and self.cancelled_on is None

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.database.history import tracked
from plans.models.membership import Disclosure, disclosed_to, level_field, planned_by
from plans.models.organization import Institution, Office
from plans.models.record import Record, one_of
from plans.text.languages import InBothLanguages
from plans.text.search_text import search_index


class PlanState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    CLOSED = "closed", pgettext_lazy("plan", "closed")


def share_field(name, default):
    """A share between 0 and 1, one of the numbers with which a plan judges its readings."""
    return models.DecimalField(
        name,
        max_digits=4,
        decimal_places=3,
        default=Decimal(default),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )


def level_label(name):
    """The plan's own word for one of its levels; empty: the usual word."""
    return models.CharField(name, blank=True)


class PlanQuerySet(models.QuerySet):
    @staticmethod
    def rule(user):
        """Q for the plans, or events of plans, that a user may read: disclosed to the user, and drafts to planners only."""
        return disclosed_to(user) & (~models.Q(state=PlanState.DRAFT) | planned_by(user))

    def visible_to(self, user):
        """Plans that a user may read."""
        return self.filter(self.rule(user))


@tracked
class Plan(Record):
    """A promise for a span of fiscal years, with its own level names and its own lines of judgement."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="plans", verbose_name=_("institution"))
    slug = models.SlugField(_("slug"), unique=True)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    state = models.CharField(_("state"), choices=PlanState, default=PlanState.DRAFT)
    disclosure = level_field()
    first_fiscal_year = models.PositiveIntegerField(_("first fiscal year"))
    last_fiscal_year = models.PositiveIntegerField(_("last fiscal year"))
    vision_ja = models.TextField(_("vision (Japanese)"), blank=True)
    vision_en = models.TextField(_("vision (English)"), blank=True)
    vision = InBothLanguages()
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InBothLanguages()
    version_name_ja = models.CharField(_("name of the present wording (Japanese)"), blank=True)
    version_name_en = models.CharField(_("name of the present wording (English)"), blank=True)
    version_name = InBothLanguages()
    strategy_label_ja = level_label(_("word for a strategy (Japanese)"))
    strategy_label_en = level_label(_("word for a strategy (English)"))
    strategy_label = InBothLanguages()
    standard_label_ja = level_label(_("word for a standard (Japanese)"))
    standard_label_en = level_label(_("word for a standard (English)"))
    standard_label = InBothLanguages()
    measure_label_ja = level_label(_("word for a measure (Japanese)"))
    measure_label_en = level_label(_("word for a measure (English)"))
    measure_label = InBothLanguages()
    announced_strategies = models.PositiveIntegerField(_("announced number of strategies"), null=True, blank=True)
    announced_standards = models.PositiveIntegerField(_("announced number of standards"), null=True, blank=True)
    announced_measures = models.PositiveIntegerField(_("announced number of measures"), null=True, blank=True)
    on_track_share = share_field(_("line of “on track” (share of the way)"), "0.95")
    risk_share = share_field(_("line of “at risk” (share of the way)"), "0.60")
    worsening_share = share_field(_("width of “at risk” without a way to go"), "0.20")
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), blank=True)
    contact_office = models.ForeignKey(
        Office,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact office"),
    )
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    source_url = models.CharField(_("source"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("institution", "-first_fiscal_year", "slug")
        indexes = [search_index("slug", "name_ja", "name_en", of="plan")]
        constraints = [
            one_of(PlanState, "state", of="plan"),
            one_of(Disclosure, "disclosure", of="plan"),
            models.CheckConstraint(condition=~models.Q(name_ja="", name_en=""), name="plan_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(last_fiscal_year__gte=models.F("first_fiscal_year")),
                name="plan_ends_after_it_begins",
                violation_error_message=_("The last fiscal year is before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(risk_share__lte=models.F("on_track_share")),
                name="plan_risk_line_is_below_on_track",
            ),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("indicators:plan-detail", args=[self.slug])

    @property
    def is_public(self):
        """Whether everybody reads the plan."""
        return self.disclosure == Disclosure.PUBLIC and self.state != PlanState.DRAFT

    @property
    def fiscal_years(self):
        """The fiscal years of the plan, as a range."""
        return range(self.first_fiscal_year, self.last_fiscal_year + 1)


class OfPlanQuerySet(models.QuerySet):
    """Rows somewhere below a plan; `to_plan` is the path up to it."""

    to_plan = "plan"

    def of_plan(self, plan):
        """The rows of one plan."""
        return self.filter(**{self.to_plan: plan})

    def visible_to(self, user):
        """The rows whose plan the user may read."""
        return self.filter(**{f"{self.to_plan}__in": Plan.objects.visible_to(user)})


@tracked(below="plan")
class Objective(Record):
    """One of the plan's few aims."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives", verbose_name=_("plan"))
    order = models.PositiveIntegerField(_("order"), default=0)
    text_ja = models.TextField(_("text (Japanese)"), blank=True)
    text_en = models.TextField(_("text (English)"), blank=True)
    text = InBothLanguages()

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ("plan", "order", "id")
        indexes = [search_index("text_ja", "text_en", of="objective")]
        constraints = [models.CheckConstraint(condition=~models.Q(text_ja="", text_en=""), name="objective_has_a_text")]

    def __str__(self):
        return str(self.text)


@tracked(below="plan")
class Strategy(Record):
    """The first level of a plan. A plan without this level has one strategy without a name, which is not shown."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="strategies", verbose_name=_("plan"))
    code = models.CharField(_("code"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InBothLanguages()

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ("plan", "order", "id")
        indexes = [search_index("code", "name_ja", "name_en", of="strategy")]
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "code"),
                condition=~models.Q(code=""),
                name="strategy_code_is_unique_in_its_plan",
            ),
            models.UniqueConstraint(
                fields=("plan",),
                condition=models.Q(name_ja="", name_en=""),
                name="plan_has_one_unnamed_strategy",
            ),
        ]

    def __str__(self):
        return str(self.name)


class OfStrategyQuerySet(OfPlanQuerySet):
    to_plan = "strategy__plan"


@tracked(below="strategy")
class Standard(Record):
    """The second level of a plan: what should become true."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="standards", verbose_name=_("strategy"))
    code = models.CharField(_("code"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InBothLanguages()
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )

    objects = OfStrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ("strategy__order", "strategy", "order", "id")
        indexes = [search_index("code", "name_ja", "name_en", of="standard")]
        constraints = [
            models.UniqueConstraint(
                fields=("strategy", "code"),
                condition=~models.Q(code=""),
                name="standard_code_is_unique_in_its_strategy",
            ),
            models.UniqueConstraint(
                fields=("strategy",),
                condition=models.Q(name_ja="", name_en=""),
                name="strategy_has_one_unnamed_standard",
            ),
        ]

    def __str__(self):
        return str(self.name)

from decimal import Decimal

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.drafts import ids_of_drafts_only, not_deleted_with_drafts, not_of_drafts
from indicators.models.figure import Figure, within_limits
from indicators.models.figure_kinds import unfitting
from measures.models import GradingScale
from plans.database.history import tracked
from plans.database.locks import stamps_creation
from plans.database.triggers import LastingTrigger
from plans.models import Disclosure, Institution, Office, Record, disclosed_to, level_field, one_of
from plans.text.languages import InBothLanguages
from plans.text.search_text import search_index


class Kind(models.TextChoices):
    NUMBER = "number", _("number")
    RATIO = "ratio", _("ratio")
    YES_NO = "yes_no", _("done or not")
    DATE = "date", _("date")
    GRADE = "grade", pgettext_lazy("kind of indicator", "grade")
    TEXT = "text", pgettext_lazy("kind of indicator", "text")


class TimeBasis(models.TextChoices):
    STOCK = "stock", _("as of a date")
    FLOW = "flow", _("over the fiscal year")
    CALENDAR = "calendar", _("over the calendar year")
    AVERAGE = "average", _("average of several years")
    SURVEY = "survey", _("survey")


class Direction(models.TextChoices):
    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    RANGE = "range", pgettext_lazy("direction", "within a range")
    KEEP = "keep", _("keep")
    NONE = "none", _("no direction")


class OverTime(models.TextChoices):
    SUM = "sum", _("sum")
    LATEST = "latest", _("latest value")
    MEAN = "mean", _("mean")
    NONE = "none", pgettext_lazy("added up", "cannot be combined")


class OverBreakdowns(models.TextChoices):
    SUM = "sum", _("sum of the parts")
    RATIO = "ratio", _("ratio of the sums")
    DISTINCT = "distinct", _("distinct count")
    NONE = "none", pgettext_lazy("added up", "cannot be combined")


class IndicatorOrigin(models.TextChoices):
    ENTERED = "entered", _("reported by the office")
    REGISTER = "register", _("counted from a register")
    FORMULA = "formula", _("calculated from other indicators")


class IndicatorStatus(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("indicator", "active")
    CANCELLED = "cancelled", _("cancelled")
    MERGED = "merged", _("merged")


PERCENT = ("%", "％")


def factor_of(row):
    """SQL of what numerator / denominator is multiplied by for an indicator, `row` being an alias; as `ratio_factor` says it."""
    percent = ", ".join(f"'{sign}'" for sign in PERCENT)
    of_unit = f"CASE WHEN {row}.unit_en IN ({percent}) OR {row}.unit_ja IN ({percent}) THEN 100 ELSE 1 END"
    return f"coalesce({row}.factor, {of_unit})"


KEEP_FIGURES_FITTING = f"""
    IF EXISTS (SELECT 1 FROM indicators_yearlyvalue v WHERE v.indicator_id = NEW.id AND ({unfitting("NEW.kind", "v")})) THEN
        RAISE check_violation USING CONSTRAINT = 'yearly_value_fits_its_kind',
            MESSAGE = 'yearly values have figures that this kind of indicator does not have';
    END IF;
    RETURN NEW;
"""  # noqa: S608  filled with constants of ours

# With another factor the values that stand on both parts are other ones; a published figure that agrees now is dropped.
COMPUTE_RATIOS_ANEW = """
    UPDATE indicators_yearlyvalue SET numerator = numerator
        WHERE indicator_id = NEW.id AND state = 'reported' AND numerator IS NOT NULL AND denominator IS NOT NULL;
    UPDATE indicators_yearlyvalue SET published = NULL
        WHERE indicator_id = NEW.id AND numerator IS NOT NULL AND denominator IS NOT NULL
            AND published = round(value, scale(published));
    RETURN NULL;
"""


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Indicators disclosed to the user, without those that are no more than a part of drafts closed to the user."""
        return self.filter(disclosed_to(user), not_of_drafts(user))

    def of_drafts_only(self):
        """Indicators that came with a draft and serve nothing else."""
        return self.filter(pk__in=ids_of_drafts_only())

    @staticmethod
    def rule_of_deletions(user):
        """Q for the deletions, as events keep them, of indicators that the user was given."""
        return disclosed_to(user) & not_deleted_with_drafts(user)

    def of_plan(self, plan):
        """Indicators to which a plan has committed itself."""
        return self.filter(commitments__standard__strategy__plan=plan).distinct()


@tracked
class Indicator(Record):
    """Something that the institution measures: entered once, used by many plans."""

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="indicators",
        verbose_name=_("institution"),
    )
    code = models.CharField(_("code"), blank=True)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    name = InBothLanguages()
    unit_ja = models.CharField(_("unit (Japanese)"), blank=True)
    unit_en = models.CharField(_("unit (English)"), blank=True)
    unit = InBothLanguages()
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    kind = models.CharField(_("kind"), choices=Kind, default=Kind.NUMBER)
    scale = models.ForeignKey(
        GradingScale,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("scale"),
    )
    time_basis = models.CharField(_("time basis"), choices=TimeBasis, blank=True)
    numerator_time_basis = models.CharField(_("time basis of the numerator"), choices=TimeBasis, blank=True)
    denominator_time_basis = models.CharField(_("time basis of the denominator"), choices=TimeBasis, blank=True)
    direction = models.CharField(_("direction"), choices=Direction, default=Direction.UP)
    numerator_is_part = models.BooleanField(
        _("numerator is part of the denominator"),
        default=False,
        help_text=_("A share of a whole, such as women among students: never below 0 or above 100%."),
    )
    factor = Figure(
        _("factor of the ratio"),
        null=True,
        blank=True,
        help_text=_(
            "What numerator / denominator is multiplied by, such as 1000 for a rate per 1,000."
            " Empty: 100 where the unit is %, otherwise 1."
        ),
    )
    over_time = models.CharField(_("added up over years"), choices=OverTime, default=OverTime.NONE)
    over_breakdowns = models.CharField(
        _("added up over breakdowns"),
        choices=OverBreakdowns,
        default=OverBreakdowns.NONE,
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("owner office"),
    )
    source_ja = models.CharField(_("source (Japanese)"), blank=True)
    source_en = models.CharField(_("source (English)"), blank=True)
    source = InBothLanguages()
    method_ja = models.TextField(_("method (Japanese)"), blank=True)
    method_en = models.TextField(_("method (English)"), blank=True)
    method = InBothLanguages()
    frequency = models.CharField(_("frequency"), blank=True)
    is_ambitious = models.BooleanField(_("ambitious"), default=False)
    disclosure = level_field()
    origin = models.CharField(
        pgettext_lazy("indicator", "how it is collected"), choices=IndicatorOrigin, default=IndicatorOrigin.ENTERED
    )
    formula = models.TextField(_("formula"), blank=True)
    status = models.CharField(
        pgettext_lazy("indicator or measure", "state"), choices=IndicatorStatus, default=IndicatorStatus.ACTIVE
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("institution", "code", "id")
        indexes = [search_index("code", "name_ja", "name_en", of="indicator")]
        triggers = [
            stamps_creation(),
            LastingTrigger(
                name="compute_ratios_anew",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"{factor_of('OLD')} IS DISTINCT FROM {factor_of('NEW')}"),
                func=COMPUTE_RATIOS_ANEW,
            ),
            LastingTrigger(
                name="keep_figures_fitting",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("kind"),
                condition=pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind")),
                func=KEEP_FIGURES_FITTING,
            ),
        ]
        constraints = [
            one_of(Kind, "kind", of="indicator"),
            one_of(TimeBasis, "time_basis", of="indicator", or_empty=True),
            one_of(TimeBasis, "numerator_time_basis", of="indicator", or_empty=True),
            one_of(TimeBasis, "denominator_time_basis", of="indicator", or_empty=True),
            one_of(Direction, "direction", of="indicator"),
            one_of(OverTime, "over_time", of="indicator"),
            one_of(OverBreakdowns, "over_breakdowns", of="indicator"),
            one_of(IndicatorOrigin, "origin", of="indicator"),
            one_of(IndicatorStatus, "status", of="indicator"),
            one_of(Disclosure, "disclosure", of="indicator"),
            models.CheckConstraint(condition=~Q(name_ja="", name_en=""), name="indicator_has_a_name"),
            models.UniqueConstraint(
                fields=("institution", "code"),
                condition=~Q(code=""),
                name="indicator_code_is_unique",
            ),
            models.UniqueConstraint(fields=("id", "institution"), name="indicator_with_its_institution"),
            models.CheckConstraint(condition=Q(decimals__lte=10), name="indicator_decimals_are_few"),
            models.CheckConstraint(
                condition=Q(factor=None) | (Q(factor__gt=0) & within_limits("factor")),
                name="indicator_factor_is_positive",
                violation_error_message=_("A factor is a number above 0."),
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="indicator_says_what_it_merged_into",
                violation_error_message=_("A merged indicator names the one that it was merged into, others none."),
            ),
            models.CheckConstraint(
                condition=Q(numerator_is_part=False)
                | Q(kind="ratio")
                | Q(kind="number", unit_ja__in=PERCENT)
                | Q(kind="number", unit_en__in=PERCENT),
                name="part_of_a_whole_is_a_share",
                violation_error_message=_(
                    "Only a ratio or a percentage has a numerator that is part of its denominator."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="grade") | Q(scale__isnull=False),
                name="grade_indicator_has_a_scale",
                violation_error_message=_("An indicator that is a grade needs a scale."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("indicators:indicator-detail", args=[self.pk])

    def clean(self):
        """Refuse another kind while there are figures that it does not have."""
        super().clean()
        if self.pk is not None and self.values.unfit_for(self.kind).exists():
            raise ValidationError({"kind": _("There are yearly values that this kind of indicator cannot have.")})

    @property
    def is_percentage(self):
        """Whether the unit is %, so that numerator / denominator counts a hundredfold."""
        return self.unit_en in PERCENT or self.unit_ja in PERCENT

    @property
    def ratio_factor(self):
        """What numerator / denominator is multiplied by, as the database does it."""
        if self.factor is not None:
            return self.factor
        return Decimal(100 if self.is_percentage else 1)

    @property
    def bounds(self):
        """Between what its figures lie: a share of a whole between 0 and the whole, such as 100 %; None for any other."""
        return (Decimal(0), self.ratio_factor) if self.numerator_is_part else None

    @property
    def may_be_a_share(self):
        """Whether it can have a numerator that is part of its denominator."""
        return self.kind == Kind.RATIO or (self.kind == Kind.NUMBER and self.is_percentage)

    @property
    def is_dropped(self):
        """Cancelled, or merged into another indicator: no longer judged."""
        return self.status != IndicatorStatus.ACTIVE


class OfIndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of indicators that the user may read."""
        home = {"institution": "indicator__institution"}
        disclosed = disclosed_to(user, disclosure="indicator__disclosure", **home)
        return self.filter(disclosed, not_of_drafts(user, indicator="indicator", **home))

    def of_plan(self, plan):
        """Rows of indicators to which a plan has committed itself."""
        return self.filter(indicator__in=Indicator.objects.of_plan(plan))

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.figure import Figure, fiscal_year_field, within_limits
from indicators.models.indicator import Indicator
from indicators.readings.statuses import LABELS, Status
from indicators.readings.terms import usual_comparator
from measures.models import Grade, Measure
from plans.database.history import tracked
from plans.database.locks import locked_by_closed_years, stamps_creation
from plans.models import OfPlanQuerySet, Record, Standard, disclosed_to, one_of


class Comparator(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    AT_MOST = "at_most", _("at most")
    LESS_THAN = "less_than", _("less than")
    EQUAL = "equal", _("equal to")
    MAINTAIN = "maintain", _("maintain")
    RANGE = "range", _("within a range")
    REACH_RANK = "reach_rank", _("reach rank")
    GRADE_AT_LEAST = "grade_at_least", _("grade at least")
    YES_BY = "yes_by", _("yes by a date")


class Trajectory(models.TextChoices):
    NONE = "none", _("none")
    LINE = "line", _("straight line")
    STEPS = "steps", _("steps")


class Promise(models.TextChoices):
    REACH = "reach", _("reach by the final year")
    HOLD = "hold", _("hold in every year")
    TOTAL = "total", _("total over the plan's years")


class AsOfPrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class CommitmentQuerySet(OfPlanQuerySet):
    to_plan = "standard__strategy__plan"

    def visible_to(self, user):
        """Commitments of plans that the user may read, to indicators disclosed to the user."""
        disclosed = disclosed_to(
            user,
            institution="indicator__institution",
            disclosure="indicator__disclosure",
        )
        return super().visible_to(user).filter(disclosed)


OF_BASELINES = """
    SELECT i.institution_id, r.baseline_fiscal_year AS fiscal_year, r.indicator_id, NULL::bigint AS report_id,
        r.created_at AS made_at
    FROM {rows} r JOIN indicators_indicator i ON i.id = r.indicator_id
    WHERE r.baseline_fiscal_year IS NOT NULL
"""
BASELINE = (
    "indicator_id",
    "baseline",
    *(
        f"baseline_{name}"
        for name in ("fiscal_year", "as_of", "as_of_precision", "numerator", "denominator", "grade_id")
    ),
    *(f"baseline_{name}" for name in ("provisional", "printed", "note", "source_url")),
)


@tracked(below="standard")
class Commitment(Record):
    """A measure's (or a standard's own) use of an indicator: where it starts, how it is compared, what is promised.

    `standard` is always there; with a `measure` the database keeps it the measure's own standard.
    """

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="commitments", verbose_name=_("standard"))
    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("measure"),
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        related_name="commitments",
        verbose_name=_("indicator"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    comparator = models.CharField(_("comparator"), choices=Comparator, blank=True)
    promise = models.CharField(
        _("condition"),
        choices=Promise,
        blank=True,
        help_text=_("Leave empty for the usual condition of the comparator."),
    )
    trajectory = models.CharField(_("path"), choices=Trajectory, default=Trajectory.NONE)
    tolerance = Figure(_("tolerance"), null=True, blank=True)
    baseline = Figure(_("baseline"), null=True, blank=True)
    baseline_fiscal_year = fiscal_year_field(_("fiscal year of the baseline"), null=True, blank=True)
    baseline_as_of = models.DateField(_("baseline as of"), null=True, blank=True)
    baseline_as_of_precision = models.CharField(_("precision of the date"), choices=AsOfPrecision, blank=True)
    baseline_numerator = Figure(_("numerator of the baseline"), null=True, blank=True)
    baseline_denominator = Figure(_("denominator of the baseline"), null=True, blank=True)
    baseline_grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("grade at the baseline"),
    )
    baseline_provisional = models.BooleanField(_("baseline is provisional"), default=False)
    baseline_printed = models.CharField(_("baseline as printed"), blank=True)
    baseline_note = models.TextField(_("note on the baseline"), blank=True)
    baseline_source_url = models.CharField(_("source of the baseline"), blank=True)
    is_key = models.BooleanField(_("key indicator"), default=False)
    reason = models.TextField(_("reason for the target"), blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("target setting")
        verbose_name_plural = _("target settings")
        ordering = (
            "standard__strategy__order",
            "standard__order",
            "standard",
            "measure__order",
            "order",
            "id",
        )
        triggers = [
            stamps_creation(),
            *locked_by_closed_years(OF_BASELINES, (pgtrigger.Update, pgtrigger.Delete), only=BASELINE),
        ]
        constraints = [
            one_of(Comparator, "comparator", of="commitment", or_empty=True),
            one_of(Promise, "promise", of="commitment", or_empty=True),
            one_of(Trajectory, "trajectory", of="commitment"),
            one_of(
                AsOfPrecision,
                "baseline_as_of_precision",
                of="commitment",
                or_empty=True,
            ),
            models.UniqueConstraint(
                fields=("standard", "measure", "indicator"),
                nulls_distinct=False,
                name="commitment_is_made_once",
            ),
            models.CheckConstraint(
                condition=Q(tolerance=None) | Q(tolerance__gte=0),
                name="commitment_tolerance_is_not_negative",
            ),
            models.CheckConstraint(
                condition=within_limits("baseline"),
                name="commitment_baseline_is_a_number",
            ),
        ]

    def __str__(self):
        return f"{self.measure or self.standard} – {self.indicator}"

    @property
    def compared_by(self):
        """How its targets are compared: as was chosen, else by the indicator's direction; empty where neither says how."""
        return self.comparator or usual_comparator(self.indicator.direction, self.indicator.kind)


class OfCommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of commitments that the user may read."""
        return self.filter(commitment__in=Commitment.objects.visible_to(user))

    def of_plan(self, plan):
        """Rows of one plan's commitments."""
        return self.filter(commitment__standard__strategy__plan=plan)


class TargetQuerySet(OfCommitmentQuerySet):
    def current(self):
        """Targets that no later decision has replaced."""
        return self.filter(superseded_at=None)


OF_TARGETS = """
    SELECT i.institution_id, r.fiscal_year, c.indicator_id, NULL::bigint AS report_id, c.created_at AS made_at
    FROM {rows} r JOIN indicators_commitment c ON c.id = r.commitment_id JOIN indicators_indicator i ON i.id = c.indicator_id
"""


@tracked(below="commitment")
class Target(Record):
    """A commitment's number for one fiscal year. A revision supersedes it with date, reason and approver; it stays."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="targets", verbose_name=_("target setting"))
    fiscal_year = fiscal_year_field(_("fiscal year"))
    value = Figure(_("value"), null=True, blank=True)
    low = Figure(_("lower bound"), null=True, blank=True)
    high = Figure(_("upper bound"), null=True, blank=True)
    due_on = models.DateField(_("by the day"), null=True, blank=True)
    grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("indicator", "grade"),
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(_("precision of the date"), choices=AsOfPrecision, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    printed = models.CharField(_("as printed"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source_url = models.CharField(_("source"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("commitment", "fiscal_year", "superseded_at")
        triggers = locked_by_closed_years(OF_TARGETS)
        constraints = [
            one_of(AsOfPrecision, "as_of_precision", of="target", or_empty=True),
            models.UniqueConstraint(
                fields=("commitment", "fiscal_year"),
                condition=Q(superseded_at=None),
                name="commitment_has_one_current_target_a_year",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | Q(low__isnull=False)
                | Q(high__isnull=False)
                | Q(due_on__isnull=False)
                | Q(grade__isnull=False)
                | ~Q(printed=""),
                name="target_says_something",
                violation_error_message=_("A target needs a value, a range, a day, a grade, or its printed text."),
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=models.F("high")),
                name="target_range_is_in_order",
            ),
            models.CheckConstraint(
                condition=within_limits("value") & within_limits("low") & within_limits("high"),
                name="target_is_a_number",
            ),
        ]

    def __str__(self):
        return f"{self.fiscal_year}: {self.value if self.value is not None else self.printed}"


# The statuses that a person may set beside the computed one: the same words.
StatusChoice = models.TextChoices("StatusChoice", [(status.name, (status.value, LABELS[status])) for status in Status])


@tracked(below="commitment")
class Override(Record):
    """A person's judgement of a reading, with a reason; it stands beside the computed status, never instead."""

    commitment = models.ForeignKey(
        Commitment,
        models.CASCADE,
        related_name="overrides",
        verbose_name=_("target setting"),
    )
    fiscal_year = fiscal_year_field(_("fiscal year"))
    status = models.CharField(pgettext_lazy("reading", "status"), choices=StatusChoice)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("evaluator"),
    )

    objects = OfCommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluator's judgement")
        verbose_name_plural = _("evaluator's judgements")
        ordering = ("commitment", "fiscal_year")
        constraints = [
            one_of(StatusChoice, "status", of="override"),
            models.UniqueConstraint(fields=("commitment", "fiscal_year"), name="reading_is_overridden_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.commitment} {self.fiscal_year}: {self.get_status_display()}"

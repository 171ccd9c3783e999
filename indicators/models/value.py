import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.breakdown import Breakdown
from indicators.models.commitment import AsOfPrecision
from indicators.models.figure import Figure, fiscal_year_field, within_limits
from indicators.models.figure_kinds import others, unfitting
from indicators.models.indicator import Indicator, Kind, OfIndicatorQuerySet, factor_of
from measures.models import Citation, Evidence, Grade
from plans.database.data_version import FIGURES
from plans.database.history import tracked
from plans.database.locks import locked_by_closed_years
from plans.database.triggers import LastingTrigger
from plans.models import (
    Disclosure,
    Institution,
    Record,
    disclosed_to,
    level_field,
    one_of,
    planned_by,
)

COMPUTE_RATIO = f"""
    SELECT {factor_of("i")}
        INTO factor
        FROM indicators_indicator i WHERE i.id = NEW.indicator_id;
    computed = trim_scale(round(NEW.numerator * factor / NEW.denominator, 10));
    IF NEW.value IS NOT NULL AND NEW.published IS NULL AND NEW.value <> computed
            AND (TG_OP = 'INSERT' OR NEW.value IS DISTINCT FROM OLD.value)
            AND round(NEW.value, scale(NEW.value)) <> round(computed, scale(NEW.value)) THEN
        NEW.published = NEW.value;
    END IF;
    NEW.value = computed;
    RETURN NEW;
"""  # noqa: S608  filled with constants of ours

FORGET_DOUBTS = """
    NEW.doubts = '{}';
    NEW.confirmed_by_id = NULL;
    NEW.confirmed_at = NULL;
    RETURN NEW;
"""
FIGURE_COLUMNS = ("state", "value", "numerator", "denominator", "dated", "grade_id", "text")
IS_ANOTHER_FIGURE = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIGURE_COLUMNS)


def fits_its_kind(operation, name):
    """Trigger: after each statement every row that it wrote has figures of its indicator's kind and no other ones."""
    return LastingTrigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="written"),
        func=f"""
            IF EXISTS (SELECT 1 FROM written v JOIN indicators_indicator i ON i.id = v.indicator_id
                       WHERE {unfitting("i.kind", "v")}) THEN
                RAISE check_violation USING CONSTRAINT = 'yearly_value_fits_its_kind',
                    MESSAGE = 'a yearly value has a figure that its indicator does not have';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  filled with constants of ours
    )


TOUCHED = """
    SELECT r.institution_id, r.fiscal_year, r.indicator_id, NULL::bigint AS report_id, i.created_at AS made_at
    FROM {rows} r JOIN indicators_indicator i ON i.id = r.indicator_id
"""


class ValueKind(models.TextChoices):
    ACTUAL = "actual", _("actual")
    FORECAST = "forecast", _("forecast")


class ValueState(models.TextChoices):
    REPORTED = "reported", _("reported")
    NOT_COLLECTED = "not_collected", _("not collected")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    CANNOT_COMPUTE = "cannot_compute", _("cannot be calculated")
    WITHHELD = "withheld", _("withheld")


class YearlyValueQuerySet(OfIndicatorQuerySet):
    def visible_to(self, user):
        """Values disclosed to the user, of indicators that the user may read."""
        return super().visible_to(user).filter(disclosed_to(user))

    def actuals(self):
        """What was really reached, for the whole (no breakdown)."""
        return self.filter(kind=ValueKind.ACTUAL, breakdown=None)

    def as_open_as_their_indicator(self):
        """Values that everybody reads who reads their indicator."""
        is_open = Q(pk__in=[])
        for number, level in enumerate(Disclosure.values, start=1):
            is_open |= Q(indicator__disclosure=level, disclosure__in=Disclosure.values[:number])
        return self.filter(is_open)

    def unfit_for(self, kind):
        """Values with a figure that an indicator of this kind does not have."""
        unfit = Q(value__isnull=False) & ~Q(value__in=(0, 1)) if kind == Kind.YES_NO else Q(pk=None)
        for name in others(kind):
            unfit |= ~Q(text="") if name == "text" else Q(**{f"{name}__isnull": False})
        return self.filter(unfit)


def bound_of(state, printed):
    """What was printed for a small number that is withheld: ＜5, 5未満; nothing for any other value."""
    return printed if state == ValueState.WITHHELD and any(map(str.isdigit, printed)) else ""


def says_something():
    return Q(value__isnull=False) | Q(dated__isnull=False) | Q(grade__isnull=False) | ~Q(text="")


def has_parts():
    """Both parts of a ratio, from which the database computes the value."""
    return Q(numerator__isnull=False, denominator__isnull=False)


@tracked(below="indicator", part=FIGURES)
class YearlyValue(Record):
    """One figure of one indicator in one fiscal year (and breakdown). Missing is a state, never a zero.

    With both parts of a ratio the database computes `value` (× the indicator's factor: 100 where the unit is %); a different
    figure that was given for it is kept in `published`. `doubts` are the codes of what was odd about the figure when it was
    stored (`figure_rules.py`), `confirmed_by` and `confirmed_at` who had looked at it; another figure starts without.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    indicator = models.ForeignKey(
        Indicator,
        models.CASCADE,
        related_name="values",
        db_index=False,
        verbose_name=_("indicator"),
    )
    fiscal_year = fiscal_year_field(_("fiscal year"))
    kind = models.CharField(_("kind"), choices=ValueKind, default=ValueKind.ACTUAL)
    breakdown = models.ForeignKey(
        Breakdown,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="values",
        verbose_name=_("breakdown"),
    )
    state = models.CharField(_("state"), choices=ValueState, default=ValueState.REPORTED)
    value = Figure(_("value"), null=True, blank=True)
    numerator = Figure(_("numerator"), null=True, blank=True)
    denominator = Figure(_("denominator"), null=True, blank=True)
    published = Figure(_("published figure"), null=True, blank=True)
    dated = models.DateField(_("date"), null=True, blank=True)
    grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("indicator", "grade"),
    )
    text = models.TextField(pgettext_lazy("value", "text"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(_("precision of the date"), choices=AsOfPrecision, blank=True)
    numerator_as_of = models.DateField(_("numerator as of"), null=True, blank=True)
    denominator_as_of = models.DateField(_("denominator as of"), null=True, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    printed = models.CharField(_("as printed"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source_url = models.CharField(_("source"), blank=True)
    disclosure = level_field()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    doubts = ArrayField(
        models.CharField(), verbose_name=_("confirmed as correct although"), default=list, db_default=[], blank=True
    )
    evidence = models.ManyToManyField(
        Evidence,
        through="ValueEvidence",
        related_name="values",
        verbose_name=_("evidence"),
    )

    objects = YearlyValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly value")
        verbose_name_plural = _("yearly values")
        ordering = ("indicator", "fiscal_year", "id")
        triggers = [
            *locked_by_closed_years(TOUCHED),
            LastingTrigger(
                name="compute_ratio",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__numerator__isnull=False, new__denominator__isnull=False)
                & ~pgtrigger.Q(new__denominator=0)
                & pgtrigger.Q(new__state="reported"),
                declare=[("factor", "numeric"), ("computed", "numeric")],
                func=COMPUTE_RATIO,
            ),
            LastingTrigger(
                name="forget_doubts",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"(({IS_ANOTHER_FIGURE}) AND OLD.confirmed_at IS NOT DISTINCT FROM NEW.confirmed_at)"
                ),
                func=FORGET_DOUBTS,
            ),
            fits_its_kind(pgtrigger.Insert, "entered_fits_its_kind"),
            fits_its_kind(pgtrigger.Update, "changed_fits_its_kind"),
        ]
        indexes = [models.Index(fields=("indicator", "fiscal_year", "id"), name="yearly_value_keyset")]
        constraints = [
            one_of(ValueKind, "kind", of="yearly_value"),
            one_of(ValueState, "state", of="yearly_value"),
            one_of(AsOfPrecision, "as_of_precision", of="yearly_value", or_empty=True),
            one_of(Disclosure, "disclosure", of="yearly_value"),
            models.UniqueConstraint(
                fields=("indicator", "fiscal_year", "breakdown", "kind"),
                nulls_distinct=False,
                name="yearly_value_stands_once",
                violation_error_message=_("There is a value for this year, breakdown and kind already."),
            ),
            models.CheckConstraint(
                condition=(Q(state="reported") & (says_something() | has_parts()))
                | (~Q(state="reported") & ~says_something()),
                name="yearly_value_is_reported_or_says_why_not",
                violation_error_message=_("A reported value needs a figure; any other state has none."),
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | ~Q(denominator=0) | Q(state="cannot_compute"),
                name="nothing_is_divided_by_zero",
                violation_error_message=_(
                    "With a denominator of 0 the value cannot be calculated: say so in the state."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="reported")
                | Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="ratio_has_both_parts_or_none",
                violation_error_message=_("A ratio needs both parts."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("reported", "cannot_compute"))
                | Q(numerator__isnull=True, denominator__isnull=True),
                name="figure_that_is_not_told_has_no_parts",
                violation_error_message=_("A reported value needs a figure; any other state has none."),
            ),
            models.CheckConstraint(
                condition=within_limits("value")
                & within_limits("numerator")
                & within_limits("denominator")
                & within_limits("published"),
                name="yearly_value_is_a_number",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.fiscal_year}"

    @property
    def printed_bound(self):
        """What was printed for a small number that is withheld."""
        return bound_of(self.state, self.printed)


@tracked
class ValueEvidence(Citation):
    """Evidence cited for a yearly value; a cited document cannot be deleted."""

    proves = "value"

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="value_uses", verbose_name=_("evidence"))
    value = models.ForeignKey(
        YearlyValue,
        models.CASCADE,
        related_name="evidence_uses",
        verbose_name=_("yearly value"),
    )

    class Meta:
        verbose_name = _("evidence for a value")
        verbose_name_plural = _("evidence for values")
        constraints = [models.UniqueConstraint(fields=("evidence", "value"), name="evidence_is_cited_once_for_a_value")]

    def __str__(self):
        return str(self.evidence)

    @classmethod
    def readable_by(cls, user):
        """As for other citations; what proves a withheld figure would tell it, and is for planners only."""
        return (
            super()
            .readable_by(user)
            .filter(~Q(value__state=ValueState.WITHHELD) | planned_by(user, institution="value__institution"))
        )

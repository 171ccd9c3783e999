"""A reading in one sentence, long and short, with its numbers, its rule and its direction, in the active language.

What is said is decided in readings.py. The sentence is chosen by how the commitment compares: too little falls short, too much
is over, a rank only falls short; why there is no status is said in missing_reasons.py.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from indicators.readings.bands import ZERO
from indicators.readings.figures import rounded
from indicators.readings.statuses import Status
from indicators.readings.terms import STRICT, Comparator
from indicators.readings.wording.missing_reasons import why_not_judged
from indicators.readings.wording.paces import pace_text
from indicators.readings.wording.printing import (
    BESIDE_A_VERB,
    LIMITS,
    actual_text,
    aim_text,
    amount_text,
    band_text,
    decimals_apart,
    gap_text,
    limit_kind,
    limited,
    printed_amount,
    span_quantity,
)
from indicators.readings.wording.reason_phrases import (
    AIMS,
    CASES,
    EXACT_AIMS,
    NOT_INCLUDED,
    ON_TRACK_SHORT,
    PATHS,
    TAILS,
)
from indicators.readings.wording.sentences import Sentence
from indicators.readings.wording.status_lines import on_track_limit, printed_line, risk_limit
from indicators.readings.wording.units import is_money
from indicators.readings.wording.yes_no_reasons import done_or_not
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language, in_japanese_only

GUIDE = pgettext_lazy("what is expected without a target of the year", "guide")
MOST_BRIEF = 3
GAP_CASES = ("short", "rank_short", "over", "below", "above", "less", "more")
FALLING = (Comparator.AT_MOST, Comparator.LESS_THAN)


def explain(reading) -> Sentence:
    """The long and the short sentence for a Reading."""
    if reading.status in (Status.NO_DATA, Status.NOT_JUDGED):
        return why_not_judged(reading)
    if reading.terms.comparator == Comparator.YES_BY:
        return done_or_not(reading)
    return achieved(reading) if reading.status is Status.ACHIEVED else ComparedFigure(reading).sentence


def achieved(reading) -> Sentence:
    """The final target is met, in its year or before."""
    terms = reading.terms
    slack = terms.slack(terms.final)
    needs_slack = terms.comparator != Comparator.MAINTAIN and not terms.meets(reading.measured, terms.final, slack=ZERO)
    target = aim_text(terms, terms.final, counted=False)
    if terms.comparator == Comparator.MAINTAIN and slack:
        line = printed_line(terms, terms.final, slack)
        target = line.words()
    if needs_slack:
        named = {"target": target, "tolerance": gap_text(terms, slack)}
        target = _("%(target)s (tolerance %(tolerance)s)") % named
    named = {"actual": actual_text(reading), "target": target, "year": fiscal_year_label(terms.final_year)}
    is_early = reading.fiscal_year < terms.final_year
    long = (
        _("At %(actual)s, this already meets the final target of %(target)s, set for %(year)s.")
        if is_early
        else _("At %(actual)s, this meets the final target of %(target)s, set for %(year)s.")
    )
    tries = [_("Meets the final target of %(target)s") % named]
    tries.append(_("Meets the final target within tolerance") if needs_slack else _("Meets the final target"))
    return Sentence.fitting(long % named, tries)


@dataclass(frozen=True, eq=False)
class ComparedFigure:
    """A judged figure beside what the year expects, as the slots of a sentence."""

    reading: object

    @property
    def terms(self):
        return self.reading.terms

    @property
    def band(self):
        return self.reading.expected_band

    @cached_property
    def kind(self) -> Comparator | None:
        """How the aim limits the figure; None where it can be too much and too little."""
        return limit_kind(self.terms, self.band)

    @cached_property
    def form(self) -> str:
        """What the aim is: one number as a limit, a rank, a range, a range to keep, or one exact number."""
        if self.kind is not None:
            return "rank" if self.kind is Comparator.REACH_RANK else "number"
        if self.terms.comparator == Comparator.MAINTAIN and (self.band.value is None or self.reading.slack):
            return "keep"
        return "range" if self.band.value is None else "exact"

    @cached_property
    def range(self):
        """The ends between which the figure should lie, as printed; of what is to be kept with the tolerance."""
        slack = self.reading.slack if self.form == "keep" else ZERO
        return printed_line(self.terms, self.band, slack)

    @cached_property
    def more_decimals(self) -> int:
        """How many more decimals tell the figure from the one number that is expected."""
        return decimals_apart(self.terms, self.reading.measured, self.band.value)

    @cached_property
    def case(self) -> str:
        """Which sentence it is."""
        if self.kind is not None:
            return self._limited_case
        return self._range_case if self.form in ("range", "keep") else self._exact_case

    @property
    def _limited_case(self):
        is_strict, figure, limit = self.kind in STRICT, self.reading.measured, self.band.value
        if self.band.holds(figure, strictly=is_strict):
            return "met"
        is_on_track = self.reading.status is Status.ON_TRACK
        is_upward = self.band.high is None
        if figure == limit:
            return "close" if is_on_track else "not_more" if is_upward else "not_less"
        if self.more_decimals:
            return "close" if is_on_track else "just_over" if self.kind in FALLING else "just_short"
        if self.form == "rank":
            return "rank_short"
        return "short" if is_upward else "over"

    @property
    def _range_case(self):
        if self.reading.measured < self.range.low:
            return "below"
        return "above" if self.reading.measured > self.range.high else "inside"

    @property
    def _exact_case(self):
        figure, number = self.reading.measured, self.band.value
        if figure == number:
            return "exact"
        if self.more_decimals:
            return (
                "close" if self.reading.status is Status.ON_TRACK else "just_less" if figure < number else "just_more"
            )
        return "less" if figure < number else "more"

    @property
    def sentence(self) -> Sentence:
        """Long and short; the short one gives up the gap's unit, then the aim's, rather than run on."""
        long, short = CASES[self.case]
        tries = (self._short(short, brevity) for brevity in range(MOST_BRIEF + 1))
        return Sentence.fitting(long % self.slots, tries)

    @property
    def slots(self):
        is_just = self.case.startswith("just")
        more = self.more_decimals if is_just else 0
        is_counted = not (self.terms.is_total or is_just or self.form == "exact")
        return {
            "actual": actual_text(self.reading, self._more_of_figure),
            "gap": self.gap(),
            "aim": self.aim(0, more, counted=is_counted),
            "tail": self.tail,
        }

    @property
    def _more_of_figure(self):
        """How many more decimals the figure shows beside what needs them; a whole count shows none."""
        if not self.terms.decimals:
            return 0
        if self.form in ("range", "keep"):
            return self.range.more_decimals
        return self.more_decimals if self.case.startswith("just") else 0

    def _short(self, short, brevity):
        """The short form; 1: the gap without its unit, 2: what is expected without unit, in English a bare number, 3: a gap without ¥."""
        if self.case in ("not_more", "not_less"):
            return short % {"number": amount_text(self.terms, self.band.value, counted=False)}
        is_counted = not (self.terms.is_total or self.form == "exact" or brevity > 1)
        more = self.more_decimals if self.case.startswith("just") else 0
        is_bare, is_yen = brevity > 1, active_language() == "en" and is_money(self.terms.unit)
        aim = self.aim(1, more, counted=is_counted, with_unit=not is_bare)
        if is_bare and active_language() == "en":
            aim = self.amount(more, counted=False)
        said = short % {"gap": self.gap(with_unit=brevity == 0 or (is_yen and brevity < MOST_BRIEF)), "aim": aim}
        return ON_TRACK_SHORT % {"sentence": said} if self.is_still_on_track else said

    @property
    def is_still_on_track(self) -> bool:
        """Whether the figure is on track without being as good as expected."""
        return self.reading.status is Status.ON_TRACK and self.case in GAP_CASES

    def gap(self, *, with_unit=True) -> str:
        """The distance of the printed figure from the printed number, or from the nearer end of the range."""
        figure, decimals = self.reading.measured, self.terms.decimals
        if self.case not in GAP_CASES:
            return ""
        if self.form in ("range", "keep"):
            end = self.range.low if self.case == "below" else self.range.high
            return gap_text(self.terms, abs(end - figure), self.range.more_decimals, with_unit=with_unit)
        if self.terms.comparator == Comparator.GRADE_AT_LEAST:
            return gap_text(self.terms, Decimal(grades_between(self.terms.scale, figure, self.band.value)))
        return gap_text(self.terms, abs(rounded(self.band.value, decimals) - figure), with_unit=with_unit)

    def aim(self, length, more_decimals=0, *, counted=True, with_unit=True) -> str:
        """What is expected, named by where it comes from; `length`: 0 long, 1 short."""
        basis = self.reading.expectation.basis
        year = self.reading.fiscal_year if basis not in ("steps", "after") else self.reading.expectation.from_year
        printed = self.amount(more_decimals, counted=counted, with_unit=with_unit)
        named = {"year": fiscal_year_label(year), "amount": printed}
        if self.case == "exact" and not length:
            return EXACT_AIMS[basis] % (named | {"amount": in_japanese_only(printed)})
        form = self.form if self.form != "exact" else "number"
        basis = "kept" if form == "keep" and basis != "after" else basis
        return AIMS[basis, form][length] % named

    def amount(self, more_decimals=0, *, counted=True, with_unit=True) -> str:
        """The number or range that is expected, with its direction where the sentence does not say it."""
        terms, value = self.terms, self.band.value
        if self.form in ("range", "keep"):
            low, high, more = self.range.low, self.range.high, self.range.more_decimals
            if low == high:
                return amount_text(terms, low, more)
            found = span_quantity(terms, low, high, more, counted=False)
            return str(found) if with_unit or active_language() == "en" else found.number
        printed = printed_amount(terms, value, more_decimals, counted=counted)
        printed = str(printed) if with_unit else printed.number
        if self.kind is None:
            return printed
        says_limit = self.case == "met" and self.form == "number" and self.reading.expectation.basis != "line"
        return limited(terms, self.kind, value, printed, LIMITS if says_limit else BESIDE_A_VERB)

    @property
    def tail(self) -> str:
        """The path, the pace or the range of at risk, and that the figure is on track all the same."""
        if self.case in ("inside", "exact"):
            return ""
        if self.case in ("not_more", "not_less"):
            return in_japanese_only(NOT_INCLUDED % {"amount": amount_text(self.terms, self.band.value)})
        risk = None
        if self.reading.pace is None and self.reading.status is not Status.ON_TRACK:
            risk = risk_limit(self.reading)
        parts = {
            "path": self.path,
            "pace": "" if self.reading.pace is None else pace_text(self.reading),
            "risk": "" if risk is None else risk.words(),
            "held": on_track_limit(self.reading).words() if self.is_still_on_track else "",
        }
        ending = TAILS[bool(parts["held"]), bool(parts["path"]), bool(parts["pace"]), bool(parts["risk"])]
        return "" if ending is None else ending % parts

    @property
    def path(self) -> str:
        """Where the straight line comes from; nothing where it leads nowhere else."""
        expectation, terms = self.reading.expectation, self.terms
        start = expectation.from_band
        if expectation.basis != "line" or start is None or start == self.band:
            return ""
        if start.value is not None and start.value == self.band.value:
            return ""
        if terms.is_total and expectation.from_year == terms.start_year and len(terms.aims) == 1:
            is_whole = terms.plan_ends in (None, terms.final_year)
            named = {"final": band_text(terms, terms.final, counted=False), "year": fiscal_year_label(terms.final_year)}
            return PATHS["total" if is_whole else "total_until"] % named
        is_down = self.kind in FALLING and start.value is not None and start.value > self.band.value
        named = {"start": band_text(terms, start), "year": fiscal_year_label(expectation.from_year)}
        return PATHS["down" if is_down else "along"] % named


def grades_between(scale, order, wanted) -> int:
    """How many steps of the scale lead from one grade to a better one."""
    return sum(1 for grade in scale if order < grade <= wanted) or int(wanted - order)

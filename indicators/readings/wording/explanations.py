"""A reading in one sentence, long and short, with its numbers, its rule and its direction, in the active language.

What is said is decided in reading.py. The sentence is chosen by how the commitment compares: too little falls short, too much
is over, a rank only falls short; why there is no status is said in missing_reasons.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from indicators.readings.bands import ZERO, Band
from indicators.readings.expectations import Expectation
from indicators.readings.figures import round_half_up
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.terms import STRICT, CommitmentTerms, Comparator
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
    limit_text,
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
from indicators.readings.wording.status_lines import StatusLine, on_track_limit, printed_line, risk_limit
from indicators.readings.wording.units import is_money
from indicators.readings.wording.yes_no_reasons import done_or_not
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language, in_japanese_only

MOST_BRIEF = 3
GAP_CASES = ("short", "rank_short", "over", "below", "above", "less", "more")
FALLING = (Comparator.AT_MOST, Comparator.LESS_THAN)


def explain(reading: Reading) -> Sentence:
    """The long and the short sentence for a reading."""
    figure, expectation = reading.figure, reading.expectation
    if reading.status in (Status.NO_DATA, Status.NOT_JUDGED) or figure is None:
        return why_not_judged(reading)
    if reading.terms.comparator == Comparator.YES_BY:
        return done_or_not(reading, figure)
    if reading.status is Status.ACHIEVED or expectation is None:
        return achievement(reading, figure)
    return ComparedFigure(reading, figure, expectation).sentence


def achievement(reading: Reading, figure: Decimal) -> Sentence:
    """The final target is met, in its year or before."""
    terms = reading.terms
    *_earlier, (final_year, final) = terms.aims.items()
    slack = terms.slack(final)
    needs_slack = terms.comparator != Comparator.MAINTAIN and not terms.meets(figure, final, slack=ZERO)
    target = aim_text(terms, final, counted=False)
    if terms.comparator == Comparator.MAINTAIN and slack:
        target = printed_line(terms, final, slack).words()
    if needs_slack:
        named = {"target": target, "tolerance": gap_text(terms, slack)}
        target = _("%(target)s (tolerance %(tolerance)s)") % named
    named = {"actual": actual_text(reading), "target": target, "year": fiscal_year_label(final_year)}
    is_early = reading.fiscal_year < final_year
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

    reading: Reading
    figure: Decimal
    expectation: Expectation

    @property
    def terms(self) -> CommitmentTerms:
        return self.reading.terms

    @property
    def band(self) -> Band:
        return self.expectation.band

    @property
    def number(self) -> Decimal:
        """The one number that is expected; of a range the lower end."""
        return self.band.ends[0]

    @cached_property
    def kind(self) -> Comparator | None:
        """How the aim limits the figure; None where it can be too much and too little."""
        return limit_kind(self.terms, self.band)

    @cached_property
    def form(self) -> str:
        """What the aim is: one number as a limit, a rank, a range, a range to keep, or one exact number."""
        if self.kind is not None:
            return "rank" if self.kind is Comparator.REACH_RANK else "number"
        if self.terms.comparator == Comparator.MAINTAIN and (self.band.value is None or self.expectation.slack):
            return "keep"
        return "range" if self.band.value is None else "exact"

    @cached_property
    def range(self) -> StatusLine:
        """The ends between which the figure should lie, as printed; of what is to be kept with the tolerance."""
        slack = self.expectation.slack if self.form == "keep" else ZERO
        return printed_line(self.terms, self.band, slack)

    @cached_property
    def more_decimals(self) -> int:
        """How many more decimals tell the figure from the one number that is expected."""
        return decimals_apart(self.terms, self.figure, self.number)

    @cached_property
    def case(self) -> str:
        """Which sentence it is."""
        if self.kind is not None:
            return self._limited_case
        return self._range_case if self.form in ("range", "keep") else self._exact_case

    @property
    def _limited_case(self) -> str:
        is_strict, figure, limit = self.kind in STRICT, self.figure, self.number
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
    def _range_case(self) -> str:
        low, high = self.range.band.ends
        if self.figure < low:
            return "below"
        return "above" if self.figure > high else "inside"

    @property
    def _exact_case(self) -> str:
        figure, number = self.figure, self.number
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
        return Sentence.fitting(str(long) % self.slots, tries)

    @property
    def slots(self) -> dict[str, str]:
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
    def _more_of_figure(self) -> int:
        """How many more decimals the figure shows beside what needs them; a whole count shows none."""
        if not self.terms.decimals:
            return 0
        if self.form in ("range", "keep"):
            return self.range.more_decimals
        return self.more_decimals if self.case.startswith("just") else 0

    def _short(self, short: Promise, brevity: int) -> str:
        """The short form; 1: the gap without its unit, 2: what is expected without unit, in English a bare number, 3: a gap without ¥."""
        if self.case in ("not_more", "not_less"):
            return str(short) % {"number": amount_text(self.terms, self.number, counted=False)}
        is_counted = not (self.terms.is_total or self.form == "exact" or brevity > 1)
        more = self.more_decimals if self.case.startswith("just") else 0
        is_bare, is_yen = brevity > 1, active_language() == "en" and is_money(self.terms.unit)
        aim = self.aim(1, more, counted=is_counted, with_unit=not is_bare)
        if is_bare and active_language() == "en":
            aim = self.amount(more, counted=False)
        said = str(short) % {"gap": self.gap(with_unit=brevity == 0 or (is_yen and brevity < MOST_BRIEF)), "aim": aim}
        return str(ON_TRACK_SHORT) % {"sentence": said} if self.is_still_on_track else said

    @property
    def is_still_on_track(self) -> bool:
        """Whether the figure is on track without being as good as expected."""
        return self.reading.status is Status.ON_TRACK and self.case in GAP_CASES

    def gap(self, *, with_unit: bool = True) -> str:
        """The distance of the printed figure from the printed number, or from the nearer end of the range."""
        figure, decimals = self.figure, self.terms.decimals
        if self.case not in GAP_CASES:
            return ""
        if self.form in ("range", "keep"):
            end = self.range.band.ends[self.case == "above"]
            return gap_text(self.terms, abs(end - figure), self.range.more_decimals, with_unit=with_unit)
        if self.terms.comparator == Comparator.GRADE_AT_LEAST:
            return gap_text(self.terms, Decimal(grades_between(self.terms.scale, figure, self.number)))
        return gap_text(self.terms, abs(round_half_up(self.number, decimals) - figure), with_unit=with_unit)

    def aim(self, length: int, more_decimals: int = 0, *, counted: bool = True, with_unit: bool = True) -> str:
        """What is expected, named by where it comes from; `length`: 0 long, 1 short."""
        basis = self.expectation.basis
        year = self.expectation.from_year if basis in ("steps", "after") else None
        printed = self.amount(more_decimals, counted=counted, with_unit=with_unit)
        named = {"year": fiscal_year_label(self.reading.fiscal_year if year is None else year), "amount": printed}
        if self.case == "exact" and not length:
            return str(EXACT_AIMS[basis]) % (named | {"amount": in_japanese_only(printed)})
        form = self.form if self.form != "exact" else "number"
        basis = "kept" if form == "keep" and basis != "after" else basis
        return str(AIMS[basis, form][length]) % named

    def amount(self, more_decimals: int = 0, *, counted: bool = True, with_unit: bool = True) -> str:
        """The number or range that is expected, with its direction where the sentence does not say it."""
        terms = self.terms
        if self.form in ("range", "keep"):
            (low, high), more = self.range.band.ends, self.range.more_decimals
            if low == high:
                return amount_text(terms, low, more)
            found = span_quantity(terms, low, high, more, counted=False)
            return str(found) if with_unit or active_language() == "en" else found.number
        whole = printed_amount(terms, self.number, more_decimals, counted=counted)
        printed = str(whole) if with_unit else whole.number
        if self.kind is None:
            return printed
        says_limit = self.case == "met" and self.form == "number" and self.expectation.basis != "line"
        return limit_text(terms, self.kind, self.number, printed, LIMITS if says_limit else BESIDE_A_VERB)

    @property
    def tail(self) -> str:
        """The path, the pace or the range of at risk, and that the figure is on track all the same."""
        if self.case in ("inside", "exact"):
            return ""
        if self.case in ("not_more", "not_less"):
            return in_japanese_only(str(NOT_INCLUDED) % {"amount": amount_text(self.terms, self.number)})
        risk = None
        if self.reading.progress.pace is None and self.reading.status is not Status.ON_TRACK:
            risk = risk_limit(self.expectation)
        parts = {
            "path": self.path,
            "pace": "" if self.reading.progress.pace is None else pace_text(self.reading),
            "risk": "" if risk is None else risk.words(),
            "held": on_track_limit(self.expectation).words() if self.is_still_on_track else "",
        }
        ending = TAILS[bool(parts["held"]), bool(parts["path"]), bool(parts["pace"]), bool(parts["risk"])]
        return "" if ending is None else str(ending) % parts

    @property
    def path(self) -> str:
        """Where the straight line comes from; nothing where it leads nowhere else."""
        terms, start, since = self.terms, self.expectation.from_band, self.expectation.from_year
        if self.expectation.basis != "line" or start is None or since is None or start == self.band:
            return ""
        if start.value is not None and start.value == self.band.value:
            return ""
        if terms.is_total and since == terms.start_year and len(terms.aims) == 1:
            ((final_year, final),) = terms.aims.items()
            is_whole = terms.plan_ends in (None, final_year)
            named = {"final": band_text(terms, final, counted=False), "year": fiscal_year_label(final_year)}
            return str(PATHS["total" if is_whole else "total_until"]) % named
        is_down = self.kind in FALLING and start.value is not None and start.value > self.number
        named = {"start": band_text(terms, start), "year": fiscal_year_label(since)}
        return str(PATHS["down" if is_down else "along"]) % named


def grades_between(scale: Mapping[int, str], order: Decimal, wanted: Decimal) -> int:
    """How many steps of the scale lead from one grade to a better one."""
    return sum(1 for grade in scale if order < grade <= wanted) or int(wanted - order)

"""What is true of every reading, whatever the numbers."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.charts.sparklines import draw_bullet, draw_sparkline, sparkline_data
from indicators.profile.pace_scale import pace_scale, rules_of_year
from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.target_paths import path_of
from indicators.readings.terms import Actual, CommitmentTerms, Target
from indicators.readings.wording.explanations import explain
from indicators.readings.wording.missing_reasons import no_share_text
from indicators.readings.wording.speeds import explain_speed
from tests.indicators.readings.plain_readings import bands_of

numbers = st.decimals(-1_000_000, 1_000_000, places=2)
maybe_numbers = st.none() | numbers
years = st.integers(2015, 2035)
UP_AND_DOWN = {"at_least": "at_most", "more_than": "less_than", "at_most": "at_least", "less_than": "more_than"}
ONE_SIDED = st.sampled_from(list(UP_AND_DOWN))
ANY = st.sampled_from([*UP_AND_DOWN, "equal", "maintain", "range", "reach_rank", "grade_at_least", "yes_by", "", "?"])


@st.composite
def any_targets(draw):
    low, high = sorted((draw(numbers), draw(numbers)))
    low, high = draw(st.sampled_from([(low, high), (low, None), (None, high), (None, None)]))
    grade, on = draw(st.none() | st.integers(0, 9)), draw(st.none() | st.dates(date(2015, 1, 1), date(2035, 1, 1)))
    return Target(draw(years), draw(maybe_numbers), low, high, on, grade)


@st.composite
def any_terms(draw, comparators=ANY):
    return CommitmentTerms(
        draw(comparators),
        draw(st.lists(any_targets(), max_size=4, unique_by=lambda target: target.fiscal_year)),
        draw(maybe_numbers),
        draw(st.none() | years),
        trajectory=draw(st.sampled_from(["none", "line", "steps"])),
        tolerance=draw(st.none() | st.decimals(0, 1000, places=1)),
        promise=draw(st.sampled_from(["", None, "reach", "hold", "total"])),
        decimals=draw(st.none() | st.integers(0, 4)),
        plan_starts=draw(st.none() | years),
        kind=draw(st.sampled_from(["number", "ratio", "yes_no", "date", "grade", "text"])),
        direction=draw(st.sampled_from(["up", "down", "range", "keep", "none"])),
        months_to_report=draw(st.none() | st.integers(0, 24)),
    )


any_actuals = st.builds(
    Actual,
    maybe_numbers,
    st.sampled_from(["reported", "reported", "not_collected", "not_applicable", "cannot_compute", "withheld"]),
    st.none() | st.integers(0, 9),
    st.none() | st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.booleans(),
)
any_values = st.dictionaries(years, any_actuals, max_size=12)
days = st.dates(date(2015, 1, 1), date(2037, 1, 1))


@settings(max_examples=500)
@given(any_terms(), years, any_values, st.none() | days, st.none() | days, st.dictionaries(years, days, max_size=4))
def test_nothing_raises_and_every_reading_explains_itself(what, year, values, today, due_on, closed):
    reading = Reading(Figures(what, year, values, today, due_on, closed))

    assert reading.status in Status
    assert explain(reading).long
    assert (reading.reason == "") == (reading.status not in (Status.NO_DATA, Status.NOT_JUDGED))
    way = reading.progress
    assert (way.share is None) == bool(way.why_no_share) == bool(no_share_text(way.why_no_share))
    assert (way.pace is None) == bool(way.why_no_pace) == bool(no_share_text(way.why_no_pace))
    assert way.word is None or way.needed_per_year is not None
    assert len(reading.sort_key) == 3


@settings(max_examples=500)
@given(any_terms(), years, any_values, st.none() | days)
def test_whatever_is_drawn_of_a_reading_has_an_end_to_draw(what, year, values, today):
    reading = Reading(Figures(what, year, values, today))
    drawn = sparkline_data(
        what, range(2014, 2037), {known: actual.value for known, actual in values.items() if actual.value}
    )
    bands = [*(step.band for step in path_of(what)), *filter(None, bands_of(reading))]

    assert [band for band in bands if band.low is None and band.high is None] == []
    assert drawn is None or draw_sparkline(drawn, year) is not None or drawn.extremes is None
    assert draw_bullet(what, reading.figure, reading.expected_band) is None or not what.incomparable
    assert pace_scale(reading) is None or reading.progress.pace is not None
    assert [rule for rule in rules_of_year(reading) if not rule.words] == []
    assert explain_speed(reading) == "" or (reading.progress.word is not None and reading.progress.needed_per_year != 0)


@given(any_terms(), years, any_values, st.none() | days, st.dictionaries(years, days, max_size=4))
def test_nothing_is_late_or_due_where_nobody_asks(what, year, values, today, closed):
    reading = Reading(Figures(replace(what, months_to_report=None), year, values, today, closings=closed))

    said = {reading.figures.state, *reading.figures.missing.values()}

    assert said.isdisjoint({"not_yet_due", "overdue", "closed_unanswered"})
    assert (reading.figures.due_day(year), reading.is_late) == (None, False)


@given(any_terms(), years, st.none() | days, st.dictionaries(years, days, max_size=4))
def test_after_the_last_target_nothing_is_expected_of_a_year_that_nobody_asks_for(what, year, today, closed):
    reading = Reading(Figures(what, year, {}, today, closings=closed))

    if reading.terms.final_year is not None and year > reading.terms.final_year:
        assert (reading.expectation, reading.figures.state, reading.status) == (None, "not_asked", Status.NOT_JUDGED)


def turned(number):
    return None if number is None else -number


@given(any_terms(ONE_SIDED), years, any_values)
def test_turning_the_axis_turns_nothing_else(what, year, values):
    mirrored = replace(
        what,
        comparator=UP_AND_DOWN[what.comparator],
        targets=[replace(t, value=turned(t.value), low=turned(t.high), high=turned(t.low)) for t in what.targets],
        baseline=turned(what.baseline),
    )
    there = Reading(Figures(what, year, values))
    back = Reading(
        Figures(
            mirrored, year, {known: replace(actual, value=turned(actual.value)) for known, actual in values.items()}
        )
    )

    assert (there.status, there.reason, there.progress.pace, there.progress.word) == (
        back.status,
        back.reason,
        back.progress.pace,
        back.progress.word,
    )
    if what.baseline is not None or there.terms.is_total:
        assert there.progress.share == back.progress.share


@given(any_terms(ONE_SIDED), years, any_values, numbers, st.decimals(0, 1000, places=2))
def test_a_better_actual_never_has_a_worse_status(what, year, values, figure, more):
    better = figure + more if what.comparator in ("at_least", "more_than") else figure - more
    ranks = {
        Status.ACHIEVED: 3,
        Status.ON_TRACK: 2,
        Status.AT_RISK: 1,
        Status.OFF_TRACK: 0,
        Status.NOT_JUDGED: 0,
        Status.NO_DATA: 0,
    }
    worse_status, better_status = (
        Reading(Figures(what, year, values | {year: Actual(number)})).status for number in (figure, better)
    )

    assert ranks[better_status] >= ranks[worse_status]


@given(any_terms(), years, any_values)
def test_units_do_not_matter(what, year, values):
    def ten(number):
        return None if number is None else number * 10

    what = replace(what, decimals=None)
    scaled = replace(
        what,
        targets=[replace(t, value=ten(t.value), low=ten(t.low), high=ten(t.high)) for t in what.targets],
        baseline=ten(what.baseline) if what.comparator != "grade_at_least" else what.baseline,
        tolerance=ten(what.tolerance),
    )
    small = Reading(Figures(what, year, values))
    large = Reading(
        Figures(scaled, year, {known: replace(actual, value=ten(actual.value)) for known, actual in values.items()})
    )

    assert (small.status, small.reason, small.progress.share, small.progress.pace) == (
        large.status,
        large.reason,
        large.progress.share,
        large.progress.pace,
    )

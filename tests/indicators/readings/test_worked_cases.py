"""The worked cases of docs/readings.md, each worked out by the rule."""

from datetime import date

import pytest
from django.conf import settings

from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.terms import Actual, CommitmentTerms, Target
from tests.indicators.readings.plain_readings import bands_of, d, terms

PAGE = settings.BASE_DIR / "docs" / "readings.md"
HEAD = "| commitment | year, actual | e | o | r | status |"
GRADES = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}
EVERY_YEAR = range(2022, 2028)
COMMITMENTS = {
    "≥ 30 in FY2023, no baseline": terms(targets={2023: 30}),
    "≥, 10 (2021) → 20 (2027), line": terms(targets={2027: 20}, baseline=10, baseline_year=2021, trajectory="line"),
    "10 (2021), targets 12 (2023), 20 (2027)": terms(targets={2023: 12, 2027: 20}, baseline=10, baseline_year=2021),
    "≤, 48 (2021) → 24 (2027), line": terms("at_most", {2027: 24}, 48, 2021, trajectory="line"),
    "≤ 0 each year, baseline 0": terms("at_most", dict.fromkeys(EVERY_YEAR, 0), 0, 2021),
    "≥ 5 each year, baseline 5": terms(targets=dict.fromkeys(EVERY_YEAR, 5), baseline=5, baseline_year=2021),
    "maintain 8.3 to 2027": terms("maintain", dict.fromkeys(EVERY_YEAR, "8.3")),
    "range 100–105, target 2014 only": CommitmentTerms("range", [Target(2014, low=d(100), high=d(105))]),
    "≥, −200 (2021) → −50 (2027), line": terms(
        targets={2027: -50}, baseline=-200, baseline_year=2021, trajectory="line"
    ),
    "≥ 110, baseline 120 (2021) → 110 (2027), line": terms(
        targets={2027: 110}, baseline=120, baseline_year=2021, trajectory="line"
    ),
    "total 60 over FY2022–27, line": terms(targets={2027: 60}, trajectory="line", promise="total", plan_starts=2022),
    "rank 251 (2021) → 200 (2027), line": terms("reach_rank", {2027: 200}, 251, 2021, trajectory="line"),
    "yes by 2025-03-31": CommitmentTerms("yes_by", [Target(2024, on=date(2025, 3, 31))]),
    "grade Ⅲ or better in FY2025, of Ⅰ to Ⅳ": CommitmentTerms(
        "grade_at_least", [Target(2025, grade=3)], d(1), 2021, "line", scale=GRADES
    ),
    "share ≥ 30.0 in FY2027, one decimal": terms(targets={2027: "30.0"}, decimals=1),
}


def worked_cases():
    """[(commitment, year and actual, e, o, r, status)] of the page, with the commitment in the place of “same”."""
    lines = PAGE.read_text().partition(HEAD)[2].strip().split("\n\n")[0].splitlines()[1:]
    cases, commitment = [], ""
    for line in lines:
        told, *rest = (cell.strip() for cell in line.strip("|").split("|"))
        commitment = commitment if told.startswith("same") else told
        cases.append((commitment, *rest))
    return cases


def actual_of(text):
    """What is reported, as the page writes it: a number, none, yes, no or a grade."""
    if text == "none":
        return None
    if text in GRADES.values():
        return Actual(grade=next(rank for rank, mark in GRADES.items() if mark == text))
    return Actual(d({"yes": 1, "no": 0}.get(text, text)))


def written(band, commitment):
    """A line as the page writes it."""
    if band is None:
        return "–"
    if band.value is None:
        return f"{number(band.low)}–{number(band.high)}"
    if commitment.scale:
        return GRADES[int(band.value)]
    return "yes" if commitment.comparator == "yes_by" else number(band.value)


def number(value):
    return f"{round(value, 2).normalize():f}".replace("-", "−")


@pytest.mark.parametrize(("told", "when", "expected", "on_track", "risk", "status"), worked_cases())
def test_a_worked_case_of_the_page_is_what_the_rule_says(told, when, expected, on_track, risk, status):
    commitment = COMMITMENTS[told]
    year, _comma, figures = when.partition(" (")[0].replace("−", "-").partition(", ")
    reported = figures.split(" + ")
    years = range(int(year) - len(reported) + 1, int(year) + 1)
    values = {year: actual_of(text) for year, text in zip(years, reported, strict=True)}

    known = {year: value for year, value in values.items() if value is not None}

    reading = Reading(Figures(commitment, int(year), known))

    lines = [written(line, commitment) for line in bands_of(reading)]
    assert lines == ["–" if expected == "none" else expected, on_track, risk]
    assert reading.status == status.replace(" ", "_")


def test_every_commitment_here_is_on_the_page():
    assert {told for told, *_ in worked_cases()} == COMMITMENTS.keys()

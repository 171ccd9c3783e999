from datetime import date
from decimal import Decimal

import pytest

from indicators.figure_rules.rules import FigureEntry, FigureKind, Years, doubts, faults, year_fault
from indicators.models.figure_kinds import FIGURES, FIGURES_OF

SOME = {
    "numerator": Decimal(1), "denominator": Decimal(2), "value": Decimal(1), "published": Decimal(3),
    "dated": date(2025, 4, 1), "grade": 7, "text": "Second place",
}  # fmt: skip
SHARE = FigureKind("ratio", is_percentage=True, factor=Decimal(100))
COUNT = FigureKind("number")
PLAN = Years(present=2026, first=2022, last=2027)


def entry(**figures):
    figures = {name: Decimal(f) if isinstance(f, int) and name != "grade" else f for name, f in figures.items()}
    return FigureEntry(**figures)


def codes(figure, kind=COUNT, *, year=2025, actual=True, years=PLAN, beside=None):
    found = doubts(figure, kind, fiscal_year=year, is_actual=actual, years=years, beside=beside)
    return [(doubt.code, doubt.field) for doubt in found]


@pytest.mark.parametrize("kind", FIGURES_OF)
@pytest.mark.parametrize("name", FIGURES)
def test_a_kind_of_indicator_has_its_own_columns_and_no_other(kind, name):
    given = {other: SOME[other] for other in FIGURES_OF[kind]} | {name: SOME[name]}

    wrong = faults(FigureEntry(**given, grade_scale=5), FigureKind(kind, scale=5))

    assert set(wrong) == ({name} - set(FIGURES_OF[kind]))


@pytest.mark.parametrize(
    ("figure", "kind", "wrong"),
    [
        (entry(value=0), COUNT, set()),
        (entry(), COUNT, {"__all__"}),
        (entry(published=3), SHARE, {"__all__"}),
        (entry(value=30), SHARE, set()),
        (entry(numerator=0, denominator=4), SHARE, set()),
        (entry(numerator=1), SHARE, {"denominator"}),
        (entry(denominator=1, value=3), SHARE, {"numerator"}),
        (entry(numerator=1, denominator=0), SHARE, {"denominator"}),
        (FigureEntry(numerator=Decimal(10) ** 19, denominator=Decimal("0.1")), FigureKind("ratio"), {"numerator"}),
        (FigureEntry(numerator=-(Decimal(10) ** 19), denominator=Decimal("0.1")), FigureKind("ratio"), {"numerator"}),
        (FigureEntry(numerator=Decimal(10) ** 19, denominator=Decimal("0.2")), FigureKind("ratio"), set()),
        (entry(state="cannot_compute", numerator=1, denominator=0), SHARE, set()),
        (entry(state="cannot_compute", numerator=1), SHARE, set()),
        (entry(state="withheld", numerator=1, denominator=4), SHARE, {"numerator", "denominator"}),
        (entry(state="not_collected", value=0), COUNT, {"value"}),
        (entry(state="not_collected"), COUNT, set()),
        (entry(value=2), FigureKind("yes_no"), {"value"}),
        (entry(dated=date(2025, 4, 1)), FigureKind("yes_no"), set()),
        (entry(grade=7, grade_scale=4), FigureKind("grade", scale=5), {"grade"}),
    ],
)
def test_what_a_figure_may_be(figure, kind, wrong):
    assert set(faults(figure, kind)) == wrong


@pytest.mark.parametrize(
    ("year", "years", "is_possible"),
    [
        (1867, PLAN, False),
        (1868, PLAN, True),
        (2047, PLAN, True),
        (2048, PLAN, False),
        (2046, Years(2026), True),
        (2047, Years(2026), False),
        (2199, Years(2026, 2180, 2190), True),
        (2200, Years(2026, 2180, 2190), False),
    ],
)
def test_years_reach_from_the_first_of_all_to_twenty_after_the_plans(year, years, is_possible):
    assert (year_fault(year, years) == "") is is_possible


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (codes(entry(value=1), year=2026), []),
        (codes(entry(value=1), year=2027), [("year_not_begun", "fiscal_year")]),
        (codes(entry(value=1), year=2027, actual=False), []),
        (codes(entry(state="not_applicable"), year=2027), []),
        (codes(entry(value=1), year=2002), []),
        (codes(entry(value=1), year=2001), [("far_past", "fiscal_year")]),
        (codes(entry(value=1), year=1900, years=Years(2026)), []),
        (codes(entry(numerator=4, denominator=4), SHARE), []),
        (codes(entry(numerator=5, denominator=4), SHARE), [("above_whole", "numerator")]),
        (codes(entry(value=101), SHARE), [("above_whole", "value")]),
        (codes(entry(value=101), FigureKind("number", is_percentage=True)), []),
        (codes(entry(value=101), FigureKind("number", True, True, Decimal(100))), [("above_whole", "value")]),
        (codes(entry(value=2), FigureKind("ratio", factor=Decimal(1))), []),
    ],
)
def test_what_is_odd_about_a_figure_by_itself(found, expected):
    assert found == expected


def test_a_rate_that_was_above_100_before_is_not_asked_about_every_year_but_a_share_is():
    beside = (2024, entry(value=104))

    assert codes(entry(value=105), SHARE, beside=beside) == []
    assert codes(entry(value=105), SHARE._replace(is_share=True), beside=beside) == [("above_whole", "value")]


@pytest.mark.parametrize(
    ("figure", "beside", "fields"),
    [
        (entry(value=200), entry(value=100), []),
        (entry(value=201), entry(value=100), ["value"]),
        (entry(value=49), entry(value=100), ["value"]),
        (entry(value=7), entry(value=0), []),
        (entry(numerator=300, denominator=1000), entry(numerator=30, denominator=100), ["numerator", "denominator"]),
        (entry(numerator=31, denominator=100), entry(value=30), []),
        (entry(value=3), entry(numerator=30, denominator=100), ["value"]),
    ],
)
def test_a_figure_far_from_the_one_beside_it_is_odd(figure, beside, fields):
    kind = COUNT if figure.numerator is None and beside.numerator is None else SHARE

    assert codes(figure, kind, beside=(2024, beside)) == [("jump", field) for field in fields]


def test_a_yes_after_a_no_is_no_jump():
    assert codes(entry(value=0), FigureKind("yes_no"), beside=(2024, entry(value=1))) == []


@pytest.mark.parametrize(
    ("now", "before", "year", "said"),
    [
        (501, 65, 2024, "Value: 501 is 7.7 times last year's 65."),
        (6, 65, 2024, "Value: 6, but 65 last year."),
        (501, 65, 2026, "Value: 501, but 65 in FY2026."),
    ],
)
def test_a_jump_is_told_with_both_numbers(now, before, year, said):
    found = doubts(
        entry(value=now), COUNT, fiscal_year=2025, is_actual=True, years=PLAN, beside=(year, entry(value=before))
    )

    assert [doubt.sentence for doubt in found] == [said]

"""The words of the rule beside the rule: each clause stands here as words and as plain arithmetic, and both must hold.

Who changes a clause of the rule finds the readings of `test_the_words_decide_as_the_rule_does` red, and beside its arithmetic the
words that have to change with it.
"""

import random
import re
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.terms import Actual, CommitmentTerms, Target
from indicators.readings.wording.status_rule import NOTE, PACE, meaning, rule_text, tooltip
from plans.models import Plan
from tests.indicators.readings.plain_readings import d, terms

SHARES = CommitmentTerms()


def is_met(reading, band, slack=0):
    """Whether the figure is as good as a number or range, loosened by the slack."""
    strict = reading.terms.comparator in ("more_than", "less_than")
    figure, low, high = reading.figure, band.low, band.high
    is_low_enough = high is None or (figure < high + slack if strict else figure <= high + slack)
    return is_low_enough and (low is None or (figure > low - slack if strict else figure >= low - slack))


def tolerance(reading, band):
    what = reading.terms
    if what.tolerance is not None:
        return 0 if what.comparator in ("grade_at_least", "yes_by") else what.tolerance
    return abs(band.value) / 20 if what.comparator == "maintain" and band.value is not None else 0


def way(reading, band):
    """How far the baseline is from what is expected, where it is worse; nothing where there is no way to go."""
    start = reading.terms.start
    if start is None:
        return None
    short = max(band.low - start if band.low is not None else 0, start - band.high if band.high is not None else 0)
    is_two_sided = band.low is not None and band.high is not None
    return short if short > (tolerance(reading, band) if is_two_sided else 0) else None


def no_figure_can_be_judged(reading):
    what, year = reading.terms, reading.fiscal_year
    known = reading.figures.values.get(year)
    return (
        not what.comparator
        or not what.targets
        or what.kind == "text"
        or what.withdrawn != ""
        or (known is not None and known.state == "not_applicable")
        or (what.plan_starts is not None and year < what.plan_starts)
        or (what.start_year is not None and year <= what.start_year)
        or (known is None and reading.expectation is None and not (what.is_total and year <= what.final_year))
    )


def final_target_is_met(reading):
    what = reading.terms
    counts = what.promise != "hold" if what.promise else what.keeps.value != "hold"
    in_time = counts and not (what.is_total and is_met_by_nothing(what))
    return is_met(reading, what.final, tolerance(reading, what.final)) and (
        in_time or reading.fiscal_year >= what.final_year
    )


def is_met_by_nothing(what):
    """A ceiling on a total is met by a total of nothing: it settles nothing before its end."""
    return what.meets(Decimal(0), what.final)


def years_line_is_met(reading):
    band = reading.expected_band
    slack = tolerance(reading, band)
    if reading.expectation.basis == "line" and way(reading, band):
        slack += way(reading, band) * (1 - Decimal("0.95"))
    return is_met(reading, band, slack)


def is_within_limits(reading):
    band, what = reading.expected_band, reading.terms
    if what.comparator == "yes_by":
        return False
    if what.comparator == "grade_at_least":
        return reading.figure >= max((grade for grade in what.scale if grade < band.low), default=band.low - 1)
    if way(reading, band):
        below = above = way(reading, band) * (1 - Decimal("0.60"))
    else:
        below, above = (abs(end or 0) * Decimal("0.20") for end in (band.low, band.high))
    is_high_enough = band.low is None or reading.figure >= band.low - below
    return is_high_enough and (band.high is None or reading.figure <= band.high + above)


# The rule, the first clause that applies: the status, its arithmetic.
CLAUSES = (
    (Status.NOT_JUDGED, no_figure_can_be_judged),
    (Status.NO_DATA, lambda reading: reading.figure is None),
    (Status.ACHIEVED, final_target_is_met),
    (Status.NOT_JUDGED, lambda reading: reading.expectation is None),
    (Status.ON_TRACK, years_line_is_met),
    (Status.AT_RISK, is_within_limits),
    (Status.OFF_TRACK, lambda reading: True),
)
# The same rule in words: (status, tooltip, in full), English and Japanese.
WORDS = {
    "en": (
        (Status.ACHIEVED, "Final target met",
         "Meets the final target; a target to be held every year, in its final year or later"),
        (Status.ON_TRACK, "At this year's line",
         ("Meets this year's target; in a year on a straight path, is at least 95% of the way from the baseline to the expected"
         " value (without such a way, at the expected value)")),
        (Status.AT_RISK, "Short of it, within limits",
         ("Not on track, but at least 60% of the way from the baseline (without such a way, within 20% of the target or expected"
         " value; a grade: one step below; yes/no: never)")),
        (Status.OFF_TRACK, "Beyond that", "Worse than that"),
        (Status.NO_DATA, "No value, with the reason", "No value for the year. The reason is shown"),
        (Status.NOT_JUDGED, "Nothing to compare this year",
         "No target, nothing expected in this year, before the plan, baseline year or earlier, not applicable, cancelled or merged"),
    ),
    "ja": (
        (Status.ACHIEVED, "最終目標に到達", "最終目標を満たす。毎年度守る目標は、最終年度以降に満たす場合"),
        (Status.ON_TRACK, "今年度の目標・想定の線に到達",
         ("今年度の目標値を満たす。直線で進む途中の年度は、基準値から想定値までの95%の線に達している"
         "（基準値がないか、すでに想定を満たす場合は想定値）")),
        (Status.AT_RISK, "順調に届かないが範囲内",
         ("順調の線に届かないが、基準値から目標値・想定値までの60%の線に達している"
         "（そのような道のりがない場合は目標値・想定値から20%以内、段階評価は1段階下。実施の有無にはない）")),
        (Status.OFF_TRACK, "それにも届かない", "遅れ気味の線にも届かない"),
        (Status.NO_DATA, "値がない（理由を表示）", "今年度の値がない。理由：報告期限前、未報告、未集計、算出不可、非公表など"),
        (Status.NOT_JUDGED, "今年度は比べる目標がない",
         "目標値がない、この年度に目標・想定がない、計画開始前・基準年度以前、該当なし、中止・統合"),
    ),
}  # fmt: skip
ONCE = {
    "en": (
        "Status compares the value with these lines. Pace is shown for information and decides nothing."
        " A tolerance loosens the lines of achieved and on track."
    ),
    "ja": "判定は値と線の比較で決めます。ペースは参考で、判定には用いません。許容幅は達成と順調の線を緩めます。",
}


def drawn(chance):
    """A reading of any kind."""
    comparator = chance.choice(
        (
            "at_least",
            "more_than",
            "at_most",
            "less_than",
            "reach_rank",
            "equal",
            "maintain",
            "range",
            "grade_at_least",
            "yes_by",
            "",
        )
    )

    def target(year):
        low, high = sorted((d(chance.randint(0, 60)), d(chance.randint(0, 60))))
        if comparator == "grade_at_least":
            return Target(year, grade=chance.randint(1, 4))
        if comparator == "yes_by":
            return Target(year, on=date(year + 1, 3, 31))
        return Target(year, low=low, high=high) if comparator == "range" else Target(year, low)

    what = CommitmentTerms(
        comparator,
        [target(year) for year in chance.sample(range(2022, 2028), chance.randint(0, 3))],
        chance.choice((None, d(chance.randint(0, 60)))) if comparator not in ("grade_at_least", "yes_by") else None,
        chance.choice((2021, 2021, None)),
        trajectory=chance.choice(("none", "line", "line", "steps")),
        tolerance=chance.choice((None, None, None, d(2))),
        promise=chance.choice(("", "", "reach", "hold", "total")),
        decimals=0,
        scale={1: "D", 2: "C", 3: "B", 4: "A"},
        plan_starts=2022,
        kind=chance.choice(("number", "number", "number", "text")),
        withdrawn=chance.choice(("", "", "", "", "cancelled")),
    )

    def actual():
        state = chance.choice(("reported",) * 5 + ("not_collected", "not_applicable"))
        if state != "reported":
            return Actual(state=state)
        if comparator == "grade_at_least":
            return Actual(grade=chance.randint(1, 4))
        provisional = chance.random() < 0.3
        return Actual(
            d(chance.randint(0, 1) if comparator == "yes_by" else chance.randint(0, 70)), provisional=provisional
        )

    values = {year: actual() for year in range(2020, 2029) if chance.random() < 0.9}
    return Reading(Figures(what, chance.randint(2020, 2028), values))


def test_the_words_decide_as_the_rule_does():
    chance, wrong, seen = random.Random(1), [], set()  # noqa: S311  the same readings each time
    for _reading in range(6000):
        reading = drawn(chance)
        said = next(status for status, applies in CLAUSES if applies(reading))
        seen.add(said)
        if said is not reading.status:
            wrong.append((said, reading.status, reading.terms, reading.fiscal_year, reading.figure))

    assert wrong == []
    assert seen == set(Status)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_clause_has_its_words(language):
    with translation.override(language):
        assert tuple((status, tooltip(status), meaning(status, SHARES)) for status in Status) == WORDS[language]
        assert str(NOTE) == ONCE[language]


def test_the_shares_are_those_of_the_plan():
    plan = Plan(on_track_share=Decimal("0.9"), risk_share=Decimal("0.505"), worsening_share=Decimal("0.1"))

    with translation.override("en"):
        assert "at least 90% of the way" in meaning(Status.ON_TRACK, plan)
        assert "at least 50.5% of the way" in meaning(Status.AT_RISK, plan)
        assert "within 10% of the target" in meaning(Status.AT_RISK, plan)


def test_pace_decides_nothing_but_tells_how_it_is_calculated():
    with translation.override("en"):
        assert str(PACE) == "Pace = (actual − baseline) ÷ (expected − baseline)"
    with translation.override("ja"):
        assert str(PACE) == "ペース＝（実績−基準値）÷（想定値−基準値）"
    strict = terms("more_than", {2024: 30, 2027: 30}, 10, 2021)
    reading = Reading(Figures(strict, 2024, {2024: Actual(d(30))}))
    assert (reading.progress.pace, reading.status) == (1, Status.AT_RISK)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_documentation_has_the_rule_in_the_same_words(language):
    page = (settings.BASE_DIR / "docs/readings.md").read_text()

    with translation.override(language):
        said = [text for status in Status for text in (tooltip(status), meaning(status, SHARES))]
    assert [text for text in [*said, ONCE[language]] if text not in page] == []


@pytest.mark.django_db
def test_the_api_says_the_rule(client):
    schema = client.get("/api/v1/schema/?format=json&lang=en").json()

    with translation.override("en"):
        assert schema["components"]["schemas"]["Reading"]["properties"]["status"]["description"].startswith(
            rule_text(SHARES)
        )


NUMBERS_OF_THE_RULE = re.compile(r"0\.95|0\.60?\b|(?<!\d)(?:95|60) ?%")
ABOUT_PACE = re.compile(r"pace|ペース", re.IGNORECASE)
WORDED = ("*.py", "*.html", "*.md", "*.po", "*.js")


def words_the_rule(line):
    return NUMBERS_OF_THE_RULE.search(line) is not None and ABOUT_PACE.search(line) is not None


def test_nothing_else_words_the_rule():
    found = []
    for folder in ("config", "plans", "measures", "indicators", "templates", "locale", "docs", "static/js"):
        for path in (path for kind in WORDED for path in sorted((settings.BASE_DIR / folder).rglob(kind))):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if words_the_rule(line):
                    found.append(f"{path.relative_to(settings.BASE_DIR)}:{number}")

    assert found == []
    assert words_the_rule("On track from a pace of 0.95") and words_the_rule("ペース60%以上")

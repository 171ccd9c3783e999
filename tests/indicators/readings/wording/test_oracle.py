"""Thousands of reasons beside a second opinion: no sentence may contradict its status or its numbers."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.terms import Actual, CommitmentTerms, Target
from indicators.readings.wording.explanations import explain
from indicators.readings.wording.status_lines import legend
from tests.indicators.readings.wording.oracle import contradictions, meets

COMMITMENTS = 2000
UNITS = (("%", "%"), ("件", "cases"), ("時間", "hours"), ("百万円", "million yen"), ("機関", "institutions"), ("", ""))
COMPARATORS = ("at_least", "more_than", "at_most", "less_than", "reach_rank", "equal", "maintain", "range")
JUDGED = (Status.ACHIEVED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


def drawn(chance):
    """A commitment as offices make them, with odd ones among them, and its figures from year to year."""
    decimals = chance.choice((0, 0, 1, 1, 2))
    comparator = chance.choice(COMPARATORS)
    if comparator == "reach_rank":
        decimals = 0
    unit = ("位", "rank") if comparator == "reach_rank" else chance.choice(UNITS)

    def number(low=-5, high=120):
        return Decimal(chance.randint(low * 10**decimals, high * 10**decimals)).scaleb(-decimals)

    def target(year):
        if comparator != "range":
            return Target(year, number(1 if comparator == "reach_rank" else 0))
        ends = sorted((number(0), number(0)))
        return Target(year, low=chance.choice((ends[0], ends[0], None)), high=ends[1])

    first = number(1 if comparator == "reach_rank" else -5)
    years = sorted(chance.sample(range(2022, 2028), chance.randint(1, 4)))
    terms = CommitmentTerms(
        comparator,
        [target(year) for year in years],
        chance.choice((None, first, first)),
        chance.choice((2021, 2021, None)),
        trajectory=chance.choice(("none", "line", "line", "steps")),
        tolerance=chance.choice((None, None, None, number(0, 4))),
        promise=chance.choice(("", "", "reach", "hold", "total")),
        decimals=decimals,
        plan_starts=chance.choice((None, 2022)),
        plan_ends=2027,
    )
    aims = [end for aim in terms.aims.values() for end in (aim.low, aim.high) if end is not None]
    near = [number(), *(end + number(-2, 2) for end in aims), *aims]
    values = {year: Actual(chance.choice(near), provisional=chance.random() < 0.2) for year in range(2022, 2030)}
    return terms, unit, values


def told(terms, unit, year, values):
    """(language, reading, long, short) in both languages."""
    for language, word in zip(("ja", "en"), unit, strict=True):
        with translation.override(language):
            reading = Reading(Figures(replace(terms, unit=word), year, values))
            yield language, reading, explain(reading).long, explain(reading).short


@pytest.mark.parametrize("seed", range(4))
def test_no_sentence_contradicts_its_status(seed):
    chance, wrong, judged = random.Random(seed), [], 0  # noqa: S311  the same commitments each time
    for _commitment in range(COMMITMENTS // 4):
        terms, unit, values = drawn(chance)
        for year in chance.sample(range(2022, 2029), 3):
            for language, reading, long, short in told(terms, unit, year, values):
                if reading.status not in JUDGED:
                    continue
                judged += 1
                wrong += [(long, problem) for problem in contradictions(reading, long, language)]
                wrong += [(short, "too long")] if len(short) > {"ja": 30, "en": 50}[language] else []

    assert wrong == []
    assert judged > COMMITMENTS


@pytest.mark.parametrize("seed", range(4))
def test_the_status_can_be_read_off_the_printed_lines(seed):
    chance, wrong, judged = random.Random(seed), [], 0  # noqa: S311  the same commitments each time
    with translation.override("ja"):
        for _commitment in range(COMMITMENTS // 4):
            terms, unit, values = drawn(chance)
            for year in range(2022, 2029):
                reading = Reading(Figures(replace(terms, unit=unit[0]), year, values))
                if reading.status in JUDGED[1:]:
                    judged += 1
                    lines = legend(reading.expectation)
                    if status_read_off(lines, reading.figure) is not reading.status:
                        wrong.append((lines, reading.figure, reading.status))

    assert wrong == []
    assert judged > COMMITMENTS / 4


def status_read_off(lines, figure):
    """The first line, best first, that the figure meets; what meets none is off track."""
    return next((status for status in list(lines)[:-1] if meets(lines[status], figure)), Status.OFF_TRACK)


def test_the_second_opinion_notices_a_sentence_that_turns_the_direction():
    terms = CommitmentTerms("at_most", [Target(2025, Decimal(10)), Target(2027, Decimal(8))], decimals=0, unit="件")
    reading = Reading(Figures(terms, 2025, {2025: Actual(Decimal(14))}))

    with translation.override("ja"):
        said = explain(reading).long
        assert contradictions(reading, said, "ja") == []
        assert contradictions(reading, said.replace("を4件超えています", "に4件届きません"), "ja") == [
            "claims low, is ['high']"
        ]
        assert contradictions(reading, said.replace("を4件", "を5件"), "ja") == [
            "gap is not the difference: ['14', '10', '5']"
        ]
        assert contradictions(reading, "14件で、令和7年度の目標10件以下を満たしています。", "ja") == [
            "claims ['on_track'], is off_track",
            "claims good, is ['high']",
        ]

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import translation

from measures.grades import (
    Requirements,
    RollUp,
    Summary,
    Threshold,
    best_first,
    missing,
    propose_by_share,
    propose_by_status,
    requirements,
    roll_up,
    summarise,
)


@dataclass(frozen=True)
class ScaleStep:
    """One grade of a scale where no database is at hand."""

    code: str
    rank: int | None = None
    kind: str = "judged"
    needs_evidence: bool = False
    needs_countermeasure: bool = False


IV, III, II, I = (ScaleStep(code, rank) for code, rank in (("Ⅳ", 4), ("Ⅲ", 3), ("Ⅱ", 2), ("Ⅰ", 1)))  # noqa: E741  the mark itself
CANCELLED = ScaleStep("中止", kind="cancelled")
UNCLEAR = ScaleStep("-", kind="cannot_judge")
SCALE = [I, UNCLEAR, III, CANCELLED, II, IV]

AGENCY = [ScaleStep(code, rank) for rank, code in enumerate("DCBAS", start=1)]
AGENCY_RULE = [
    Threshold("D"), Threshold("C", Decimal("0.8")), Threshold("B", Decimal(1)), Threshold("A", Decimal("1.2")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "code"),
    [
        ("-0.5", "D"),
        ("0", "D"),
        ("0.79", "D"),
        ("0.8", "C"),
        ("0.99", "C"),
        ("1", "B"),
        ("1.19", "B"),
        ("1.2", "A"),
        ("9", "A"),
    ],
)
def test_a_rule_proposes_the_highest_grade_whose_threshold_is_reached(share, code):
    assert propose_by_share(Decimal(share), AGENCY_RULE, AGENCY).code == code


def test_without_a_figure_the_proposal_is_that_one_cannot_judge():
    assert propose_by_share(None, [Threshold("Ⅲ", Decimal(1))], SCALE) is UNCLEAR
    assert propose_by_share(None, AGENCY_RULE, AGENCY) is None


def test_below_all_thresholds_nothing_is_proposed():
    assert propose_by_share(Decimal(0), [Threshold("Ⅲ", Decimal(1))], SCALE) is None


def test_a_threshold_for_a_grade_that_the_scale_has_not_is_passed_over():
    assert propose_by_share(Decimal(2), [Threshold("S", Decimal(1)), Threshold("Ⅲ", Decimal(1))], SCALE) is III


def test_a_table_turns_a_status_into_a_proposal():
    table = {"achieved": "Ⅳ", "on_track": "Ⅲ"}

    assert propose_by_status("on_track", table, SCALE) is III
    assert propose_by_status("not_judged", table, SCALE) is None


def test_grades_are_counted_best_first_with_the_unjudged_apart():
    summary = summarise([III, IV, III, CANCELLED, UNCLEAR, UNCLEAR, None], SCALE)

    assert summary == Summary(counts={"Ⅳ": 1, "Ⅲ": 2, "Ⅱ": 0, "Ⅰ": 0}, cannot_judge=2, cancelled=1, ungraded=1)
    assert list(summary.counts) == ["Ⅳ", "Ⅲ", "Ⅱ", "Ⅰ"]
    assert summary.judged == 3


def test_no_grades_are_an_empty_distribution():
    assert summarise([]) == Summary()


def test_without_a_scale_only_given_grades_are_counted():
    assert summarise([II, IV, II]).counts == {"Ⅳ": 1, "Ⅱ": 2}


A_IF_ALL_ARE_THREE = [RollUp("A", rank=3), RollUp("B", rank=3, share=Decimal("0.5")), RollUp("C")]


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        ([III, IV, III], "A"),
        ([III, IV, CANCELLED, UNCLEAR], "A"),
        ([III, IV, II], "B"),
        ([III, II], "B"),
        ([III, II, I], "C"),
        ([III, IV, None], None),
        ([CANCELLED, UNCLEAR], None),
        ([], None),
    ],
)
def test_a_parent_is_a_only_if_every_judged_child_is_three_or_better(grades, code):
    assert roll_up(grades, A_IF_ALL_ARE_THREE) == code


def test_where_no_rule_holds_nothing_is_rolled_up():
    assert roll_up([II], [RollUp("A", rank=3)]) is None


@pytest.mark.parametrize(
    ("grade", "needs"),
    [
        (IV, Requirements(evidence=True)),
        (III, Requirements()),
        (I, Requirements(countermeasure=True)),
        (CANCELLED, Requirements()),
        (UNCLEAR, Requirements()),
    ],
)
def test_the_best_grade_needs_evidence_and_the_worst_a_countermeasure(grade, needs):
    assert requirements(grade, SCALE) == needs


def test_a_scale_may_ask_more_of_a_grade():
    strict = ScaleStep("Ⅱ", 2, needs_evidence=True, needs_countermeasure=True)

    assert requirements(strict, [IV, III, strict, I]) == Requirements(evidence=True, countermeasure=True)


def test_the_only_grade_of_a_scale_counts_as_its_best():
    assert requirements(IV, [IV, CANCELLED]) == Requirements(evidence=True)


def test_what_a_grade_lacks_is_said_in_sentences():
    with translation.override("en"):
        assert list(map(str, missing(IV, SCALE, reason=" ", evidence=0, countermeasure=""))) == [
            "A grade needs its reason.", "This grade needs evidence.",
        ]  # fmt: skip
        assert list(map(str, missing(I, SCALE, reason="late", evidence=0, countermeasure=" "))) == [
            "This grade needs a countermeasure.",
        ]  # fmt: skip
        assert missing(I, SCALE, reason="late", evidence=0, countermeasure="two more staff") == []


def test_a_scale_is_read_best_first_without_what_does_not_judge():
    assert best_first(SCALE) == [IV, III, II, I]

import json
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from indicators.loading.data_quality import findings, findings_about
from indicators.models import YearlyValue
from tests.factories import (
    BreakdownFactory,
    CommitmentFactory,
    DefinitionFactory,
    GradeFactory,
    IndicatorFactory,
    InstitutionFactory,
    OfficeFactory,
    ProgressReportFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


def found(kind):
    return [finding.sentence for finding in findings() if finding.kind == kind]


def test_a_serving_role_that_could_rewrite_history_is_named():
    (sentence,) = found("unprotected_history")

    assert "history tables" in sentence


def test_with_two_roles_history_is_protected(as_app):
    assert found("unprotected_history") == []


def test_a_published_figure_that_disagrees_with_its_parts_is_named_and_others_are_not():
    share = {"indicator__kind": "ratio", "indicator__unit_en": "%", "numerator": 464, "denominator": 1445}
    YearlyValueFactory(fiscal_year=2014, value=33, **share)
    YearlyValueFactory(value=32, **share)

    assert found("disagreeing_figure") == ["FY2014: published 33%, calculated 32.11% (464 of 1,445)"]


def test_a_published_figure_beside_a_value_without_parts_or_equal_to_it_disagrees_with_nothing():
    share = {"indicator__kind": "ratio", "indicator__unit_en": "%"}
    YearlyValueFactory(value=32, published=33, **share)
    YearlyValueFactory(value=40, published=40, numerator=4, denominator=10, **share)

    assert found("disagreeing_figure") == []


def test_parts_that_do_not_add_up_are_named_with_both_sums():
    total = YearlyValueFactory(indicator__over_breakdowns="sum", fiscal_year=2025, value=10)
    for value, gender in ((4, "f"), ("1005.005", "m")):
        part = BreakdownFactory(institution=total.institution, categories={"gender": gender})
        YearlyValueFactory(indicator=total.indicator, fiscal_year=2025, breakdown=part, value=value)

    assert found("parts_do_not_add_up") == ["FY2025: the parts by gender add up to 1,009.005, the total is 10"]


def test_parts_that_add_up_are_fine():
    total = YearlyValueFactory(indicator__over_breakdowns="sum", fiscal_year=2025, value=9)
    for value, gender in ((4, "f"), (5, "m")):
        part = BreakdownFactory(institution=total.institution, categories={"gender": gender})
        YearlyValueFactory(indicator=total.indicator, fiscal_year=2025, breakdown=part, value=value)

    assert found("parts_do_not_add_up") == []


@pytest.mark.parametrize("part", [{"state": "not_collected", "value": None}, {"disclosure": "staff"}])
def test_a_part_that_is_missing_or_hidden_is_no_zero(part):
    total = YearlyValueFactory(indicator__over_breakdowns="sum", fiscal_year=2025, value=10)
    for gender, columns in (("female", {"value": 4}), ("male", {"value": 6} | part)):
        breakdown = BreakdownFactory(institution=total.indicator.institution, categories={"gender": gender})
        YearlyValueFactory(indicator=total.indicator, fiscal_year=2025, breakdown=breakdown, **columns)

    visible = YearlyValue.objects.visible_to(AnonymousUser())

    assert [f for f in findings_about([total.indicator_id], values=visible) if f.kind == "parts_do_not_add_up"] == []


def test_grades_without_their_grounds_are_named():
    worst, best = GradeFactory(rank=1), GradeFactory(rank=9)
    middle = GradeFactory(rank=5, scale=worst.scale)
    best.scale = worst.scale
    best.save()
    for grade in (worst, middle, best):
        ProgressReportFactory(final_grade=grade, grade_reason="As seen")

    assert sorted(found("grade_without_grounds")) == [
        "This grade needs a countermeasure.",
        "This grade needs evidence.",
    ]


def test_indicators_in_use_need_an_owner_a_definition_and_a_target():
    CommitmentFactory()
    IndicatorFactory()

    assert (len(found("no_owner")), len(found("no_definition")), len(found("no_target"))) == (1, 1, 1)


def test_a_complete_indicator_is_not_named():
    commitment = CommitmentFactory(comparator="")
    commitment.indicator.office = OfficeFactory(institution=commitment.indicator.institution)
    commitment.indicator.save()
    DefinitionFactory(indicator=commitment.indicator)

    assert (found("no_owner"), found("no_definition"), found("no_target")) == ([], [], [])


def test_two_indicators_of_one_name_are_named():
    institution = InstitutionFactory()
    IndicatorFactory.create_batch(2, institution=institution, name_en="International students")
    IndicatorFactory(name_en="International students")

    assert found("same_name") == ["2 indicators have this name"]


def test_the_command_prints_one_finding_a_line_or_one_object():
    IndicatorFactory(name_en="Patents", name_ja="")
    lines, data = StringIO(), StringIO()

    call_command("check_data", stdout=lines)
    call_command("check_data", json=True, stdout=data)

    assert len(lines.getvalue().splitlines()) == len(json.loads(data.getvalue())["findings"]) == len(findings())

import pytest

from indicators.models import Commitment, Indicator, YearlyValue
from plans.models import Strategy
from tests.factories import IndicatorFactory, InstitutionFactory, MeasureFactory, PlanFactory, StandardFactory
from tests.indicators.sheets.made_sheets import HEADER, figure, load, refusals, sums, tidy, warnings

pytestmark = pytest.mark.django_db


def test_an_indicator_is_known_by_its_place_name_and_unit():
    first = load(tidy(figure("2022,actual,1"), figure("2022,actual,9", unit="persons")))
    elsewhere = load(tidy("Teach,Other,,Courses in English,%,up,2022,actual,2"))

    assert sums(first) == (2, 2, 0, 0)
    assert Indicator.objects.count() == 3
    assert warnings(elsewhere) == [
        (2, "indicator", "Another indicator has this name; plans share one by code or mapping only.")
    ]


def test_width_case_and_spaces_make_no_new_indicator():
    load(tidy(figure("2022,actual,1", indicator="ＦＤ・ＳＤ 研修会")))
    report = load(tidy(figure("2023,actual,2", indicator="fd・sd研修会", unit="％")))

    assert Indicator.objects.count() == 1
    assert warnings(report) == []


def test_a_unit_that_is_not_written_fits_the_only_indicator_of_the_name():
    load(tidy(figure("2022,actual,1")))
    one = load(tidy(figure("2023,actual,2", unit="")))
    load(tidy(figure("2022,actual,1", unit="persons")))
    two = load(tidy(figure("2024,actual,2", unit="")))

    assert sums(one) == (1, 1, 0, 0)
    assert refusals(two) == [
        (2, "indicator", "Courses in English", "There are 2 of this name here: write the code or the unit.")
    ]


def test_plans_share_an_indicator_by_equal_code():
    header = f"indicator_code,{HEADER}"
    load(tidy("I1," + figure("2027,target,20"), "I1," + figure("2022,actual,1"), header=header))

    report = load(tidy("I1," + figure("2027,target,30"), "I1," + figure("2022,actual,1"), header=header), plan="other")

    assert sums(report) == (2, 1, 1, 0)
    assert (Indicator.objects.count(), Commitment.objects.count(), YearlyValue.objects.count()) == (1, 2, 1)
    assert report.warnings == []


def test_a_code_may_stand_in_place_of_a_name():
    standard = StandardFactory(strategy__plan__slug="plan", strategy__code="S1", code="T1")
    measure = MeasureFactory(standard=standard, code="M1")
    institution = standard.strategy.plan.institution
    indicator = IndicatorFactory(institution=institution, code="I1")

    report = load(tidy("S1,T1,M1,I1,persons,up,2022,actual,1"), institution=institution.slug, create=False)

    assert sums(report) == (1, 1, 0, 0)
    assert Commitment.objects.get().measure == measure
    assert YearlyValue.objects.get().indicator == indicator


def test_a_mapping_shares_an_indicator_of_another_name():
    indicator = IndicatorFactory(code="I1", unit_en="%", institution=InstitutionFactory(slug="example"))

    report = load(tidy(figure("2022,actual,1")), mapping={"indicators": {"courses in english": "I1"}})
    wrong = load(tidy(figure("2022,actual,1")), mapping={"indicators": {"Courses in English": "I2"}})

    assert sums(report) == (1, 1, 0, 0)
    assert YearlyValue.objects.get().indicator == indicator
    assert refusals(wrong) == [
        (2, "indicator", "Courses in English", "The mapping names a code that there is not: I2.")
    ]


def test_another_unit_under_the_same_code_is_refused():
    IndicatorFactory(code="I1", unit_en="persons", institution=InstitutionFactory(slug="example"))

    report = load(tidy("I1," + figure("2022,actual,1"), header=f"indicator_code,{HEADER}"))

    assert refusals(report) == [(2, "unit", "%", "The indicator I1 is measured in persons.")]


def test_two_branches_of_one_name_need_a_code():
    plan = PlanFactory(slug="plan", institution=InstitutionFactory(slug="example"))
    for code in ("a", "b"):
        StandardFactory(strategy__plan=plan, strategy__name_en="Teach", strategy__code=code, name_en="Courses")

    by_name = load(tidy(figure("2022,actual,1")))
    by_code = load(tidy("b," + figure("2022,actual,1"), header=f"strategy_code,{HEADER}"))

    assert refusals(by_name) == [(2, "strategy", "Teach", "There are 2 of this name here: write the code.")]
    assert sums(by_code) == (1, 1, 0, 0)
    assert Strategy.objects.count() == 2


def test_names_come_in_both_languages():
    header = f"strategy_en,indicator_en,unit_en,{HEADER}"

    load(tidy("Teach,Courses,times,教育,基準,,開催回数,回,up,2022,actual,1", header=header))

    indicator = Indicator.objects.get()
    assert list(Strategy.objects.values_list("name_ja", "name_en")) == [("教育", "Teach")]
    assert (indicator.name_ja, indicator.name_en) == ("開催回数", "Courses")
    assert (indicator.unit_ja, indicator.unit_en) == ("回", "times")

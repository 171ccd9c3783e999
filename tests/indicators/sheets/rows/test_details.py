"""Columns about measures and indicators beside their figures: offices, definition, key mark, decimals, disclosure."""

import csv
import io

import pytest

from indicators.models import Commitment, Definition, Indicator
from indicators.sheets.exports.files import sheet_table
from measures.models import Measure, Responsibility
from plans.models import Plan
from plans.sheets.tables import csv_lines
from tests.factories import (
    ClosedYearFactory,
    DefinitionFactory,
    InstitutionFactory,
    OfficeFactory,
    ResponsibilityFactory,
)
from tests.indicators.sheets.made_sheets import HEADER, events, figure, load, refusals, sums, tidy, warnings

pytestmark = pytest.mark.django_db

OFFICES = f"lead_office,supporting_offices,owner_office,{HEADER}"


@pytest.fixture
def institution():
    institution = InstitutionFactory(slug="example")
    for slug, japanese, english in (
        ("intl", "国際課", "International Affairs"),
        ("edu", "教務課", "Education"),
        ("ir", "IR室", "Institutional Research"),
    ):
        OfficeFactory(institution=institution, slug=slug, name_ja=japanese, name_en=english)
    return institution


def team():
    """[(role, office)] of the only measure, each role in its order."""
    parts = Responsibility.objects.order_by("role", "order", "id")
    return list(parts.values_list("role", "office__slug"))


def exported(plan):
    return "".join(csv_lines(sheet_table(plan)))


def cells(plan, *names):
    rows = csv.DictReader(io.StringIO(exported(plan).removeprefix("\ufeff")))
    return {tuple(row[name] for name in names) for row in rows}


# Offices


def test_offices_are_named_by_slug_or_by_name_in_either_language(institution):
    report = load(tidy("intl,教務課；Institutional Research,ir室," + figure("2022,actual,5"), header=OFFICES))

    assert sums(report) == (1, 1, 0, 0)
    assert team() == [("lead", "intl"), ("support", "edu"), ("support", "ir")]
    assert Indicator.objects.get().office.slug == "ir"


def test_japanese_headings_mean_the_same(institution):
    header = HEADER.replace("strategy", "主担当,関係部署,指標担当部署,定義,重要指標,小数点以下桁数,公開範囲,strategy")

    report = load(tidy("国際課,教務課,IR室,5月1日現在,○,2,学内限定," + figure("2022,actual,5"), header=header))

    indicator = Indicator.objects.get()
    assert sums(report) == (1, 1, 0, 0)
    assert team() == [("lead", "intl"), ("support", "edu")]
    assert (indicator.office.slug, indicator.decimals, indicator.disclosure) == ("ir", 2, "staff")
    assert (Definition.objects.get().wording_ja, Commitment.objects.get().is_key) == ("5月1日現在", True)


def test_an_unknown_office_is_refused_by_name(institution):
    OfficeFactory(slug="foreign", name_en="Foreign")

    report = load(
        tidy("intl; Astronomy,,," + figure("2022,actual,5"), ",,foreign," + figure("2023,actual,5"), header=OFFICES)
    )

    assert refusals(report) == [
        (2, "lead_office", "Astronomy", "The institution has no office “Astronomy”."),
        (3, "owner_office", "foreign", "The institution has no office “foreign”."),
    ]


def test_an_office_of_a_name_that_two_have_is_refused_with_their_slugs(institution):
    OfficeFactory(institution=institution, slug="intl-2", name_ja="国際課")

    report = load(tidy("国際課,,," + figure("2022,actual,5"), header=OFFICES))

    assert refusals(report) == [
        (2, "lead_office", "国際課", "There are 2 offices of this name: write the slug (intl, intl-2).")
    ]
    assert sums(load(tidy("intl-2,,," + figure("2022,actual,5"), header=OFFICES))) == (1, 1, 0, 0)


def test_an_indicator_has_one_owner(institution):
    report = load(tidy(",,intl;edu," + figure("2022,actual,5"), header=OFFICES))

    assert [reason for *_rest, reason in refusals(report)] == ["An indicator has one owner office."]


def test_a_row_without_a_measure_has_nobody_to_lead_it(institution):
    report = load(tidy("intl,,,Teach,Courses,,Courses in English,%,up,2022,actual,5", header=OFFICES))

    assert refusals(report) == [
        (
            2,
            "lead_office",
            "intl",
            "The row names no measure, whose offices these could be; an indicator has an owner_office.",
        )
    ]


def test_rows_that_disagree_about_an_office_are_refused(institution):
    rows = ["intl,,," + figure("2022,actual,5"), "edu,,," + figure("2023,actual,5", indicator="Other")]

    report = load(tidy(*rows, header=OFFICES))

    assert refusals(report) == [(3, "lead_office", "edu", "Row 2 says “intl”.")]


def test_a_row_may_say_offices_of_a_measure_without_an_indicator(institution):
    report = load(tidy("intl,edu,,Teach,Courses,English,,,,,,", header=OFFICES))

    assert (sums(report), team()) == ((1, 1, 0, 0), [("lead", "intl"), ("support", "edu")])


def test_other_offices_replace_those_that_were_and_one_that_stays_keeps_its_person(institution):
    load(tidy("intl;edu,ir,edu," + figure("2022,actual,5"), header=OFFICES))
    Responsibility.objects.filter(office__slug="edu").update(person="Sato")

    report = load(tidy("edu; intl,,ir," + figure("2022,actual,5"), header=OFFICES))
    other = load(tidy("edu,,," + figure("2022,actual,5"), header=OFFICES))

    assert (sums(report), sums(other)) == ((1, 1, 0, 0), (1, 1, 0, 0))
    assert team() == [("lead", "edu"), ("support", "ir")]
    assert Responsibility.objects.get(office__slug="edu").person == "Sato"
    assert Indicator.objects.get().office.slug == "ir"


def test_a_blank_cell_and_other_roles_leave_what_is_there(institution):
    load(tidy("intl,edu,ir," + figure("2022,actual,5"), header=OFFICES))
    ResponsibilityFactory(measure=Measure.objects.get(), office=institution.offices.get(slug="ir"), role="data")

    report = load(tidy(",,," + figure("2022,actual,5"), header=OFFICES))

    assert sums(report) == (1, 0, 1, 0)
    assert team() == [("data", "ir"), ("lead", "intl"), ("support", "edu")]


# Definition, key mark, decimals, disclosure

REST = f"definition,definition_en,key,decimals,disclosure,{HEADER}"


def test_details_of_a_known_indicator_change_and_a_second_time_nothing_does():
    load(tidy(figure("2022,actual,5")))
    sheet = tidy("5月1日現在,As of 1 May,yes,2,executives," + figure("2022,actual,5"), header=REST)

    report = load(sheet)
    before = events()
    again = load(sheet)

    indicator, definition = Indicator.objects.get(), Definition.objects.get()
    assert (indicator.decimals, indicator.disclosure, Commitment.objects.get().is_key) == (2, "executives", True)
    assert (definition.wording_ja, definition.wording_en, definition.valid_from) == ("5月1日現在", "As of 1 May", None)
    assert (sums(report), sums(again), events()) == ((1, 1, 0, 0), (1, 0, 1, 0), before)


def test_another_definition_is_left_with_a_warning():
    load(tidy("As of 1 May,,,,," + figure("2022,actual,5"), header=REST))
    DefinitionFactory(indicator=Indicator.objects.get(), valid_from=2024, wording_en="All staff")

    same = load(tidy("All  staff,,,,," + figure("2022,actual,5"), header=REST))
    report = load(tidy("Heads,,,,," + figure("2022,actual,5"), header=REST))

    assert (warnings(same), sums(report)) == ([], (1, 0, 1, 0))
    assert warnings(report) == [
        (
            2,
            "definition",
            "The indicator is defined in other words, which were left; a definition is changed on its page.",
        )
    ]
    assert set(Definition.objects.values_list("wording_en", flat=True)) == {"As of 1 May", "All staff"}


def test_a_closed_year_keeps_the_definition_of_an_indicator_that_it_found():
    load(tidy(figure("2022,actual,5")))
    ClosedYearFactory(institution=Indicator.objects.get().institution, fiscal_year=2022)
    rows = ["As of 1 May,,,,," + figure("2022,actual,5"), "Heads,,,,," + figure("2022,actual,7", indicator="Later")]

    report = load(tidy(*rows, header=REST))

    assert sums(report) == (2, 1, 1, 0)
    assert warnings(report) == [
        (
            2,
            "definition",
            "FY2022 is closed. Ask the planning office to reopen it. The definition was not saved.",
        )
    ]
    assert list(Definition.objects.values_list("indicator__name_en", "wording_en")) == [("Later", "Heads")]


BAD = [
    ("key", "perhaps", "“perhaps” is none of the words for this column."),
    ("decimals", "1.5", "The decimals are a whole number from 0 to 10."),
    ("decimals", "11", "The decimals are a whole number from 0 to 10."),
    ("disclosure", "secret", "“secret” is none of the words for this column."),
    ("numerator_is_part", "perhaps", "“perhaps” is none of the words for this column."),
]


@pytest.mark.parametrize(("column", "cell", "reason"), BAD)
def test_a_detail_that_is_none_is_refused(column, cell, reason):
    report = load(tidy(f"{cell},{figure('2022,actual,5')}", header=f"{column},{HEADER}"))

    assert refusals(report) == [(2, column, cell, reason)]


def test_a_detail_of_an_indicator_needs_one():
    report = load(tidy("As of 1 May,,,,,Teach,Courses,English,,,,,,", header=REST))

    assert refusals(report) == [
        (2, "definition", "As of 1 May", "The row names no indicator, of which this could be said.")
    ]


def test_a_figure_that_is_not_there_says_nothing_of_decimals():
    load(tidy("not_collected," + figure("2022,actual,"), "," + figure("2023,actual,5"), header=f"state,{HEADER}"))

    assert Indicator.objects.get().decimals == 0


SHARE = f"numerator_is_part,{HEADER}"


def test_whether_a_share_is_of_a_whole_comes_in_and_out_and_in_again():
    load(tidy("はい," + figure("2022,actual,30", unit="%"), header=SHARE))
    plan, indicator = Plan.objects.get(), Indicator.objects.get()
    before = events()

    assert (indicator.numerator_is_part, cells(plan, "numerator_is_part")) == (True, {("yes",)})
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (1, 0, 1, 0)
    assert events() == before
    load(tidy("no," + figure("2022,actual,30", unit="%"), header=SHARE))
    assert not Indicator.objects.get().numerator_is_part


def test_only_a_ratio_or_a_percentage_becomes_a_share_of_a_whole():
    report = load(tidy("yes," + figure("2022,actual,30", unit="persons"), header=SHARE))

    assert [remark[1:] for remark in warnings(report)] == [
        (
            "numerator_is_part",
            "Only a ratio or a percentage has a numerator that is part of its denominator.",
        )
    ]
    assert not Indicator.objects.get().numerator_is_part


# Out and in again


def test_details_come_out_and_in_again(institution):
    row = ["intl; edu,ir,edu", "5月1日現在,As of 1 May", "yes,3,staff"]
    header = f"lead_office,supporting_offices,owner_office,definition,definition_en,key,decimals,disclosure,{HEADER}"
    load(tidy(",".join(row) + "," + figure("2022,actual,5.0"), ",,,,,,,," + figure("2027,target,9"), header=header))
    plan = Plan.objects.get()
    before = events()

    assert cells(plan, "lead_office", "supporting_offices", "owner_office") == {("国際課; 教務課", "IR室", "教務課")}
    assert cells(plan, "definition", "definition_en", "key", "decimals", "disclosure") == {
        ("5月1日現在", "As of 1 May", "yes", "3", "staff")
    }
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (2, 0, 2, 0)
    assert events() == before


def test_a_copy_in_another_institution_with_such_offices_is_exported_alike(institution):
    other = InstitutionFactory(slug="elsewhere")
    for office in institution.offices.all():
        OfficeFactory(institution=other, name_ja=office.name_ja, name_en=office.name_en)
    load(tidy("intl,edu,ir," + figure("2022,actual,5.25"), header=OFFICES))
    Indicator.objects.update(decimals=1)
    plan = Plan.objects.get()

    report = load(io.BytesIO(exported(plan).encode()), institution="elsewhere", plan="copy")

    assert sums(report) == (1, 1, 0, 0)
    assert exported(Plan.objects.get(slug="copy")) == exported(plan)


def test_an_office_whose_name_is_not_its_own_comes_out_as_its_slug(institution):
    OfficeFactory(institution=institution, slug="intl-2", name_ja="国際課")
    OfficeFactory(institution=institution, slug="pair", name_ja="総務課；財務課")
    load(tidy("intl-2; pair,,," + figure("2022,actual,5"), header=OFFICES))
    plan = Plan.objects.get()

    assert cells(plan, "lead_office") == {("intl-2; pair",)}
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (1, 0, 1, 0)


def test_decimals_come_out_only_where_the_figures_say_others():
    load(tidy(figure("2022,actual,5.25"), figure("2027,target,9")))
    plan = Plan.objects.get()

    plain = exported(plan).partition("\r\n")[0]
    Indicator.objects.update(decimals=1)

    assert "decimals" not in plain
    assert cells(plan, "decimals") == {("1",)}

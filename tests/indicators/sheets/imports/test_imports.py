import pytest

from indicators.models import Commitment, Indicator, Target, YearlyValue
from indicators.sheets.rows.row_reader import RowReader
from measures.models import Measure
from plans.models import Institution, Plan, PlanState, Standard, Strategy
from tests.factories import InstitutionFactory, PlanFactory, YearlyValueFactory
from tests.indicators.sheets.made_sheets import HEADER, csv_file, events, figure, load, sums, tidy, warnings, workbook

pytestmark = pytest.mark.django_db


# Where things go


def test_a_sheet_makes_its_institution_plan_and_everything_below():
    report = load(tidy(figure("2021,baseline,10"), figure("2027,target,20"), figure("2022,actual,12.5")))

    assert sums(report) == (3, 3, 0, 0)
    assert report.created == [
        "institution example, “Example”, with fiscal years from April",
        "plan plan, “plan”, FY2022–2027 (the years of its figures), state: active",
    ]
    commitment = Commitment.objects.select_related("measure__standard__strategy__plan", "indicator").get()
    measure = commitment.measure
    assert [str(one) for one in (measure.standard.strategy, measure.standard, measure, commitment.indicator)] == [
        "Teach",
        "Courses",
        "English",
        "Courses in English",
    ]
    assert (commitment.comparator, commitment.trajectory, commitment.promise) == ("at_least", "none", "")
    assert (commitment.baseline, commitment.baseline_fiscal_year) == (10, 2021)
    assert (commitment.indicator.unit, commitment.indicator.decimals) == ("%", 1)
    assert (commitment.indicator.direction, commitment.indicator.kind) == ("up", "number")
    assert list(Target.objects.values_list("commitment", "fiscal_year", "value")) == [(commitment.pk, 2027, 20)]
    value = YearlyValue.objects.get()
    assert (value.fiscal_year, value.kind, value.state, str(value.value)) == (2022, "actual", "reported", "12.5")
    assert (value.institution, value.indicator) == (Institution.objects.get(slug="example"), commitment.indicator)


def test_the_same_sheet_again_changes_nothing_and_leaves_no_trace():
    rows = [figure("2021,baseline,10"), figure("2027,target,20"), figure("2022,actual,12.5"), "Teach,Alone,,,,,,,"]
    load(tidy(*rows))
    before = events()

    report = load(tidy(*rows))

    assert sums(report) == (4, 0, 4, 0)
    assert events() == before


def test_unknown_places_are_named_and_not_made_unasked():
    report = load(tidy(figure("2022,actual,1")), create=False)
    InstitutionFactory(slug="example")
    other = PlanFactory(slug="elsewhere")

    assert report.error == "There is no institution “example”."
    assert load(tidy(figure("2022,actual,1")), create=False).error == "There is no plan “plan”."
    assert load(tidy(figure("2022,actual,1")), plan="elsewhere").error == (
        f"The plan “elsewhere” belongs to the institution “{other.institution.slug}”."
    )
    assert load(tidy(figure("2022,actual,1")), plan="No slug!").error.startswith("“No slug!” cannot be made: ")
    assert Plan.objects.count() == 1


def test_a_new_plan_takes_name_and_years_from_the_sheet():
    header = f"plan,{HEADER}"

    load(tidy("第2期 (FY2023-2027)," + figure("2022,actual,1"), header=header))
    load(tidy("Plan B," + figure("2022,actual,1"), "Plan B," + figure("2030,target,9"), header=header), plan="b")

    assert list(Plan.objects.values_list("slug", "name_ja", "name_en", "first_fiscal_year", "last_fiscal_year")) == [
        ("plan", "第2期 (FY2023-2027)", "", 2023, 2027),
        ("b", "", "Plan B", 2022, 2030),
    ]


YEARS = [  # name, years of actuals, years of targets, first and last year of the plan, and why
    ("第2期 (FY2023-2027)", [2022], [], (2023, 2027), "as its name says"),
    (
        "Strategy 2020-2025",
        [2020, 2024],
        [],
        (2020, 2024),
        "its name says 2020–2025, and no figure is later than FY2024",
    ),
    ("Strategy 2020-2025", [2020], [2023], (2020, 2023), "its name says 2020–2025, and no figure is later than FY2023"),
    ("Strategy 2020-2025", [2020, 2025], [], (2020, 2025), "as its name says"),
    ("Strategy 2020-2025", [2020, 2030], [2030], (2020, 2025), "as its name says"),
    ("第4期 2022～2027", [2020, 2024], [], (2022, 2027), "as its name says"),
    ("Plan B", [2022], [2030], (2022, 2030), "the years of its figures"),
]


@pytest.mark.parametrize(("name", "actuals", "targets", "years", "why"), YEARS)
def test_the_years_of_a_new_plan_are_said_with_their_reason(name, actuals, targets, years, why):
    rows = [f"{name}," + figure(f"{year},actual,1") for year in actuals]
    rows += [f"{name}," + figure(f"{year},target,9") for year in targets]

    report = load(tidy(*rows, header=f"plan,{HEADER}"))

    plan = Plan.objects.get()
    assert (plan.first_fiscal_year, plan.last_fiscal_year) == years
    assert f"FY{years[0]}–{years[1]} ({why})" in report.created[1]


def test_a_new_institution_is_called_as_told_or_after_its_slug():
    load(tidy(figure("2022,actual,1")), institution="tokyo-tech")
    load(tidy(figure("2022,actual,1")), institution="kitahama", institution_name="北浜大学", plan="b")

    assert list(Institution.objects.order_by("slug").values_list("slug", "name_ja", "name_en")) == [
        ("kitahama", "北浜大学", ""),
        ("tokyo-tech", "", "Tokyo Tech"),
    ]


# What the report says


def test_the_contents_are_said_as_names_new_and_known():
    load(tidy(figure("2022,actual,1")))
    rows = [figure("2022,actual,1"), figure("2027,target,9"), "Teach,Labs,,Papers,件,up,2022,actual,2"]

    report = load(tidy(*rows))

    contents = report.as_json()["contents"]
    assert {name: contents[name] for name in ("strategies", "standards", "measures", "indicators")} == {
        "strategies": {"new": [], "known": ["Teach"]},
        "standards": {"new": ["Labs"], "known": ["Courses"]},
        "measures": {"new": [], "known": ["English"]},
        "indicators": {"new": ["Papers"], "known": ["Courses in English"]},
    }
    assert contents["units"] == ["%", "件"]
    assert contents["figures"] == {
        "target": {"count": 1, "fiscal_years": [2027]},
        "actual": {"count": 2, "fiscal_years": [2022]},
    }


def test_contents_and_doubts_are_said_beside_refusals():
    report = load(
        tidy(figure("2022,actual,1"), figure("2023,actual,?"), "Teach,Courses,English,Papers,,,2027,target,2")
    )

    assert sums(report) == (3, 0, 2, 1)
    assert report.contents.indicators.new == ["Courses in English", "Papers"]
    assert [reason for _row, _column, reason in warnings(report)] == [
        "No direction is given for 1 indicators: their targets are not judged until one is set."
    ]


def test_warnings_of_one_cause_are_one_with_an_example_a_count_and_the_rows():
    header = f"numerator,denominator,{HEADER}"
    rows = [f"1,3,{figure(f'{year},actual,{year / 100}')}" for year in (2020, 2021, 2022)]

    report = load(tidy(*rows, header=header))

    assert [(one.row, one.value, one.reason, one.count, one.rows) for one in report.warnings] == [
        (2, "20.2", "The parts come to 33.3333, which is used; the printed figure is kept beside it.", 3, (2, 3, 4))
    ]


@pytest.mark.parametrize("publish, state", [(False, PlanState.DRAFT), (True, PlanState.ACTIVE)])
def test_a_plan_made_by_a_sheet_is_a_draft_unless_it_is_to_be_published(publish, state):
    load(tidy(figure("2022,actual,5")), publish=publish)

    assert Plan.objects.get().state == state


def test_a_sheet_never_publishes_a_plan_that_is_there():
    PlanFactory(slug="plan", institution__slug="example", state=PlanState.DRAFT)

    load(tidy(figure("2022,actual,5")), publish=True)

    assert Plan.objects.get().state == PlanState.DRAFT


def test_a_plan_without_any_year_is_given_this_one_with_a_warning():
    report = load(csv_file("strategy,standard", "Teach,Courses"))

    assert Plan.objects.get().first_fiscal_year == 2026
    assert warnings(report) == [(0, "plan", "The file names no years; the plan was given FY2026. Set its years.")]


def test_a_file_with_several_plans_is_refused_with_the_list_unless_one_is_chosen():
    header = f"plan,{HEADER}"
    rows = ["A," + figure("2022,actual,1"), "B," + figure("2023,actual,2"), "," + figure("2024,actual,3")]

    refused = load(tidy(*rows, header=header))
    unknown = load(tidy(*rows, header=header), plan_name="C")
    report = load(tidy(*rows, header=header), plan_name="ｂ")

    assert refused.error == "The file has several plans; choose one by its name: “A”, “B”."
    assert unknown.error == "The file has no plan of that name. It has: “A”, “B”."
    assert sums(report) == (2, 2, 0, 0)
    assert list(YearlyValue.objects.values_list("fiscal_year", flat=True).order_by("fiscal_year")) == [2023, 2024]


def test_one_plan_in_the_file_goes_where_it_is_told():
    plan = PlanFactory(slug="plan", institution=InstitutionFactory(slug="example"), name_en="Called otherwise")

    report = load(tidy("A," + figure("2022,actual,1"), header=f"plan,{HEADER}"), create=False)

    assert sums(report) == (1, 1, 0, 0)
    assert Commitment.objects.of_plan(plan).count() == 1
    assert Plan.objects.get().name == "Called otherwise"


def test_a_level_that_is_left_out_becomes_one_without_a_name():
    load(tidy("Teach,,,Courses in English,%,up,2022,actual,1", ",,,Papers,,up,2022,actual,2"))

    assert list(Strategy.objects.values_list("name_en", flat=True)) == ["Teach", ""]
    assert list(Standard.objects.values_list("strategy__name_en", "name_en")) == [("Teach", ""), ("", "")]
    assert Measure.objects.count() == 0


def test_a_row_without_an_indicator_defines_its_branch_and_counts_as_stored():
    rows = ["Teach,,,,,,,,", "Teach,Courses,,,,,,,", "Teach,Courses,English,,,,,,", "Teach,Courses,,,,,,,"]

    assert sums(load(tidy(*rows))) == (4, 3, 1, 0)
    assert (Strategy.objects.count(), Standard.objects.count(), Measure.objects.count()) == (1, 1, 1)
    assert sums(load(tidy(*rows))) == (4, 0, 4, 0)


def test_order_is_the_order_of_the_sheet():
    load(tidy("B,2,,,,,,,", "A,1,,,,,,,", "B,1,,,,,,,"))
    load(tidy("C,1,,,,,,,"))

    assert list(Standard.objects.values_list("strategy__name_en", "strategy__order", "name_en", "order")) == [
        ("B", 1, "2", 1),
        ("B", 1, "1", 2),
        ("A", 2, "1", 1),
        ("C", 3, "1", 1),
    ]


# All or nothing


def test_all_or_nothing():
    report = load(tidy(figure("2022,actual,5"), figure("2023,actual,?")))

    assert sums(report) == (2, 0, 1, 1)
    assert report.is_refused
    assert report.created == []
    assert Institution.objects.count() == 0


def test_partial_stores_the_good_rows_and_lists_the_others():
    report = load(tidy(figure("2022,actual,5"), figure("2023,actual,?", indicator="Bad")), partial=True)

    assert sums(report) == (2, 1, 0, 1)
    assert not report.is_refused
    assert list(Indicator.objects.values_list("name_en", flat=True)) == ["Courses in English"]


def test_partial_with_no_good_row_is_refused():
    report = load(tidy(figure("2023,actual,?")), partial=True)

    assert (sums(report), report.is_refused) == ((1, 0, 0, 1), True)
    assert Plan.objects.count() == 0


def test_a_dry_run_says_what_would_be_stored_and_stores_nothing():
    report = load(tidy(figure("2022,actual,年5回", unit="回")), dry_run=True)

    assert sums(report) == (1, 1, 0, 0)
    assert [made.partition(",")[0] for made in report.created] == ["institution example", "plan plan"]
    assert [(one.printed, one.value, one.state) for one in report.cells] == [("年5回", "5", "reported")]
    assert (Institution.objects.count(), events()) == (0, 0)


def test_a_sheet_with_nothing_but_a_header_is_refused():
    assert load(tidy()).error == "The file has no rows below its header."


def test_a_file_that_is_no_sheet_stores_nothing():
    report = load(csv_file("Foo,Bar", "1,2"))

    assert (report.error, report.unknown_columns) == (
        "Columns not recognised: “Foo”, “Bar”. Ignore them or choose a field.",
        ["Foo", "Bar"],
    )
    assert sums(report) == (0, 0, 0, 0)
    assert Institution.objects.count() == 0


def test_figures_of_other_indicators_are_not_touched():
    value = YearlyValueFactory(indicator__institution=InstitutionFactory(slug="example"), fiscal_year=2022, value=1)

    load(tidy(figure("2022,actual,5")))

    value.refresh_from_db()
    assert (value.value, value.version) == (1, 1)


def test_the_serving_role_may_import(as_app):
    assert sums(load(tidy(figure("2022,actual,5"), figure("2027,target,9")))) == (2, 2, 0, 0)


def test_an_import_asks_the_database_as_often_for_many_rows_as_for_few(django_assert_num_queries):
    few = [figure(f"{year},actual,{year}", indicator=f"I{number}") for number in range(1) for year in (2022, 2023)]
    many = [
        figure(f"{year},actual,{year}", indicator=f"I{number}") for number in range(3) for year in range(2020, 2026)
    ]
    load(tidy(*many))

    for rows in (few, many):
        with django_assert_num_queries(53):
            load(tidy(*rows))


def test_an_error_in_the_last_of_many_rows_leaves_nothing_behind():
    rows = [
        figure(f"{year},actual,{year}", indicator=f"I{number}") for number in range(300) for year in range(2015, 2025)
    ]

    report = load(tidy(*rows, figure("2025,actual,lost", indicator="I299")))

    assert sums(report) == (3001, 0, 3000, 1)
    assert (Institution.objects.count(), Indicator.objects.count(), YearlyValue.objects.count()) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_100_000_rows_load_whole_and_change_nothing_the_second_time(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write(f"breakdown,{HEADER}\n")
        file.writelines(
            f"{part}," + figure(f"{year},actual,{year % 7}.{number % 10}", indicator=f"I{number}") + "\n"
            for number in range(1000)
            for year in range(2015, 2025)
            for part in ("", *(f"degree={degree}" for degree in range(9)))
        )

    assert sums(load(path)) == (100_000, 100_000, 0, 0)
    before = events()
    assert sums(load(path)) == (100_000, 0, 100_000, 0)
    assert events() == before == YearlyValue.objects.count() + 2 * 1000 + 9 + 5


def test_what_the_database_cannot_take_is_one_sentence():
    report = load(workbook([["指標", "年度", "実績_x0000_"], ["a", 2022, 5]]), mapping={"実績\0": "actual"})

    assert report.error.startswith("The database rejected a figure: ")
    assert Plan.objects.count() == 0


def test_an_error_of_our_own_while_rows_are_read_is_not_taken_for_one_of_the_database(monkeypatch):
    monkeypatch.setattr(RowReader, "_read_figure", lambda *_args: {}["nothing"])

    with pytest.raises(KeyError, match="nothing"):
        load(tidy(figure("2022,actual,5")))

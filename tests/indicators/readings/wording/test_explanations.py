import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.terms import Actual, CommitmentTerms, Target
from indicators.readings.wording.explanations import explain
from indicators.readings.wording.speeds import explain_speed
from indicators.readings.wording.units import span
from tests.indicators.readings.plain_readings import d, read, terms
from tests.indicators.readings.wording.cases import CASES

UNITS = {
    "share": ("%", "%"),
    "case": ("件", "cases"),
    "mass": ("kg/m²", "kg/m²"),
    "yen": ("億円", "hundred million yen"),
}
STAFF = terms(targets={2027: 36}, baseline="18.4", baseline_year=2021, trajectory="line", decimals=1, unit="%")
FIVE = terms(targets=dict.fromkeys(range(2022, 2028), 5), baseline=5, baseline_year=2021, unit="persons", decimals=0)
RANGE = CommitmentTerms("range", [Target(2014, low=d(100), high=d(105))], unit="%", decimals=0)
TWO_RANGES = replace(RANGE, targets=[*RANGE.targets, Target(2016, low=d(100), high=d(110))])
YES = CommitmentTerms("yes_by", [Target(2024, on=date(2025, 3, 31))])
TWO_DAYS = CommitmentTerms("yes_by", [*YES.targets, Target(2027, on=date(2028, 3, 31))], trajectory="steps")
GRADE = CommitmentTerms("grade_at_least", [Target(2025, grade=3)], scale={1: "C", 2: "B", 3: "A", 4: "S"})
KEPT = terms("maintain", {2027: "8.3"}, decimals=1)
STEPS = terms(targets={2022: 20, 2027: 30}, trajectory="steps", decimals=0)
TOTAL = terms(targets={2027: 60}, trajectory="line", promise="total", plan_starts=2022, decimals=0)


def reason(what, year, actual, language, **others):
    with translation.override(language):
        reading = read(what, year, actual, **others)
        return explain(reading).long, explain(reading).short


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.en[:40])
def test_the_worked_cases_are_said_to_the_letter(case):
    with translation.override("ja"):
        japanese = case.reading("ja")
        assert (explain(japanese).long, explain(japanese).short) == (case.ja, case.ja_short)
    with translation.override("en"):
        english = case.reading("en")
        assert (english.status.value, explain(english).long) == (case.status, case.en)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.en[:40])
def test_the_short_form_fits_into_a_cell(case):
    for language, most in (("ja", 30), ("en", 50)):
        with translation.override(language):
            assert len(explain(case.reading(language)).short) <= most


@pytest.mark.parametrize(
    ("what", "year", "actual", "sentence", "short"),
    [
        (STAFF, 2025, "30.1",
         "At 30.1%, this is close to the 30.1% expected by FY2025 on a straight path from 18.4% (FY2021): pace 0.997.",
         "Close to the 30.1% expected"),
        (STAFF, 2025, 36, "At 36.0%, this already meets the final target of at least 36.0%, set for FY2027.",
         "Meets the final target of at least 36.0%"),
        (STAFF, 2028, 36, "At 36.0%, this meets the final target of at least 36.0%, set for FY2027.",
         "Meets the final target of at least 36.0%"),
        (STAFF, 2028, 35, "At 35.0%, this is 1.0 points short of the final target of 36.0% for FY2027: pace 0.94.",
         "1.0 points short of the final target of 36.0%"),
        (STAFF, 2025, 31,
         "At 31.0%, this meets the 30.1% expected by FY2025 on a straight path from 18.4% (FY2021): pace 1.07.",
         "Meets the 30.1% expected"),
        (replace(STAFF, tolerance=d(2)), 2025, "28.5",
         ("At 28.5%, this is 1.6 points short of the 30.1% expected by FY2025 on a straight path from 18.4% (FY2021)"
          " but still on track (at least 27.6%): pace 0.86."),
         "1.6 points short of the 30.1% expected, on track"),
        (FIVE, 2024, 3, "At 3 persons, this is 2 short of the target of 5 persons for FY2024 (at risk: at least 4).",
         "2 short of the target of 5 persons"),
        (FIVE, 2024, 5, "At 5 persons, this meets the target of at least 5 persons for FY2024.",
         "Meets the target of at least 5 persons"),
        (replace(FIVE, tolerance=d(1)), 2024, 4,
         "At 4 persons, this is 1 short of the target of 5 persons for FY2024 but still on track (at least 4).",
         "1 short of the target of 5 persons, on track"),
        (replace(FIVE, tolerance=d(1)), 2027, 4,
         "At 4 persons, this meets the final target of at least 5 (tolerance 1), set for FY2027.",
         "Meets the final target of at least 5 (tolerance 1)"),
        (terms("less_than", {2024: 20, 2027: 20}, tolerance=d(1), decimals=0), 2027, 20,
         "At 20, this meets the final target of less than 20 (tolerance 1), set for FY2027.",
         "Meets the final target within tolerance"),
        (terms("at_most", {2024: 0, 2027: 0}, -5, 2021, decimals=1), 2024, "-1.5",
         "At −1.5, this meets the target of 0.0 for FY2024.", "Meets the target of 0.0"),
        (terms("less_than", {2024: 20, 2027: 20}, decimals=0), 2024, 20,
         "At 20, this is not less than the target of 20 for FY2024.", "Must be less than 20"),
        (RANGE, 2014, 130, "At 130%, this is 25 points above the target range of 100% to 105% for FY2014 (at risk: 80% to 126%).",
         "25 points above the target range of 100% to 105%"),
        (RANGE, 2014, 101, "At 101%, this meets the final target of 100% to 105%, set for FY2014.",
         "Meets the final target of 100% to 105%"),
        (TWO_RANGES, 2014, 101, "At 101%, this is within the target range of 100% to 105% for FY2014.",
         "Within the target range of 100% to 105%"),
        (replace(TWO_RANGES, tolerance=d(2)), 2014, 99,
         "At 99%, this is 1 point below the target range of 100% to 105% for FY2014 but still on track (98% to 107%).",
         "1 below the target range of 100% to 105%, on track"),
        (KEPT, 2024, 10, "At 10.0, this is 1.3 above the range to keep, 7.9 to 8.7, for FY2024 (at risk: 6.7 to 9.9).",
         "1.3 above the range to keep, 7.9 to 8.7"),
        (KEPT, 2027, 8, "At 8.0, this meets the final target of 7.9 to 8.7, set for FY2027.",
         "Meets the final target of 7.9 to 8.7"),
        (terms("equal", {2024: 12, 2027: 12}, decimals=0), 2024, 12, "At 12, this is exactly the target for FY2024.",
         "Exactly the target of 12"),
        (STEPS, 2024, 17, "At 17, this is 3 short of the last target of 20 for FY2022 (at risk: at least 16).",
         "3 short of the last target of 20"),
        (STEPS, 2021, 17, "17. No target for FY2021; the next is at least 20, for FY2022.", "Next target: FY2022"),
        (terms("reach_rank", {2027: 200}, decimals=0), 2027, 190,
         "At rank 190, this meets the final target of rank 200 or better, set for FY2027.",
         "Meets the final target of rank 200 or better"),
        (terms("reach_rank", {2027: 200}, decimals=0), 2027, 201,
         "At rank 201, this is 1 place short of rank 200, the target for FY2027 (at risk: rank 240 or better).",
         "1 place short of rank 200"),
        (GRADE, 2025, Actual(grade=1), "At C, this is 2 grades short of the target of A for FY2025 (at risk: B or better).",
         "2 grades short of the target of A"),
        (GRADE, 2025, Actual(grade=4), "At S, this meets the final target of A or better, set for FY2025.",
         "Meets the final target of A or better"),
        (YES, 2024, 0, "Not done by the end of FY2024: due by 31 March 2025.", "Not done, due 31 March 2025"),
        (YES, 2024, Actual(on=date(2024, 12, 20)), "Done on 20 December 2024, due by 31 March 2025.", "Done on 20 December 2024"),
        (YES, 2024, 1, "Done in FY2024, due by 31 March 2025.", "Done in FY2024"),
        (YES, 2025, Actual(on=date(2025, 4, 1)), "Done on 1 April 2025, 1 day after 31 March 2025.", "1 day late"),
        (YES, 2025, 1, "Done in FY2025, after 31 March 2025.", "Done in FY2025, late"),
        (YES, 2023, 0, "Not done yet, due 31 March 2025.", "Not done yet"),
        (TWO_DAYS, 2023, 0, "Not done yet, due 31 March 2025.", "Not done yet"),
        (TWO_DAYS, 2025, Actual(on=date(2025, 6, 1)), "Done on 1 June 2025, due by 31 March 2028.", "Done on 1 June 2025"),
    ],
)  # fmt: skip
def test_every_way_to_compare_has_its_sentence(what, year, actual, sentence, short):
    assert reason(what, year, actual, "en") == (sentence, short)


@pytest.mark.parametrize(
    ("what", "year", "actual", "sentence", "short"),
    [
        (STAFF, 2027, "35.0", "35.0%で、令和9年度の目標36.0%以上に1.0ポイント届きません（ペース0.94）。",
         "目標36.0%以上に1.0ポイント不足"),
        (STEPS, 2024, 17, "17で、直近の目標20以上（令和4年度）に3届きません（遅れ気味の範囲は16以上）。", "直近の目標20以上に3不足"),
        (STAFF, 2027, 36, "36.0%で、令和9年度の最終目標36.0%以上を達成しています。", "最終目標36.0%以上を達成"),
        (RANGE, 2014, 130, "130%で、平成26年度の目標範囲100～105%の上限を25ポイント超えています（遅れ気味の範囲は80～126%）。",
         "目標範囲100～105%の上限を25ポイント超過"),
        (terms("less_than", {2024: 20, 2027: 20}, decimals=0, unit="件"), 2024, 20,
         "20件で、令和6年度の目標20件未満を満たしていません（ちょうど20件は含みません）。", "目標20件未満を満たさず（同値）"),
        (terms("equal", {2024: 12, 2027: 12}, decimals=0, unit="校"), 2024, 12, "12校で、令和6年度の目標12校のとおりです。",
         "目標12校どおり"),
        (replace(FIVE, tolerance=d(1), unit="回"), 2024, 4,
         "4回で、令和6年度の目標5回以上に1回届きませんが、順調の範囲（4回以上）内です。", "目標5回以上に1回不足（順調）"),
        (YES, 2024, Actual(on=date(2024, 12, 20)), "2024年12月20日に実施済みです（期限2025年3月31日）。", "実施済（2024年12月20日）"),
        (YES, 2024, 0, "令和6年度末時点で未実施です（期限2025年3月31日）。", "未実施（期限2025年3月31日）"),
        (YES, 2023, 0, "未実施です（期限2025年3月31日）。", "未実施（期限前）"),
        (STEPS, 2021, 17, "実績は17です。令和3年度は目標値のない年度で、次は令和4年度の20以上です。", "次の目標は令和4年度"),
    ],
)  # fmt: skip
def test_every_way_to_compare_has_its_japanese_sentence(what, year, actual, sentence, short):
    assert reason(what, year, actual, "ja") == (sentence, short)


@pytest.mark.parametrize(
    ("what", "year", "actual", "english", "japanese"),
    [
        (terms("", {}), 2024, 1, ("Followed without a target.", "No target"),
         ("目標値を置かず、推移を見る指標です。", "推移のみ")),
        (terms("", {2024: 1}), 2024, 1, ("Targets are set, but no comparison is chosen.", "No comparison chosen"),
         ("目標値がありますが、比較方法が未設定です。", "比較方法が未設定")),
        (terms(), 2024, 1, ("No target is set.", "No target"), ("目標値が設定されていません。", "目標値なし")),
        (terms("", kind="text"), 2024, None, ("Reported in words.", "In words"),
         ("文章で報告する指標です。", "文章による報告")),
        (terms(targets={2024: 1}, withdrawn="cancelled"), 2024, 1, ("Cancelled.", "Cancelled"), ("中止しました。", "中止")),
        (terms(targets={2024: 1}, withdrawn="merged"), 2024, 1, ("Merged into another.", "Merged"), ("ほかに統合しました。", "統合")),
        (terms(targets={2024: 1}, withdrawn="merged", merged_into="研修"), 2024, 1, ("Merged into “研修”.", "Merged"),
         ("「研修」に統合しました。", "統合")),
        (FIVE, 2022, Actual(state="not_applicable", reason="募集なし。"),
         ("Not applicable in FY2022: 募集なし.", "Not applicable"), ("令和4年度は該当しません：募集なし。", "該当なし")),
        (replace(FIVE, plan_starts=2022), 2021, 1, ("Before the plan, which starts in FY2022.", "Before the plan"),
         ("計画期間（令和4年度から）より前の年度です。", "計画開始前")),
        (FIVE, 2021, 1, ("The baseline year.", "Baseline year"), ("基準年度です。", "基準年度")),
        (FIVE, 2020, 1, ("Before the baseline year (FY2021).", "Before the baseline year"),
         ("基準年度（令和3年度）より前です。", "基準年度より前")),
        (FIVE, 2022, Actual(state="not_collected"), ("Not collected for FY2022.", "Not collected"),
         ("令和4年度は集計していません。", "未集計")),
        (FIVE, 2022, Actual(state="not_collected", reason="隔年の調査 / Surveyed every other year."),
         ("Not collected for FY2022: Surveyed every other year.", "Not collected"),
         ("令和4年度は集計していません：隔年の調査。", "未集計")),
        (FIVE, 2022, Actual(state="cannot_compute", divides_by_zero=True),
         ("Cannot be calculated (denominator is 0).", "Cannot be calculated"), ("算出できません（分母が0）。", "算出不可")),
        (FIVE, 2022, Actual(state="withheld"), ("Withheld.", "Withheld"), ("非公表です。", "非公表")),
        (terms(targets={2023: 30}), 2020, None, ("No target and no request for FY2020.", "Not asked for"),
         ("目標値も報告依頼もない年度です（令和2年度）。", "報告対象外")),
    ],
)  # fmt: skip
def test_what_has_no_status_says_why(what, year, actual, english, japanese):
    assert reason(what, year, actual, "en") == english
    assert reason(what, year, actual, "ja") == japanese


def test_a_value_that_is_asked_for_names_its_day():
    due = {"due_on": date(2026, 5, 29)}

    assert reason(FIVE, 2025, None, "en", today=date(2026, 5, 29), **due) == ("Due on 29 May 2026.", "Due 29 May 2026")
    assert reason(FIVE, 2025, None, "ja", today=date(2026, 5, 29), **due) == (
        "回答期限は2026年5月29日です。",
        "期限2026年5月29日",
    )
    late = {"today": date(2026, 5, 31)} | due
    assert reason(FIVE, 2025, None, "en", **late) == ("Due on 29 May 2026, not received.", "2 days overdue")
    assert reason(FIVE, 2025, None, "ja", **late) == ("回答期限（2026年5月29日）を過ぎています。", "期限を2日超過")


def test_a_value_that_nobody_asks_for_is_never_late():
    over = {"today": date(2026, 4, 1)}

    assert reason(FIVE, 2025, None, "en", today=date(2026, 3, 31)) == ("Not entered yet.", "Not entered yet")
    assert reason(FIVE, 2025, None, "ja", today=date(2026, 3, 31)) == ("まだ登録されていません。", "未登録")
    assert reason(FIVE, 2025, None, "en", **over) == ("No figure has been published for FY2025.", "No published figure")
    assert reason(FIVE, 2025, None, "ja", **over) == ("令和7年度の値は公表されていません。", "公表値なし")


def test_a_year_that_was_closed_without_an_answer_names_the_day():
    asked = replace(FIVE, months_to_report=2)
    closed = {"today": date(2026, 4, 1), "closings": {2024: date(2025, 9, 30)}}

    assert reason(asked, 2024, None, "en", **closed)[0] == "Closed on 30 September 2025 without an answer."
    assert reason(asked, 2024, None, "ja", **closed) == (
        "未報告のまま、2025年9月30日に締め切りました。",
        "未報告（締切済）",
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({2022: 8, 2023: 9, 2024: 13},
         "At a total of 30 since FY2022, this meets the 30 expected by FY2024 on a straight path to 60 over the plan: pace 1.00."),
        ({2022: 8, 2024: 13}, "No total: FY2023 is missing (21 known so far)."),
        ({2024: 61}, "At a known total of 61 since FY2022, this already meets the final target of at least 60, set for FY2027."),
        ({}, "No total: FY2022, FY2023, FY2024 are missing."),
    ],
)  # fmt: skip
def test_a_total_explains_what_it_adds_up(values, sentence):
    with translation.override("en"):
        reading = Reading(Figures(TOTAL, 2024, {year: Actual(d(value)) for year, value in values.items()}))

        assert explain(reading).long == sentence


def test_a_total_with_a_gap_says_what_is_known_in_japanese():
    with translation.override("ja"):
        reading = Reading(Figures(replace(TOTAL, unit="人"), 2024, {2022: Actual(d(8)), 2024: Actual(d(13))}))

        assert explain(reading).long == "令和5年度の値がないため、累計は分かりません（判明分21人）。"
        assert explain(reading).short == "令和5年度の値なし"


def test_a_sentence_that_is_too_long_for_a_cell_gives_up_its_units():
    wide = terms(targets={2027: 1234567}, unit="か国・地域と機関", decimals=0)

    assert reason(wide, 2027, 1, "ja")[1] == "目標1,234,567以上に1,234,566不足"


def test_an_english_gap_names_no_unit_but_points_places_and_yen():
    area = terms("at_most", {2024: 8568, 2027: 8000}, 8900, 2021, unit="kL", decimals=0)

    assert (
        reason(area, 2024, 8590, "en")[0]
        == "At 8,590\u00a0kL, this is 22 over the target of 8,568\u00a0kL for FY2024: pace 0.93."
    )
    assert "目標8,568\u00a0kL以下を22\u00a0kL超えています" in reason(area, 2024, 8590, "ja")[0]


@pytest.mark.parametrize(
    ("unit", "decimals", "english", "japanese"),
    [
        ("share", 1, "0.5 points short of the 25.0% expected", "想定25.0%以上に0.5ポイント不足"),
        ("case", 1, "0.5 short of the 25.0 cases expected", "想定25.0件以上に0.5件不足"),
        ("mass", 1, "0.5 short of the 25.0 kg/m² expected", "想定25.0 kg/m²以上に0.5 kg/m²不足"),
        ("yen", 1, "¥0.05 billion short of ¥2.50 billion", "想定25.0億円以上に0.5億円不足"),
    ],
)
def test_units_are_written_as_each_language_writes_them(unit, decimals, english, japanese):
    what = terms(targets={2027: 36}, baseline=3, baseline_year=2021, trajectory="line", decimals=decimals)
    found = [
        reason(replace(what, unit=UNITS[unit][n]), 2025, "24.5", language)[1] for n, language in enumerate(("ja", "en"))
    ]

    assert [text.removesuffix("（順調）").removesuffix(", on track").replace("\u00a0", " ") for text in found] == [
        japanese,
        english,
    ]


@pytest.mark.parametrize(
    ("unit", "printed"),
    [
        ("cases", "1 to 3 cases"),
        ("%", "1% to 3%"),
        ("million yen", "¥1 to ¥3 million"),
        ("件", "1 to 3件"),
    ],
)
def test_a_range_names_its_unit_once_also_where_one_of_it_is_singular(unit, printed):
    with translation.override("en"):
        assert str(span(d(1), d(3), 0, unit)) == printed


def test_where_only_the_limit_itself_is_not_enough_no_change_a_year_is_asked_for():
    beyond = terms("more_than", {2027: 30}, 20, 2021, decimals=0)

    with translation.override("en"):
        assert (
            explain_speed(read(beyond, 2024, 29)) == "To reach more than 30 by FY2027: up 0.3 a year (so far up 3.0)."
        )
        assert explain_speed(read(beyond, 2024, 30)) == ""


def test_a_guide_is_marked_as_one():
    assert read(STAFF, 2025, 27).expectation.is_guide
    assert not read(STAFF, 2027, 27).expectation.is_guide


def test_no_reason_says_that_a_figure_lies_above_or_below_in_japanese():
    with translation.override("ja"):
        said = [
            text for case in CASES for text in (explain(case.reading("ja")).long, explain(case.reading("ja")).short)
        ]

    assert [text for text in said if re.search("上回|下回", text)] == []


def test_what_was_done_before_a_later_day_is_due_is_said_with_that_day():
    """Between two days that are due nothing is expected of a year, and the last answer is still told."""
    kept = CommitmentTerms(
        "yes_by", [Target(2015, on=date(2016, 3, 31)), Target(2017, on=date(2018, 3, 31))], promise="hold", kind="date"
    )

    reading = Reading(Figures(kept, 2016, {2016: Actual(None, "reported", on=date(2015, 6, 1))}, date(2017, 6, 1)))

    assert explain(reading).long == "Done on 1 June 2015, due by 31 March 2018."

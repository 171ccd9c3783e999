from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from indicators.sheets.parsing import (
    ParsedCell,
    RefusedCell,
    parse_amount,
    parse_figure,
    parse_name,
    parse_text,
    settle_bound,
    settle_kind,
)
from indicators.sheets.vocabulary import key_of

MISSING = [
    ("-", "not_collected"),
    ("－", "not_collected"),
    ("―", "not_collected"),
    ("ー", "not_collected"),
    ("…", "not_collected"),
    ("...", "not_collected"),
    ("未定", "not_collected"),
    ("（未定）", "not_collected"),
    ("未集計", "not_collected"),
    ("対象外", "not_applicable"),
    ("該当なし", "not_applicable"),
    ("n/a", "not_applicable"),
    ("N/A", "not_applicable"),
    ("Ｎ／Ａ", "not_applicable"),
    ("算出不能", "cannot_compute"),
    ("#DIV/0!", "cannot_compute"),
    ("非公表", "withheld"),
    ("x", "withheld"),
]


@pytest.mark.parametrize(("cell", "state"), MISSING)
def test_a_word_for_nothing_is_a_state_and_never_a_zero(cell, state):
    assert parse_figure(cell) == ParsedCell(printed=cell, state=state)


@pytest.mark.parametrize("cell", ["", " ", "　", "\t", "\ufeff"])
def test_a_blank_cell_says_nothing(cell):
    assert parse_figure(cell) == ParsedCell()
    assert parse_figure(cell).is_blank


def test_a_reason_beside_a_missing_figure_is_kept():
    assert parse_figure("対象外(新規)") == ParsedCell(printed="対象外(新規)", state="not_applicable", remark="新規")


COMPARED = [
    ("年6回以上", "at_least"),
    ("75%以上", "at_least"),
    ("≥ 30", "at_least"),
    ("at least 30", "at_least"),
    ("30 or more", "at_least"),
    ("3%以下", "at_most"),
    ("5日以内", "at_most"),
    ("≦24", "at_most"),
    ("100超", "more_than"),
    ("100を超える", "more_than"),
    (">100", "more_than"),
    ("5未満", "less_than"),
    ("8.3を維持", "maintain"),
    ("8.3(維持)", "maintain"),
]


@pytest.mark.parametrize(("cell", "comparator"), COMPARED)
def test_words_of_comparison_are_kept_apart_from_the_number(cell, comparator):
    figure = parse_figure(cell)

    assert (figure.comparator, figure.printed) == (comparator, cell)
    assert figure.value is not None


@pytest.mark.parametrize(
    "cell", ["100-105", "100～105", "100〜105", "100–105%", "100から105", "100 - 105", "100以上105以下"]
)
def test_two_ends_are_a_range(cell):
    figure = parse_figure(cell, "%")

    assert (figure.comparator, figure.low, figure.high, figure.value) == ("range", 100, 105, None)


OUTLOOKS = [
    ("95%(見込)", {"outlook": "forecast"}),
    ("95%（見込み）", {"outlook": "forecast"}),
    ("見込95%", {"outlook": "forecast"}),
    ("5件予定", {"outlook": "forecast"}),
    ("12(速報値)", {"outlook": "provisional"}),
    ("65%(2022年度見込)", {"outlook": "forecast", "fiscal_year": 2022}),
    ("6.3%(2021年度実績)", {"outlook": "actual", "fiscal_year": 2021}),
    ("6.3%(R3年度実績)", {"outlook": "actual", "fiscal_year": 2021}),
    ("6.3%(平成35年度実績)", {"outlook": "actual", "fiscal_year": 2023}),
    ("30%(2027年度目標)", {"outlook": "target", "fiscal_year": 2027}),
    ("12(FY2021)", {"fiscal_year": 2021}),
    ("約20%", {"is_approximate": True}),
    ("20%程度", {"is_approximate": True}),
    ("12(延べ)", {"remark": "延べ"}),
    ("延べ12人", {"remark": "延べ"}),
    ("12人(うち女性を除く)", {"remark": "うち女性を除く"}),
    ("12(調査方法を\n変更)", {"remark": "調査方法を\n変更"}),
    ("12(2023年度\n見込)", {"fiscal_year": 2023, "outlook": "forecast"}),
]


@pytest.mark.parametrize(("cell", "said"), OUTLOOKS)
def test_words_about_the_figure_say_kind_year_or_note(cell, said):
    figure = parse_figure(cell)

    assert figure == ParsedCell(printed=cell, state="reported", value=figure.value, counter=figure.counter, **said)
    assert figure.value is not None


@pytest.mark.parametrize(
    ("cell", "counter"), [("年6回以上", "回"), ("95%(見込)", "%"), ("1.2億円", "円"), ("6回/年", "回/年"), ("5", "")]
)
def test_the_counting_word_is_kept_apart(cell, counter):
    assert parse_figure(cell).counter == counter


def test_an_as_of_date_in_brackets_is_read():
    figure = parse_figure("約100人（2024年5月1日現在）", "人")

    assert (figure.as_of.date, figure.as_of.precision) == (date(2024, 5, 1), "day")


NO_NUMBER, KIND = "not a number. Write", "in the column “indicator_kind” (指標の種類)"
REFUSED = [
    ("NaN", "“NaN” is not a finite number."),
    ("Inf", "“Inf” is not a finite number."),
    ("-Infinity", "“-Infinity” is not a finite number."),
    ("1e400", "“1e400” has more than 20 digits before the point."),
    ("100000000000000000000", "“100000000000000000000” has more than 20 digits before the point."),
    ("9" * 10_000, "The cell is 10000 characters long; 200 are allowed."),
    ("1\0", "The cell holds the character U+0000, which is not text."),
    ("1\ud800", "The cell holds the character U+D800, which is not text."),
    ("1\ufffd", "The cell holds the character U+FFFD, which is not text."),
    ("\u202e12", "The cell holds the character U+202E, which is not text."),
    ("1,5", "“1,5” has a comma that does not separate thousands."),
    ("12,34", "“12,34” has a comma that does not separate thousands."),
    ("+5", "“+5” may mean a change: write the figure itself, without the plus sign."),
    ("٢٠٢٠", "“٢٠٢٠” has digits that are neither 0–9 nor full-width."),
    ("①", "“①” has digits that are neither 0–9 nor full-width."),
    ("1 234", "“1 234” cannot be read as one figure."),
    ("1.234.567", "“1.234.567” cannot be read as one figure."),
    ("1/3", "“1/3” cannot be read as one figure."),
    ("※30", "“※30” cannot be read as one figure."),
    ("30 1)", "“30 1)” cannot be read as one figure."),
    ("達成", f"“達成” is an answer, {NO_NUMBER} “yes_no” {KIND}."),
    ("○", f"“○” is an answer, {NO_NUMBER} “yes_no” {KIND}."),
    ("実施", f"“実施” is an answer, {NO_NUMBER} “yes_no” {KIND}."),
    ("A判定", f"“A判定” is a grade, {NO_NUMBER} “grade” {KIND}, and the scale."),
    ("Ⅲ", f"“Ⅲ” is a grade, {NO_NUMBER} “grade” {KIND}, and the scale."),
    ("増加", f"“増加” is a word, {NO_NUMBER} “text” {KIND} where words are meant."),
    ("月2回", "“月2回” cannot be read as one figure."),
    ("abc", "“abc” is neither a figure nor a word for a missing one."),
    ("なし", "“なし” is neither a figure nor a word for a missing one."),
    ("#REF!", "“#REF!” is neither a figure nor a word for a missing one."),
    ("以上", "“以上” is neither a figure nor a word for a missing one."),
    ("=1+1", "“=1+1” cannot be read as one figure."),
    ("103(27)", "“27” in brackets may be another figure."),
    ("9801(2000)", "“2000” in brackets may be another figure."),
    ("(1,234)", "“1,234” in brackets may be another figure."),
    ("105-100", "The lower end of “105-100” is above the upper end."),
    ("2015-16", "The lower end of “2015-16” is above the upper end."),
    ("5以上以下", "“5以上以下” says two things at once."),
    ("〜100〜", "“〜100〜” cannot be read as one figure."),
    ("5(2023 eſt)", "“2023 eſt” in brackets may be another figure."),
    ("5(2023 projectıon)", "“2023 projectıon” in brackets may be another figure."),
    ("報告済", "“報告済” is neither a figure nor a word for a missing one."),
]


@pytest.mark.parametrize(("cell", "reason"), REFUSED)
def test_what_cannot_be_understood_is_refused_with_its_reason(cell, reason):
    assert parse_figure(cell) == RefusedCell(reason)


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("5%", "人"),
        ("30人", "%"),
        ("3万人", "thousand persons"),
        ("30人", "thousand persons"),
        ("5％", "persons"),
        ("1.5倍以上", "人"),
        ("2倍", "人"),
        ("6か月", "年"),
        ("3日", "時間"),
        ("3日", "人日"),
        ("1万円", "人"),
        ("5校", "人"),
        ("5ポイント", "%"),
        ("5%", "ポイント"),
        ("3割", "人"),
        ("2回/月", "回"),
        ("5件/人", "件"),
        ("5人", "円/人"),
        ("1500円", "千円/件"),
        ("5校", "留学生数"),
        ("5コース", "科目"),
    ],
)
def test_a_figure_in_another_unit_is_refused(cell, unit):
    assert parse_figure(cell, unit) == RefusedCell(f"“{cell}” does not fit the unit {unit}.")


FITTING = [
    ("30名", "人", "30"),
    ("30名", "千人", "0.03"),
    ("5大学", "校", "5"),
    ("5機関", "校", "5"),
    ("5編", "件", "5"),
    ("6回/年", "回", "6"),
    ("6回", "回/年", "6"),
    ("30人", "人(延べ)", "30"),
    ("30人", "留学生人数", "30"),
    ("30人", "international students", "30"),
    ("40 projects", "cases", "40"),
    ("5か国", "か国・地域", "5"),
    ("5%", "%(対前年度比)", "5"),
    ("3割", "%", "30"),
    ("3割以上", "%", "30"),
    ("3.5割", "", "35"),
    ("3割", "割", "3"),
    ("1,500千円", "千円/件", "1500"),
    ("5ポイント", "ポイント", "5"),
    ("6か月", "ヶ月", "6"),
]


@pytest.mark.parametrize(("cell", "unit", "value"), FITTING)
def test_counting_words_of_one_family_fit_each_other(cell, unit, value):
    assert str(parse_figure(cell, unit).value) == value


MARKED = [
    ("105※1", "※1"),
    ("105※", "※"),
    ("105*", "*"),
    ("105**", "*; *"),
    ("*105", "*"),
    ("105 *1", "*1"),
    ("105 注1)", "注1)"),
    ("105注1", "注1"),
    ("105(注1)", "注1"),
    ("105（※2）", "※2"),
    ("105¹", "¹"),
    ("105人(うち女性12)", "うち女性12"),
    ("105人（うち12人）", "うち12人"),
    ("105人(うち女性12)※1", "うち女性12; ※1"),
    ("年平均105人", "平均"),
    ("毎年度105人", "毎年度"),
    ("累計105人", "累計"),
    ("毎年度延べ105人", "毎年度; 延べ"),
]


@pytest.mark.parametrize(("cell", "remark"), MARKED)
def test_marks_of_footnotes_and_parts_of_a_figure_are_kept_as_a_note(cell, remark):
    figure = parse_figure(cell, "人")

    assert (figure.value, figure.remark, figure.printed) == (105, remark, cell)


NOTHING = [
    ("－(該当なし)", "not_applicable", ""),
    ("―（対象外）", "not_applicable", ""),
    ("-※1", "not_collected", "※1"),
    ("n.d.", "not_collected", ""),
    ("#N/A", "not_collected", ""),
    ("検討中", "not_collected", ""),
]


@pytest.mark.parametrize(("cell", "state", "remark"), NOTHING)
def test_a_word_beside_a_dash_says_why_there_is_no_figure(cell, state, remark):
    assert parse_figure(cell) == ParsedCell(printed=cell, state=state, remark=remark)


BOUNDS = [
    ("＜5", "人", "withheld"),
    ("5未満", "人", "withheld"),
    ("5人未満", "", "withheld"),
    ("<5", "international students", "withheld"),
    ("5未満", "件", None),
    ("5未満", "", None),
    ("5人以下", "人", None),
    ("10人以上", "人", None),
    ("100超", "%", None),
]


@pytest.mark.parametrize(("cell", "unit", "state"), BOUNDS)
def test_a_bound_is_no_actual_and_hides_a_small_number_of_persons(cell, unit, state):
    settled = settle_bound(parse_figure(cell, unit), unit)

    if state is None:
        reason = f"“{cell}” is a bound, not a figure. Write the figure itself, or 非公表 where it is withheld."
        assert settled == RefusedCell(reason)
    else:
        assert (settled.state, settled.value, settled.comparator, settled.printed) == (state, None, "", cell)


ANSWERS = [
    ("yes_no", "済", ParsedCell(printed="済", state="reported", value=Decimal(1))),
    ("yes_no", "no", ParsedCell(printed="no", state="reported", value=Decimal(0))),
    ("yes_no", "not done", ParsedCell(printed="not done", state="reported", value=Decimal(0))),
    ("yes_no", "未実施", ParsedCell(printed="未実施", state="reported", value=Decimal(0))),
    ("yes_no", "×", ParsedCell(printed="×", state="reported", value=Decimal(0))),
    ("yes_no", "2025-03-31", ParsedCell(state="reported", value=Decimal(1), dated=date(2025, 3, 31))),
    ("yes_no", "-", ParsedCell(printed="-", state="not_collected")),
    ("date", "令和7年3月31日", ParsedCell(printed="令和7年3月31日", state="reported", dated=date(2025, 3, 31))),
    ("grade", "Ⅲ", ParsedCell(state="reported", text="Ⅲ")),
    ("text", "Under  way (2 of 3)", ParsedCell(state="reported", text="Under way (2 of 3)")),
    ("text", "", ParsedCell()),
]


@pytest.mark.parametrize(("kind", "cell", "figure"), ANSWERS)
def test_an_indicator_that_is_no_number_is_read_by_its_kind(kind, cell, figure):
    assert parse_figure(cell, kind=kind) == figure


@pytest.mark.parametrize(("kind", "cell"), [("yes_no", "perhaps"), ("date", "2025-03"), ("date", "soon")])
def test_no_day_is_no_answer(kind, cell):
    assert parse_figure(cell, kind=kind) == RefusedCell(f"“{cell}” is neither a day nor a word for a missing one.")


def test_a_part_of_a_ratio_is_one_number():
    assert parse_amount("1,445") == 1445
    assert parse_amount("") is None
    assert parse_amount("1-2") == RefusedCell("“1-2” is a range, where one number is expected.")


def test_names_are_normalised_and_never_hold_hidden_characters():
    assert parse_name(" Cafe\u0301  au\n lait ") == "Café au lait"
    assert parse_name("a\u202eb") == RefusedCell("The cell holds the character U+202E, which is not text.")


def test_notes_keep_their_lines_and_lose_the_apostrophe_that_guards_spreadsheets():
    assert parse_text(" one\r\ntwo ") == "one\r\ntwo"
    assert parse_text("'=1+1") == "=1+1"
    assert parse_text("''=1+1") == "'=1+1"
    assert parse_text("'tis") == "'tis"
    assert parse_figure("'-5").value == -5


SETTLED = [
    ("95%", "actual", ("actual", None)),
    ("95%(見込)", "actual", ("forecast", None)),
    ("95%(見込)", "forecast", ("forecast", None)),
    ("95%(見込)", "baseline", ("baseline", True)),
    ("95%(見込)", "target", ("target", True)),
    ("95%(速報)", "actual", ("actual", True)),
    ("95%(2021年度実績)", "baseline", ("baseline", False)),
    ("95%(実績)", "forecast", ("actual", False)),
    ("95%(確定値)", "actual", ("actual", False)),
    ("95%(目標)", "target", ("target", None)),
    ("95%(実績)", "target", RefusedCell("“95%(実績)” says another kind of value than its row.")),
    ("95%(目標)", "actual", RefusedCell("“95%(目標)” says another kind of value than its row.")),
]


@pytest.mark.parametrize(("cell", "kind", "settled"), SETTLED)
def test_the_words_of_a_cell_decide_with_its_row_what_kind_of_value_it_is(cell, kind, settled):
    assert settle_kind(parse_figure(cell), kind) == settled


def test_a_mark_for_nothing_is_told_from_a_word_for_it():
    assert [parse_figure(cell).is_dash for cell in ("-", "…", "未定", "0", "")] == [True, True, False, False, True]


def test_names_compare_without_width_case_spaces_and_dashes():
    assert key_of("ＦＤ・SD 研修会～Ａ") == key_of("fd・sd研修会〜a")
    assert key_of("A–B") == key_of("a-b")


@example("[]")
@example("（）")
@given(some.text(max_size=40))
def test_no_text_breaks_the_grammar(text):
    assert isinstance(parse_figure(text), ParsedCell | RefusedCell)

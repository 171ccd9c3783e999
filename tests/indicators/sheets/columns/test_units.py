"""Units that stand elsewhere than in a column of their own, and what a series or a file says of its own digits."""

import pytest

from indicators.models import Commitment, Indicator, Target, YearlyValue
from tests.indicators.sheets.made_sheets import figure, load, skipped, tidy, warnings, workbook

pytestmark = pytest.mark.django_db


def unit_and_values():
    return Indicator.objects.get().unit_ja, [
        f"{value:f}" for value in YearlyValue.objects.values_list("value", flat=True)
    ]


UNITS = [
    (["指標", "年度", "実績"], ["外部資金(百万円)", 2022, 5], "百万円", "5"),
    (["指標", "年度", "実績"], ["外部資金（単位：百万円）", 2022, "1.2億円"], "百万円", "120"),
    (["指標", "R4実績(千円)"], ["外部資金", 5], "千円", "5"),
    (["指標", "実績(千円)", "年度"], ["外部資金", 5, 2022], "千円", "5"),
    (["指標", "年度", "値(人)"], ["参加者", 2022, 5], "人", "5"),
    (["指標", "R4実績(千円)"], ["外部資金(百万円)", 5], "百万円", "0.005"),
    (["指標", "単位", "R4実績(千円)"], ["外部資金", "円", "1,234"], "円", "1234000"),
    (["指標", "年度", "実績"], ["参加者(新規)", 2022, 5], "", "5"),
    (["指標", "年度", "実績"], ["受講者数(年)", 2022, 5], "", "5"),
]


@pytest.mark.parametrize(("header", "row", "unit", "value"), UNITS)
def test_a_unit_is_taken_from_where_it_is_written(header, row, unit, value):
    load(workbook([header, row]))

    assert unit_and_values() == (unit, [value])


def test_a_unit_above_a_table_holds_until_another_line_says_another():
    rows = [["進捗", "(単位:千円)"], ["指標", "R4"], ["寄附金", 5], ["（単位：人）"], ["参加者", 6]]

    report = load(workbook(rows))

    assert list(Indicator.objects.order_by("id").values_list("unit_ja", flat=True)) == ["千円", "人"]
    assert [(row, reason) for row, _column, _value, reason in skipped(report)] == [(4, "The unit of the rows below.")]
    assert (0, "unit", "The unit above the table was taken where a row says none.") in warnings(report)


def test_a_short_year_in_a_heading_is_read_with_a_doubt():
    report = load(workbook([["指標", "23年度実績", "24年度目標", "FY25"], ["参加者", 5, 6, 7]]))

    assert list(YearlyValue.objects.values_list("fiscal_year", flat=True)) == [2023, 2025]
    assert Target.objects.get().fiscal_year == 2024
    assert [column for row, column, reason in warnings(report) if "of an era" in reason] == ["23年度実績"]


def test_the_note_of_a_row_goes_to_its_last_actual_alone():
    rows = [
        ["指標", "単位", "基準値 R3", "R4実績", "R5実績", "R9目標", "備考"],
        ["参加者", "人", 1, 2, 3, 9, "順調"],
        ["登録者", "人", 1, None, None, 9, "R9で終了"],
    ]

    load(workbook(rows))

    assert list(YearlyValue.objects.order_by("fiscal_year").values_list("note", flat=True)) == ["", "順調"]
    assert list(Commitment.objects.values_list("baseline_note", flat=True)) == ["", ""]
    assert list(Target.objects.order_by("id").values_list("note", flat=True)) == ["", "R9で終了"]


def test_a_mapped_remark_is_not_copied_to_every_year():
    rows = [["指標", "単位", "基準値 R3", "R4実績", "R9目標", "達成状況"], ["参加者", "人", 1, 2, 9, "概ね達成"]]

    load(workbook(rows), mapping={"達成状況": "note"})

    assert YearlyValue.objects.get().note == "概ね達成"
    assert (Commitment.objects.get().baseline_note, Target.objects.get().note) == ("", "")


FRACTIONS = [
    (["35.0", "0.305"], ["0.305% is beside 35.0%: write 30.5, not 0.305, for a share of 30.5%."]),
    (["35.0", "速報 0.36"], ["0.36% is beside 35.0%: write 30.5, not 0.305, for a share of 30.5%."]),
    (["0.305"], ["All its figures are below 1%, such as 0.305%: write 30.5, not 0.305, for a share of 30.5%."]),
    (["35.0", "20.5", "0"], []),
    (["0.5", "2.5"], []),
    (["0.25", "2.5"], []),
]


@pytest.mark.parametrize(("cells", "doubts"), FRACTIONS)
def test_a_share_written_as_a_fraction_is_doubted(cells, doubts):
    report = load(tidy(*(figure(f"{2022 + at},actual,{cell}") for at, cell in enumerate(cells))))

    assert [reason for _row, column, reason in warnings(report) if column == "indicator"] == doubts


def test_a_fraction_is_doubted_beside_what_is_stored():
    load(tidy(figure("2022,actual,35.0")))

    report = load(tidy(figure("2023,actual,0.305")))

    assert [reason.partition(" ")[0] for row, _column, reason in warnings(report) if "is beside" in reason] == [
        "0.305%"
    ]

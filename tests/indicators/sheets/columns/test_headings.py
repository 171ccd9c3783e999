import pytest

from indicators.sheets.columns.headings import field_of, kind_of, year_and_kind_of
from indicators.sheets.vocabulary import meaning_by_word

HEADINGS = [
    ("strategy", "strategy"),
    ("Pillar", "strategy"),
    ("戦略", "strategy"),
    ("goal", "standard"),
    ("standard_or_goal", "standard"),
    ("Standard or goal", "standard"),
    ("基準", "standard"),
    ("施策", "measure"),
    ("指標", "indicator"),
    ("評価指標名（日本語）", None),
    ("指標名（正式名称）", "indicator"),
    ("単位", "unit"),
    ("year", "fiscal_year"),
    ("年度", "fiscal_year"),
    ("ＦＩＳＣＡＬ　ＹＥＡＲ", "fiscal_year"),
    ("区分", "kind"),
    ("値", "value"),
    ("分子", "numerator"),
    ("分母", "denominator"),
    ("時点", "as_of"),
    ("内訳", "breakdown"),
    ("状態", "state"),
    ("備考", "note"),
    ("出典", "source_url"),
    ("比較", "comparator"),
    ("Foo", None),
]


@pytest.mark.parametrize(("heading", "field"), HEADINGS)
def test_a_heading_names_a_field_in_its_own_words_or_known_ones(heading, field):
    assert field_of(heading) == field


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("目標", "target"),
        ("実績値", "actual"),
        ("見込", "forecast"),
        ("基準値", "baseline"),
        ("Target", "target"),
        ("値", None),
    ],
)
def test_a_heading_may_be_a_kind_of_value(heading, kind):
    assert kind_of(heading) == kind


YEARS = [
    ("2022", (2022, None)),
    ("FY2022", (2022, None)),
    ("2022年度", (2022, None)),
    ("令和4年度", (2022, None)),
    ("R4", (2022, None)),
    ("平成35年度", (2023, None)),
    ("2015-16", (2015, None)),
    ("2022年度目標", (2022, "target")),
    ("目標（2027年度）", (2027, "target")),
    ("2022 actual", (2022, "actual")),
    ("2013 Q1", None),
    ("1987-1991", None),
    ("2018 to 2020", None),
    ("S08", None),
    ("2022 目標 実績", None),
]


@pytest.mark.parametrize(("heading", "year"), YEARS)
def test_a_heading_may_be_a_year_and_a_year_is_never_cut_out_of_something_else(heading, year):
    assert year_and_kind_of(heading) == year


def test_a_word_of_two_meanings_is_refused_where_it_is_listed():
    with pytest.raises(ValueError, match="goal means standard and measure"):
        meaning_by_word({"standard": "aim goal", "measure": "goal"})

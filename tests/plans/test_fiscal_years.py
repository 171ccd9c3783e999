from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plans.fiscal_years import (
    NamedDay,
    NotAFiscalYear,
    as_of_text,
    day_after_year,
    first_day,
    fiscal_year_label,
    fiscal_year_of,
    fiscal_years_label,
    last_day,
    last_day_named,
    parse_as_of,
    parse_fiscal_year,
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("FY2025", 2025),
        ("fy 2025", 2025),
        ("AY2025", 2025),
        ("academic year 2025", 2025),
        ("2025", 2025),
        (2025, 2025),
        (2025.0, 2025),
        ("2025年度", 2025),
        ("2025 年度", 2025),
        ("２０２５年度", 2025),
        ("2025年", 2025),
        ("令和7年度", 2025),
        ("令和７年度", 2025),
        ("㋿7年度", 2025),
        ("R7", 2025),
        ("r7年度", 2025),
        ("R.7", 2025),
        ("令和元年度", 2019),
        ("R1", 2019),
        ("H30", 2018),
        ("平成31年度", 2019),
        ("平成35年度", 2023),
        ("平成36年度", 2024),
        ("S63", 1988),
        ("平成31/令和元年度", 2019),
        ("平成31年度・令和元年度", 2019),
        ("平成31(令和元)年度", 2019),
        ("H31/R1", 2019),
        ("2025年度（令和7年度）", 2025),
        ("FY2025 (R7)", 2025),
        ("2015-16", 2015),
        ("2015/16", 2015),
        ("2015–2016", 2015),
        ("AY2015-16", 2015),
        ("1999-00", 1999),
        ("2009-10", 2009),
        ("FY23", 2023),
        ("FY 05", 2005),
        ("AY'23", 2023),
        ("FY98", 1998),
        ("FY15-16", 2015),
        ("2023年度末", 2023),
        ("令和5年度末", 2023),
    ],
)
def test_a_label_names_one_fiscal_year(text, year):
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2013 Q1", "“2013 Q1” is part of a year."),
        ("Q3 2013", "“Q3 2013” is part of a year."),
        ("2013年度上期", "“2013年度上期” is part of a year."),
        ("1987-1991", "“1987-1991” is not one year."),
        ("2018 to 2020", "“2018 to 2020” is not one year."),
        ("2023～2024", "“2023～2024” is not one year."),
        ("2007/08 to 2008/09", "“2007/08 to 2008/09” is not one year."),
        ("23年度", "“23年度” is not a fiscal year."),
        ("FY2", "“FY2” is not a fiscal year."),
        ("FY202", "“FY202” is not a fiscal year."),
        ("2022〜2027", "“2022〜2027” is not one year."),
        ("2015-17", "“2015-17” is not one year."),
        ("平成31/令和2年度", "“平成31/令和2年度” names different years."),
        ("2024-02", "“2024-02” is a date, not a fiscal year."),
        ("2024-05-01", "“2024-05-01” is a date, not a fiscal year."),
        ("令和0年度", "“令和0年度” is not a year between 1868 and 2199."),
        ("0999", "“0999” is not a year between 1868 and 2199."),
        ("2200", "“2200” is not a year between 1868 and 2199."),
        ("", "The fiscal year is empty."),
        (None, "The fiscal year is empty."),
        ("15", "“15” is not a fiscal year."),
        ("20255", "“20255” is not a fiscal year."),
        ("令和七年度", "“令和七年度” is not a fiscal year."),
        ("2025.5", "“2025.5” is a date, not a fiscal year."),
        ("total", "“total” is not a fiscal year."),
    ],
)
def test_what_is_not_one_fiscal_year_is_refused_with_its_reason(text, reason):
    with translation.override("en"), pytest.raises(NotAFiscalYear) as refusal:
        parse_fiscal_year(text)

    assert refusal.value.reason == str(refusal.value) == reason
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize(
    ("first", "last", "japanese", "english"),
    [
        (2022, 2027, "令和4～9年度", "FY2022–27"),
        (2019, 2025, "令和元～7年度", "FY2019–25"),
        (2014, 2023, "平成26～令和5年度", "FY2014–23"),
        (1999, 2003, "平成11～15年度", "FY1999–2003"),
        (2025, 2025, "令和7年度", "FY2025"),
    ],
)
def test_a_span_of_years_names_its_era_once(first, last, japanese, english):
    assert fiscal_years_label(first, last, language="ja") == japanese
    assert fiscal_years_label(first, last, language="en") == english


@pytest.mark.parametrize(
    ("style", "label"),
    [
        ("fy", "FY2025"),
        ("ay", "AY2025"),
        ("nendo", "2025年度"),
        ("era", "令和7年度"),
        ("era_year", "令和7"),
        ("era_short", "R7"),
    ],
)
def test_a_fiscal_year_has_a_label_in_each_style(style, label):
    assert fiscal_year_label(2025, style) == label


def test_labels_follow_the_language():
    with translation.override("ja"):
        assert (fiscal_year_label(2025), fiscal_years_label(2022, 2027)) == ("令和7年度", "令和4～9年度")
    with translation.override("en"):
        assert (fiscal_year_label(2025), fiscal_years_label(2022, 2027)) == ("FY2025", "FY2022–27")
    assert fiscal_year_label(2025, language="ja") == "令和7年度"


@pytest.mark.parametrize(
    ("year", "label"),
    [(2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度"), (1867, "1867年度")],
)
def test_eras_begin_with_their_first_year(year, label):
    assert fiscal_year_label(year, "era") == label


@given(st.integers(1868, 2117), st.sampled_from(["fy", "ay", "nendo", "era", "era_short"]))
def test_every_label_is_read_back_as_its_year(year, style):
    assert parse_fiscal_year(fiscal_year_label(year, style)) == year


@given(st.text())
def test_any_text_is_a_year_or_refused(text):
    try:
        year = parse_fiscal_year(text)
    except NotAFiscalYear as refusal:
        year, reason = None, refusal.reason

    assert 1868 <= year <= 2199 if year is not None else reason


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        (date(2024, 3, 31), 4, 2023),
        (date(2024, 4, 1), 4, 2024),
        (date(2024, 12, 31), 1, 2024),
        (date(2024, 1, 1), 1, 2024),
        (date(2024, 9, 30), 10, 2023),
    ],
)
def test_a_day_falls_in_the_fiscal_year_that_has_begun(day, start_month, year):
    assert fiscal_year_of(day, start_month) == year


@given(st.integers(1900, 2198), st.integers(1, 12))
def test_a_fiscal_year_runs_from_its_first_to_its_last_day(year, start_month):
    assert fiscal_year_of(first_day(year, start_month), start_month) == year
    assert fiscal_year_of(last_day(year, start_month), start_month) == year
    assert last_day(year, start_month).toordinal() + 1 == first_day(year + 1, start_month).toordinal()


@pytest.mark.parametrize(
    ("months", "start_month", "day"),
    [
        (2, 4, date(2026, 5, 31)),
        (2, 1, date(2026, 2, 28)),
        (2, 12, date(2027, 1, 31)),
        (2, 11, date(2026, 12, 31)),
        (0, 4, date(2026, 3, 31)),
        (0, 1, date(2025, 12, 31)),
        (12, 4, date(2027, 3, 31)),
        (24, 1, date(2027, 12, 31)),
    ],
)
def test_months_after_a_year_end_with_the_last_day_of_the_month(months, start_month, day):
    assert day_after_year(2025, months, start_month) == day


@pytest.mark.parametrize(
    ("text", "day", "precision", "rest"),
    [
        ("2024-02", date(2024, 2, 1), "month", ""),
        ("2024-05-01", date(2024, 5, 1), "day", ""),
        ("2024年2月", date(2024, 2, 1), "month", ""),
        ("２０２４年２月", date(2024, 2, 1), "month", ""),
        ("R6.5.1", date(2024, 5, 1), "day", ""),
        ("H31.4.1", date(2019, 4, 1), "day", ""),
        ("R6/5/1", date(2024, 5, 1), "day", ""),
        ("2024.5.1", date(2024, 5, 1), "day", ""),
        ("令和6年5月1日", date(2024, 5, 1), "day", ""),
        ("令和元年5月", date(2019, 5, 1), "month", ""),
        ("2024/5/1", date(2024, 5, 1), "day", ""),
        ("2024年5月1日現在", date(2024, 5, 1), "day", ""),
        ("2024年2月末", date(2024, 2, 29), "day", ""),
        ("2024-05-01 00:00:00", date(2024, 5, 1), "day", ""),
        ("as of February 2024", date(2024, 2, 1), "month", ""),
        ("1 May 2024", date(2024, 5, 1), "day", ""),
        ("May 1, 2024", date(2024, 5, 1), "day", ""),
        ("2024", date(2024, 1, 1), "year", ""),
        ("令和6年", date(2024, 1, 1), "year", ""),
        ("2024-02-01 (provisional)", date(2024, 2, 1), "day", "(provisional)"),
        ("2024-02 (as reported)", date(2024, 2, 1), "month", "(as reported)"),
        ("2024.2.1 訂正", date(2024, 2, 1), "day", "訂正"),
        (date(2024, 5, 1), date(2024, 5, 1), "day", ""),
        (datetime(2024, 5, 1, 9, 30), date(2024, 5, 1), "day", ""),
    ],
)
def test_an_as_of_date_is_cut_to_what_it_names(text, day, precision, rest):
    assert parse_as_of(text) == NamedDay(day, precision, rest)


@pytest.mark.parametrize(
    "text",
    [
        "estimate",
        "Aprıl 2024",
        "FY2021 actual",
        "2024年度",
        "2013 Q1",
        "1987-1991",
        "2015-16",
        "2024-02-30",
        "2024年2月31日",
        "2024-13",
        "31.2.2026",
        "",
    ],
)
def test_other_text_stays_text(text):
    assert parse_as_of(text) == NamedDay(None, "", text)


@given(st.text())
def test_any_text_is_a_date_or_left_over(text):
    day, precision, _ = parse_as_of(text)

    assert (day is None) == (precision == "")


@pytest.mark.parametrize(("text", "year"), [("2024-02", 2023), ("2024-04", 2024), ("2024-05-01", 2024), ("2024", 2024)])
def test_an_as_of_date_has_a_fiscal_year(text, year):
    day, precision, _ = parse_as_of(text)

    assert fiscal_year_of(day, precision=precision) == year


@given(st.dates(date(1868, 1, 1), date(2199, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_an_as_of_date_survives_being_written(day, precision):
    written = as_of_text(day, precision)
    again = parse_as_of(written)

    assert (as_of_text(again.date, again.precision), again.precision, again.rest) == (written, precision, "")


@pytest.mark.parametrize(
    ("precision", "last"),
    [("day", date(2024, 2, 1)), ("month", date(2024, 2, 29)), ("year", date(2024, 12, 31))],
)
def test_an_as_of_date_lasts_as_long_as_it_names(precision, last):
    assert last_day_named(date(2024, 2, 1), precision) == last

import pytest
from hypothesis import given
from hypothesis import strategies as some

from indicators.sheets.parsing import parse_figure

PLAIN = [
    ("0", "0"),
    ("-0", "0"),
    ("0.0", "0.0"),
    ("95.0", "95.0"),
    (".5", "0.5"),
    ("１，２３４", "1234"),
    ("１２.５", "12.5"),
    ("1,234,567.89", "1234567.89"),
    ("-5", "-5"),
    ("▲5.0%", "-5.0"),
    ("△3", "-3"),
    ("−2", "-2"),
    ("－2", "-2"),
    ("5%", "5"),
    ("5％", "5"),
    ("1e3", "1000"),
    ("1.5E-3", "0.0015"),
    ("0.12345678901234", "0.1234567890"),
    ("80大学", "80"),
    ("31か国・地域", "31"),
    ("7位", "7"),
    ("3.5倍", "3.5"),
    ("年6回", "6"),
    ("年間6回", "6"),
    ("6回/年", "6"),
    ("20校程度", "20"),
    ("40 projects", "40"),
    ("99999999999999999999", "99999999999999999999"),
]


@pytest.mark.parametrize(("cell", "value"), PLAIN)
def test_a_printed_number_is_its_value_to_the_last_digit(cell, value):
    figure = parse_figure(cell)

    assert (figure.state, str(figure.value)) == ("reported", value)


SCALED = [
    ("1.2億円", "百万円", "120"),
    ("1,200,000円", "千円", "1200"),
    ("1,200千円", "千円", "1200"),
    ("3万人", "人", "30000"),
    ("3万人", "", "30000"),
    ("100億円", "億円", "100"),
    ("6,342 million JPY", "million JPY", "6342"),
]


@pytest.mark.parametrize(("cell", "unit", "value"), SCALED)
def test_a_figure_in_other_thousands_is_moved_into_its_unit(cell, unit, value):
    assert str(parse_figure(cell, unit).value) == value


@pytest.mark.parametrize("digits", ["12345678901234567890.0123456789", "12345678901234567890.01234567891"])
def test_all_digits_that_are_stored_are_read(digits):
    assert str(parse_figure(digits).value) == "12345678901234567890.0123456789"


@given(some.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_every_plain_decimal_comes_back_equal(value):
    assert parse_figure(f"{value:f}").value == value


def test_the_printed_text_is_kept_unless_it_only_repeats_the_number():
    assert parse_figure("95.0").printed == ""
    assert parse_figure("95.0%").printed == "95.0%"
    assert parse_figure(" １２ ").printed == "１２"
    assert parse_figure("100-105").printed == ""
    assert parse_figure("100～105").printed == "100～105"


@pytest.mark.parametrize(("cell", "low", "high"), [("100〜", 100, None), ("～105%", None, 105)])
def test_a_range_may_have_one_end(cell, low, high):
    figure = parse_figure(cell, "%")

    assert (figure.comparator, figure.low, figure.high) == ("range", low, high)

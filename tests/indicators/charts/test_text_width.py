from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.charts.text_width import clip_text, short_number, width_of, wrap_text


def test_japanese_letters_are_as_wide_as_high():
    assert width_of("目標", 12) == 24
    assert width_of("10", 10) == pytest.approx(11.4)


def test_a_text_is_cut_only_where_it_has_no_room():
    assert clip_text("Target", 100, 12) == "Target"
    assert clip_text("Target 36 % of all staff", 60, 12) == "Target…"


def test_lines_end_at_spaces_and_between_japanese_letters():
    assert wrap_text("not collected", 64, 12) == ["not", "collected"]
    assert wrap_text("指標の名称", 36, 12) == ["指標の", "名称"]


def test_the_last_line_is_cut_when_there_are_too_many():
    lines = wrap_text("名" * 200, 120, 12, most=2)

    assert len(lines) == 2
    assert lines[1].endswith("…")


@pytest.mark.parametrize(
    ("number", "english", "japanese"),
    [
        ("0", "0", "0"),
        ("0.000001", "0.000001", "0.000001"),
        ("-1500", "−1,500", "−1,500"),
        ("2500000", "2.5 M", "250万"),
        ("1000000000000", "1 tn", "1兆"),
    ],
)
def test_a_great_number_is_shortened_for_an_axis(number, english, japanese):
    with override("en"):
        assert short_number(Decimal(number)) == english
    with override("ja"):
        assert short_number(Decimal(number)) == japanese

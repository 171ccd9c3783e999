"""A number out of an address is read in one way: ASCII digits, within bounds."""

from pathlib import Path

import pytest

from plans.text.numbers import LARGEST_NUMBER, whole_number

ROOT = Path(__file__).resolve().parents[3]
TEXTS = [
    ("0", 0),
    ("2025", 2025),
    ("007", 7),
    (str(LARGEST_NUMBER), LARGEST_NUMBER),
    (str(LARGEST_NUMBER + 1), None),
    ("9" * 5000, None),
    ("", None),
    (None, None),
    ("-1", None),
    ("+1", None),
    (" 1", None),
    ("1.0", None),
    ("1e3", None),
    ("1_000", None),
    ("２", None),
    ("²", None),
    ("x", None),
]


@pytest.mark.parametrize(("text", "number"), TEXTS)
def test_a_text_is_a_whole_number_or_none(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(("text", "number"), [("0", None), ("1", 1), ("9", 9), ("10", None)])
def test_bounds_are_part_of_the_range(text, number):
    assert whole_number(text, 9, least=1) == number


def test_nobody_else_looks_for_digits():
    """The sheet has its own grammar, and the environment its own refusals."""
    own = {"plans/text/numbers.py", "config/environment.py"}
    files = [path for app in ("plans", "measures", "indicators") for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if ".isdigit()" in path.read_text()}

    assert {path for path in found if not path.startswith("indicators/sheets/")} <= own

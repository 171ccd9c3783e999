import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ParseError

from plans.rest.exact_json import PrintedJSON, json_bytes, parse_json, to_json
from plans.text.languages import Wording


@pytest.mark.parametrize(
    "number, text",
    [("30.0", "30.0"), ("-0.50", "-0.50"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("0", "0"), ("9" * 20, "9" * 20)],
)
def test_decimals_are_numbers_with_their_own_digits(number, text):
    assert to_json(Decimal(number)) == text
    assert parse_json(f'{{"a": {text}}}'.encode()) == {"a": Decimal(text)}


def test_everything_that_an_answer_holds_can_be_printed():
    value = {
        "text": 'say "日本"\n',
        "wording": Wording("方針", "ja"),
        "lazy": gettext_lazy("x"),
        "list": [1, True, None, (Decimal("1.10"),)],
        "day": date(2025, 3, 31),
        "moment": datetime(2025, 3, 31, 9, tzinfo=UTC),
        "row": PrintedJSON('{"id":1}'),
    }

    assert to_json(value) == (
        '{"text":"say \\"日本\\"\\n","wording":"方針","lazy":"x","list":[1,true,null,[1.10]],'
        '"day":"2025-03-31","moment":"2025-03-31T09:00:00+00:00","row":{"id":1}}'
    )


@pytest.mark.parametrize("body", [b'{"value":1,"value":2}', b'[{"a":{"b":1,"b":1}}]'])
def test_a_key_that_stands_twice_is_refused_by_name(body):
    with pytest.raises(ParseError, match=r"more than once: (value|b)\."):
        parse_json(body)


def test_a_lone_surrogate_can_be_sent_back():
    assert json.loads(json_bytes({"text": "\ud800"})) == {"text": "\ud800"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b'{"a": NaN}', b'{"a": Infinity}', b"\xff", b"[" * 100_000, b"[" + b"9" * 5000 + b"]"],
)
def test_what_is_not_json_is_refused(body):
    with pytest.raises(ParseError):
        parse_json(body)


def test_fractions_never_become_floats():
    assert parse_json(b"[0.1, 1e400, 12345678901234567890.123]") == [
        Decimal("0.1"),
        Decimal("1e400"),
        Decimal("12345678901234567890.123"),
    ]

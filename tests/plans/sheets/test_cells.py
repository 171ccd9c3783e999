"""What a program for sheets would run is harmless, in Python and in the database alike."""

import pytest
from django.db import connection

from plans.sheets.cells import FORMULA_SIGNS, HARMLESS_SQL, harmless, remove_guard

PLAIN = ["", "a=b", "'tis", "'", "1 = 1", "教育", " =1", "''", "\u3000＝"]
FORMULAS = [*(f"{sign}1" for sign in FORMULA_SIGNS), "@SUM(A1)", "-", "'=1", "''＋1"]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_not_touched(text):
    assert (harmless(text), remove_guard(text)) == (text, text)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe_that_can_be_taken_away_again(text):
    assert (harmless(text), remove_guard(harmless(text))) == (f"'{text}", text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*PLAIN, *FORMULAS])
def test_the_database_guards_the_same_texts(text):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {HARMLESS_SQL.replace('{}', '%(text)s::text')}", {"text": text})
        assert cursor.fetchone() == (harmless(text),)

"""Everything that the interface says is there in Japanese."""

import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale/ja/LC_MESSAGES/django.po"
BLANK = re.compile(r"%\(\w+\)[-#0+ ]?(?:\.\d+)?[sdf]|\{\w*\}")


def entries(path):
    with open(path, "rb") as file:
        return [message for message in read_po(file, locale="ja") if message.id]


def first(text):
    return text if isinstance(text, str) else text[0]


def last(text):
    return text if isinstance(text, str) else text[-1]


def test_every_message_is_translated():
    assert [first(message.id) for message in entries(CATALOGUE) if not first(message.string)] == []


def test_no_translation_is_a_guess():
    assert [first(message.id) for message in entries(CATALOGUE) if message.fuzzy] == []


def test_a_translation_fills_the_same_blanks():
    # Japanese has one form, which speaks of any number: it fills the blanks of the English plural
    uneven = [
        first(message.id)
        for message in entries(CATALOGUE)
        if sorted(BLANK.findall(last(message.id))) != sorted(BLANK.findall(first(message.string)))
    ]

    assert uneven == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext: apt-get install -y gettext")
def test_the_catalogue_holds_what_the_code_says(tmp_path):
    for folder in ("config", "indicators", "measures", "plans", "templates"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()

    subprocess.run([sys.executable, "-m", "django", "makemessages", "-l", "ja", "-v0"], cwd=tmp_path, check=True)

    said = {(message.context, first(message.id)) for message in entries(tmp_path / "locale/ja/LC_MESSAGES/django.po")}
    known = {(message.context, first(message.id)) for message in entries(CATALOGUE)}
    assert (said - known, known - said) == (set(), set())


def test_a_page_speaks_japanese(client, db):
    page = client.get("/plans/?lang=ja").content.decode()

    assert "表示できる計画がありません" in page
    assert '<html lang="ja">' in page

import gettext
import os
from contextlib import closing

import pytest

from config import environment, postgres, prepare

WORDS = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Plan"
msgstr "{plan}"

#, fuzzy
msgid "Office"
msgstr "事務所"
"""


@pytest.fixture
def tree(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "locale" / "ja" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def translated(tree, word):
    return gettext.translation("django", tree / "locale", ["ja"]).gettext(word)


def test_translations_are_compiled_when_they_are_newer(tree):
    source = tree / "locale/ja/LC_MESSAGES/django.po"
    source.write_text(WORDS.format(plan="計画"))
    prepare.translations()
    assert translated(tree, "Plan") == "計画"
    compiled = source.with_suffix(".mo")
    first = compiled.stat().st_mtime_ns

    prepare.translations()
    assert compiled.stat().st_mtime_ns == first

    source.write_text(WORDS.format(plan="プラン"))
    os.utime(source, ns=(first + 10**9, first + 10**9))
    prepare.translations()
    assert b"\xe3\x83\x97\xe3\x83\xa9\xe3\x83\xb3" in compiled.read_bytes()
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]


def test_a_doubtful_translation_is_not_shown(tree):
    (tree / "locale/ja/LC_MESSAGES/django.po").write_text(WORDS.format(plan="計画"))

    prepare.translations()

    assert translated(tree, "Office") == "Office"


def test_a_mark_changes_with_a_file_its_place_and_the_text(tree):
    (tree / "static").mkdir()
    file = tree / "static" / "a.css"
    file.write_text("a")
    first = prepare.mark_of([file])

    assert prepare.mark_of([file]) == first
    assert prepare.mark_of([file], "more") != first
    assert prepare.mark_of([file.rename(tree / "static" / "b.css")]) != first


@pytest.mark.parametrize("content", [None, "", "{half"])
def test_a_memory_that_is_not_there_or_torn_counts_as_none(tmp_path, content):
    if content is not None:
        (tmp_path / "prepared.json").write_text(content)

    assert prepare.remembered(tmp_path) == {}


def test_a_new_database_has_nothing_and_nobody(server):
    with closing(postgres.connect(server.start()[1])) as connection:
        assert prepare.applied(connection) == prepare.NOTHING
        assert prepare.is_empty(connection)


def test_a_command_that_fails_ends_the_start_with_its_name():
    with pytest.raises(environment.Refusal, match=r"`./run manage no_such_thing` failed, see above"):
        prepare.manage("no_such_thing")

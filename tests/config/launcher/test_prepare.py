import gettext
import os
import stat
from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage

from config import environment
from config.launcher import postgres, prepare
from config.outbox import PrivateOutbox
from plans.database.stored_files import ShortNames

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

    assert prepare.read_prepared(tmp_path) == {}


def test_a_new_database_has_nothing_and_nobody(server):
    with closing(postgres.connect(server.start()[1])) as connection:
        assert prepare.applied_migrations(connection) == prepare.NOTHING
        assert prepare.is_empty(connection)


def test_a_command_that_fails_ends_the_start_with_its_name():
    with pytest.raises(environment.Refusal, match=r"`./run manage no_such_thing` failed, see above"):
        prepare.manage("no_such_thing")


def test_files_and_letters_are_closed_to_others_also_those_of_before(tmp_path):
    (tmp_path / "files/evidence/2026").mkdir(parents=True)
    (tmp_path / "files/evidence/2026/minutes.pdf").write_text("secret")
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox/letter.log").write_text("link")
    (tmp_path / "static").mkdir(mode=0o755)
    for path in tmp_path.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)

    prepare.close_to_others(tmp_path)
    prepare.close_to_others(tmp_path)

    modes = {str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {
        "files": 0o700,
        "files/evidence": 0o700,
        "files/evidence/2026": 0o700,
        "files/evidence/2026/minutes.pdf": 0o600,
        "outbox": 0o700,
        "outbox/letter.log": 0o600,
        "static": 0o755,
    }


def test_new_files_and_letters_are_closed_from_the_start(tmp_path, settings):
    old = os.umask(0)
    try:
        files = {**settings.STORAGES["default"]["OPTIONS"], "location": tmp_path / "files"}
        ShortNames(**files).save("evidence/2026/minutes.pdf", ContentFile(b"secret"))
        outbox = PrivateOutbox(file_path=tmp_path / "outbox")
        outbox.send_messages([EmailMessage("Hello", "a link", to=["sato@example.ac.jp"])])
    finally:
        os.umask(old)

    found = {path.name.rpartition(".")[2]: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert found == {"files": 0o700, "evidence": 0o700, "2026": 0o700, "pdf": 0o600, "outbox": 0o700, "log": 0o600}
    assert "a link" in next((tmp_path / "outbox").iterdir()).read_text()

"""config/launcher/install.py on machines that lack something. Locks are empty here: nothing is fetched."""

import subprocess
import sys

import pytest

from config import environment
from config.launcher import install

FAKE = """#!/bin/sh
# A Python as Debian ships it without python3-venv: venv fails and leaves half of itself behind.
case "$*" in
*--without-pip*) ;;
"-m venv "*) mkdir -p "$3/bin"; exit 1 ;;
"-m pip "*) {pip} ;;
esac
exec {python} "$@"
"""


@pytest.fixture
def tree(monkeypatch, tmp_path):
    """An empty project folder, on a machine without uv."""
    for name in (".gitignore", "requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install.shutil, "which", lambda name: None)
    return tmp_path


@pytest.fixture
def fake_python(monkeypatch, tmp_path):
    def make(*, has_pip):
        path = tmp_path / "python3"
        path.write_text(FAKE.format(pip=":" if has_pip else "exit 1", python=sys.executable))
        path.chmod(0o755)
        monkeypatch.setattr(install.sys, "executable", str(path))

    return make


@pytest.mark.slow
def test_an_environment_is_made_once(tree, capfd):
    install.main("requirements.lock")
    made = (tree / ".venv" / "stamp").stat().st_mtime_ns
    install.main("requirements.lock")

    assert (tree / ".venv" / "stamp").stat().st_mtime_ns == made
    assert capfd.readouterr().err.count("Setting up") == 1
    assert subprocess.run([tree / ".venv/bin/python", "-c", ""], check=False).returncode == 0


@pytest.mark.slow
def test_a_changed_lock_makes_it_anew_and_test_extras_are_added_to_it(tree, capfd):
    install.main("requirements.lock")
    install.main("requirements-test.lock")
    assert capfd.readouterr().err.count("Setting up") == 1
    (tree / ".venv" / "left-over").touch()

    (tree / "requirements.lock").write_text("# changed\n")
    install.main("requirements.lock")

    assert capfd.readouterr().err.count("Setting up") == 1
    assert not (tree / ".venv" / "left-over").exists()
    assert not install.is_stamped("requirements-test.lock")


@pytest.mark.slow
def test_without_ensurepip_the_pip_of_the_system_does_it(tree, fake_python):
    fake_python(has_pip=True)

    install.main("requirements.lock")

    assert install.is_stamped("requirements.lock")
    assert not (tree / ".venv/bin/pip").exists()


def test_with_neither_pip_nor_venv_a_sentence_says_what_to_install(tree, fake_python):
    fake_python(has_pip=False)

    with pytest.raises(SystemExit, match="apt-get install -y python3-venv"):
        install.main("requirements.lock")

    assert not (tree / ".venv").exists()


def test_a_lock_that_cannot_be_installed_is_told_and_not_stamped(tree, capfd):
    (tree / "requirements.lock").write_text("no-hash-for-this==1.0\n")

    with pytest.raises(SystemExit, match="The dependencies could not be installed"):
        install.main("requirements.lock")

    assert not install.is_stamped("requirements.lock")


def test_the_locks_pin_everything_by_hash_and_name_no_place():
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (environment.ROOT / name).read_text()
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]

        assert all(line.endswith(" \\") for line in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text


def test_the_test_lock_holds_everything_of_the_other_in_the_same_version():
    served, tested = (
        {line.split(" ")[0] for line in (environment.ROOT / name).read_text().splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-test.lock")
    )

    assert served - tested == set()

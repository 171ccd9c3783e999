import pytest

from config.environment import Refusal
from config.launcher import binaries


def fake_postgres(folder, version):
    folder.mkdir(parents=True)
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return folder


def test_pg_bin_comes_first(monkeypatch, tmp_path):
    folder = fake_postgres(tmp_path / "bin", "17.2 (Debian 17.2-1)")
    monkeypatch.setenv("PG_BIN", str(folder))

    assert binaries.find() == folder
    assert binaries.version(folder) == (17, 2)


def test_then_come_the_programs_of_the_wheel(monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)

    assert binaries.find() == binaries.from_wheel()[0]
    assert binaries.version(binaries.find())[0] == 18


def test_then_those_of_the_machine_newest_first(monkeypatch, tmp_path):
    fake_postgres(tmp_path / "9.6" / "bin", "9.6.24")
    newest = fake_postgres(tmp_path / "17" / "bin", "17.2")
    fake_postgres(tmp_path / "16" / "bin", "16.6")
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "from_wheel", list)
    monkeypatch.setattr(binaries, "INSTALLED", (f"{tmp_path}/*/bin",))
    monkeypatch.setenv("PATH", "/nowhere")

    assert binaries.find() == newest
    assert binaries.find(16) == tmp_path / "16" / "bin"
    assert binaries.find(14) is None


@pytest.mark.parametrize("version", ["14.9", None])
def test_pg_bin_without_a_postgresql_of_use_is_refused(monkeypatch, tmp_path, version):
    folder = fake_postgres(tmp_path / "bin", version) if version else tmp_path
    monkeypatch.setenv("PG_BIN", str(folder))

    with pytest.raises(Refusal, match="no PostgreSQL 15 or newer runs from that folder"):
        binaries.find()


def test_a_machine_without_postgresql_is_told_what_to_do(monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "from_wheel", list)
    monkeypatch.setattr(binaries, "from_machine", list)

    with pytest.raises(Refusal, match="apt-get install postgresql"):
        binaries.find()

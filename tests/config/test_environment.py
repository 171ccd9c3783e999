import stat
from datetime import date

import pytest

from config import environment
from config.environment import Refusal


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("HOSHIN_DEMO", "")

    assert environment.flag("HOSHIN_DEMO", default=True) is True


@pytest.mark.parametrize("value, meaning", [("1", True), ("0", False), ("true", True), ("OFF", False)])
def test_a_flag_is_one_or_nought(monkeypatch, value, meaning):
    monkeypatch.setenv("HTTPS", value)

    assert environment.flag("HTTPS", default=False) is meaning


@pytest.mark.parametrize(
    "read, value, sentence",
    [
        (lambda: environment.flag("V", default=False), "maybe", "V is “maybe”; set it to 1 or 0."),
        (
            lambda: environment.whole_number("V", 8000, top=65535),
            "80a",
            "V is “80a”; set it to a whole number from 0 to 65535.",
        ),
        (
            lambda: environment.whole_number("V", 8000, top=65535),
            "70000",
            "V is “70000”; set it to a whole number from 0 to 65535.",
        ),
        (
            lambda: environment.whole_number("V", 8000, top=65535),
            "８０",
            "V is “８０”; set it to a whole number from 0 to 65535.",
        ),
        (lambda: environment.day("V"), "2026/05/15", "V is “2026/05/15”; set it to a day like 2026-05-15."),
    ],
)
def test_a_wrong_variable_is_named_with_what_to_write_instead(monkeypatch, read, value, sentence):
    monkeypatch.setenv("V", value)

    with pytest.raises(Refusal) as refusal:
        read()

    assert str(refusal.value) == sentence


def test_a_day_is_a_day_and_none_without_one(monkeypatch):
    monkeypatch.setenv("HOSHIN_TODAY", "2026-05-15")

    assert environment.day("HOSHIN_TODAY") == date(2026, 5, 15)
    assert environment.day("HOSHIN_YESTERDAY") is None


def test_a_list_is_parted_by_commas_or_blanks(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example.ac.jp, b.example.ac.jp c.example.ac.jp")

    assert environment.words("ALLOWED_HOSTS") == ["a.example.ac.jp", "b.example.ac.jp", "c.example.ac.jp"]


def test_a_database_url_may_hold_escaped_signs_and_options():
    entry = environment.database("postgresql://hoshin%40web:p%2Fw@db.example:6432/hoshin?sslmode=require")

    assert (entry["USER"], entry["PASSWORD"]) == ("hoshin@web", "p/w")
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "6432", "hoshin")
    assert entry["OPTIONS"] == {"sslmode": "require"}


def test_a_database_url_may_name_a_socket():
    entry = environment.database("postgresql:///hoshin?host=/run/postgresql")

    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize("url", ["sqlite:///db.sqlite3", "mysql://a@b/c", "postgresql://host", "hoshin"])
def test_other_databases_than_postgresql_are_refused(url):
    with pytest.raises(Refusal, match="must look like postgresql://user:password@host:5432/database"):
        environment.database(url)


def test_mail_goes_encrypted_wherever_it_needs_a_password():
    settings = environment.mail("smtp://hoshin:pass@mail.example")

    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example", 587)
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)
    assert environment.mail("smtps://mail.example")["EMAIL_PORT"] == 465


def test_a_wrong_mail_address_is_refused():
    with pytest.raises(Refusal, match="EMAIL_URL must look like"):
        environment.mail("mail.example:25")


def test_the_secret_key_is_made_once_and_nobody_else_reads_it(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    first = environment.secret_key(tmp_path, host="127.0.0.1", demo=False)
    second = environment.secret_key(tmp_path, host="127.0.0.1", demo=False)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_site_that_others_reach_must_be_given_its_secret_key(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(Refusal, match="SECRET_KEY is missing"):
        environment.secret_key(tmp_path, host="0.0.0.0", demo=False)

    assert list(tmp_path.iterdir()) == []


def test_the_demo_is_shown_to_others_only_on_purpose(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")

    with pytest.raises(Refusal, match="HOSHIN_DEMO_PUBLIC=1"):
        environment.host(demo=True)

    monkeypatch.setenv("HOSHIN_DEMO_PUBLIC", "1")
    assert environment.host(demo=True) == "0.0.0.0"


def test_a_site_of_ones_own_may_be_served_to_others(monkeypatch):
    monkeypatch.setenv("HOST", "192.0.2.7")

    assert environment.host(demo=False) == "192.0.2.7"


def test_the_data_folder_is_var_beside_the_code_unless_named(monkeypatch, tmp_path):
    monkeypatch.delenv("HOSHIN_DATA", raising=False)
    assert environment.data_folder() == environment.ROOT / "var"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOSHIN_DATA", "mine")
    assert environment.data_folder() == tmp_path / "mine"


@pytest.fixture
def bare(monkeypatch):
    """No variable says anything about a site."""
    for name in (*environment.SIGNS, environment.NOTED, "HOSHIN_DEMO", "HOSHIN_DEMO_PUBLIC"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_any_sign_of_a_site_it_is_the_demo_unless_declined(bare):
    assert (environment.demo(), environment.why_no_demo()) == (True, "")
    bare.setenv("HTTPS", "0")
    assert environment.demo()
    bare.setenv("HOSHIN_DEMO", "0")
    assert not environment.demo()


@pytest.mark.parametrize("name", environment.SIGNS)
@pytest.mark.parametrize("asked", [None, "1"])
def test_a_site_of_ones_own_is_never_the_demo_and_that_is_said(bare, name, asked):
    bare.setenv(name, "1" if name == "HTTPS" else "something")
    if asked:
        bare.setenv("HOSHIN_DEMO", asked)

    assert not environment.demo()
    assert environment.why_no_demo().startswith(f"The demo is not loaded, because {name} is set: ")


def test_a_demo_for_all_the_world_is_one_on_purpose(bare):
    bare.setenv("SECRET_KEY", "x" * 50)
    bare.setenv("ALLOWED_HOSTS", "demo.example")
    assert "because SECRET_KEY and ALLOWED_HOSTS are set" in environment.why_no_demo()

    bare.setenv("HOSHIN_DEMO_PUBLIC", "1")

    assert environment.demo()


def test_the_database_that_run_started_is_no_sign_of_a_site(bare):
    environment.note_signs()
    bare.setenv("DATABASE_URL", "postgresql://ours")

    assert environment.demo()

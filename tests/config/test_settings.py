import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config import environment

OURS = environment.ROOT
READ = (
    "import json; from config import settings; print(json.dumps({name: str(getattr(settings, name)) for name in %s}))"
)


def python(*arguments, **variables):
    """Python in a process of its own, that sees only these variables of ours."""
    kept = {
        name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "HOSHIN_DATA", "DATABASE_URL"}
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=OURS,
        env=kept | {"PYTHONPATH": str(OURS), environment.NOTED: ""} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def read(*names, **variables):
    done = python("-c", READ % list(names), **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_demo_stands_on_its_own_day():
    assert read("HOSHIN_TODAY") == {"HOSHIN_TODAY": "2026-05-15"}
    assert read("HOSHIN_TODAY", HOSHIN_TODAY="2024-02-29") == {"HOSHIN_TODAY": "2024-02-29"}
    assert read("HOSHIN_TODAY", HOSHIN_DEMO="0") == {"HOSHIN_TODAY": "None"}


def test_mails_come_from_the_address_that_was_set():
    given = {"EMAIL_URL": "smtp://mail.example", "EMAIL_FROM": "Hoshin <hoshin@example.ac.jp>"}

    assert read("DEFAULT_FROM_EMAIL", **given) == {"DEFAULT_FROM_EMAIL": given["EMAIL_FROM"]}
    assert read("DEFAULT_FROM_EMAIL") == {"DEFAULT_FROM_EMAIL": "hoshin@localhost"}


@pytest.mark.parametrize(
    "variables, sentence",
    [
        ({"HOST": "0.0.0.0"}, "The demo's passwords are public"),
        ({"HOST": "0.0.0.0", "HOSHIN_DEMO": "0"}, "SECRET_KEY is missing"),
        ({"HOSHIN_TODAY": "tomorrow"}, "HOSHIN_TODAY is “tomorrow”"),
        ({"THROTTLE_ANON": "-1"}, "THROTTLE_ANON is “-1”"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must look like"),
        ({"EMAIL_URL": "mail"}, "EMAIL_URL must look like"),
        ({"EMAIL_URL": "smtp://mail.example"}, "EMAIL_FROM is missing"),
        ({"EMAIL_FROM": "planning office"}, "EMAIL_FROM is “planning office”"),
    ],
)
def test_a_wrong_environment_is_a_sentence_and_not_a_stack_trace(variables, sentence):
    done = python("manage.py", "check", **variables)

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_a_real_site_passes_the_deployment_check():
    real = {
        "HTTPS": "1",
        "HOSHIN_DEMO": "0",
        "HOST": "0.0.0.0",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl",
    }

    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **real)

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_every_variable_of_the_readme_is_read_and_every_one_read_is_in_the_readme():
    readme = (
        (OURS / "README.md").read_text() if (OURS / "README.md").exists() else pytest.skip("there is no README yet")
    )
    code = "".join(path.read_text() for path in Path(OURS / "config").rglob("*.py"))
    names = {
        *(
            "DATABASE_URL",
            "DATABASE_OWNER_URL",
            "DATABASE_REPLICA_URL",
            "PG_BIN",
            "HOSHIN_DATA",
            "HOSHIN_DEMO",
            "HOSHIN_DEMO_PUBLIC",
        ),
        *(
            "HOSHIN_TODAY",
            "PORT",
            "HOST",
            "SECRET_KEY",
            "ALLOWED_HOSTS",
            "CSRF_TRUSTED_ORIGINS",
            "HTTPS",
            "TRUSTED_PROXY",
        ),
        *("EMAIL_URL", "EMAIL_FROM"),
        *("THROTTLE_ANON", "THROTTLE_TOKEN", "KEPT_ANSWERS_MB", "LANGUAGE_CODE", "TIME_ZONE", "DEBUG"),
    }

    assert {name for name in names if f'"{name}"' not in code} == set()
    assert {name for name in names if name not in readme} == set()


def test_pages_may_run_nothing_from_elsewhere_and_nothing_inline(client, db):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_cookies_and_headers_are_those_of_a_real_site_under_https():
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")

    assert set(read(*names, HTTPS="1").values()) == {"True"}
    assert set(read(*names).values()) == {"False"}


def test_a_replica_is_a_second_connection_only_where_one_is_given():
    assert "replica" not in settings.DATABASES
    databases = read("DATABASES", DATABASE_REPLICA_URL="postgresql://a:b@replica.example/hoshin")["DATABASES"]
    assert ("'replica'" in databases, databases.count("statement_timeout=30s")) == (True, 2)


def test_throttling_can_be_turned_off():
    assert read("THROTTLE_ANON", "THROTTLE_TOKEN") == {"THROTTLE_ANON": "600", "THROTTLE_TOKEN": "6000"}
    assert read("THROTTLE_ANON", THROTTLE_ANON="0") == {"THROTTLE_ANON": "0"}

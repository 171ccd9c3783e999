"""Reads the environment. What an operator got wrong ends in one sentence that says what to do, never in a stack trace."""

import errno
import os
import re
import secrets
import socket
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SIGNS = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "EMAIL_URL")
ADDRESS = re.compile(r"[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
NOTED = "HOSHIN_SIGNS_OF_A_SITE"  # not for operators: what `./run` found before it set any of them itself


class Refusal(SystemExit):
    """Hoshin cannot go on; the text says why and what to do. Uncaught it prints that text and exits with 1."""


def text(name, default=""):
    """The variable's text; an empty variable counts as unset."""
    return os.environ.get(name) or default


def flag(name, default):
    """A variable that is 1 or 0 as a boolean."""
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise Refusal(f"{name} is “{value}”; set it to 1 or 0.")
    return value in {"1", "true", "yes", "on"}


def whole_number(name, default, top):
    """A variable that is a whole number from 0 to `top`."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) <= top):
        raise Refusal(f"{name} is “{value}”; set it to a whole number from 0 to {top}.")
    return int(value)


def words(name):
    """A variable that is a list, parted by commas or blanks."""
    return text(name).replace(",", " ").split()


def day(name, default=""):
    """A variable that is a day, or None without one."""
    value = text(name, default)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refusal(f"{name} is “{value}”; set it to a day like 2026-05-15.") from None


def data_folder():
    """Where Hoshin keeps what it writes: HOSHIN_DATA, or `var` beside the code."""
    return Path(text("HOSHIN_DATA", str(ROOT / "var"))).expanduser().absolute()


def signs_of_a_site():
    """The variables that say that this is a site of somebody's own."""
    if NOTED in os.environ:
        return os.environ[NOTED].split()
    return [name for name in SIGNS if (flag(name, default=False) if name == "HTTPS" else text(name))]


def note_signs():
    """For the processes that we start: which signs there were before we named them our database."""
    os.environ[NOTED] = " ".join(signs_of_a_site())


def why_no_demo():
    """Why the demo, whose passwords are public, is not loaded here; empty where it may be."""
    signs = signs_of_a_site()
    if not signs or flag("HOSHIN_DEMO_PUBLIC", default=False):
        return ""
    return (
        f"The demo is not loaded, because {' and '.join(signs)} {'is' if len(signs) == 1 else 'are'} set: its passwords are "
        "public, and this looks like a site of your own. HOSHIN_DEMO=0 says that it is; HOSHIN_DEMO_PUBLIC=1 loads the "
        "demo and shows it to others all the same."
    )


def demo():
    """Whether this is the demo: asked for, or not declined, and nothing says that the site is somebody's own."""
    return flag("HOSHIN_DEMO", default=True) and not why_no_demo()


def host(*, demo):
    """The address to serve on: HOST, or loopback. A demo, whose passwords everybody knows, is not shown to others by chance."""
    given = text("HOST", "127.0.0.1")
    if demo and given not in LOOPBACK and not flag("HOSHIN_DEMO_PUBLIC", default=False):
        raise Refusal(
            f"The demo's passwords are public, so it is not served on {given}; set HOSHIN_DEMO=0 for a site of your own, "
            "or HOSHIN_DEMO_PUBLIC=1 to show the demo to others all the same."
        )
    return given


def allowed_hosts(given):
    """ALLOWED_HOSTS, else loopback, this machine's name and the address it serves on."""
    return words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", socket.gethostname(), given]


def trusted_proxy():
    """TRUSTED_PROXY: whose X-Forwarded-For and X-Forwarded-Proto count; with HTTPS, which a proxy ends, one on this machine."""
    return text("TRUSTED_PROXY") or ("127.0.0.1" if flag("HTTPS", default=False) else "")


def secret_key(data, *, host, demo):
    """SECRET_KEY, else a key made once and kept in the data folder; a real site that others reach must be given one."""
    if text("SECRET_KEY"):
        return text("SECRET_KEY")
    if host not in LOOPBACK and not demo:
        raise Refusal(
            "SECRET_KEY is missing; a site that others can reach needs one: set it to 50 or more random characters."
        )
    path = data / "secret_key"
    if not path.exists():
        keep_private(path, secrets.token_urlsafe(64))
    return path.read_text()


def keep_private(path, content):
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
    new.replace(path)


def database(url, name="DATABASE_URL"):
    """A postgres:// URL as one entry of Django's DATABASES."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise Refusal(
            f"{name} must look like postgresql://user:password@host:5432/database; Hoshin runs on PostgreSQL only."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mail(url):
    """EMAIL_URL (smtp://user:password@host:587, smtps://…) as Django's EMAIL_ settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Refusal("EMAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


def sender():
    """EMAIL_FROM: whom mails come from, an address with or without a name; a site that sends mail must have one."""
    given = text("EMAIL_FROM")
    if not given and text("EMAIL_URL"):
        raise Refusal("EMAIL_FROM is missing; set it to the address that mails come from, like hoshin@example.ac.jp.")
    if given and not ADDRESS.fullmatch(parseaddr(given)[1]):
        raise Refusal(
            f"EMAIL_FROM is “{given}”; set it to an address like hoshin@example.ac.jp or Hoshin <hoshin@example.ac.jp>."
        )
    return given or "hoshin@localhost"


def full_disk(what, said, place):
    """One sentence where a program or the system said that there is no space left; empty where it did not."""
    if os.strerror(errno.ENOSPC) not in said:
        return ""
    return f"{what}: the disk of {place} is full; free some space, or set HOSHIN_DATA to a folder on another disk."

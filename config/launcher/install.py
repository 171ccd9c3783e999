"""Makes .venv from a hashed lock. Runs on a bare Python, before any dependency is there: standard library only."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
LOCKS = {"requirements.lock": "stamp", "requirements-test.lock": "stamp-test"}
# uv: no download of a Python of its own, and the certificates that the machine trusts (its old and new name for that)
FOR_UV = {"UV_PYTHON_DOWNLOADS": "never", "UV_NATIVE_TLS": "true", "UV_SYSTEM_CERTS": "true"}


def main(lock):
    """Bring .venv up to the lock; a second caller waits, and finds the work done."""
    with open(ROOT / ".gitignore") as door:  # any file of ours that is always there
        fcntl.flock(door, fcntl.LOCK_EX)
        if is_stamped(lock):
            return
        if not is_stamped("requirements.lock"):
            print(f"Setting up {VENV} …", file=sys.stderr, flush=True)
            shutil.rmtree(VENV, ignore_errors=True)
            make_environment()
        install(lock)
        for name in ("requirements.lock", lock):  # the test lock holds everything of the other one
            (VENV / LOCKS[name]).write_text(stamp_of(name))


def stamp_of(lock):
    version = subprocess.run([VENV / "bin/python", "-V"], capture_output=True, text=True, check=True).stdout
    return version + (ROOT / lock).read_text()


def is_stamped(lock):
    try:
        return (VENV / LOCKS[lock]).read_text() == stamp_of(lock)
    except (OSError, subprocess.CalledProcessError):
        return False


def make_environment():
    """An empty environment: by uv, by venv, or by venv without pip where Debian left ensurepip out."""
    uv = shutil.which("uv")
    if uv and succeeds(uv, "venv", "-q", "--no-project", "--python", sys.executable, VENV):
        return
    if succeeds(sys.executable, "-m", "venv", VENV, quiet=True):
        return
    shutil.rmtree(VENV, ignore_errors=True)  # a failed venv leaves half of itself behind
    if has_pip(sys.executable) and succeeds(sys.executable, "-m", "venv", "--without-pip", VENV):
        return
    refuse("Python cannot make a virtual environment here; install what it needs: apt-get install -y python3-venv")


def install(lock):
    uv = shutil.which("uv")
    python = VENV / "bin/python"
    if uv and succeeds(uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", ROOT / lock):
        return
    pip = [python, "-m", "pip"] if has_pip(python) else [sys.executable, "-m", "pip", "--python", python]
    options = ("-qq", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary", ":all:")
    if not succeeds(*pip, "install", *options, "-r", ROOT / lock):
        refuse(
            "The dependencies could not be installed, see above; check the network and the disk, then call ./run again."
        )


def has_pip(python):
    return succeeds(python, "-m", "pip", "--version", quiet=True)


def succeeds(*command, quiet=False):
    """Whether a command went well; what it says never goes to our standard output."""
    out = subprocess.DEVNULL if quiet else sys.stderr
    return (
        subprocess.run(
            [str(part) for part in command], stdout=out, stderr=out, env=os.environ | FOR_UV, check=False
        ).returncode
        == 0
    )


def refuse(sentence):
    sys.exit(sentence)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except OSError as error:
        refuse(
            f"{VENV} cannot be written ({error.strerror}); give this folder to your user, or copy it to one of yours."
        )

"""A served demo and a real browser: what people see, click and type."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from config.launcher import processes
from tests.browser.visits import Visit
from tests.running import give_tables, open_folder, run, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]
TABLET = 768  # narrower windows are touched
expect.set_options(timeout=30_000)  # as long as playwright waits for a place to click
SCREENS = os.environ.get("HOSHIN_SCREENS")  # a folder for pictures of every page that a test looks at


def pytest_collection_modifyitems(items):
    """All tests here need a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup():
    """Without a browser a test says what brings one: left out for a person, failed in CI, where nobody reads of skipped tests."""
    if CHROMIUM is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("needs Chromium: apt-get install -y chromium fonts-noto-cjk")


@dataclass(frozen=True)
class Served:
    """A Hoshin with the demo, served as people serve it: its data folder and its address."""

    folder: Path
    address: str

    def manage(self, *arguments):
        """Run ./run manage on its data; what it printed."""
        done = run("manage", *arguments, folder=self.folder, HOSHIN_DEMO="1")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def served():
    port = processes.free_port()
    with open_folder() as folder:
        give_tables(folder)
        with serving(folder, port, HOSHIN_DEMO="1", THROTTLE_ANON="0"):
            yield Served(folder, f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def sessions():
    """{user: the cookies that signing in left}: everybody signs in once."""
    return {}


@pytest.fixture(scope="module")
def chromium():
    """A browser for the tests of one module: while it runs, its thread may not ask the database."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, served, sessions, request):
    """Opens a window: visit(width=1440, scheme="light", language="en", user=None, script=True) → a Visit.

    At the end of the test nothing may have been complained of in any console or asked of another host.
    """
    windows = []

    def open_window(*, width=1440, scheme="light", language="en", user=None, script=True):
        if user is not None and user not in sessions:
            sessions[user] = signed_in(chromium, served.address, user)
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            has_touch=width < TABLET,
            color_scheme=scheme,
            reduced_motion="reduce",  # no colour is looked at on its way from one to another
            locale={"en": "en-GB", "ja": "ja-JP"}[language],
            java_script_enabled=script,
            base_url=served.address,
            storage_state=sessions.get(user),
        )
        windows.append(Visit(context.new_page(), served.address))
        return windows[-1]

    yield open_window
    for number, window in enumerate(windows):
        keep_picture(window, f"{request.node.name}-{number}")
        window.page.context.close()
    assert [complaint for window in windows for complaint in window.complaints] == []
    assert [address for window in windows for address in window.strangers] == []


def signed_in(chromium, address, user):
    """The cookies of a person who has just signed in."""
    context = chromium.new_context(base_url=address)
    Visit(context.new_page(), address).sign_in(user)
    cookies = context.storage_state()
    context.close()
    return cookies


def keep_picture(window, name):
    if SCREENS:
        file = Path(SCREENS) / f"{re.sub(r'[^a-zA-Z0-9_.-]+', '_', name)}.png"
        window.page.screenshot(path=file, full_page=True)

"""What the documentation names is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
FOLDERS = ("plans", "measures", "indicators", "config", "templates", "static", "locale", "tests", "docs", "benchmarks")
NAMED = re.compile(r"`([\w./-]*\w\.(?:py|html|md|css|js|po|toml))`|\]\(([^)#:]+\.md)\)")


def files():
    found = [*ROOT.glob("*"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    return [f"/{path.relative_to(ROOT)}" for path in found]


def missing(text, folder, known):
    """Files that a page names, from the top or from within a room, or links to, and that nobody has."""
    named = [path or str((folder / link).resolve().relative_to(ROOT)) for path, link in NAMED.findall(text)]
    return [path for path in named if not any(name.endswith(f"/{path}") for name in known)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(Path(page).relative_to(ROOT)))
def test_a_page_names_files_that_are_there(page):
    assert missing(page.read_text(), page.parent, files()) == []


def test_a_file_that_is_gone_is_noticed():
    assert missing("in `rooms/gone.py`, see [more](gone.md)", ROOT / "docs", files()) == [
        "rooms/gone.py",
        "docs/gone.md",
    ]

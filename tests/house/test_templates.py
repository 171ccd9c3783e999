"""What holds for every template."""

import re

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template, render_to_string

LIBRARIES = engines["django"].engine.template_libraries
TEMPLATES = settings.BASE_DIR / "templates"
PATHS = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html"))
OURS = [path for path in PATHS if path.parts[0] != "admin"]
PIECES = [path for path in OURS if path.parts[0] == "components" or (path.name.startswith("_") and len(path.parts) > 1)]


def names(paths):
    return pytest.mark.parametrize("path", [str(path) for path in paths])


@names(PATHS)
def test_a_template_compiles(path):
    assert get_template(path) is not None


@names(OURS)
def test_no_script_and_no_style_stands_in_a_template(path):
    source = (TEMPLATES / path).read_text()

    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", source)


@names(PATHS)
def test_attributes_of_htmx_are_valid_html(path):
    source = (TEMPLATES / path).read_text()

    assert not re.search(r"""[\s"'}]hx-""", source)


@names(PATHS)
def test_nothing_is_fetched_from_elsewhere(path):
    source = (TEMPLATES / path).read_text()

    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", source)


@names(path for path in PIECES if path.name not in {"_card.html", "messages.html"})
def test_a_piece_opens_with_a_comment_on_what_it_takes(path):
    source = (TEMPLATES / path).read_text()

    assert source.startswith("{#")


@names(path for path in OURS if path.name != "icons.html")
def test_a_template_is_short(path):
    assert len((TEMPLATES / path).read_text().splitlines()) <= 105


@names(PATHS)
def test_what_a_template_loads_it_uses(path):
    source = (TEMPLATES / path).read_text()
    loaded = {name for names in re.findall(r"{% load ((?:(?! from )[^%])+) %}", source) for name in names.split()}
    used = set(re.findall(r"\|(\w+)", source)) | set(re.findall(r"{%\s*(\w+)", source))

    assert [name for name in loaded if used.isdisjoint({*LIBRARIES[name].tags, *LIBRARIES[name].filters})] == []


def test_the_page_for_failures_needs_nothing():
    page = render_to_string("500.html")

    assert "Something went wrong" in page
    assert "エラーが発生しました" in page

"""Templates and style sheets hold one thought a line; djhtml and djcss in CI indent them, and never break or join a line."""

import re

import pytest
from django.conf import settings

WIDEST = 120
TEMPLATES = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*") if path.suffix in {".html", ".svg"})
SHEETS = sorted((settings.BASE_DIR / "static/css").rglob("*.css"))
IN_COMMENT_OR_QUOTES = re.compile(r"/\*.*?\*/|\"[^\"]*\"", re.DOTALL)


def wide_lines(source):
    return [number for number, line in enumerate(source.splitlines(), 1) if len(line) > WIDEST]


def crowded_lines(sheet):
    """Lines of a style sheet with several declarations or rules."""
    bare = IN_COMMENT_OR_QUOTES.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), sheet)
    return [n for n, line in enumerate(bare.splitlines(), 1) if line.count(";") > 1 or line.count("{") > 1]


def in_the_project(paths):
    return pytest.mark.parametrize("path", [str(path.relative_to(settings.BASE_DIR)) for path in paths])


@in_the_project(TEMPLATES)
def test_a_line_of_a_template_has_at_most_120_columns(path):
    assert wide_lines((settings.BASE_DIR / path).read_text()) == []


@in_the_project(SHEETS)
def test_a_line_of_a_style_sheet_holds_one_declaration_in_at_most_120_columns(path):
    sheet = (settings.BASE_DIR / path).read_text()

    assert wide_lines(sheet) == []
    assert crowded_lines(sheet) == []


@pytest.mark.parametrize(
    ("sheet", "crowded"),
    [
        (".nowrap { white-space: nowrap; }", []),
        (".a {\n  color: red;\n  order: 1;\n}", []),
        (".a { color: red; order: 1; }", [1]),
        ("@media print { .a { color: red; } }", [1]),
        ('/* x; y; { */\n.a::before { content: "a; b; {"; }', []),
    ],
)
def test_it_would_notice_a_crowded_line(sheet, crowded):
    assert crowded_lines(sheet) == crowded


def test_it_would_notice_a_wide_line():
    assert wide_lines("x" * 120 + "\n" + "x" * 121) == [2]

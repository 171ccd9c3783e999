"""The house's rules about imports and rooms (docs/structure.md), so that nobody has to remember them."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STACK = ("plans", "measures", "indicators")
# From the ground up: a room imports only rooms that stand before it.
FLOORS = {
    "plans": (
        *("text", "fiscal_years", "database", "models", "plan_states", "levels", "forms", "sheets", "access"),
        *("caching", "filters", "rest", "serializers", "actions", "editing", "templatetags", "middleware"),
        *("text_forms", "office_forms", "views", "api", "admin", "admin_site", "apps", "management", "urls"),
    ),
    "indicators": (
        *("readings", "models", "loading", "figure_rules", "sheets", "entry", "filters", "charts", "serializers"),
        *("scorecards", "profile", "search", "comparisons", "overview", "planning", "api", "templatetags"),
        *("demo", "admin", "apps", "management", "urls"),
    ),
}
MOST_FILES = 15
MOST_LINES = 400
DRAWERS = {"common", "helpers", "lib", "misc", "services", "tools", "util", "utils"}


def modules_of(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def tree_of(path):
    return ast.parse(path.read_text(), str(path))


@cache
def imports_in(path):
    """(the import statements of a file, those inside functions): parsed once for all tests."""
    tree = tree_of(path)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    # AppConfig.ready is run by Django when all models are there.
    late = [function for function in functions if not (path.name == "apps.py" and function.name == "ready")]
    return statements(tree), [node for function in late for node in statements(function)]


def statements(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def full_names(node):
    """What an import statement reaches for, from the top package on; "" in its place for a relative one."""
    if isinstance(node, ast.ImportFrom):
        return [f"{'' if node.level else node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def imports_of(app):
    """(file, line, top package) of every import in an app."""
    found = (
        (str(path.relative_to(ROOT)), node.lineno, name.split(".")[0])
        for path in modules_of(app)
        for node in ast.walk(tree_of(path))
        for name in full_names(node)
    )
    return list(dict.fromkeys(found))


def inline_imports_of(path):
    """Lines of imports inside functions."""
    return [(str(path.relative_to(ROOT)), node.lineno) for node in imports_in(path)[1]]


@pytest.mark.parametrize("app", STACK)
def test_no_app_imports_upwards(app):
    above = {*STACK[STACK.index(app) + 1 :], "config", "tests", "benchmarks"}

    assert [found for found in imports_of(app) if found[2] in above] == []


def rooms_of(path):
    """(a file's own room, the rooms of its app that it imports)."""
    app = path.relative_to(ROOT).parts[0]
    names = [full for node in imports_in(path)[0] for full in full_names(node) if full.startswith(f"{app}.")]
    return path.relative_to(ROOT / app).parts[0].removesuffix(".py"), {name.split(".")[1] for name in names}


def climbs(app, path):
    """Rooms that stand no lower than the file's own, and are imported by it all the same."""
    room, wanted = rooms_of(path)
    below = FLOORS[app][: FLOORS[app].index(room)] if room in FLOORS[app] else ()
    return sorted(wanted - {room, *below})


@pytest.mark.parametrize("app", FLOORS)
def test_no_room_imports_one_above_it(app):
    files = [path for path in modules_of(app) if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)): climbs(app, path) for path in files}

    assert {file: wanted for file, wanted in found.items() if wanted} == {}
    assert {rooms_of(path)[0] for path in files} - {"__init__"} == set(FLOORS[app])


def test_a_room_that_climbs_is_noticed(monkeypatch):
    monkeypatch.setitem(FLOORS, "indicators", ("urls", "search"))

    assert "search" in climbs("indicators", ROOT / "indicators" / "urls.py")


def packages_of(*folders):
    without = {"migrations", "formats"}
    return [path.parent for path in modules_of(*folders) if path.name == "__init__.py" and not without & {*path.parts}]


def test_no_room_is_crowded():
    crowds = {
        str(room.relative_to(ROOT)): len([path for path in room.glob("*.py") if path.name != "__init__.py"])
        for room in packages_of(*STACK, "config", "benchmarks", "tests")
    }

    assert {room: count for room, count in crowds.items() if count > MOST_FILES} == {}


def lines_of(path):
    return len(path.read_text().splitlines())


def test_no_file_is_long():
    files = [path for path in modules_of(*STACK, "config", "benchmarks", "tests") if "migrations" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): lines_of(path) for path in files}

    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_room_says_in_a_sentence_what_it_is_about():
    silent = {"templatetags", "management", "commands"}
    rooms = [room for room in packages_of(*STACK, "config", "benchmarks") if room.name not in silent]

    assert [str(room) for room in rooms if not ast.get_docstring(tree_of(room / "__init__.py"))] == []


def test_nobody_imports_tests_and_config_imports_no_app_but_by_name():
    assert [found for found in imports_of("config") if found[2] in {"tests", "benchmarks"}] == []


@pytest.mark.parametrize("folder", [*STACK, "config", "tests"])
def test_imports_stand_at_the_top_of_a_file(folder):
    assert [found for path in modules_of(folder) for found in inline_imports_of(path)] == []


@pytest.mark.parametrize("folder", [*STACK, "config", "tests"])
def test_imports_name_what_they_want_from_the_top(folder):
    wanted = [
        (str(path.relative_to(ROOT)), node.lineno)
        for path in modules_of(folder)
        for node in imports_in(path)[0]
        if isinstance(node, ast.ImportFrom) and (node.level or node.names[0].name == "*")
    ]

    assert wanted == []


def test_no_module_is_a_junk_drawer():
    assert [path for path in modules_of(*STACK, "config", "tests") if DRAWERS & {path.stem, path.parent.name}] == []


def test_only_the_database_room_reads_the_columns_of_events():
    reader = ROOT / "plans" / "database"
    files = [path for path in modules_of(*STACK, "config") if reader not in path.parents]

    assert [path for path in files if "migrations" not in path.parts and "pgh_" in path.read_text()] == []


@pytest.mark.parametrize("app", STACK)
def test_signals_are_none_of_ours(app):
    assert [found for found in imports_of(app) if found[2] == "signal"] == []
    assert [
        path for path in modules_of(app) if "django.dispatch" in path.read_text() or ".signals" in path.read_text()
    ] == []


def test_it_would_notice(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "views.py").write_text("def view():\n    from indicators import readings\n")

    assert imports_of("plans") == [("plans/views.py", 2, "indicators")]
    assert inline_imports_of(tmp_path / "plans" / "views.py") == [("plans/views.py", 2)]

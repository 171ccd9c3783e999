"""Names say what a thing is or does: every class has a name of its own, and no function is called by a bare participle."""

import ast
from collections import defaultdict

from tests.house.test_import_stack import ROOT, STACK, modules_of, tree_of

APPS = (*STACK, "config")
SHARED = {"Command", "Meta"}  # Django's own names
IN_MODEL_AND_READINGS = {"Comparator", "Direction", "Promise", "Target", "Trajectory"}  # a test holds them together
PARTICIPLES = set(
    """
    added aligned allowed announced answered applied approved asked assigned attached averaged awaited begun bound broken built
    changed checked chosen cited cleaned clipped closed collected compared computed confirmed copied corrected counted covered
    dated decided deleted derived disclosed done drawn dropped edited entered escaped excluded expected explained exported
    extended filled filtered fitted folded forced foreseen forgotten formatted forwarded found framed gathered given gone
    grouped guarded guessed handed held hidden imported included indexed joined kept known labelled limited linked listed
    loaded locked looked made marked matched mended merged missed missing moved named narrowed noted numbered offered opened
    ordered owed owned paired parsed passed picked placed planned posted printed promised proved put quoted raised ranked read
    recorded refused rejected removed renamed repeated replaced replied reported required restated returned reviewed revised
    rounded said saved searched seen segmented sent settled shared shortened shown signed skipped sorted sought spelt split
    spread staged stamped stated stored stripped struck summed superseded suppressed tagged taken tested told traced translated
    tried trimmed turned typed undone unfolded updated used validated visited wanted warned withheld wished worded worked
    wrapped written
    """.split()
)
WORDS_OF_THE_FIELD = {"expected", "missing"}  # docs/readings.md
OF_PROTOCOLS = {"put", "read"}  # HTTP's method; a file's


def classes():
    """{name: the files that define a class of that name}."""
    found = defaultdict(list)
    for path in modules_of(*APPS):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and "migrations" not in path.parts:
                found[node.name].append(str(path.relative_to(ROOT)))
    return found


def bare_participles(*folders):
    """{(file, name)} of the functions, methods and properties that are called by a participle alone."""
    return {
        (str(path.relative_to(ROOT)), node.name)
        for path in modules_of(*folders)
        if "migrations" not in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.strip("_") in PARTICIPLES
    }


def test_every_class_has_a_name_of_its_own():
    twice = {name: files for name, files in classes().items() if len(files) > 1}

    assert {name: files for name, files in twice.items() if name not in SHARED | IN_MODEL_AND_READINGS} == {}


def test_no_function_is_called_by_a_bare_participle():
    found = bare_participles(*APPS)

    assert {(file, name) for file, name in found if name not in WORDS_OF_THE_FIELD | OF_PROTOCOLS} == set()


def test_a_bare_participle_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.house.test_import_stack.ROOT", tmp_path)
    monkeypatch.setattr("tests.house.test_names.ROOT", tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "rows.py").write_text(
        "class Row:\n    def _kept(self):\n        pass\n\n    def keep(self):\n        pass\n"
    )

    assert bare_participles("plans") == {("plans/rows.py", "_kept")}

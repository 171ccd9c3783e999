import json
import subprocess
import sys

import pytest

from config import environment
from tests.browser import conftest as browser


@pytest.mark.parametrize(
    ("in_ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)], ids=["in CI", "for a person"]
)
def test_without_a_browser_its_tests_fail_in_ci_and_are_left_out_for_a_person(monkeypatch, in_ci, outcome):
    monkeypatch.setattr(browser, "CHROMIUM", None)
    monkeypatch.setenv("CI", in_ci)

    with pytest.raises(outcome, match="apt-get install -y chromium"):
        browser.pytest_runtest_setup()


def test_ci_says_that_it_is_ci():
    assert "export CI=true" in (environment.ROOT / ".ci" / "run").read_text()


def test_coverage_is_a_share_of_statements_and_branches_of_each_room_and_of_all(tmp_path):
    def file(reached, of, branches=0, of_branches=0):
        lines = {"covered_lines": reached, "num_statements": of}
        return {"summary": lines | {"covered_branches": branches, "num_branches": of_branches}}

    files = {
        "plans/urls.py": file(1, 2),
        "plans/views/texts.py": file(3, 3, 0, 1),
        "plans/views/more/pages.py": file(4, 4, 3, 4),
        "plans/views/__init__.py": file(0, 0),
        "plans/text/__init__.py": file(0, 0),
    }
    (tmp_path / "coverage.json").write_text(json.dumps({"files": files}))

    program = [sys.executable, environment.ROOT / ".ci" / "coverage_by_room.py", tmp_path / "coverage.json"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)

    assert done.stdout == "  78.6 %  all\n  50.0 %  plans\n  83.3 %  plans/views\n"

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

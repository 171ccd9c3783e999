"""Every kind of page, as its readers see it: no barrier, no sideways scroll, no complaint, nothing from elsewhere."""

import pytest

PLAN = "/plans/example-mid-term/"
HOUSE = "/institutions/example/"
PUBLIC = {
    "start": "/",
    "plans": "/plans/",
    "plan": PLAN,
    "plan-opened": f"{PLAN}?open=all",
    "plan-of-few-words": "/plans/tokyo-tech-action-package/",
    "plan-of-figures": "/plans/tus-internationalisation/",
    "scorecard": f"{PLAN}scorecard/2025/",
    "scorecard-whole": f"{PLAN}scorecard/2025/?all=1&status=off_track",
    "scorecard-then": f"{PLAN}scorecard/2024/?as_known_on=2025-05-01",
    "scorecard-before-all": f"{PLAN}scorecard/2024/?as_known_on=1999-01-01",
    "scorecard-changes": f"{PLAN}scorecard/2025/changes/",
    "indicator": "/indicators/1/",
    "indicator-revised": "/indicators/12/",
    "measure": "/measures/1/",
    "office": "/offices/eit-planning/",
    "chart-of-offices": f"{HOUSE}offices/",
    "institution": HOUSE,
    "search": "/search/?q=TOEIC",
    "search-in-vain": "/search/?q=zzzzzz",
    "search-empty": "/search/",
    "comparison": "/compare/?indicator=1&indicator=2",
    "comparison-empty": "/compare/",
    "file-help": "/import/help/",
    "roles": "/roles/",
    "sign-in": "/accounts/login/",
    "reset": "/accounts/reset/",
}
PLANNING = {
    "start": "/",
    "institution": HOUSE,
    "years": f"{HOUSE}years/",
    "year": f"{HOUSE}years/2025/",
    "members": f"{HOUSE}members/",
    "member-list": f"{HOUSE}members/list/",
    "untranslated": f"{HOUSE}untranslated/",
    "plan": PLAN,
    "plan-edit": f"{PLAN}edit/",
    "plan-copy": f"{PLAN}copy/",
    "plan-state": f"{PLAN}state/",
    "strategy-edit": "/strategies/5/edit/",
    "indicator": "/indicators/1/",
    "value-edit": "/indicators/1/values/2025/edit/",
    "commitment-edit": "/commitments/1/edit/",
    "measure": "/measures/1/",
    "measure-edit": "/measures/1/edit/",
    "responsibilities-edit": "/measures/1/responsibilities/edit/",
    "milestone-add": "/measures/1/milestones/add/",
    "office": "/offices/eit-planning/",
}
DESK = {"width": 1440, "scheme": "light", "language": "en"}
PHONE = {"width": 390, "scheme": "dark", "language": "ja"}
WINDOWS = pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])


def is_open_to_all(seen):
    """No barrier that axe knows, nothing to scroll sideways for."""
    assert seen.barriers() == []
    assert seen.overflow() == 0


@WINDOWS
@pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC)
def test_a_page_stands_open_to_everybody(visit, path, window):
    is_open_to_all(visit(**window).go(path))


@WINDOWS
@pytest.mark.parametrize("path", PLANNING.values(), ids=PLANNING)
def test_a_page_of_the_planning_office_has_no_barrier(visit, path, window):
    is_open_to_all(visit(**window, user="planner").go(path))


@WINDOWS
@pytest.mark.parametrize("user", ["reporter", "approver", "evaluator", "executive", "viewer"])
def test_everybodys_start_page_has_no_barrier(visit, user, window):
    is_open_to_all(visit(**window, user=user).go("/"))


@WINDOWS
@pytest.mark.parametrize(
    "path, status", [("/plans/nowhere/", 404), ("/?lang=xx", 400), (f"{PLAN}?as_known_on=2999-01-01", 400)]
)
def test_a_page_that_says_no_has_no_barrier(visit, path, status, window):
    is_open_to_all(visit(**window).go(path, status=status))


@pytest.mark.parametrize("path", [PUBLIC["scorecard"], PUBLIC["plan-opened"], PUBLIC["indicator"], PUBLIC["measure"]])
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_a_page_fits_any_window(visit, path, width):
    assert visit(width=width, language="ja").go(path).overflow() == 0


def test_the_example_of_a_file_keeps_each_cell_on_one_line(visit):
    page = visit(width=390, language="ja").go(PUBLIC["file-help"]).page

    assert (
        page.locator(".data-table--of-cells tr").evaluate_all("rows => Math.max(...rows.map(r => r.offsetHeight))") < 60
    )

"""Pages in every state that they take: opened, refused, switched, printed, empty."""

import re

import pytest
from playwright.sync_api import expect

PLAN = "/plans/example-mid-term/"
HOUSE = "/institutions/example/"
SCORECARD = f"{PLAN}scorecard/2025/"
DESK = {"width": 1440, "scheme": "light", "language": "en"}
PHONE = {"width": 390, "scheme": "dark", "language": "ja"}
WINDOWS = pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
FOLDED = ["/", PLAN, SCORECARD, "/indicators/1/", "/indicators/12/", "/measures/1/", "/offices/eit-planning/"]
SHEET = "indicator,unit,fiscal_year,kind,value\nA new one,persons,2025,actual,many\n"
PEOPLE = "email,role\nno address,rector\nsomebody@example.ac.jp,viewer\n"
REFUSALS = {
    "sign-in": (None, "/accounts/login/", {"username": "nobody-at-all", "password": "wrong"}, "main [role=alert]"),
    "list-of-people": ("planner", f"{HOUSE}members/list/", {"text": PEOPLE}, "main .field__error"),
    "year-not-complete": ("planner", f"{HOUSE}years/2025/", {}, "main .field__error"),
}
LOST_ON_PAPER = """() => [...document.querySelectorAll("main details")]
    .filter((details) => details.closest(".no-print") === null)
    .flatMap((details) => [...details.children])
    .filter((part) => !part.matches("summary, .no-print") && part.textContent.trim() && !part.checkVisibility())
    .map((part) => part.outerHTML.slice(0, 100))"""


def stands(window):
    """No barrier, nothing to scroll sideways for."""
    assert window.barriers() == []
    assert window.overflow() == 0


@WINDOWS
@pytest.mark.parametrize("path", FOLDED)
def test_nothing_that_unfolds_hides_a_barrier(visit, path, window):
    seen = visit(**window, user="planner").go(path)
    seen.page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")

    stands(seen)


@WINDOWS
def test_the_open_menu_of_the_account_has_no_barrier(visit, window):
    seen = visit(**window, user="planner").go(SCORECARD)
    seen.page.locator(".menu summary").click()

    assert seen.page.locator(".menu__list").is_visible()
    stands(seen)


@WINDOWS
def test_the_dialog_of_a_figure_has_no_barrier_and_computes_its_ratio(visit, window):
    seen = visit(**window, user="planner")
    seen.go("/indicators/1/").page.locator("a[href='/indicators/1/values/2025/edit/']").first.click()

    assert "69.9" in seen.editor().locator("[data-ratio]").inner_text()
    stands(seen)


@WINDOWS
@pytest.mark.parametrize("user, path, written, said", REFUSALS.values(), ids=REFUSALS)
def test_a_form_that_is_refused_has_no_barrier(visit, user, path, written, said, window):
    seen = visit(**window, user=user)
    page = seen.go(path).page
    for name, text in written.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector(said)

    stands(seen)


@WINDOWS
@pytest.mark.parametrize("path", [f"{SCORECARD}?search=zzzzzz", "/search/?q=zzzzzz", "/compare/?find=zzzzzz"])
def test_nothing_found_has_no_barrier_and_a_way_on(visit, path, window):
    seen = visit(**window).go(path)

    stands(seen)
    assert seen.page.locator("main a, main form").count() > 0


@pytest.mark.parametrize("path", [PLAN, SCORECARD, "/indicators/1/", "/search/?q=TOEIC"])
@pytest.mark.parametrize("scheme, chosen", [("light", "dark"), ("dark", "light")])
def test_a_theme_that_was_chosen_has_no_barrier_and_stays(visit, path, scheme, chosen):
    seen = visit(width=1440, scheme=scheme).go(path)
    seen.page.locator("[data-theme-toggle]").click()
    stands(seen)

    seen.go("/plans/")
    assert seen.page.locator("html").get_attribute("data-theme") == chosen


@pytest.mark.parametrize("path", FOLDED)
def test_on_paper_nothing_stays_folded(visit, path):
    seen = visit(width=1440, scheme="dark", language="ja", user="planner").go(path)
    seen.page.emulate_media(media="print")

    assert seen.page.evaluate(LOST_ON_PAPER) == []
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not seen.page.locator(".app-header").is_visible()


@WINDOWS
@pytest.mark.parametrize("path", ["/admin/plans/plan/1/delete/", "/admin/plans/objective/1/delete/"])
def test_what_would_be_deleted_is_shown_without_a_barrier(visit, path, window):
    stands(visit(**window, user="planner").go(path))


@WINDOWS
def test_a_sheet_is_looked_at_before_it_is_stored(visit, window):
    seen = visit(**window, user="planner")
    page = seen.go("/admin/plans/plan/1/import/").page
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    )
    page.locator("#content-main form[enctype] [type=submit]").click()

    expect(page.locator("#content-main")).to_contain_text("many")
    stands(seen)


@WINDOWS
def test_a_heading_that_nobody_knows_is_asked_about_without_a_barrier(visit, window):
    seen = visit(**window, user="planner")
    page = seen.go("/admin/plans/plan/1/import/").page
    unknown = SHEET.replace("value", "value,riddle").replace("many", "12,x")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": unknown.encode()}
    )
    page.locator("#content-main form[enctype] [type=submit]").click()

    expect(page.locator(".import-columns th label")).to_have_text("riddle")
    stands(seen)


@WINDOWS
def test_the_page_of_a_member_has_no_barrier(visit, window):
    seen = visit(**window, user="planner")
    seen.go(f"{HOUSE}members/").page.locator("main tbody a").first.click()
    seen.page.wait_for_url(re.compile(r"/members/\d+/$"))

    stands(seen)

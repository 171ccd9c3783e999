"""Everything by keyboard: what is reached by Tab is seen to have the focus, and no pointer is ever used."""

import pytest
from playwright.sync_api import expect

PLAN = "/plans/example-mid-term/"
SCORECARD = f"{PLAN}scorecard/2025/"


def tab_to(window, place, key="Tab", most=150):
    """Press Tab until a place has the focus; on the way every focus must be seen."""
    for _ in range(most):
        window.page.keyboard.press(key)
        assert window.hidden_focus() == ""
        if window.has_focus(place):
            return
    pytest.fail(f"{place} is not reached by keyboard")


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_the_focus_is_seen_wherever_tab_leads_on_a_scorecard(visit, width, scheme):
    window = visit(width=width, scheme=scheme, language="ja").go(f"{SCORECARD}?status=off_track")

    tab_to(window, ".page-foot a", most=300)


def test_what_arrives_late_does_not_push_the_focus_out_of_the_window(visit):
    window = visit(width=390, language="ja").go(SCORECARD)
    below = window.page.locator("#changes ~ * a, #changes ~ a").first
    below.evaluate("place => { place.focus(); place.scrollIntoView({ block: 'end' }); }")

    window.page.wait_for_selector("#changes li, #changes td")

    assert below.evaluate("place => place === document.activeElement")
    assert window.hidden_focus() == ""


def test_the_menu_the_language_and_the_content_are_reached_by_keyboard(visit):
    window = visit(width=1440, language="en", user="planner")
    page = window.go("/").page
    tab_to(window, ".skip", most=1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")

    window.go("/")
    tab_to(window, ".menu summary")
    page.keyboard.press("Enter")
    tab_to(window, ".menu__list a", most=1)
    assert page.locator(".menu__list").is_visible()

    tab_to(window, ".lang a", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**lang=ja")
    assert page.locator("html").get_attribute("lang") == "ja"


def test_a_plan_is_opened_and_edited_by_keyboard_and_the_focus_comes_back(visit):
    window = visit(width=1440, scheme="dark", language="ja", user="planner")
    page = window.go(PLAN).page
    tab_to(window, "#strategy-2 > summary")
    page.keyboard.press("Enter")
    expect(page.locator("#strategy-2")).to_have_attribute("open", "")

    tab_to(window, "a[href='/strategies/2/edit/']")
    page.keyboard.press("Enter")
    dialog = window.editor()
    expect(dialog.locator(":focus")).to_have_count(1)
    tab_to(window, "#editor [name=name_ja]")

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("a[href='/strategies/2/edit/']")).to_be_focused()


def test_a_filter_is_set_by_keyboard_and_keeps_the_focus(visit):
    window = visit(width=1440, language="en")
    page = window.go(SCORECARD).page
    tab_to(window, "#f-search")
    page.keyboard.type("TOEIC")
    page.keyboard.press("Enter")
    page.wait_for_url("**search=TOEIC**")
    page.wait_for_selector(".score-filters__found a")

    expect(page.locator("#readings tbody tr")).to_have_count(2)
    expect(page.locator("#f-search")).to_be_focused()


def test_somebody_signs_in_by_keyboard(visit):
    window = visit(width=390, language="ja")
    page = window.go("/accounts/login/").page
    for name, text in (("username", "viewer"), ("password", "hoshin-demo")):
        if not window.has_focus(f"[name={name}]"):
            tab_to(window, f"[name={name}]")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login/" not in address)

    assert page.locator(".menu").count() == 1

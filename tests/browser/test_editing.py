"""Editing from the page that everybody reads: in a dialog, by keyboard, without scripts, and two people at once."""

import re

import pytest
from playwright.sync_api import expect

MEASURE = "/measures/1/"


def in_dialog(window, path, what):
    """Open an edit page from its link on a page, as a dialog."""
    window.go(path)
    window.page.locator(".edit-link", has_text=what).first.click()
    return window.editor()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialog_has_no_barrier_and_gives_the_focus_back(visit, width, scheme):
    window = visit(width=width, scheme=scheme, user="planner")
    dialog = in_dialog(window, MEASURE, "Edit: Offices")

    barriers, overflow = window.barriers(), window.overflow()
    window.page.keyboard.press("Escape")

    assert (barriers, overflow) == ([], 0)
    expect(dialog).to_be_hidden()
    expect(window.page.locator(":focus")).to_have_attribute("href", "/measures/1/responsibilities/edit/")


def test_what_is_wrong_is_said_in_the_dialog_and_has_the_focus(visit):
    window = visit(user="planner")
    dialog = in_dialog(window, MEASURE, "Add a milestone")

    dialog.get_by_role("button", name="Add").click()
    window.page.wait_for_selector("#editor [role=alert]")
    expect(dialog.locator("[name=name_ja]")).to_be_focused()

    assert window.barriers() == []


def test_a_step_is_added_and_removed_from_the_page_of_its_measure(visit):
    window = visit(user="planner")
    dialog = in_dialog(window, MEASURE, "Add a milestone")
    dialog.locator("[name=name_en]").fill("A step to try")
    dialog.get_by_role("button", name="Add").click()
    window.page.wait_for_selector("main .messages")

    dialog = in_dialog(window, MEASURE, "Edit: A step to try")
    dialog.locator("[name=change_reason]").fill("Entered by mistake")
    dialog.get_by_role("button", name="Remove").click()
    window.page.wait_for_selector("main .messages")

    assert window.settled().page.locator("main .messages").inner_text().endswith("was deleted.")
    assert window.page.get_by_text("A step to try", exact=True).count() == 0


def test_two_people_at_once_see_both_sides_and_lose_nothing(visit):
    one, other = visit(user="planner"), visit(user="planner", script=False)
    one.expect("status of 409")
    dialog = in_dialog(one, "/plans/example-mid-term/", "Edit: Fourth Mid-term Plan")
    other.go("/plans/example-mid-term/edit/")
    before = other.page.locator("[name=vision_en]").input_value()

    other.page.locator("[name=vision_en]").fill("Theirs")
    other.page.get_by_role("button", name="Save").click()
    other.page.wait_for_selector("main .messages")
    dialog.locator("[name=vision_en]").fill("Mine")
    dialog.get_by_role("button", name="Save").click()
    one.page.wait_for_selector("#editor .edit__conflict")
    told, kept = dialog.locator(".edit__sides").inner_text(), dialog.locator("[name=vision_en]").input_value()
    barriers = one.barriers()
    dialog.locator("[name=vision_en]").fill(before)
    dialog.get_by_role("button", name="Save").click()
    one.page.wait_for_selector("main .messages")

    assert re.findall(r"Theirs|Mine", told) == ["Theirs", "Mine"]
    assert (kept, barriers) == ("Mine", [])
    assert one.page.locator("main .messages").inner_text().startswith("Saved: ")


def test_the_ratio_is_shown_while_its_parts_are_typed(visit):
    window = visit(user="planner")
    window.go("/indicators/1/values/2025/edit/")

    window.page.locator("[name=numerator]").fill("４６４")
    window.page.locator("[name=denominator]").fill("1,445")

    assert window.page.locator("[data-ratio]").inner_text() == "32.1%"


def test_without_scripts_the_same_links_lead_to_pages_and_back(visit):
    window = visit(user="planner", script=False)
    window.go(MEASURE)

    window.page.locator(".edit-link", has_text="Edit: Offices").click()
    window.page.wait_for_url("**/responsibilities/edit/")
    heading = window.heading
    window.page.get_by_role("button", name="Save").click()
    window.page.wait_for_selector("main .messages")

    assert heading.startswith("Offices of")
    assert window.page.url.endswith(MEASURE)
    assert window.page.locator("main .messages").inner_text() == "Nothing was changed."


def test_readers_are_offered_nothing_to_edit(visit):
    window = visit(user="viewer")

    offered = {
        path: window.go(path).page.locator(".edit-link").count() for path in (MEASURE, "/plans/example-mid-term/")
    }

    assert set(offered.values()) == {0}


def typed(visit):
    """The dialog of a new milestone, with a name typed into it."""
    window = visit(user="planner")
    dialog = in_dialog(window, MEASURE, "Add a milestone")
    dialog.locator("[name=name_en]").fill("Half a thought")
    return window, dialog


@pytest.mark.parametrize("leave", ["Escape", "Cancel"])
def test_what_was_typed_is_not_thrown_away_without_a_question(visit, leave):
    window, dialog = typed(visit)

    if leave == "Escape":
        window.page.keyboard.press("Escape")
    else:
        dialog.get_by_role("link", name="Cancel").click()
    expect(dialog.get_by_role("alertdialog")).to_contain_text("What you typed has not been saved.")
    expect(dialog.get_by_role("button", name="Keep editing")).to_be_focused()
    barriers = window.barriers()
    dialog.get_by_role("button", name="Keep editing").click()

    assert barriers == []
    expect(dialog.get_by_role("alertdialog")).to_have_count(0)
    expect(dialog.locator("[name=name_en]")).to_have_value("Half a thought")


def test_what_was_typed_is_discarded_by_who_says_so(visit):
    window, dialog = typed(visit)

    window.page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard").click()

    expect(dialog).to_be_hidden()
    expect(window.page.locator(":focus")).to_contain_text("Add a milestone")


def test_a_form_that_was_sent_and_refused_is_asked_about_too(visit):
    window = visit(user="planner")
    dialog = in_dialog(window, MEASURE, "Add a milestone")
    dialog.get_by_role("button", name="Add").click()
    window.page.wait_for_selector("#editor [role=alert]")

    window.page.keyboard.press("Escape")

    expect(dialog.get_by_role("alertdialog")).to_be_visible()


def test_the_focus_returns_to_what_opened_the_dialog_once_it_is_saved(visit):
    window = visit(user="planner")
    dialog = in_dialog(window, MEASURE, "Edit: Offices")
    address = dialog.locator("form").get_attribute("action").split("?")[0]
    dialog.locator("button[type=submit]").first.click()
    window.page.wait_for_selector("main .messages")

    expect(window.page.locator(":focus")).to_have_attribute("href", address)
    assert window.settled().hidden_focus() == ""


def test_the_focus_is_on_what_was_said_where_its_row_is_gone(visit):
    window, dialog = typed(visit)
    dialog.get_by_role("button", name="Add").click()
    window.page.wait_for_selector("main .messages")
    dialog = in_dialog(window, MEASURE, "Edit: Half a thought")
    dialog.locator("[name=change_reason]").fill("Entered by mistake")
    dialog.get_by_role("button", name="Remove").click()
    window.page.wait_for_selector("main .messages")

    assert window.settled().has_focus("main .messages")

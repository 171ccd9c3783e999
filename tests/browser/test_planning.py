"""The planner's year in the browser: texts and targets from the pages that show them, years, people, the next plan."""

import re

PLAN = "/plans/example-mid-term/"
HOUSE = "/institutions/example/"
LIST = "メールアドレス,氏名,役割\n{}@example.ac.jp,佐藤 花子,閲覧者\n"


def said(window):
    """What the page says of what was just done."""
    window.page.wait_for_selector("main .messages")
    return window.settled().text("main .messages")


def test_a_text_is_edited_above_the_plan_that_shows_it(visit):
    window = visit(width=1440, language="en", user="planner")
    page = window.go(f"{PLAN}?open=all").page
    page.locator("#standard-20 > .standard__aim").get_by_role("link", name=re.compile("^Edit")).click()
    dialog = window.editor()
    dialog.locator("[name=description_en]").fill("Said so that a visitor understands it.")
    dialog.get_by_role("button", name="Save").click()

    assert said(window).startswith("Saved: ")
    assert page.url.endswith("?open=all")
    assert "Said so that a visitor understands it." in window.text("#standard-20 .standard__aim")


def test_two_windows_change_one_text_and_nothing_is_lost(visit):
    window = {"width": 390, "scheme": "dark", "language": "ja", "user": "planner"}
    first, second = visit(**window), visit(**window)
    second.expect("status of 409")
    for each in (first, second):
        each.go(f"{PLAN}?open=all").page.locator("#standard-21 > .standard__aim").get_by_role(
            "link", name=re.compile("^編集")
        ).click()
        each.editor()
    first.page.locator("#editor [name=description_ja]").fill("先に保存した文")
    first.page.locator("#editor").get_by_role("button", name="保存", exact=True).click()
    said(first)

    second.page.locator("#editor [name=description_ja]").fill("後から書いた文")
    second.page.locator("#editor").get_by_role("button", name="保存", exact=True).click()
    second.page.wait_for_selector("#editor .edit__conflict")

    assert "先に保存した文" in second.text("#editor .edit__sides")
    assert "後から書いた文" in second.text("#editor .edit__sides")
    assert second.page.locator("#editor [name=description_ja]").input_value() == "後から書いた文"
    assert second.barriers() == []
    assert second.overflow() == 0
    second.page.locator("#editor").get_by_role("button", name="保存", exact=True).click()
    said(second)
    assert "後から書いた文" in second.text("#standard-21 .standard__aim")


def test_a_target_is_revised_and_the_page_shows_the_old_one_beside_the_new(visit):
    window = visit(width=1440, scheme="dark", language="en", user="planner")
    page = window.go("/indicators/16/").page
    old = page.locator("section[aria-labelledby=uses] .muted").first.inner_text()
    page.get_by_role("link", name="Revise the target for FY2027").click()
    form = window.editor().locator("form")
    form.get_by_label("Target", exact=True).fill("９８")
    form.get_by_role("button", name="Save").click()
    page.wait_for_selector("#editor .field__error")
    assert window.barriers() == []

    form.get_by_label("Decided on").fill("2026-05-12")
    form.get_by_label("Reason", exact=True).fill("Part-time students are counted from next year on")
    form.get_by_role("button", name="Save").click()

    assert said(window).startswith("Target revised: ")
    revisions = window.text("section[aria-labelledby=revisions]")
    assert "Part-time students are counted from next year on" in revisions
    assert page.locator("section[aria-labelledby=revisions] del").inner_text() in old
    assert "98" in window.text("section[aria-labelledby=uses] .muted")


def test_a_closed_year_is_only_corrected_until_it_is_reopened_with_a_reason(visit):
    window = visit(width=390, language="ja", user="planner")
    page = window.go(f"{HOUSE}years/2026/").page
    page.locator("[name=reason]").fill("試しに締める")
    page.get_by_label("未報告等を残したまま締め切る").check()
    page.get_by_role("button", name="年度を締め").click()
    said(window)
    window.go("/indicators/20/values/2026/edit/")
    assert page.locator("main form [name=correct]").count() == 1
    assert window.barriers() == []

    window.go(f"{HOUSE}years/2026/").page.locator("[name=reason]").fill("まだ数値が届く")
    page.locator("main form button[type=submit]").click()
    said(window)

    window.go("/indicators/20/values/2026/edit/")
    assert page.locator("main form [name=correct]").count() == 0


def test_people_are_invited_by_a_list_that_is_shown_before_it_counts(visit):
    window = visit(width=1440, language="ja", user="planner")
    page = window.go(f"{HOUSE}members/list/").page
    page.locator("[name=text]").fill(LIST.format("hanako-sato") + "だれか,,学長\n")
    page.locator("[name=check]").click()
    page.wait_for_selector(".field__error")
    assert page.locator("[name=invite]").count() == 0
    assert window.barriers() == []

    page.locator("[name=text]").fill(LIST.format("hanako-sato"))
    page.locator("[name=check]").click()
    page.locator("[name=invite]").click()

    said(window)
    assert "hanako-sato@example.ac.jp" in window.go(f"{HOUSE}members/").text("main table")


def test_the_next_plan_begins_as_a_copy_that_only_planners_see(visit):
    window = visit(width=1440, scheme="dark", language="en", user="planner")
    page = window.go(f"{PLAN}copy/").page
    page.get_by_label("Name (Japanese)").fill("第5期中期計画")
    page.get_by_label("Name in the web address").fill("fifth")
    page.get_by_label("Reason").fill("The next period is being prepared")
    page.get_by_role("button", name="Create draft").click()

    said(window)
    assert window.heading.startswith("第5期中期計画")
    assert page.locator(".strategy").count() == 4
    assert window.barriers() == []
    visit().go("/plans/fifth/", status=404)

"""All of it without JavaScript: links lead somewhere, forms are sent."""

import re

from playwright.sync_api import expect

PLAN = "/plans/example-mid-term/"
SCORECARD = f"{PLAN}scorecard/2025/"


def test_a_scorecard_is_filtered_and_sorted_without_scripts(visit):
    page = visit(width=390, language="ja", script=False).go(SCORECARD).page
    page.locator("#f-status").select_option("off_track")
    page.get_by_role("button", name="絞り込む").click()
    page.wait_for_url("**status=off_track**")
    assert set(page.locator("#readings .c-why > .badge").all_inner_texts()) == {"大幅な遅れ"}

    page.locator("#readings thead").get_by_role("link", name="部署").click()
    page.wait_for_url("**ordering=office**")
    offices = page.locator("#readings tbody .c-own").all_inner_texts()
    assert "status=off_track" in page.url
    assert len(offices) == page.locator("#readings tbody tr").count() > 1
    assert page.locator("#readings thead th[aria-sort]").inner_text() == "部署"


def test_what_changed_is_a_page_of_its_own_without_scripts(visit):
    window = visit(width=1440, scheme="dark", language="en", script=False).go(SCORECARD)
    window.page.get_by_role("link", name=re.compile("^Show what has changed since")).click()

    window.page.wait_for_url("**/scorecard/2025/changes/**")
    assert window.page.locator("main h1, main h2").count() > 0


def test_a_plan_is_opened_whole_without_scripts(visit):
    page = visit(width=390, language="ja", script=False).go(PLAN).page
    page.get_by_role("link", name="すべて開く").click()

    page.wait_for_url("**open=all**")
    assert page.locator("[data-levels] details:not([open])").count() == 0
    page.get_by_role("link", name="すべて閉じる").click()
    page.wait_for_url("**open=none**")
    assert page.locator("[data-levels] details[open]").count() == 0


def test_a_text_is_edited_on_a_page_of_its_own_without_scripts(visit):
    window = visit(width=390, language="ja", user="planner", script=False)
    page = window.go(f"{PLAN}?open=all").page
    page.locator("#standard-22 > .standard__aim").get_by_role("link", name=re.compile("^編集")).click()
    page.locator("[name=description_ja]").fill("地域とともに歩む大学")
    page.get_by_role("button", name="保存", exact=True).click()

    page.wait_for_selector("main .messages")
    assert window.settled().text("main .messages").startswith("保存しました")
    assert page.url.endswith("?open=all")
    assert "地域とともに歩む大学" in window.text("#standard-22 .standard__aim")


def test_figures_are_found_and_compared_without_scripts(visit):
    window = visit(width=1440, language="en", script=False)
    page = window.go("/").page
    page.get_by_role("searchbox").first.fill("TOEIC")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Administrative staff with")).first.click()
    page.get_by_role("link", name="Compare with other indicators").click()
    page.get_by_label("Code or part of the name").fill("TOEIC")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=re.compile("^Add ?: Share of bachelor's graduates")).click()

    expect(page.locator("h1")).to_have_text(re.compile(r"^FY2025: .+ \d+\.\d%, .+ \d+\.\d%$"))
    assert window.settled().page.locator("main svg").count() > 0
    assert page.locator("main table tbody tr").count() == 2

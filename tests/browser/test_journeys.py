"""What each kind of reader comes for, from the start page to the answer, in their language and on their screen."""

import re

from playwright.sync_api import expect

PLAN = "/plans/example-mid-term/"
SCORECARD = f"{PLAN}scorecard/2025/"
INQUIRY = "Share of first-year courses redesigned around inquiry"
MOVED = """() => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: "layout-shift", buffered: true });
    return observer.takeRecords().flatMap((shift) => shift.sources)
        .map(({ node }) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node))
        .filter((node) => node?.closest("main"))
        .map((node) => node.outerHTML.slice(0, 100));
}"""


def places(page):
    """Where the chart stands and what comes after it: (top, width, height) in pixels."""
    boxes = [page.locator(place).bounding_box() for place in ("[data-chart]", ".chart-figure", "#values")]
    return [(round(box["y"]), round(box["width"]), round(box["height"])) for box in boxes]


def whole_scorecard(window):
    """What a scorecard says together with its changes, which come when they are looked for."""
    window.settled().page.locator("#changes").scroll_into_view_if_needed()
    expect(window.page.locator("#changes [data-hx-get]")).to_have_count(0)
    return window.text("#scorecard")


def test_a_citizen_walks_from_the_start_page_to_a_figure_its_reason_and_its_neighbours(visit):
    window = visit(width=1440, language="en")
    page = window.go("/").page
    page.get_by_role("link", name="Fourth Mid-term Plan", exact=True).click()

    page.locator("summary", has_text="Active learning in bachelor's programmes").click()
    page.get_by_role("link", name=INQUIRY, exact=True).click()
    assert "this meets the 66.0% expected by FY2025" in window.text("section[aria-labelledby=why]")
    assert "69.9%" in window.text(".value-table .is-current")

    page.get_by_role("link", name="Compare with other indicators").click()
    page.get_by_label("Code or part of the name").fill("TOEIC")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=re.compile("Add ?: Share of bachelor's graduates")).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"^FY2025: .+ \d+\.\d%, .+ \d+\.\d%$"))
    assert window.settled().page.locator("main table tbody tr").count() == 2

    page.get_by_role("searchbox", name="Search plans, measures, indicators, offices").first.fill("inquiry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=inquiry")
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url("**lang=ja")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert "課題探究型" in window.text("main")


def test_on_a_desk_the_drawn_chart_gives_way_to_one_to_explore_and_nothing_moves(visit):
    window = visit(width=1440, scheme="dark", language="ja")
    held = []

    def hold(route):
        held.append(route)

    window.page.route("**/figure.json*", hold)
    with window.page.expect_request("**/figure.json*"):
        page = window.go("/indicators/1/").page
    drawn = places(page)
    assert page.locator("[data-chart] svg >> visible=true").count() == 1

    held[0].continue_()
    page.wait_for_selector("[data-chart] .plot-container .xy")

    assert places(page) == drawn
    assert page.evaluate(MOVED) == []
    assert window.barriers() == []


def test_on_a_phone_the_chart_to_explore_comes_only_when_touched(visit):
    window = visit(width=390, scheme="light", language="ja")
    asked = []
    window.page.on("request", lambda request: asked.append(request.url))
    page = window.go("/indicators/1/").page
    page.locator("[data-chart]").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    drawn = places(page)
    assert not [address for address in asked if "plotly" in address or "figure.json" in address]

    page.locator("[data-chart]").tap()
    page.wait_for_selector("[data-chart] .plot-container .xy")

    assert places(page) == drawn
    assert window.overflow() == 0


def test_an_executive_finds_what_is_late_and_why_and_shares_the_address(visit):
    window = visit(width=390, language="ja", user="executive")
    page = window.go("/").page
    assert "大幅な遅れ" in window.text(".plan-card")
    page.get_by_role("link", name=re.compile("令和7年度の進捗状況")).first.click()

    page.locator("#f-status").select_option("off_track")
    page.wait_for_selector(".summary .st-off_track [aria-current]")
    assert set(page.locator("#readings .c-why > .badge").all_inner_texts()) == {"大幅な遅れ"}
    page.locator("#readings thead").get_by_role("link", name="指標").click()
    page.wait_for_selector("#readings thead th[aria-sort] >> text=指標")
    why = page.locator("#readings tbody tr >> nth=0").locator("details.why")
    expect(why.locator("summary")).to_have_text("想定48.0億円以上に12.1億円不足")
    why.locator("summary").click()
    expect(why).to_contain_text("令和7年度の想定48.0億円以上に12.1億円届きません")

    page.locator(".fy-switch").get_by_role("link", name="2024").click()
    page.wait_for_selector(".fy-switch [aria-current] >> text=2024")
    assert "status=off_track" in page.url and "ordering=name" in page.url

    again = visit(width=390, language="ja", user="executive").go(page.url)
    assert whole_scorecard(again) == whole_scorecard(window)


def test_an_executive_asks_what_was_known_last_june(visit):
    window = visit(width=390, scheme="dark", language="ja", user="executive")
    page = window.go(PLAN).page
    now = window.go(f"{PLAN}scorecard/2024/").text(".summary")

    window.go(PLAN)
    page.locator("#as_known_on").fill("2025-06-10")
    page.get_by_role("button", name="表示", exact=True).click()
    page.wait_for_url("**as_known_on=2025-06-10")
    page.get_by_role("navigation", name="この計画").get_by_role("link", name="進捗状況").click()
    page.wait_for_url("**/scorecard/**as_known_on=2025-06-10")
    page.locator(".fy-switch").get_by_role("link", name="2024").click()
    page.wait_for_url("**/scorecard/2024/**as_known_on=2025-06-10**")

    assert "2025年6月10日" in window.text("main")
    assert window.text(".summary") != now


def test_a_reporter_hands_in_what_is_owed(visit):
    window = visit(width=390, language="ja", user="reporter")
    page = window.go("/").page
    owed = page.locator(".owed tbody tr", has_text="外国人留学生の出身国・地域数")
    owed.get_by_role("link", name="入力").click()

    page.get_by_label("値", exact=False).first.fill("６８")
    page.get_by_role("button", name="追加").click()
    page.wait_for_selector("main .messages")

    assert window.settled().text("main .messages").startswith("保存しました")
    assert owed.count() == 0
    window.go("/indicators/37/")
    assert "68か国・地域" in window.text(".value-table .is-current")


def test_a_figure_that_cannot_be_is_refused_beside_its_field(visit):
    window = visit(width=390, scheme="dark", language="ja", user="reporter")
    page = window.go("/indicators/38/values/2025/edit/").page
    page.get_by_label("分子", exact=True).fill("三十四人")
    page.get_by_label("分母", exact=True).fill("100")
    page.get_by_role("button", name="追加").click()

    fault = page.locator(".field--wrong", has=page.get_by_label("分子", exact=True))
    expect(fault.locator(".field__error")).to_have_count(1)
    expect(page.locator("[name=numerator]")).to_be_focused()
    assert page.get_by_label("分子", exact=True).get_attribute("aria-invalid") == "true"
    assert page.get_by_label("分母", exact=True).input_value() == "100"
    assert window.barriers() == []


def test_a_reporter_is_offered_no_tools_of_the_planning_office(visit):
    window = visit(user="reporter")

    assert window.go(PLAN).page.locator(".edit-link").count() == 0
    assert window.page.get_by_role("navigation", name="In this plan").get_by_role("link").all_inner_texts() == [
        "Plan",
        "Scorecard",
    ]
    window.go(f"{PLAN}edit/", status=403)
    assert window.go("/indicators/1/").page.locator("main .edit-link").count() == 0


def test_an_approver_comes_from_the_start_page_to_a_missing_figure(visit):
    window = visit(width=1440, language="ja", user="approver")
    page = window.go("/").page
    page.locator(".owed").get_by_role("link", name=re.compile("入力.*博士後期課程")).click()

    page.wait_for_url("**/indicators/38/values/2025/edit/")
    assert "34.0%" in window.text(".edit__beside")


def test_an_evaluator_comes_from_the_start_page_to_a_report_without_a_grade(visit):
    window = visit(width=1440, scheme="dark", language="en", user="evaluator")
    page = window.go("/").page
    first = page.locator("section[aria-labelledby^=grading] tbody a").first
    name = first.inner_text()
    first.click()

    page.wait_for_url("**/measures/*/")
    assert window.heading in name
    assert "FY2025" in window.text("main")

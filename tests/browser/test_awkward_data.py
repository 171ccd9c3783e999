"""Figures and names that no page was drawn for, imported as a sheet and looked at on a phone."""

import pytest

LONG = "世界と地域の課題に学際的に取り組み次の社会を対話から構想する人材を育てるための教育研究組織の改革" * 5
FIGURES = {
    "兆を超える数": ("1000000000000", "1200000000001", "2000000000000"),
    "百万分の一の数": ("0.000001", "0.000002", "0.000005"),
    "負の数": ("-40", "-35.5", "-10"),
    "零のままの数": ("0", "0", "0"),
    "欠けているだけの数": ("", "", "5"),
    f"長{LONG[:199]}": ("1", "2", "3"),
}
HEADER = "strategy,standard,measure,indicator,unit,direction,fiscal_year,kind,value,state"


def sheet():
    """One row for a baseline, a year's figure and a target of each indicator."""
    rows = [HEADER]
    for name, (baseline, actual, target) in FIGURES.items():
        above = f"{LONG[:200]},{LONG[1:200]}二,{LONG[2:200]}三,{name},{LONG[:30]},up"
        rows += [f"{above},2021,baseline,{baseline},"] * bool(baseline)
        rows.append(f"{above},2025,actual,{actual},{'' if actual else 'not_collected'}")
        rows.append(f"{above},2027,target,{target},")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def awkward(served):
    """A plan of nothing but awkward things, open to all."""
    file = served.folder / "awkward.csv"
    file.write_text(sheet())
    served.manage("import_sheet", str(file), "--institution=awkward", "--plan=awkward", "--create-plan", "--publish")
    return "/plans/awkward/"


def fits(window, path):
    """Whether a page shows without a barrier, and no wider than the window."""
    window.go(path)
    assert window.barriers() == []
    assert window.overflow() == 0
    return window


@pytest.mark.parametrize("width, language", [(360, "ja"), (390, "ja"), (1440, "en")])
def test_no_name_and_no_figure_breaks_a_plan_or_its_scorecard(visit, awkward, width, language):
    window = visit(width=width, language=language)

    assert LONG[:200] in fits(window, f"{awkward}?open=all").text("main")
    scorecard = fits(window, f"{awkward}scorecard/2025/").text("#readings")

    assert "1,200,000,000,001" in scorecard
    assert "0.000002" in scorecard
    assert "−35.5" in scorecard


def test_no_name_and_no_figure_breaks_a_measure(visit, awkward):
    window = visit(width=390, language="ja").go(f"{awkward}?open=all")

    fits(window, window.page.locator(".measure__name a").first.get_attribute("href"))


@pytest.mark.parametrize("name", FIGURES, ids=["huge", "tiny", "negative", "zero", "missing", "long"])
def test_no_figure_breaks_the_page_of_its_indicator(visit, awkward, name):
    window = visit(width=390, scheme="dark", language="ja").go(f"{awkward}scorecard/2025/")
    address = window.page.get_by_role("link", name=name, exact=True).first.get_attribute("href")

    fits(window, address)

    window.page.locator("[data-chart]").tap()
    window.page.wait_for_selector("[data-chart] .plot-container .xy")
    assert window.overflow() == 0

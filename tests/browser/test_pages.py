"""Every kind of page, as its readers see it: no barrier, no sideways scroll, no complaint, nothing from elsewhere."""

import pytest

PLAN = "/plans/example-mid-term/"
PUBLIC = {
    "start": "/",
    "plans": "/plans/",
    "plan": PLAN,
    "plan-tus": "/plans/tus-internationalisation/",
    "scorecard": f"{PLAN}scorecard/2025/",
    "scorecard-then": f"{PLAN}scorecard/2024/?as_known_on=2025-05-01",
    "indicator": "/indicators/1/",
    "measure": "/measures/1/",
    "office": "/offices/academic-affairs/",
    "sign-in": "/accounts/login/",
    "reset": "/accounts/reset/",
}
DESK = {"width": 1440, "scheme": "light", "language": "en"}
PHONE = {"width": 390, "scheme": "dark", "language": "ja"}


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC)
def test_a_page_stands_open_to_everybody(visit, path, window):
    seen = visit(**window).go(path)

    assert seen.barriers() == []
    assert seen.overflow() == 0

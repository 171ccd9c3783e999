import re

import pytest

from tests.factories import (
    PlanFactory,
)
from tests.indicators.pages import committed
from tests.pages import body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_carry_no_inline_script_or_style_in_either_language(client, language):
    commitment = committed(PlanFactory(), value=3)
    plan = commitment.standard.strategy.plan

    for address in (
        f"/plans/{plan.slug}/",
        f"/plans/{plan.slug}/scorecard/2025/",
        f"/measures/{commitment.measure.pk}/",
        f"/indicators/{commitment.indicator.pk}/",
    ):
        response = client.get(f"{address}?lang={language}")
        assert response.status_code == 200
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style| style=| on\w+=", body(response))

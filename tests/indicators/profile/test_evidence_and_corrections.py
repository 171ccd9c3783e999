from datetime import date

import pytest

from indicators.entry.actions import record_value
from indicators.models import Indicator
from plans.models import Disclosure
from tests.factories import IndicatorFactory, MembershipFactory, ValueEvidenceFactory, YearlyValueFactory
from tests.indicators.pages import indicator_page, recorded_on
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def corrected(**more):
    """An indicator whose value for FY2025 a planner corrected from 50 to 60; answers (indicator, planner)."""
    indicator = IndicatorFactory()
    planner = MembershipFactory(institution=indicator.institution, user__name_en="Aya Mori").user
    record_value(indicator=indicator, fiscal_year=2025, by=planner, value=50, **more)
    record_value(indicator=indicator, fiscal_year=2025, by=planner, value=60, reason="Two certificates were found.")
    return indicator, planner


def test_a_correction_is_told_with_both_figures_and_the_reason_but_not_by_whom(client):
    indicator, _planner = corrected()

    page = words(indicator_page(client, indicator))

    assert "FY2025: 50 persons → 60 persons" in page
    assert "Two certificates were found." in page
    assert "Aya Mori" not in page


def test_members_read_who_entered_and_who_corrected(client):
    indicator, planner = corrected()
    client.force_login(planner)

    page = words(indicator_page(client, indicator))

    assert "Entered by Aya Mori" in page
    assert page.count("Aya Mori") >= 2


def test_a_correction_of_a_value_that_is_not_open_stays_hidden(client):
    indicator, _planner = corrected(disclosure=Disclosure.STAFF)

    page = words(indicator_page(client, indicator))

    assert "Two certificates were found." not in page
    assert "60 persons" not in page


def test_corrections_from_while_the_indicator_was_closed_stay_closed(client):
    indicator, planner = corrected()
    Indicator.objects.update(disclosure=Disclosure.PLANNING)
    indicator.refresh_from_db()
    record_value(indicator=indicator, fiscal_year=2025, by=planner, value=70, reason="Nobody else may know.")
    Indicator.objects.update(disclosure=Disclosure.PUBLIC)
    indicator.refresh_from_db()
    record_value(indicator=indicator, fiscal_year=2025, by=planner, value=80, reason="One more was found.")

    def told(user):
        if user:
            client.force_login(user)
        page = words(indicator_page(client, indicator))
        return [f"FY2025: {change} persons" in page for change in ("60 persons → 70", "70 persons → 80")]

    assert (told(None), told(planner)) == ([False, True], [True, True])


def test_a_past_day_knows_no_later_correction(client):
    indicator, _planner = corrected()
    row = indicator.values.get()
    recorded_on(date(2026, 4, 1), row)

    page = words(indicator_page(client, indicator, "&as_known_on=2026-03-31"))

    assert "Corrections" not in page


def test_evidence_is_named_only_where_it_is_open(client):
    value = YearlyValueFactory()
    ValueEvidenceFactory(
        value=value,
        evidence__title_en="Score list",
        evidence__url="https://example.ac.jp/list",
        evidence__disclosure="public",
    )
    ValueEvidenceFactory(value=value, evidence__title_en="Inner list", evidence__disclosure=Disclosure.STAFF)

    page = body(indicator_page(client, value.indicator))

    assert '<a href="https://example.ac.jp/list" rel="external noopener">Score list</a>' in page
    assert "Inner list" not in page


def test_the_page_says_who_checked_an_odd_figure_to_those_who_may_record_it(client, indicator, planner, viewer):
    record_value(indicator=indicator, fiscal_year=2030, value=5, by=planner, confirm=True)

    client.force_login(planner)
    shown = words(client.get(indicator.get_absolute_url()))
    client.force_login(viewer)
    hidden = words(client.get(indicator.get_absolute_url()))

    assert f"Checked by {planner.display_name}" in shown
    assert "entered before the year began" in shown
    assert "Checked by" not in hidden
    assert "entered before" not in hidden

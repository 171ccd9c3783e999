from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from indicators.loading.overrides import explain_override
from indicators.models import Indicator, IndicatorStatus, Override
from indicators.scorecards.scorecard import Scorecard
from measures.models import MeasureStatus
from plans.models import Disclosure
from tests.factories import IndicatorFactory, MeasureFactory, OverrideFactory, PlanFactory, UserFactory
from tests.indicators.pages import committed

pytestmark = pytest.mark.django_db


def line_of(plan, user, language="en"):
    with translation.override(language):
        (line,) = Scorecard.of(plan, 2025, user=user).lines
        return line, line.explanation


def overridden(plan):
    evaluator = UserFactory(name_en="Kato Mariko")
    OverrideFactory(
        commitment=committed(plan, value=10),
        status="at_risk",
        by=evaluator,
        reason="制度が始まった / The scheme began.",
    )
    return evaluator


def test_members_are_told_who_judged_and_when(planner, institution):
    plan = PlanFactory(institution=institution)
    evaluator = overridden(plan)

    with translation.override("en"):
        said = explain_override(line_of(plan, planner)[0])
    assert said == f"(automatic: Off track). The scheme began. ({evaluator.display_name}, {day_of(plan)})"


def day_of(plan):
    stamp = Override.objects.get().updated_at.astimezone(ZoneInfo(plan.institution.time_zone))
    return f"{stamp.day} {stamp:%B} {stamp.year}"


def test_strangers_are_told_the_reason_and_the_day_in_their_language():
    plan = PlanFactory()
    overridden(plan)

    with translation.override("ja"):
        said = explain_override(line_of(plan, AnonymousUser(), "ja")[0])
    assert said.startswith("（自動判定：大幅な遅れ）。制度が始まった（20")
    assert "Kato" not in said


def test_the_scorecard_shows_both_statuses(client):
    plan = PlanFactory()
    overridden(plan)

    page = client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en").content.decode()

    assert "Evaluator's judgement:" in page
    assert "(automatic: Off track). The scheme began." in page


def test_what_was_merged_names_what_goes_on():
    plan = PlanFactory()
    commitment = committed(plan, value=10)
    commitment.measure.merged_into = MeasureFactory(standard=commitment.standard, name_ja="研修", name_en="Training")
    commitment.measure.status = MeasureStatus.MERGED
    commitment.measure.save()

    assert line_of(plan, AnonymousUser())[1] == "Merged into “Training”."
    assert line_of(plan, AnonymousUser(), "ja")[1] == "「研修」に統合しました。"


def test_what_a_reader_may_not_see_is_not_named():
    plan = PlanFactory()
    commitment = committed(plan, value=10)
    hidden = IndicatorFactory(institution=plan.institution, disclosure=Disclosure.PLANNING, name_en="Secret")
    Indicator.objects.filter(pk=commitment.indicator_id).update(status=IndicatorStatus.MERGED, merged_into=hidden)

    assert line_of(plan, AnonymousUser())[1] == "Merged into another."

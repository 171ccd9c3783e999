from decimal import Decimal

import pytest

from indicators.loading import flat_rows
from indicators.models import Commitment
from plans.rest.keyset import Cursor
from tests import factories
from tests.rest import API, problem, results, walk

pytestmark = pytest.mark.django_db

FIELDS = (
    "institution plan strategy standard measure commitment indicator indicator_code indicator_name unit office "
    "fiscal_year baseline expected expected_is_guide target actual state progress pace word status explanation override"
).split()


def commit(value=None, *, target=20, plan=None, **columns):
    """A commitment of a plan FY2022-2027 from 10 (FY2021) to a target in FY2027 along a line, with an actual in FY2024."""
    level = {"measure__standard__strategy__plan": plan} if plan is not None else {}
    commitment = factories.CommitmentFactory(
        **{"baseline": 10, "baseline_fiscal_year": 2021, "trajectory": "line"} | level | columns
    )
    factories.TargetFactory(commitment=commitment, value=target)
    if value is not None:
        factories.YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=value)
    return commitment


def test_a_reading_says_all_that_is_known_of_a_year(client):
    commitment = commit(14, baseline="10.0")
    factories.OverrideFactory(
        commitment=commitment, fiscal_year=2024, status="on_track", reason="The course has begun."
    )

    record = results(client, "readings/", fiscal_year=2024)[0]

    assert [name for name in record if name in FIELDS] == FIELDS
    expected = {
        "plan": commitment.standard.strategy.plan.slug,
        "measure": commitment.measure_id,
        "commitment": commitment.pk,
        "unit": "persons",
        "fiscal_year": 2024,
        "baseline": 10.0,
        "expected": 15,
        "expected_is_guide": True,
        "target": None,
        "actual": 14,
        "state": "reported",
        "progress": 0.4,
        "pace": 0.8,
        "word": "accelerate",
        "status": "at_risk",
        "override": "on_track",
        "override_reason": "The course has begun.",
        "provisional": False,
    }
    assert {name: record[name] for name in expected} == expected
    assert record["explanation"] == (
        "At 14 persons, this is 1 short of the 15 persons expected by FY2024 on a straight path from 10 persons (FY2021):"
        " pace 0.80."
    )
    assert record["explanation_short"] == "1 short of the 15 persons expected"


def test_every_id_of_another_thing_has_its_code_and_name_beside_it(client):
    office = factories.OfficeFactory(code="IA", name_en="International Affairs")
    commitment = commit(14)
    indicator, measure, standard = commitment.indicator, commitment.measure, commitment.standard
    type(indicator).objects.update(office=office)

    record = results(client, "readings/", fiscal_year=2024, lang="en")[0]

    assert {name: record[name] for name in record if name.endswith(("_code", "_name"))} == {
        "plan_name": standard.strategy.plan.name_en,
        "strategy_code": standard.strategy.code,
        "strategy_name": standard.strategy.name_en,
        "standard_code": standard.code,
        "standard_name": standard.name_en,
        "measure_code": measure.code,
        "measure_name": measure.name_en,
        "indicator_code": indicator.code,
        "indicator_name": indicator.name_en,
        "office_code": "IA",
        "office_name": "International Affairs",
    }


def test_what_has_no_measure_and_no_office_has_no_name_of_them(client):
    standard = factories.StandardFactory()
    commitment = factories.CommitmentFactory(measure=None, standard=standard)
    type(commitment.indicator).objects.update(office=None)

    record = results(client, "readings/")[0]

    assert [record[name] for name in ("measure", "measure_code", "measure_name", "office", "office_name")] == [None] * 5


def test_several_statuses_and_years_are_asked_for_at_once(client):
    on_track, at_risk, off_track = commit(15), commit(14), commit(9)

    red_or_amber = results(client, "readings/?status=off_track&status=at_risk&fiscal_year=2024")
    years = {row["fiscal_year"] for row in results(client, "readings/?fiscal_year=2023&fiscal_year=2024")}
    span = {row["fiscal_year"] for row in results(client, "readings/?fiscal_year__gte=2025&fiscal_year__lte=2026")}

    assert [row["commitment"] for row in red_or_amber] == [at_risk.pk, off_track.pk]
    assert on_track.pk not in {row["commitment"] for row in red_or_amber}
    assert (years, span) == ({2023, 2024}, {2025, 2026})


def test_readings_come_in_the_order_that_is_asked_for_and_those_without_a_number_last(client):
    plan = factories.PlanFactory()
    slow, fast, none = commit(11, plan=plan), commit(19, plan=plan), commit(None, plan=plan)

    up = results(client, "readings/", fiscal_year=2024, ordering="pace")
    down = results(client, "readings/", fiscal_year=2024, ordering="-pace,commitment")
    by_name = results(client, "readings/", fiscal_year=2024, ordering="-status,indicator_name")
    sheet = client.get(f"{API}readings/?fiscal_year=2024&ordering=-pace&format=csv&fields=commitment").getvalue()

    assert [row["commitment"] for row in up] == [slow.pk, fast.pk, none.pk]
    assert [row["commitment"] for row in down] == [fast.pk, slow.pk, none.pk]
    assert by_name == sorted(by_name, key=lambda row: (row["status"], row["indicator_name"]), reverse=True)
    assert sheet.decode("utf-8-sig").split() == ["commitment", str(fast.pk), str(slow.pk), str(none.pk)]


def test_ordered_readings_are_walked_there_and_back_and_a_row_that_goes_away_stops_nobody(client):
    plan = factories.PlanFactory()
    for value in (15, 11, 19):
        commit(value, plan=plan)
    whole = results(client, "readings/", ordering="-pace", page_size=1000)
    start = f"{API}readings/?page_size=4&ordering=-pace"

    pages = list(walk(client, start))
    last = client.get(start).json()
    second = last["next"]
    while last["next"]:
        last = client.get(last["next"]).json()
    back = list(walk(client, last["previous"], "previous"))
    Commitment.objects.get(pk=pages[0][-1]["commitment"]).delete()

    assert [row for page in pages for row in page] == whole
    assert back == pages[-2::-1]
    assert client.get(second).status_code == 200
    assert problem(client.get(second.replace("ordering=-pace", "ordering=pace")))[0] == 400


def test_there_is_one_row_for_each_commitment_and_year_of_its_plan(client):
    first, second = commit(14), commit()

    rows = [(row["commitment"], row["fiscal_year"], row["status"]) for row in results(client, "readings/")]

    assert [row[:2] for row in rows] == [(c.pk, year) for c in (first, second) for year in range(2022, 2028)]
    assert rows[2] == (first.pk, 2024, "at_risk")
    assert rows[8] == (second.pk, 2024, "no_data")


def test_computed_numbers_are_rounded_and_stored_ones_are_not(client):
    commit("13.33", target="20.00")

    page = client.get(f"{API}readings/?fiscal_year=2027").content.decode()
    guide = client.get(f"{API}readings/?fiscal_year=2023").content.decode()

    assert '"expected":20.00,"expected_is_guide":false,"target":20.00,' in page
    assert '"expected":13.33,"expected_is_guide":true,' in guide


def test_readings_are_filtered(client):
    commitment, other = commit(15), commit(9)
    office = factories.OfficeFactory()
    other.indicator.office = office
    other.indicator.save()

    def found(**params):
        return {row["commitment"] for row in results(client, "readings/", fiscal_year=2024, **params)}

    assert found(status="on_track") == {commitment.pk}
    assert found(status="off_track") == {other.pk}
    assert found(plan=other.standard.strategy.plan.slug) == {other.pk}
    assert found(standard=commitment.standard_id) == {commitment.pk}
    assert found(measure=other.measure_id) == {other.pk}
    assert found(office=office.pk) == {other.pk}
    assert found(indicator=commitment.indicator_id) == {commitment.pk}
    assert found(search=other.indicator.name_en) == {other.pk}
    assert results(client, "readings/", fiscal_year=1999) == []


@pytest.mark.parametrize("query", ["status=fine", "fiscal_year=now", "ordering=speed", "include_deleted=1", "cursor=x"])
def test_what_readings_do_not_know_is_refused(client, query):
    assert problem(client.get(f"{API}readings/?{query}"))[1].keys() == {query.partition("=")[0]}


@pytest.mark.parametrize("query", ["", "status=no_data", "fiscal_year=2025"])
def test_pages_lead_through_all_readings_there_and_back(client, monkeypatch, query):
    monkeypatch.setattr(flat_rows, "COMMITMENTS_AT_ONCE", 2)
    plan = factories.PlanFactory()
    for _ in range(5):
        commit(15, plan=plan)
    whole = results(client, f"readings/?page_size=1000&{query}")
    start = f"{API}readings/?page_size=3&{query}"

    pages = list(walk(client, start))
    last = client.get(start).json()
    while last["next"]:
        last = client.get(last["next"]).json()
    back = list(walk(client, last["previous"], "previous"))

    assert [row for page in pages for row in page] == whole
    assert back == pages[-2::-1]


def test_whole_answers_hold_the_same_rows(client):
    commit("14.5")

    lines = client.get(f"{API}readings/?format=ndjson&fiscal_year=2024").getvalue().decode().splitlines()
    sheet = client.get(f"{API}readings/?format=csv&fields=fiscal_year,actual,pace,word,expected_is_guide").getvalue()

    assert len(lines) == 1
    assert lines[0] in client.get(f"{API}readings/?fiscal_year=2024").content.decode()
    assert sheet.decode("utf-8-sig").splitlines()[3] == "2024,true,15,1.0000,maintain"


def test_names_that_look_like_formulas_are_neutralised_in_csv(client):
    commitment = commit(14)
    commitment.indicator.name_en = "=1+1"
    commitment.indicator.save()

    sheet = client.get(f"{API}readings/?format=csv&fields=indicator_name,baseline&fiscal_year=2024").getvalue()

    assert sheet.decode("utf-8-sig").splitlines()[1] == "'=1+1,10"


def test_readings_that_may_have_changed_since_a_moment(client):
    commitment, untouched = commit(14), commit(14)
    moment = results(client, "commitments/")[1]["updated_at"]
    factories.YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2023, value=Decimal(11))

    found = {row["commitment"] for row in results(client, "readings/", updated_since="2020-01-01")}
    assert found == {commitment.pk, untouched.pk}
    assert results(client, "readings/", updated_since="2999-01-01") == []
    assert {row["commitment"] for row in results(client, "readings/", updated_since=moment)} >= {commitment.pk}


def test_readings_of_hidden_plans_and_indicators_are_hidden(client, institution, viewer):
    plan = factories.PlanFactory(institution=institution, disclosure="staff")
    commit(14, plan=plan)
    hidden = commit(14, plan=factories.PlanFactory(institution=institution))
    hidden.indicator.disclosure = "staff"
    hidden.indicator.save()

    before = results(client, "readings/")
    client.force_login(viewer)

    assert (before, len(results(client, "readings/", fiscal_year=2024))) == ([], 2)


def test_what_is_hidden_from_a_reader_does_not_tell_when_it_changed(client, institution, viewer, planner):
    commitment = commit(14, plan=factories.PlanFactory(institution=institution))
    moment = results(client, "commitments/")[0]["updated_at"]
    hidden = factories.YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2023, disclosure="planning")
    since = {"updated_since": hidden.updated_at.isoformat()}

    assert hidden.updated_at.isoformat() > moment
    assert results(client, "readings/", **since) == []
    client.force_login(viewer)
    assert results(client, "readings/", **since) == []
    client.force_login(planner)
    assert {row["commitment"] for row in results(client, "readings/", **since)} == {commitment.pk}


@pytest.mark.parametrize("keys, deletion", [((None, None), None), ((1, None), None), ((), 7), ((), None), ((1,), None)])
@pytest.mark.parametrize("ordering", ["", "pace"])
def test_a_cursor_that_no_reading_has_is_refused(client, ordering, keys, deletion):
    commit(14)
    cursor = Cursor((*keys, *([None] if ordering and keys else [])), deletion=deletion).text(ordering)

    answer = client.get(f"{API}readings/", {"cursor": cursor} | ({"ordering": ordering} if ordering else {}))

    assert problem(answer)[1].keys() == {"cursor"}

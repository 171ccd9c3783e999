import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from indicators.models import Indicator, Target, YearlyValue
from plans.models import Disclosure, Plan, Role
from tests.admin_pages import AT_MOST, address, opened
from tests.factories import CommitmentFactory, IndicatorFactory, MembershipFactory, PlanFactory

pytestmark = pytest.mark.django_db

SHEET = """strategy,standard,measure,indicator,unit,fiscal_year,kind,value
Teaching,Languages,Courses,Students abroad,persons,2025,actual,0
Teaching,Languages,Courses,Students abroad,persons,2027,target,100
"""
REFUSED = SHEET + "Teaching,Languages,Courses,Students abroad,persons,2013 Q1,actual,7\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    return tmp_path


@pytest.fixture
def plan(institution):
    return PlanFactory(institution=institution)


def upload(client, plan, text=SHEET, **columns):
    file = SimpleUploadedFile("figures.csv", text.encode())
    return client.post(address(Plan, "import", plan.pk), {"file": file, **columns})


def test_the_page_of_a_sheet_opens_for_planners_only(client, planner, viewer, plan):
    client.force_login(planner)
    _page, queries = opened(client, address(Plan, "import", plan.pk))
    foreign = client.get(address(Plan, "import", PlanFactory().pk)).status_code
    client.force_login(viewer)

    assert (queries <= AT_MOST, foreign, client.get(address(Plan, "import", plan.pk)).status_code) == (True, 404, 403)


def test_a_sheet_is_looked_at_before_anything_is_stored(client, planner, plan):
    client.force_login(planner)

    page = upload(client, plan)

    report = page.context["report"]
    assert (report.rows_read, report.rows_stored, page.context["ticket"] is None) == (2, 2, False)
    assert (Indicator.objects.count(), YearlyValue.objects.count()) == (0, 0)


def test_a_confirmed_sheet_is_stored_and_remembered(client, planner, plan, files):
    client.force_login(planner)
    ticket = upload(client, plan).context["ticket"]

    response = client.post(address(Plan, "import", plan.pk), {"ticket": ticket})

    value = YearlyValue.objects.get()
    assert (response.url, value.value, Target.objects.get().value) == (address(Plan, "change", plan.pk), 0, 100)
    assert value.events.get().pgh_context["user"] == planner.pk
    assert default_storage.listdir("sheets")[1] == []


def test_a_refused_row_is_shown_with_its_reason_and_cannot_be_confirmed(client, planner, plan):
    client.force_login(planner)

    page = upload(client, plan, REFUSED)

    (refused,) = page.context["lists"]["rows_refused"]
    assert (refused.row, refused.column, refused.value, page.context["ticket"]) == (4, "fiscal_year", "2013 Q1", None)


def test_good_rows_are_stored_where_that_is_wanted(client, planner, plan):
    client.force_login(planner)
    ticket = upload(client, plan, REFUSED, partial="on").context["ticket"]

    client.post(address(Plan, "import", plan.pk), {"ticket": ticket})

    assert YearlyValue.objects.count() == 1


def test_a_ticket_is_good_for_its_own_plan_and_person_once(client, planner, plan, institution):
    other = PlanFactory(institution=institution)
    colleague = MembershipFactory(institution=institution, role=Role.PLANNER).user
    client.force_login(planner)
    ticket = {"ticket": upload(client, plan).context["ticket"]}

    said = [client.post(address(Plan, "import", other.pk), ticket, follow=True).context["messages"]]
    client.force_login(colleague)
    said += [client.post(address(Plan, "import", plan.pk), ticket, follow=True).context["messages"]]

    assert [[str(message) for message in messages] for messages in said] == [
        ["This sheet is not kept any longer. Please upload it again."]
    ] * 2
    assert YearlyValue.objects.count() == 0


def test_what_is_no_sheet_gets_one_sentence(client, planner, plan):
    client.force_login(planner)

    page = upload(client, plan, "\0\0\0")

    assert (page.context["report"].error != "", page.context["ticket"]) == (True, None)


def sheet(client, plan, form):
    return client.get(address(Plan, "sheet", plan.pk, form))


def test_the_exported_sheet_comes_in_again_without_a_change(client, planner, plan):
    client.force_login(planner)
    client.post(address(Plan, "import", plan.pk), {"ticket": upload(client, plan).context["ticket"]})

    text = b"".join(sheet(client, plan, "csv").streaming_content).decode()
    report = upload(client, plan, text).context["report"]

    assert (report.rows_read, report.rows_unchanged, report.rows_refused) == (2, 2, [])


def test_a_sheet_shows_what_its_reader_may_see(client, viewer, plan):
    for code, disclosure in (("shown", Disclosure.STAFF), ("secret", Disclosure.EXECUTIVES)):
        home = {"institution": plan.institution, "code": code, "disclosure": disclosure}
        CommitmentFactory(measure__standard__strategy__plan=plan, indicator=IndicatorFactory(name_en=code, **home))
    client.force_login(viewer)

    text = b"".join(sheet(client, plan, "csv").streaming_content).decode()
    foreign = sheet(client, PlanFactory(), "csv").status_code

    assert ("shown" in text, "secret" in text, foreign) == (True, False, 404)


def test_a_sheet_is_also_a_workbook(client, planner, plan):
    client.force_login(planner)
    client.post(address(Plan, "import", plan.pk), {"ticket": upload(client, plan).context["ticket"]})

    header, *rows = load_workbook(io.BytesIO(sheet(client, plan, "xlsx").content)).active.iter_rows(values_only=True)

    assert [row[header.index("value")] for row in rows] == [0, 100]
    assert sheet(client, plan, "pdf").status_code == 404

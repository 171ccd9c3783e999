import io
import os
import re
from contextlib import contextmanager

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from indicators.models import Indicator, Target, YearlyValue
from indicators.sheets import importing as sheet_import
from plans.database.row_locks import IMPORTS
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
        ["This file has expired. Upload it again."]
    ] * 2
    assert YearlyValue.objects.count() == 0


def test_what_is_no_sheet_gets_one_sentence(client, planner, plan):
    client.force_login(planner)

    page = upload(client, plan, "\0\0\0")

    assert (page.context["report"].error != "", page.context["ticket"]) == (True, None)


def again(client, plan, page, **choices):
    """The page of the same file with other choices."""
    return client.post(address(Plan, "import", plan.pk), {"draft": page.context["draft"], **choices})


def test_unknown_columns_are_mapped_or_left_out_on_the_page(client, planner, plan):
    client.force_login(planner)
    text = "指標,単位,R4実績,R9(最終),メモ,分類\n派遣学生数,人,98,200,?,短期\n"

    page = upload(client, plan, text)
    headings = [field.label for field, _year in page.context["choices"].column_fields()]
    chosen = {"column_0": "year", "year_0": "2027 target", "column_1": "ignore", "column_2": "note"}
    looked = again(client, plan, page, **chosen)
    response = client.post(address(Plan, "import", plan.pk), {"ticket": looked.context["ticket"]})

    assert (page.context["ticket"], headings) == (None, ["R9(最終)", "メモ", "分類"])
    assert looked.context["report"].columns == [
        ("指標", "indicator"),
        ("単位", "unit"),
        ("R4実績", "2022 actual"),
        ("R9(最終)", "2027 target"),
        ("メモ", ""),
        ("分類", "note"),
    ]
    assert (response.status_code, Target.objects.get().value, YearlyValue.objects.get().note) == (302, 200, "短期")


def test_every_step_carries_its_token(planner, plan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner)
    url = address(Plan, "import", plan.pk)

    def token(page):
        found = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()))
        forms = page.content.decode().count('<form method="post"')
        assert page.content.decode().count("csrfmiddlewaretoken") >= forms
        return {"csrfmiddlewaretoken": found.pop()}

    page = client.get(url)
    page = client.post(url, {"file": SimpleUploadedFile("a.csv", SHEET.encode()), **token(page)})
    page = client.post(url, {"draft": page.context["draft"], **token(page)})
    done = client.post(url, {"ticket": page.context["ticket"], **token(page)})

    assert (done.status_code, YearlyValue.objects.count()) == (302, 1)


def test_a_choice_that_fits_nothing_is_said(client, planner, plan):
    client.force_login(planner)
    page = upload(client, plan, "指標,R4実績,R9(最終)\n派遣学生数,98,200\n")

    looked = again(client, plan, page, column_0="year", year_0="soon")

    assert looked.context["ticket"] is None
    assert looked.context["report"].error == "The mapping says that “R9(最終)” is “soon”, which is not a field."
    assert looked.context["choices"].column_fields()[0][1].value() == "soon"


def test_a_year_that_was_chosen_and_not_written_is_asked_for(client, planner, plan):
    client.force_login(planner)
    page = upload(client, plan, "指標,R4実績,R9(最終)\n派遣学生数,98,200\n")

    looked = again(client, plan, page, column_0="year", year_0="")

    assert looked.context["ticket"] is None
    assert looked.context["choices"].errors == {
        "year_0": ["Write the year, and the kind where the rows do not say it."]
    }


@contextmanager
def another_import(institution):
    """Somebody else imports into the institution meanwhile."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashint8(%s), %s)", [institution.pk, IMPORTS])
            yield
    finally:
        other.close()


def test_a_file_that_could_not_be_stored_just_now_can_be_confirmed_again(client, planner, plan, monkeypatch):
    client.force_login(planner)
    ticket = upload(client, plan).context["ticket"]

    with another_import(plan.institution):
        monkeypatch.setattr(sheet_import, "WAITS_FOR_IMPORTS", 1)
        page = client.post(address(Plan, "import", plan.pk), {"ticket": ticket})
    client.post(address(Plan, "import", plan.pk), {"ticket": page.context["ticket"]})

    assert "try again later" in page.context["report"].error
    assert YearlyValue.objects.count() == 1
    assert default_storage.listdir("sheets")[1] == []


def test_worksheet_header_plan_and_what_all_rows_share_are_chosen_on_the_page(client, planner, plan):
    book = Workbook()
    book.active.title = "本部"
    book.active.append(["指標", "年度", "値"])
    other = book.create_sheet("学部")
    for row in (["指標", "値", "計画"], ["例", 1, "A"], ["指標", "値", "計画"], ["参加率", 5, "A"], ["満足度", 6, "B"]):
        other.append(row)
    file = io.BytesIO()
    book.save(file)
    client.force_login(planner)
    chosen = {"sheet": "学部", "header_row": 3, "fiscal_year": "令和5年度", "kind": "target", "direction": "up"}

    page = client.post(address(Plan, "import", plan.pk), {"file": SimpleUploadedFile("a.xlsx", file.getvalue())})
    several = again(client, plan, page, **chosen)
    looked = again(client, plan, several, plan_name="B", **chosen)
    client.post(address(Plan, "import", plan.pk), {"ticket": looked.context["ticket"]})

    assert [value for value, _label in page.context["choices"].fields["sheet"].choices] == ["本部", "学部"]
    assert [value for value, _label in several.context["choices"].fields["plan_name"].choices] == ["", "A", "B"]
    target = Target.objects.select_related("commitment__indicator").get()
    assert (target.commitment.indicator.name_ja, target.fiscal_year, target.value) == ("満足度", 2023, 6)
    assert target.commitment.comparator == "at_least"


def test_the_preview_says_what_will_be_made(client, planner, plan):
    client.force_login(planner)

    page = upload(client, plan)
    text = page.content.decode()

    assert [(str(label), new, known) for label, new, _names, _more, known in page.context["levels"]] == [
        ("Strategies", 1, 0),
        ("Standards", 1, 0),
        ("Measures", 1, 0),
        ("Indicators", 1, 0),
    ]
    assert "Students abroad" in text
    assert "Units: persons" in text
    assert "Target: 1 (FY2027)" in text


def test_a_japanese_page_names_codes_in_japanese(client, planner, plan):
    client.force_login(planner)
    text = "指標,年度,区分,値\n参加率,2025,実績,未集計\n参加率,2027,目標,90\n"

    page = client.post(
        address(Plan, "import", plan.pk) + "?lang=ja", {"file": SimpleUploadedFile("a.csv", text.encode())}
    ).content.decode()

    assert "<td>実績</td><td>2025</td><td>未集計</td>" in page
    assert "方向（direction）" in page
    assert "<td>actual</td>" not in page


def test_files_that_nobody_confirmed_are_let_go_of(client, planner, plan, files):
    client.force_login(planner)
    upload(client, plan)
    (old,) = (files / "sheets").iterdir()
    os.utime(old, (0, 0))

    upload(client, plan)

    assert old not in list((files / "sheets").iterdir())
    assert len(list((files / "sheets").iterdir())) == 1


def test_the_page_leads_to_help_and_the_plan_to_the_page(client, planner, plan):
    client.force_login(planner)

    page = client.get(address(Plan, "import", plan.pk)).content.decode()
    of_plan = client.get(plan.get_absolute_url()).content.decode()

    assert reverse("indicators:file-help") in page
    assert address(Plan, "import", plan.pk) in of_plan


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

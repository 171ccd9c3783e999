import io

import openpyxl
import pytest

from tests import factories
from tests.rest import API, problem

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A", "'=1"]
HARMLESS = ["1-1", "a=b", "", " =1"]


def read(client, address):
    return client.get(API + address).getvalue()


def objectives(texts):
    plan = factories.PlanFactory(slug="p", institution__slug="i")
    return [factories.ObjectiveFactory(plan=plan, order=n, text_en=text, text_ja="目") for n, text in enumerate(texts)]


def test_csv_has_a_byte_order_mark_a_header_and_every_row(client):
    first, second = objectives(["One, two", 'Say "three"'])

    sheet = read(client, "objectives/?format=csv&fields=id,plan,order,text_ja,text_en")

    assert sheet == (
        b"\xef\xbb\xbfid,plan,order,text_ja,text_en\n"
        + f'{first.pk},p,0,目,"One, two"\n{second.pk},p,1,目,"Say ""three"""\n'.encode()
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_a_spreadsheet_would_run_is_neutralised(client, text):
    objectives([text])

    sheet = read(client, "objectives/?format=csv&fields=text_en").decode("utf-8-sig")

    assert sheet.partition("\n")[2].strip('"\n') == f"'{text}".strip("\n")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(client, text):
    objectives([text])

    sheet = read(client, "objectives/?format=csv&fields=text_en").decode("utf-8-sig")

    assert sheet.partition("\n")[2] == (f"{text}\n" if text else '""\n')


def test_numbers_are_never_touched(client):
    for value in ("-1.50", "0", "12345678901234567890.0123456789"):
        factories.YearlyValueFactory(value=value)

    sheet = read(client, "yearly-values/?format=csv&fields=value,numerator,provisional").decode("utf-8-sig")

    assert sheet.splitlines()[1:] == ["-1.50,,false", "0,,false", "12345678901234567890.0123456789,,false"]


def test_missing_is_empty_and_zero_is_zero(client):
    factories.YearlyValueFactory(value=None, state="not_collected")
    factories.YearlyValueFactory(value=0)

    sheet = read(client, "yearly-values/?format=csv&fields=state,value").decode("utf-8-sig")

    assert sheet.splitlines()[1:] == ["not_collected,", "reported,0"]


def test_ndjson_is_one_record_a_line(client):
    objectives(["One\ntwo", "\\ and \u2028"])

    lines = read(client, "objectives/?format=ndjson&fields=order,text_en").decode().split("\n")

    assert lines == [r'{"order":0,"text_en":"One\ntwo"}', '{"order":1,"text_en":"\\\\ and \u2028"}', ""]


def test_a_sheet_has_numbers_as_numbers_and_text_as_text(client):
    factories.YearlyValueFactory(value="-1.5", note="=1+1", fiscal_year=2024, is_provisional=True, as_of="2024-05-01")

    answer = read(client, "yearly-values/?format=xlsx&fields=fiscal_year,value,as_of,provisional,note,breakdown")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer)).active.iter_rows())

    assert [cell.value for cell in rows[0]] == ["fiscal_year", "breakdown", "value", "as_of", "provisional", "note"]
    assert [cell.data_type for cell in rows[1]] == ["n", "n", "n", "d", "b", "s"]
    assert [cell.value for cell in rows[1]][:3] == [2024, None, -1.5]
    assert (str(rows[1][3].value.date()), rows[1][4].value, rows[1][5].value) == ("2024-05-01", True, "=1+1")


def test_a_sheet_takes_long_texts_and_lists(client):
    office = factories.OfficeFactory(description_en="x" * 40_000)
    factories.OfficeDutyFactory(office=office, order=1, text_en="Keep the books")

    answer = read(client, "offices/?format=xlsx&fields=description_en,duties")
    row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer)).active[2]]

    assert (len(row[0]), row[0][-2:]) == (32_767, "x…")
    assert row[1] == '[{"kind":"duty","order":1,"text_ja":"","text_en":"Keep the books"}]'


def test_more_rows_than_a_sheet_holds_are_refused(client, monkeypatch):
    monkeypatch.setattr("plans.sheets.tables.MOST_ROWS", 2)
    objectives(["One", "Two"])

    assert problem(client.get(f"{API}objectives/?format=xlsx"))[1].keys() == {"format"}


def test_all_rows_come_whatever_the_page(client):
    objectives("abc")

    assert len(read(client, "objectives/?format=ndjson&page_size=1").splitlines()) == 3
    assert problem(client.get(f"{API}objectives/?format=csv&page_size=0"))[1].keys() == {"page_size"}


def test_filters_orders_and_languages_hold_for_whole_answers(client):
    objectives("ab")
    factories.ObjectiveFactory()

    sheet = read(client, "objectives/?format=csv&plan=p&ordering=-text_en&fields=text_en,text&lang=ja").decode(
        "utf-8-sig"
    )

    assert sheet == "text,text_en\n目,b\n目,a\n"


def test_the_accept_header_chooses_a_format_too(client):
    objectives(["One"])

    response = client.get(f"{API}objectives/", headers={"Accept": "text/csv"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="objectives.csv"'
    assert response.getvalue().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("form", ["csv", "ndjson", "xlsx"])
def test_a_client_that_has_it_all_gets_304(client, form):
    objectives(["One"])
    whole = client.get(f"{API}objectives/?format={form}")
    whole.getvalue()

    again = client.get(f"{API}objectives/?format={form}", headers={"If-None-Match": whole["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_no_row_is_a_header_alone(client):
    factories.PlanFactory(slug="none")
    assert read(client, "objectives/?format=csv&plan=none&fields=id,text").decode("utf-8-sig") == "id,text\n"
    assert read(client, "objectives/?format=ndjson") == b""

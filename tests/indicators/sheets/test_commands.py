import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from indicators.models import YearlyValue
from plans.models import Plan
from tests.indicators.sheets.made_sheets import HEADER, figure, load, tidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "plan.csv"

    def written(*rows, header=HEADER):
        path.write_bytes(tidy(*rows, header=header).getvalue())
        return str(path)

    return written


def run(command, *args, **options):
    """(what it answers, what it says to people) of a command."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def run_json(*args):
    """(the JSON, the exit code) of an import."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_sheet", *args, "--json", stdout=out, stderr=io.StringIO())
    except CommandError as refused:
        code = refused.returncode
    return json.loads(out.getvalue()), code


WHERE = ("--institution", "example", "--plan", "plan")


def test_an_import_says_in_one_line_what_it_did(sheet):
    path = sheet(figure("2022,actual,5"), figure("2023,actual,6"))

    assert run("import_sheet", path, *WHERE, "--create-plan") == (
        "2 rows read: 2 saved, 0 unchanged, 0 rejected.\n",
        (
            "Made: institution example, “Example”, with fiscal years from April.\n"
            "Made: plan plan, “plan”, FY2022–2023 (the years of its figures), state: draft.\n"
        ),
    )
    assert run("import_sheet", path, *WHERE)[0] == "2 rows read: 0 saved, 2 unchanged, 0 rejected.\n"


def test_json_is_one_object_on_stdout(sheet):
    report, code = run_json(sheet(figure("2022,actual,年5回", unit="回")), *WHERE, "--create-plan")

    assert code == 0
    assert report == {
        "institution": "example",
        "plan": "plan",
        "dry_run": False,
        "partial": False,
        "rows_read": 1,
        "rows_stored": 1,
        "rows_unchanged": 0,
        "rows_refused": [],
        "rows_skipped": [],
        "warnings": [],
        "created": [
            "institution example, “Example”, with fiscal years from April",
            "plan plan, “plan”, FY2022–2022 (the years of its figures), state: draft",
        ],
        "contents": {
            "strategies": {"new": ["Teach"], "known": []},
            "standards": {"new": ["Courses"], "known": []},
            "measures": {"new": ["English"], "known": []},
            "indicators": {"new": ["Courses in English"], "known": []},
            "units": ["回"],
            "figures": {"actual": {"count": 1, "fiscal_years": [2022]}},
        },
        "sheet": "",
        "sheets": [],
        "header_row": 1,
        "columns": [
            ["strategy", "strategy"],
            ["standard", "standard"],
            ["measure", "measure"],
            ["indicator", "indicator"],
            ["unit", "unit"],
            ["direction", "direction"],
            ["fiscal_year", "fiscal_year"],
            ["kind", "kind"],
            ["value", "value"],
        ],
        "plans": [],
        "cells": [
            {
                "row": 2,
                "column": "value",
                "printed": "年5回",
                "kind": "actual",
                "fiscal_year": 2022,
                "state": "reported",
                "value": "5",
                "comparator": "",
                "provisional": False,
                "note": "",
            }
        ],
        "error": "",
        "unknown_columns": [],
        "refused": False,
    }


def test_a_new_plan_is_open_to_readers_only_where_the_command_says_so(sheet):
    path = sheet(figure("2022,actual,5"))

    run("import_sheet", path, "--institution", "example", "--plan", "written", "--create-plan")
    run("import_sheet", path, "--institution", "example", "--plan", "published", "--create-plan", "--publish")

    assert dict(Plan.objects.values_list("slug", "state")) == {"written": "draft", "published": "active"}


def test_a_refusal_exits_with_an_error_and_names_row_column_value_and_reason(sheet):
    report, code = run_json(sheet(figure("2022,actual,5"), figure("2023,actual,?")), *WHERE, "--create-plan")

    assert (code, report["rows_read"], report["rows_stored"], report["rows_unchanged"]) == (1, 2, 0, 1)
    assert report["rows_refused"] == [
        {
            "row": 3,
            "column": "value",
            "value": "?",
            "reason": "“?” is neither a figure nor a word for a missing one.",
        }
    ]
    assert Plan.objects.count() == 0


def test_a_refusal_is_told_to_people_too(sheet):
    err = io.StringIO()

    with pytest.raises(CommandError, match=r"^Some rows have errors, so nothing was saved\.$"):
        call_command(
            "import_sheet", sheet(figure("2023,actual,?")), *WHERE, "--create-plan", stderr=err, stdout=io.StringIO()
        )

    assert err.getvalue() == "Rejected, row 2, value: ?: “?” is neither a figure nor a word for a missing one.\n"


def test_partial_stores_the_good_rows(sheet):
    path = sheet(figure("2022,actual,5"), figure("2023,actual,?"))

    report, code = run_json(path, *WHERE, "--create-plan", "--partial")

    assert (code, report["rows_stored"], len(report["rows_refused"])) == (0, 1, 1)
    assert YearlyValue.objects.count() == 1


def test_warnings_of_one_cause_are_one_line(sheet):
    rows = [f"1,3,{figure(f'{year},actual,{year}')}" for year in (2020, 2021)]
    path = sheet(*rows, header=f"numerator,denominator,{HEADER}")

    report, _code = run_json(path, *WHERE, "--create-plan", "--dry-run")
    _out, err = run("import_sheet", path, *WHERE, "--create-plan")

    assert report["warnings"] == [
        {
            "row": 2,
            "column": "value",
            "value": "2020",
            "reason": "The parts come to 33.3333, which is used; the printed figure is kept beside it.",
            "count": 2,
            "rows": [2, 3],
        }
    ]
    assert err.splitlines()[-1].startswith("Warning, row 2, value: 2020: The parts come to 33.3333, ")
    assert err.splitlines()[-1].endswith(" (2 times, in rows 2, 3)")


def test_rows_that_are_no_figures_are_skipped_by_name(sheet):
    path = sheet(figure("2022,actual,5"), "※ As of 1 May,,,,,,,,")

    out, err = run("import_sheet", path, *WHERE, "--create-plan")

    assert out == "2 rows read: 1 saved, 0 unchanged, 0 rejected. Skipped as no part of the table: 1.\n"
    assert err.splitlines()[-1].startswith("Skipped, row 3, strategy: ※ As of 1 May: ")


def test_a_dry_run_stores_nothing(sheet):
    out, err = run("import_sheet", sheet(figure("2022,actual,5")), *WHERE, "--create-plan", "--dry-run")

    assert out == "1 rows read; 1 would be saved, 0 unchanged, 0 rejected.\n"
    assert err.startswith("To be made: institution example, ")
    assert Plan.objects.count() == 0


def test_unknown_places_and_files_are_named(sheet, tmp_path):
    report, code = run_json(sheet(figure("2022,actual,5")), *WHERE)
    missing, _code = run_json(str(tmp_path / "none.csv"), *WHERE)

    assert (code, report["error"]) == (1, "There is no institution “example”.")
    assert missing["error"] == f"There is no file {tmp_path / 'none.csv'}."


def test_a_mapping_comes_from_a_file(sheet, tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"Sex": "breakdown"}')
    path = sheet("f," + figure("2022,actual,5"), header=f"Sex,{HEADER}")

    refused, code = run_json(path, *WHERE, "--create-plan")
    report, _code = run_json(path, *WHERE, "--create-plan", "--mapping", str(mapping))
    unread, _code = run_json(path, *WHERE, "--mapping", str(tmp_path / "none.json"))

    assert (code, refused["unknown_columns"]) == (1, ["Sex"])
    assert report["rows_stored"] == 1
    assert unread["error"] == f"The mapping {tmp_path / 'none.json'} cannot be opened: No such file or directory."


def test_the_worksheet_and_the_header_row_are_chosen_and_unknown_columns_left_out(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "本部"
    book.active.append(["指標", "年度", "値"])
    other = book.create_sheet("学部")
    for row in (
        ["指標", "年度", "値"],
        ["例", 2000, 1],
        ["指標", "年度", "実績", "担当者"],
        ["参加率", 2023, 5, "佐藤"],
    ):
        other.append(row)
    book.save(tmp_path / "plan.xlsx")
    choice = ("--sheet", "学部", "--header-row", "3")

    refused, code = run_json(str(tmp_path / "plan.xlsx"), *WHERE, "--create-plan", *choice)
    report, _code = run_json(str(tmp_path / "plan.xlsx"), *WHERE, "--create-plan", *choice, "--ignore-unknown")
    blank, _code = run_json(str(tmp_path / "plan.xlsx"), *WHERE, "--header-row", "9", "--sheet", "本部")

    assert (code, refused["unknown_columns"]) == (1, ["担当者"])
    assert (report["sheet"], report["header_row"], report["rows_stored"]) == ("学部", 3, 1)
    assert [(one["value"], one["reason"]) for one in report["warnings"]] == [
        ("担当者", "These columns are not known; they were not read, as was asked for.")
    ]
    assert YearlyValue.objects.get().value == 5
    assert blank["error"] == "Row 9 of the file is blank."


def test_an_export_is_the_sheet_on_stdout_and_nothing_else():
    load(tidy(figure("2022,actual,5")))

    out, err = run("export_sheet", "--plan", "plan")

    assert (out.splitlines()[1], err) == (
        "plan,Teach,Courses,English,Courses in English,%,up,2022,actual,5,,,,,reported,,",
        "",
    )


def test_an_export_as_json_is_one_object():
    load(tidy(figure("2022,actual,5.0")))

    sheet = json.loads(run("export_sheet", "--plan", "plan", "--json")[0])

    assert sheet["plan"] == "plan"
    assert dict(zip(sheet["columns"], sheet["rows"][0], strict=True))["value"] == "5.0"


def test_an_export_goes_to_a_file(tmp_path):
    load(tidy(figure("2022,actual,5")))
    book, text = tmp_path / "plan.xlsx", tmp_path / "plan.csv"

    run("export_sheet", "--plan", "plan", "--format", "xlsx", "--output", str(book))
    out, _err = run("export_sheet", "--plan", "plan", "--output", str(text), "--json")

    assert openpyxl.load_workbook(book).active["J2"].value == 5
    assert text.read_bytes() == run("export_sheet", "--plan", "plan")[0].encode()
    assert json.loads(out) == {"plan": "plan", "file": str(text)}


def test_an_export_that_cannot_be_is_refused(tmp_path):
    load(tidy(figure("2022,actual,5")))

    with pytest.raises(CommandError, match=r"^There is no plan “none”\.$"):
        run("export_sheet", "--plan", "none")
    with pytest.raises(CommandError, match=r"^An XLSX goes to a file: give --output FILE, or redirect the output\.$"):
        run("export_sheet", "--plan", "plan", "--format", "xlsx")
    with pytest.raises(CommandError, match=r"cannot be written: No such file or directory\.$"):
        run("export_sheet", "--plan", "plan", "--output", str(tmp_path / "no" / "plan.csv"))

"""Importing 100,000 tidy rows, as a person does it: `import_sheet`, then the same file again."""

import csv
import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.measuring.memory import status
from config import environment

HEADER = (
    *("strategy", "standard", "measure", "indicator", "unit", "direction"),
    *("fiscal_year", "kind", "value", "numerator", "denominator", "breakdown", "note"),
)
INDICATORS, YEARS = 2500, range(2016, 2026)
ROWS = 100_000


class NotImportedError(Exception):
    """The import did not do what is measured."""


def first_load(bench):
    return {"Hoshin": loads(bench)[0][0]}


def same_again(bench):
    return {"Hoshin": loads(bench)[1][0]}


def sheet_memory(bench):
    """Megabytes of the importing process at its highest, the larger of both loads."""
    return {"Hoshin": max(memory for _seconds, memory in loads(bench))}


@cache
def loads(bench):
    """(seconds, megabytes) of the first load and of the same again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *tidy_rows()])
        return [load(path, "rows_stored"), load(path, "rows_unchanged")]


def tidy_rows():
    """For each indicator and year a target, and an actual for the whole, for women and for men."""
    for number in range(1, INDICATORS + 1):
        levels = [f"戦略 {number % 4}", f"基準 {number % 22}", f"施策 {number % 99}"]
        place = [*levels, f"留学を経験した学生の割合 {number}", "%", "up"]
        note = "速報値" if number % 10 == 0 else ""
        for year in YEARS:
            yield [*place, year, "target", 30 + year - YEARS[0], "", "", "", ""]
            for part, share in ("", 100), ("gender=f", 60), ("gender=m", 40):
                yield [*place, year, "actual", "", (share + year + number) % 400, 1000 + number % 500, part, note]


def load(path, counted):
    """Import a file in a process of its own, and see that all its rows went where they should."""
    command = [sys.executable, environment.ROOT / "manage.py", "import_sheet", path]
    options = ["--institution", "university-1", "--plan", "imported", "--create-plan", "--publish", "--json"]
    with tempfile.TemporaryFile() as said:
        start = perf_counter()
        with subprocess.Popen([*command, *options], stdout=said) as process:
            highest = highest_of(process)
        seconds = perf_counter() - start
        said.seek(0)
        report = json.load(said)
    if report[counted] != ROWS:
        raise NotImportedError({name: number for name, number in report.items() if isinstance(number, int)})
    return round(seconds, 2), round(highest / 1000)


def highest_of(process):
    """The most memory that a process had, in kilobytes; answers when it has ended."""
    highest = 0
    while process.poll() is None:
        highest = status(process.pid).get("VmHWM", highest)  # a process that is just ending has no memory any more
        sleep(0.02)
    return highest

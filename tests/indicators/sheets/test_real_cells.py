import csv
from pathlib import Path

from indicators.sheets.parsing import parse_figure

DATA = Path(__file__).parents[2] / "data"


RAW = """
年6回 → 6
年6回以上 → 6 at_least
年6回以上 → 6 at_least
年7回以上 → 7 at_least
年7回以上 → 7 at_least
年7回以上 → 7 at_least
95%(見込) → 95 forecast
95.0% → 95.0
95.0% → 95.0
98.0% → 98.0
98.0% → 98.0
100.0% → 100.0
65%(2022年度見込) → 65 forecast 2022
65.0% → 65.0
65.0% → 65.0
70.0% → 70.0
75.0% → 75.0
75%以上 → 75 at_least
57.0% → 57.0
60.0% → 60.0
63.0% → 63.0
65.0% → 65.0
70.0% → 70.0
75.0% → 75.0
8.2% → 8.2
70.0% → 70.0
75.0% → 75.0
75.0% → 75.0
80.0% → 80.0
80.0% → 80.0
6.3%(2021年度実績) → 6.3 actual 2021
60.0% → 60.0
75.0% → 75.0
80.0% → 80.0
80.0% → 80.0
80.0% → 80.0
"""


def test_the_36_cells_of_a_real_planning_sheet_are_all_understood():
    with (DATA / "rissho-raw-strings.csv").open(encoding="utf-8-sig", newline="") as sheet:
        cells = [(row["value"], row["unit"]) for row in csv.DictReader(sheet)]

    became = [(cell, parse_figure(cell, unit)) for cell, unit in cells]

    assert [
        " ".join(filter(None, (cell, "→", str(f.value), f.comparator, f.outlook, str(f.fiscal_year or ""))))
        for cell, f in became
    ] == RAW.strip().splitlines()
    assert all(figure.printed == cell for cell, figure in became)

"""Help on files to import: what they may look like, and one to begin with."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.sheets.columns.headings import ALIAS_OF
from indicators.sheets.columns.labels import COLUMNS
from indicators.sheets.vocabulary import has_japanese
from plans.sheets.tables import Table, download

HOLDS = {
    "plan": _("the plan’s name; every row goes to the plan that was chosen"),
    "strategy": _("the first level, by name or code"),
    "standard": _("the second level, by name or code"),
    "measure": _("the third level; blank: the indicator belongs to the level above"),
    "indicator": _("the indicator, by name or code; blank: the row only names what is before it"),
    "unit": _("persons, yen, per cent …"),
    "direction": _("up: at least; down: at most; keep: as it is; range; none"),
    "fiscal_year": _("2025, FY2025, 2025年度, 令和7年度 or R7"),
    "kind": _("baseline, target, actual or forecast"),
    "value": _("the figure, as it is printed"),
    "numerator": _("of a ratio: the part"),
    "denominator": _("of a ratio: the whole"),
    "as_of": _("a day, a month or a year"),
    "breakdown": _("degree=master; sex=f, or one category"),
    "state": _("why there is no figure: not collected, not applicable, withheld …"),
    "note": _("any text"),
    "source_url": _("an address, or where it was printed"),
    "lead_office": _("of the measure, by name or short name; several by semicolon"),
    "supporting_offices": _("of the measure, by name or short name; several by semicolon"),
    "owner_office": _("of the indicator: who reports it"),
    "definition": _("of the indicator: what is counted, and how"),
    "key": pgettext_lazy("cell of a file", "yes or no"),
    "decimals": _("how many are shown, 0 to 10"),
    "disclosure": _("public, staff, executives or planning office"),
}
CELLS = [
    ("1,234  １２．５  95.0", _("the number, with its digits as they are written")),
    ("▲5  △5  −5", _("minus 5")),
    ("5%  30人  年6回  31か国・地域", _("the number, where the word fits the unit; else the row is an error")),
    ("1.2億円", _("in a unit of millions of yen: 120")),
    ("30%以上  8.3を維持  100～105", _("of a target: the number and how it is compared")),
    ("95%(見込)  12(速報値)  12(確定値)", _("a forecast; provisional; confirmed")),
    ("6.3%(2021年度実績)", _("the figure of that year")),
    ("―  …  未集計  未定", _("not collected; missing is never zero")),
    ("対象外  算出不能  非公表", _("not applicable; cannot be calculated; withheld")),
]
TIDY = [
    ["戦略", "施策", "取組", "指標", "単位", "方向", "年度", "区分", "値"],
    ["教育の国際化", "海外経験", "派遣の拡充", "派遣学生数", "人", "増加", "令和6年度", "実績", "120"],
    ["教育の国際化", "海外経験", "派遣の拡充", "派遣学生数", "人", "増加", "令和9年度", "目標", "200人以上"],
]
WIDE = [
    ["指標", "単位", "区分", "R4", "R5", "R6", "R9"],
    ["派遣学生数", "人", "目標", "100", "120", "150", "200"],
    ["", "", "実績", "98", "111", "120", ""],
]


def file_help(request):
    """What a file may look like: its layouts, columns and cells."""
    headings = {}
    for alias, name in ALIAS_OF.items():
        if has_japanese(alias):
            headings.setdefault(name, []).append(alias)
    columns = [(name, COLUMNS[name], headings.get(name, [])[:6], holds) for name, holds in HOLDS.items()]
    context = {
        "columns": columns,
        "cells": CELLS,
        "layouts": [(_("One figure a row"), TIDY), (_("Years across"), WIDE)],
    }
    return render(request, "indicators/sheets/file_help.html", context)


def file_template(request, form):
    """A file to begin with: the usual columns, and two rows as an example."""
    header, *rows = TIDY
    return download(form, "template", lambda: Table(header, rows, guarded=True))

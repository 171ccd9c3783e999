"""Figures that their indicator's kind does not have, stored before anything refused them: every row stays, and says the same.

A number with numerator and denominator is a ratio. Any other figure out of place moves to the note; a report that then says
nothing becomes "cannot be computed", as readings read it already. What is withheld keeps its secret: only the history has it.
"""

import pghistory
from django.db import migrations
from django.db.models import Q

REASON = "A figure that this kind of indicator does not have was moved to the note."
FIGURES_OF = {
    "number": ("value",),
    "ratio": ("numerator", "denominator", "value", "published"),
    "yes_no": ("value", "dated"),
    "date": ("dated",),
    "grade": ("grade",),
    "text": ("text",),
}
FIGURES = ("numerator", "denominator", "value", "published", "dated", "grade", "text")
PARTS = ("numerator", "denominator")
CLOSED_YEARS = """
    SET CONSTRAINTS ALL IMMEDIATE;
    DO $$
    DECLARE name text;
    BEGIN
        FOR name IN SELECT tgname FROM pg_trigger
            WHERE tgrelid = 'indicators_yearlyvalue'::regclass AND tgname LIKE '%closed_year%' LOOP
            EXECUTE format('ALTER TABLE indicators_yearlyvalue {verb} TRIGGER %I', name);
        END LOOP;
    END $$
"""


def repair(apps, schema_editor):
    values = apps.get_model("indicators", "YearlyValue").objects
    with_parts = values.filter(numerator__isnull=False, denominator__isnull=False).values("indicator")
    numbers = apps.get_model("indicators", "Indicator").objects.filter(kind="number", pk__in=with_parts)
    if not numbers.exists() and not values.filter(doubtful()).exists():
        return
    # Figures of closed years are repaired, too: what they say stays the same.
    schema_editor.execute(CLOSED_YEARS.format(verb="DISABLE"), params=None)
    with pghistory.context(user=None, user_name="", reason=REASON):
        numbers.update(kind="ratio")
        for row in values.filter(doubtful()).select_related("indicator", "grade"):
            if put_right(row):
                row.save(update_fields=[*FIGURES, "state", "note"])
    schema_editor.execute(CLOSED_YEARS.format(verb="ENABLE"), params=None)


def doubtful():
    """Rows that may have a figure out of place."""
    found = Q(indicator__kind="yes_no", value__isnull=False) & ~Q(value__in=(0, 1))
    for kind, names in FIGURES_OF.items():
        for name in set(FIGURES) - set(names):
            is_there = ~Q(text="") if name == "text" else Q(**{f"{name}__isnull": False})
            found |= Q(indicator__kind=kind) & is_there
    half = Q(numerator=None, denominator__isnull=False) | Q(numerator__isnull=False, denominator=None)
    untold = ~Q(state__in=("reported", "cannot_compute")) & (Q(numerator__isnull=False) | Q(denominator__isnull=False))
    return found | (Q(state="reported") & half) | untold


def put_right(row):
    """Empty what is out of place on a row; answers whether anything was."""
    kind = row.indicator.kind
    wrong = [name for name in FIGURES if is_told(row, name) and name not in FIGURES_OF[kind]]
    has_one_part = (row.numerator is None) != (row.denominator is None)
    if (row.state == "reported" and has_one_part) or row.state not in ("reported", "cannot_compute"):
        wrong += [name for name in PARTS if is_told(row, name) and name not in wrong]
    moved = [f"{name}: {said(row, name)}" for name in wrong]
    for name in wrong:
        setattr(row, name, "" if name == "text" else None)
    if kind == "yes_no" and row.value not in (None, 0, 1):
        moved.append(f"value: {row.value:f}")
        row.value = 1
    if row.state != "withheld":
        row.note = "; ".join(filter(None, (row.note, *moved)))
    if row.state == "reported" and not any(is_told(row, name) for name in FIGURES if name != "published"):
        row.state, row.published = "cannot_compute", None
    return bool(moved)


def is_told(row, name):
    return row.text != "" if name == "text" else getattr(row, f"{name}_id" if name == "grade" else name) is not None


def said(row, name):
    figure = getattr(row, name)
    return figure.code if name == "grade" else figure.isoformat() if name == "dated" else str(figure)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0011_locked_promises")]

    operations = [migrations.RunPython(repair, migrations.RunPython.noop)]

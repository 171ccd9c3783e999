"""Every column of every row with a history has a way in and out at each door, or a reason why not."""

import pytest
from django.contrib import admin

from config.api import COLLECTIONS
from indicators.entry.commitment_forms import IndicatorForm
from indicators.models import Definition, Indicator
from indicators.sheets.columns import headings
from indicators.sheets.exports.rows import FIGURE, FIGURE_WHEN_SET
from indicators.sheets.exports.sheet_lines import LEFT, LEFT_WHEN_SET
from plans.database.history import tracked_models
from tests.doors.fields import (
    DOORS,
    FILLED_BY,
    FORMS_OF,
    FORMS_OF_NO_ROW,
    edit_forms,
    excuses,
    gaps,
    models_of,
    unknown_names,
)

HOW = "Add it to the door, as docs/adding.md says, or to WITHOUT in tests/doors/fields.py with the reason why not."


@pytest.mark.parametrize("door", DOORS)
def test_every_column_is_at_every_door_or_has_a_reason_not_to_be(door):
    missing = {model.__name__: gaps(door, model) - excuses(door, model).keys() for model in tracked_models()}

    assert {name: sorted(columns) for name, columns in missing.items() if columns} == {}, f"Not in the {door}. {HOW}"


@pytest.mark.parametrize("door", DOORS)
def test_no_reason_outlives_what_it_excuses(door):
    idle = {model.__name__: excuses(door, model).keys() - gaps(door, model) for model in tracked_models()}

    assert {name: sorted(columns) for name, columns in idle.items() if columns} == {}, f"In the {door} after all"
    assert unknown_names(door) == set()


def test_every_form_is_of_known_rows_or_of_none():
    unread = {form.__name__ for form in edit_forms() if not models_of(form)}

    assert unread == FORMS_OF_NO_ROW
    assert FORMS_OF.keys() <= {form.__name__ for form in edit_forms()}


def test_every_heading_of_the_sheet_fills_a_column_and_is_written_again():
    assert set(headings.FIELDS) == FILLED_BY.keys()
    assert {*LEFT, *LEFT_WHEN_SET, *FIGURE, *FIGURE_WHEN_SET} == set(headings.FIELDS)


def lose_a_field_of_the_form(patch):
    patch.delitem(IndicatorForm.base_fields, "frequency")


def lose_a_field_of_the_admin(patch):
    patch.setattr(admin.site.get_model_admin(Indicator), "fieldsets", ((None, {"fields": ("code", "name_ja")}),))


def lose_a_collection(patch):
    patch.delitem(COLLECTIONS, "definitions")


def lose_a_heading(patch):
    patch.setattr(headings, "FIELDS", [name for name in headings.FIELDS if name != "decimals"])


LOSSES = {
    "form": (lose_a_field_of_the_form, Indicator, "frequency"),
    "admin": (lose_a_field_of_the_admin, Indicator, "unit_ja"),
    "API": (lose_a_collection, Definition, "restated_from"),
    "sheet": (lose_a_heading, Indicator, "decimals"),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_column_that_is_lost_is_noticed(door, monkeypatch):
    lose, model, column = LOSSES[door]
    assert column not in gaps(door, model)

    lose(monkeypatch)

    assert column in gaps(door, model) - excuses(door, model).keys()

"""The names in docs/glossary.md are those of the screen."""

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from indicators.readings.statuses import Status
from plans.models import Change, Submission

PAGE = (settings.BASE_DIR / "docs" / "glossary.md").read_text().partition("## The same in other methods")[0]
ROWS = {
    cells[0]: cells for line in PAGE.splitlines() if line.startswith("| ") for cells in [line.strip("| ").split(" | ")]
}
OURS = [
    model
    for app in ("plans", "measures", "indicators")
    for model in apps.get_app_config(app).get_models()
    if not hasattr(model, "pgh_tracked_model") and model not in {Change, Submission}  # nobody meets these
]


def named(label):
    names = {}
    for language in ("en", "ja"):
        with translation.override(language):
            names[language] = str(label)
    return list(names.values())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_row_is_explained_by_the_names_it_has_on_screen(model):
    assert ROWS[model.__name__][1:3] == named(model._meta.verbose_name)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_the_names_it_has_on_screen(status):
    assert ROWS[str(status)][1:3] == named(status.label)

"""The help on files to import."""

import pytest
from django.urls import reverse

from indicators.models import YearlyValue
from indicators.sheets.columns.headings import FIELDS
from indicators.sheets.columns.labels import COLUMNS
from indicators.sheets.views import HOLDS
from tests.indicators.sheets.made_sheets import load, refusals, sums, warnings

pytestmark = pytest.mark.django_db


def test_everybody_reads_what_a_file_may_look_like_in_both_languages(client):
    english = client.get(reverse("indicators:file-help"), {"lang": "en"}).content.decode()
    japanese = client.get(reverse("indicators:file-help"), {"lang": "ja"}).content.decode()

    assert "What a file may look like" in english
    assert "<code>owner_office</code>" in english
    assert all(str(heading) in japanese for heading in ("令和6年度", "主担当", "副担当"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_can_be_imported_as_it_is(client, form, tmp_path):
    answer = client.get(reverse("indicators:file-template", args=[form]))
    path = tmp_path / f"template.{form}"
    path.write_bytes(answer.getvalue())

    report = load(str(path))

    assert answer["Content-Disposition"] == f'attachment; filename="template.{form}"'
    assert (sums(report), refusals(report), warnings(report)) == ((2, 2, 0, 0), [], [])
    assert YearlyValue.objects.get().value == 120


def test_every_column_of_the_sheet_has_a_name_on_pages():
    assert set(COLUMNS) == set(FIELDS)
    assert set(HOLDS) <= set(FIELDS)

import re
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.operations import RunPython, RunSQL

from indicators.models import Indicator
from plans.database.events import event_model
from plans.models import Institution
from tests.factories import CommitmentFactory, IndicatorFactory, TargetFactory, YearlyValueFactory

APPS = ("plans", "measures", "indicators")
ROOT = Path(__file__).resolve().parents[2]
NAMES = [(app, file.stem) for app in APPS for file in sorted((ROOT / app / "migrations").glob("[0-9]*.py"))]


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize(("app", "name"), NAMES)
def test_a_migration_is_named_by_hand(app, name):
    assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name)
    assert "auto" not in name.split("_") and name.split("_")[1:] != ["initial"]


@pytest.mark.parametrize(("app", "name"), NAMES)
def test_a_migration_can_go_back(app, name):
    operations = import_module(f"{app}.migrations.{name}").Migration.operations

    assert [operation for operation in operations if not operation.reversible] == []


@pytest.mark.parametrize(("app", "name"), NAMES)
def test_a_migration_changes_schema_or_data_and_not_both(app, name):
    operations = import_module(f"{app}.migrations.{name}").Migration.operations
    on_data = [operation for operation in operations if isinstance(operation, RunPython)]

    assert on_data == [] or all(isinstance(operation, RunPython | RunSQL) for operation in operations)


@pytest.mark.parametrize(
    ("last", "first", "names"),
    [
        ("加藤真理子 / Kato Mariko", "", ("加藤真理子", "Kato Mariko")),
        ("Kato Mariko / 加藤真理子", "", ("加藤真理子", "Kato Mariko")),
        ("Kato", "Mariko", ("", "Mariko Kato")),
        ("加藤", "真理子", ("加藤 真理子", "")),
        ("SAKATA Hideaki", "", ("", "SAKATA Hideaki")),
        ("Kato / Ito", "", ("", "Kato / Ito")),
        ("X" * 150, "Y" * 150, ("", "Y" * 150)),
        ("", "Mariko", ("", "Mariko")),
    ],
)
def test_a_name_goes_to_the_language_of_its_letters(last, first, names):
    migration = import_module("plans.migrations.0018_carry_names_over")

    assert migration.in_each_language(migration.whole(last, first)) == names


def run_sql(migration, name):
    with connection.cursor() as cursor:
        cursor.execute(getattr(import_module(migration), name))


@pytest.mark.django_db
def test_institutions_that_were_there_keep_two_months_to_report_and_new_ones_ask_for_nothing():
    old = Institution.objects.create(slug="old", name_en="Old")

    run_sql("plans.migrations.0007_keep_two_months_to_report", "KEEP_TWO_MONTHS")
    new = Institution.objects.create(slug="new", name_en="New")

    assert Institution.objects.get(pk=old.pk).months_to_report == 2
    assert set(event_model(Institution).objects.filter(slug="old").values_list("months_to_report", flat=True)) == {2}
    assert new.months_to_report is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "value", "target", "is_share"),
    [
        ({"kind": "ratio", "unit_en": "%"}, 100, 100, True),
        ({"kind": "ratio", "unit_ja": "％", "unit_en": ""}, 30, None, True),
        ({"kind": "ratio", "unit_en": "%"}, None, 30, True),
        ({"kind": "ratio", "unit_en": "%"}, None, None, False),
        ({"kind": "ratio", "unit_en": "%"}, "100.1", 30, False),
        ({"kind": "ratio", "unit_en": "%"}, 30, "100.1", False),
        ({"kind": "ratio", "unit_en": "%"}, -1, 30, False),
        ({"kind": "ratio", "unit_en": "times"}, 1, 2, False),
        ({"kind": "number", "unit_en": "%"}, 30, 30, False),
    ],
)
def test_ratios_that_never_passed_100_become_shares_of_a_whole(columns, value, target, is_share):
    indicator = IndicatorFactory(**columns)
    commitment = CommitmentFactory(indicator=indicator)
    if value is not None:
        YearlyValueFactory(indicator=indicator, value=value)
    if target is not None:
        TargetFactory(commitment=commitment, value=target)

    run_sql("indicators.migrations.0008_mark_shares_of_a_whole", "MARK_SHARES")

    indicator.refresh_from_db()
    assert indicator.numerator_is_part is is_share
    assert event_model(Indicator).objects.latest("pgh_id").numerator_is_part is is_share

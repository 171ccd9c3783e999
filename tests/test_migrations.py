import re
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.operations import RunPython, RunSQL

APPS = ("plans", "measures", "indicators")
ROOT = Path(__file__).parent.parent
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

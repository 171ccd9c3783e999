import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.transaction import atomic

from plans.database.data_version import FEW, data_version, fold_changes
from plans.models import Change, Institution, User
from tests.factories import InstitutionFactory, UserFactory, YearlyValueFactory

committed = pytest.mark.django_db(transaction=True)
APPS = ("plans", "measures", "indicators")
NOT_PRINTED = {"Change", "Submission", "ApiToken", "ApiToken_plans", "User_groups", "User_user_permissions"}


LATE = """
    INSERT INTO plans_institution
        (slug, name_ja, name_en, website, is_fictional, fiscal_year_start_month, time_zone, small_count_threshold)
    VALUES ('late', '', 'Late', '', false, 4, 'Asia/Tokyo', 5)
"""


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS and not hasattr(model, "pgh_tracked_model")
    ],
)
def test_every_table_is_counted_but_those_that_no_page_prints(model):
    names = {trigger.name for trigger in getattr(model._meta, "triggers", [])}

    assert ("note_change" in names) is (model.__name__ not in NOT_PRINTED)


@committed
@pytest.mark.parametrize(
    "write",
    [
        lambda row: Institution(pk=row.pk).delete(),
        lambda row: InstitutionFactory(),
        lambda row: Institution.objects.bulk_create([Institution(slug="b", name_en="B")]),
        lambda row: Institution.objects.filter(pk=row.pk).update(name_en="Other"),
        lambda row: sql("UPDATE plans_institution SET name_en = 'Other'"),
        lambda row: sql("TRUNCATE plans_institution CASCADE"),
        lambda row: sql("UPDATE plans_user SET name_en = 'Aiko'"),
    ],
)
def test_whatever_is_written_changes_the_version(write):
    row = InstitutionFactory()
    UserFactory()
    before = data_version()

    write(row)

    assert data_version() != before


@committed
def test_reading_signing_in_and_going_back_change_nothing():
    user = UserFactory()
    before = data_version()

    list(Institution.objects.all())
    User.objects.filter(pk=user.pk).update(last_login="2026-05-15T00:00Z")
    with atomic():
        InstitutionFactory()
        transaction.set_rollback(True)

    assert data_version() == before


@committed
def test_figures_are_counted_apart():
    figure = YearlyValueFactory()
    before = data_version()

    figure.value = 5
    figure.save()
    between = data_version()
    figure.indicator.save()

    assert (between.everything == before.everything, between.all_but_figures == before.all_but_figures) == (False, True)
    assert data_version().all_but_figures != before.all_but_figures


@committed
def test_a_transaction_is_counted_once_and_also_after_a_part_of_it_was_taken_back():
    before = Change.objects.count()

    with atomic():
        with atomic():
            InstitutionFactory()
            transaction.set_rollback(True)
        InstitutionFactory()
        InstitutionFactory()

    assert Change.objects.count() - before == 1


@committed
def test_inside_a_transaction_that_has_written_there_is_no_version():
    with atomic():
        before = data_version()
        InstitutionFactory()

        assert (before is None, data_version()) == (False, None)


@committed
def test_who_began_earlier_and_commits_later_is_noticed(elsewhere):
    with elsewhere.cursor() as late:
        late.execute(LATE)
        InstitutionFactory()
        fold_all()
        before = data_version()

        elsewhere.commit()

    assert data_version() != before
    assert Institution.objects.filter(slug="late").exists()


def fold_all():
    for number in range(FEW):
        sql("UPDATE plans_institution SET small_count_threshold = %s", number)
    fold_changes()


@committed
def test_adding_up_leaves_a_row_for_each_part_and_the_same_version():
    YearlyValueFactory()
    for number in range(FEW + 1):
        sql("UPDATE plans_institution SET small_count_threshold = %s", number)
    before = data_version()

    fold_changes()

    assert (Change.objects.count(), data_version()) == (2, before)


@committed
def test_two_who_add_up_at_once_do_not_wait_and_lose_nothing(elsewhere):
    fold_all()
    for number in range(FEW + 1):
        sql("UPDATE plans_institution SET small_count_threshold = %s", number)
    before = data_version()

    with elsewhere.cursor() as other:
        other.execute("SELECT id FROM plans_change FOR UPDATE")
        fold_changes()
        elsewhere.commit()

    assert data_version() == before


@committed
def test_the_serving_role_may_write_and_is_counted():
    before = data_version()

    with atomic():
        sql("SET LOCAL ROLE hoshin_app")
        InstitutionFactory()

    assert data_version() != before

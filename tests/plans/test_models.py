import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from plans.database.events import event_model
from plans.database.history import append_only_tables
from plans.models import Correction, Institution, Objective, Plan, Standard, Strategy
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    OfficeAdministrationFactory,
    OfficeFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refuses(constraint, build):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build()


def test_a_text_falls_back_visibly_to_the_other_language():
    plan = Plan(name_ja="", name_en="Mid-term plan")

    with translation.override("ja"):
        name = plan.name

    assert (name, name.language, name.is_fallback) == ("Mid-term plan", "en", True)


def test_a_text_answers_in_the_active_language():
    plan = Plan(name_ja="中期計画", name_en="Mid-term plan")

    with translation.override("ja"):
        name = plan.name

    assert (name, name.language, name.is_fallback) == ("中期計画", "ja", False)


def test_a_plan_does_not_end_before_it_begins():
    refuses("plan_ends_after_it_begins", lambda: PlanFactory(first_fiscal_year=2027, last_fiscal_year=2022))


def test_a_plan_has_a_name():
    refuses("plan_has_a_name", lambda: PlanFactory(name_en=""))


def test_an_unknown_state_is_refused():
    refuses("plan_state_is_known", lambda: PlanFactory(state="asleep"))


def test_a_left_out_level_is_one_unnamed_row():
    plan = PlanFactory()
    strategy = StrategyFactory(plan=plan, name_en="")
    StandardFactory(strategy=strategy, name_en="")

    refuses("plan_has_one_unnamed_strategy", lambda: StrategyFactory(plan=plan, name_en=""))
    refuses("strategy_has_one_unnamed_standard", lambda: StandardFactory(strategy=strategy, name_en=""))


def test_two_accounts_do_not_share_an_address():
    UserFactory(email="sato@example.ac.jp")

    refuses("user_email_is_unique", lambda: UserFactory(email="Sato@example.ac.jp"))


def test_a_role_is_given_once():
    membership = MembershipFactory(office=None)

    refuses(
        "membership_is_given_once",
        lambda: MembershipFactory(user=membership.user, institution=membership.institution, role=membership.role),
    )


def test_an_office_neither_contains_nor_administers_itself():
    office = OfficeFactory()

    refuses(
        "office_does_not_administer_itself", lambda: OfficeAdministrationFactory(office=office, administered=office)
    )
    refuses("office_is_not_its_own_parent", lambda: type(office).objects.filter(pk=office.pk).update(parent=office))


def test_offices_above_are_found_from_the_bottom_up(django_assert_num_queries):
    top = OfficeFactory()
    middle = OfficeFactory(parent=top, institution=top.institution)
    bottom = OfficeFactory(parent=middle, institution=top.institution)

    with django_assert_num_queries(1):
        above = bottom.with_offices_above()

    assert above == [bottom, middle, top]


def test_rows_of_a_plan_are_found_by_their_plan():
    plan, other = PlanFactory(), PlanFactory()
    standard = StandardFactory(strategy__plan=plan)
    StandardFactory(strategy__plan=other)

    assert list(Strategy.objects.of_plan(plan)) == [standard.strategy]
    assert list(Standard.objects.of_plan(plan)) == [standard]
    assert list(Objective.objects.of_plan(plan)) == []


# What the serving role may not do


def refused_to_app(statement):
    with (
        pytest.raises(Exception, match="permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = NULL", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", append_only_tables())
def test_the_serving_role_cannot_rewrite_history(as_app, table, verb):
    column = "reason" if table == Correction._meta.db_table else "pgh_label"
    refused_to_app(verb.format(table, column))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE plans_plan DISABLE TRIGGER ALL",
        "DROP TABLE plans_plan",
        "CREATE TABLE public.notes (id int)",
        "UPDATE django_migrations SET name = 'x'",
        "SET session_replication_role = replica",
    ],
)
def test_the_serving_role_cannot_change_the_schema_or_silence_triggers(as_app, statement):
    refused_to_app(statement)


def test_the_serving_role_writes_rows_and_their_history(as_app):
    institution = InstitutionFactory(name_en="A")
    Institution.objects.filter(pk=institution.pk).update(name_en="B")

    events = event_model(Institution).objects.filter(pgh_obj=institution).order_by("pgh_id")
    assert list(events.values_list("pgh_label", "name_en")) == [("insert", "A"), ("update", "B")]

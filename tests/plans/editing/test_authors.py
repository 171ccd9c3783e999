import pytest

from plans.editing.authors import authors
from tests import factories

pytestmark = pytest.mark.django_db


def test_people_are_told_by_name_else_by_account_and_the_system_not_at_all(django_assert_num_queries):
    aiko = factories.UserFactory(username="aiko", name_en="Aiko Sato")
    ken = factories.UserFactory(username="ken")
    by = [{"user": user.pk, "user_name": user.username} for user in (aiko, ken, aiko)]

    with django_assert_num_queries(1):
        told = authors([*by, {"reason": "Import at night"}, None])

    assert told == [aiko.called, "ken", aiko.called, "", ""]
    assert "Aiko" in aiko.called


def test_who_has_left_is_told_by_the_account():
    gone = factories.UserFactory(username="gone", name_en="Yumi")
    context = {"user": gone.pk, "user_name": "gone"}
    gone.delete()

    assert authors([context]) == ["gone"]

import pytest
from django.core.exceptions import PermissionDenied

from plans.actions import close_year, reopen_year
from plans.database.events import event_model
from plans.models import ClosedYear

pytestmark = pytest.mark.django_db


def test_a_planner_closes_a_year_and_closing_twice_changes_nothing(institution, planner):
    close_year(institution, 2024, by=planner, reason="Board of 20 June")
    close_year(institution, 2024, by=planner, reason="again")

    (closed,) = ClosedYear.objects.all()
    assert (closed.fiscal_year, closed.closed_by, closed.reason) == (2024, planner, "Board of 20 June")
    (event,) = event_model(ClosedYear).objects.all()
    assert event.pgh_context == {"user": planner.pk, "user_name": planner.username, "reason": "Board of 20 June"}


def test_nobody_else_closes_or_reopens_a_year(institution, executive, evaluator, viewer, stranger):
    for user in (executive, evaluator, viewer, stranger):
        with pytest.raises(PermissionDenied):
            close_year(institution, 2024, by=user)
        with pytest.raises(PermissionDenied):
            reopen_year(institution, 2024, by=user, reason="please")


def test_reopening_needs_a_reason_and_remembers_it(institution, planner):
    close_year(institution, 2024, by=planner)
    with pytest.raises(ValueError, match="reason"):
        reopen_year(institution, 2024, by=planner, reason=" ")

    reopened = reopen_year(institution, 2024, by=planner, reason="The survey office corrected its figures")

    last = event_model(ClosedYear).objects.order_by("pgh_id").last()
    assert (reopened, ClosedYear.objects.count()) == (True, 0)
    assert (last.pgh_label, last.pgh_context["reason"]) == ("delete", "The survey office corrected its figures")


def test_reopening_an_open_year_says_so(institution, planner):
    assert reopen_year(institution, 2024, by=planner, reason="none") is False

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from measures.models import BudgetLine, Evidence, Measure, Milestone
from plans.models import Disclosure
from tests.factories import (
    BudgetLineFactory,
    FeedbackFactory,
    GradeFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    OfficeFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db


def refuses(constraint, build):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build()


def test_a_merged_measure_names_where_it_went():
    refuses("says_what_it_merged_into", lambda: MeasureFactory(status="merged"))
    assert MeasureFactory(status="merged", merged_into=MeasureFactory()).is_dropped


def test_several_offices_may_lead_a_measure_and_each_once():
    lead = ResponsibilityFactory()
    ResponsibilityFactory(measure=lead.measure)

    refuses("responsibility_is_given_once", lambda: ResponsibilityFactory(measure=lead.measure, office=lead.office))


@pytest.mark.parametrize(
    ("milestone", "overdue"),
    [
        (Milestone(due_on=date(2025, 4, 1)), True),
        (Milestone(due_on=date(2025, 4, 2)), False),
        (Milestone(due_on=date(2025, 4, 1), done_on=date(2025, 5, 1)), False),
        (Milestone(due_on=date(2025, 4, 1), cancelled_on=date(2025, 3, 1)), False),
        (Milestone(due_on=None), False),
    ],
)
def test_a_step_is_overdue_from_the_day_after_it_was_due(milestone, overdue):
    assert milestone.is_overdue(date(2025, 4, 2)) is overdue


def test_money_belongs_to_a_measure_or_to_an_office():
    refuses("belongs_to_a_measure_or_an_office", lambda: BudgetLineFactory(measure=None))
    refuses("belongs_to_a_measure_or_an_office", lambda: BudgetLineFactory(office=OfficeFactory()))


def test_the_money_of_offices_is_read_by_members_only(institution, viewer, stranger):
    BudgetLineFactory(measure=None, office=OfficeFactory(institution=institution))

    seen = [BudgetLine.objects.visible_to(user).count() for user in (viewer, stranger, AnonymousUser())]

    assert seen == [1, 0, 0]


def test_a_final_grade_has_a_reason():
    refuses("final_grade_has_a_reason", lambda: ProgressReportFactory(final_grade=GradeFactory()))


def test_only_a_judging_grade_has_a_rank():
    refuses("has_a_rank_if_it_judges", lambda: GradeFactory(kind="cancelled", rank=3))
    assert GradeFactory(kind="cannot_judge", rank=None, code="–").rank is None


def test_cited_evidence_stays():
    citation = MeasureEvidenceFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        citation.evidence.delete()
    assert Evidence.objects.count() == 1


def test_reports_feedback_and_evidence_are_for_staff_unless_said_otherwise(institution, viewer, stranger):
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    rows = (
        ProgressReportFactory(measure=measure),
        FeedbackFactory(measure=measure),
        MeasureEvidenceFactory(measure=measure, evidence__institution=institution).evidence,
    )

    for row in rows:
        seen = [type(row).objects.visible_to(user).count() for user in (viewer, stranger, AnonymousUser())]
        assert (row.disclosure, seen) == (Disclosure.STAFF, [1, 0, 0])


def test_measures_of_a_hidden_plan_are_hidden(institution, viewer):
    MeasureFactory(
        standard__strategy__plan__institution=institution, standard__strategy__plan__disclosure=Disclosure.PLANNING
    )

    assert Measure.objects.visible_to(viewer).count() == 0

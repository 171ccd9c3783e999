from datetime import date

import pytest

from measures.actions import answer_feedback
from measures.models import Feedback
from plans.database.events import event_model
from plans.models import Disclosure, PlanState, Role
from tests.editing import answers, opened, sent
from tests.factories import FeedbackFactory, MeasureFactory, MembershipFactory, OfficeFactory, ResponsibilityFactory
from tests.pages import words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 15)


@pytest.fixture
def measure(institution):
    return MeasureFactory(standard__strategy__plan__institution=institution)


@pytest.fixture
def lead(measure, institution):
    """The office that leads the measure."""
    return ResponsibilityFactory(measure=measure, office=OfficeFactory(institution=institution)).office


@pytest.fixture
def reporter(lead, institution):
    return MembershipFactory(institution=institution, office=lead, role=Role.REPORTER).user


@pytest.fixture
def feedback(measure):
    return FeedbackFactory(measure=measure, said_on=date(2026, 5, 1))


@pytest.fixture
def adding(measure):
    return f"/measures/{measure.pk}/feedback/add/"


@pytest.fixture
def answering(feedback):
    return f"/feedback/{feedback.pk}/answer/"


def last_event():
    event = event_model(Feedback).objects.latest("pgh_id")
    return event.pgh_label, event.pgh_context["user"], event.pgh_context["reason"]


def test_who_reports_for_a_lead_office_plans_or_grades_adds_and_answers(
    client, reporter, planner, evaluator, adding, answering
):
    for user in (reporter, planner, evaluator):
        client.force_login(user)
        assert [client.get(page).status_code for page in (adding, answering)] == [200, 200]


def test_others_may_neither_add_nor_answer(
    client, lead, measure, institution, viewer, executive, stranger, adding, answering
):
    helper = ResponsibilityFactory(
        measure=measure, office=OfficeFactory(institution=institution), role="support"
    ).office
    helping = MembershipFactory(institution=institution, office=helper, role=Role.REPORTER).user
    for page in (adding, answering):
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    for user in (viewer, executive, helping):
        assert answers(client, user, (adding, answering), version=1, text="Mine", answer="Mine") == {(403, 403)}
    client.force_login(stranger)
    assert [client.get(page).status_code for page in (adding, answering)] == [403, 404]
    assert (Feedback.objects.get().text, Feedback.objects.get().answer) == ("More places are needed.", "")


def test_what_one_may_not_read_is_not_found(client, feedback, measure, reporter, adding, answering):
    Feedback.objects.update(disclosure=Disclosure.EXECUTIVES)
    client.force_login(reporter)
    assert client.get(answering).status_code == 404

    plan = measure.standard.strategy.plan
    plan.state = PlanState.DRAFT
    plan.save()
    assert client.get(adding).status_code == 404


def test_what_was_said_is_written_down_for_staff(client, measure, reporter, adding):
    client.force_login(reporter)

    answer = sent(client, adding, text="More rooms,\r\nplease.", said_by="Students", disclosure="public")

    row = Feedback.objects.get()
    assert answer["Location"] == measure.get_absolute_url()
    assert (row.text, row.said_by, row.said_on) == ("More rooms,\nplease.", "Students", TODAY)
    assert (row.entered_by, row.disclosure) == (reporter, Disclosure.STAFF)
    assert last_event() == ("insert", reporter.pk, "")


def test_the_planning_office_says_who_may_read_it(client, measure, planner, adding):
    client.force_login(planner)

    sent(client, adding, text="More rooms.", disclosure="public")

    assert Feedback.objects.get().disclosure == Disclosure.PUBLIC


def test_feedback_needs_words_and_a_day_that_has_come(client, reporter, adding):
    client.force_login(reporter)

    said = words(sent(client, adding, text=" ", said_on="2026-05-16"))

    assert "This field is required." in said
    assert "The date must not be in the future." in said
    assert not Feedback.objects.exists()


def test_an_answer_stands_with_its_day_and_its_reason(client, feedback, measure, reporter, answering):
    client.force_login(reporter)
    shown = client.get(answering)
    assert "Without a name , 1 May 2026 More places are needed." in words(shown)

    answer = sent(client, answering, answer="Ten were added.", change_reason="Meeting of May")

    feedback.refresh_from_db()
    assert answer["Location"] == measure.get_absolute_url()
    assert (feedback.answer, feedback.answered_on, feedback.text) == (
        "Ten were added.",
        TODAY,
        "More places are needed.",
    )
    assert last_event() == ("update", reporter.pk, "Meeting of May")


def test_without_words_there_is_no_answer_and_no_day(client, feedback, reporter, answering):
    answer_feedback(feedback, answer="Wrong", answered_on=TODAY, by=reporter, version=1)
    client.force_login(reporter)

    sent(client, answering, answer="")

    feedback.refresh_from_db()
    assert (feedback.answer, feedback.answered_on) == ("", None)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-30", "An answer is not given before something is said."),
        ("2026-05-16", "The date must not be in the future."),
    ],
)
def test_an_answer_is_given_between_the_feedback_and_today(client, feedback, reporter, answering, day, said):
    client.force_login(reporter)

    answer = sent(client, answering, answer="Ten", answered_on=day)

    feedback.refresh_from_db()
    assert said in words(answer)
    assert feedback.answer == ""


def test_an_answer_that_somebody_gave_meanwhile_is_not_overwritten(client, feedback, reporter, planner, answering):
    form = opened(client, reporter, answering)
    answer_feedback(feedback, answer="Theirs", answered_on=TODAY, by=planner, version=1)

    answer = client.post(answering, form | {"answer": "Mine"})

    feedback.refresh_from_db()
    assert (answer.status_code, feedback.answer) == (409, "Theirs")
    assert "Now Theirs You wrote Mine" in words(answer)


def test_only_the_planning_office_puts_right_and_takes_away_what_was_said(client, feedback, reporter, planner):
    page = f"/feedback/{feedback.pk}/edit/"
    client.force_login(reporter)
    assert client.get(page).status_code == 403

    client.force_login(planner)
    sent(client, page, text="Many more places.", change_reason="Typo")
    feedback.refresh_from_db()
    assert (feedback.text, last_event()) == ("Many more places.", ("update", planner.pk, "Typo"))

    sent(client, page, remove="1", change_reason="Said in confidence")
    assert not Feedback.objects.exists()
    assert last_event() == ("delete", planner.pk, "Said in confidence")


def test_the_page_of_the_measure_leads_there(client, measure, reporter, viewer, feedback, adding, answering):
    FeedbackFactory(measure=measure, answer="Yes", said_on=date(2026, 5, 2))
    page = measure.get_absolute_url()
    client.force_login(viewer)
    assert "/feedback/" not in client.get(page).content.decode()

    client.force_login(reporter)
    shown = client.get(page).content.decode()
    assert f'href="{adding}"' in shown
    assert f'href="{answering}"' in shown
    assert "Not answered yet" in shown
    assert "/feedback/" not in client.get(f"{page}?as_known_on=2026-05-15").content.decode()


def test_a_measure_without_feedback_offers_it_to_those_who_may(client, measure, reporter, viewer):
    client.force_login(viewer)
    assert "Feedback" not in words(client.get(measure.get_absolute_url()))

    client.force_login(reporter)
    assert "No feedback on this measure yet." in words(client.get(measure.get_absolute_url()))

"""Writing down what people said about a measure, and answering it."""

from django.conf import settings
from django.utils.translation import gettext as _

from measures.actions import add_feedback, answer_feedback, may_discuss_measure
from measures.feedback_forms import AnswerForm, FeedbackForm
from measures.models import Feedback
from measures.views.editing import visible_measure
from plans.access.permissions import may_edit, require
from plans.editing.pages import Edit, edit_page, row_page, signed_in
from plans.views.lookups import row_to_edit


@signed_in
def feedback_add(request, pk):
    """What somebody said about a measure."""
    measure = visible_measure(request, pk)
    require(may_discuss_measure(request.user, measure))
    today = today_of(measure)
    row = Feedback(measure=measure, said_on=today)

    def store(form):
        return add_feedback(row, form.columns, by=request.user)

    edit = Edit(
        heading=_("Feedback on “%(measure)s”") % {"measure": measure},
        row=row,
        form=FeedbackForm,
        store=store,
        back=measure.get_absolute_url(),
        options={"today": today, "is_planner": may_edit(request.user, home_of(measure))},
    )
    return edit_page(request, edit)


@signed_in
def feedback_edit(request, pk):
    """What was said, put right or taken away by the planning office."""
    feedback = visible_feedback(request, pk)
    back, today = feedback.measure.get_absolute_url(), today_of(feedback.measure)
    options = {"today": today, "is_planner": True}
    return row_page(request, feedback, FeedbackForm, heading=_("Feedback"), back=back, removable=True, options=options)


@signed_in
def feedback_answer(request, pk):
    """The answer to what was said."""
    feedback = visible_feedback(request, pk)
    require(may_discuss_measure(request.user, feedback.measure))

    def store(form):
        is_changed = answer_feedback(feedback, by=request.user, version=form.seen, reason=form.why, **form.columns)
        return is_changed and _("Saved: answer to “%(feedback)s”") % {"feedback": feedback}

    edit = Edit(
        heading=_("Answer"),
        row=feedback,
        form=AnswerForm,
        store=store,
        back=feedback.measure.get_absolute_url(),
        beside="measures/_feedback_said.html",
        options={"today": today_of(feedback.measure)},
        more={"feedback": feedback},
    )
    return edit_page(request, edit)


def visible_feedback(request, pk):
    """The feedback, if the reader may see it; for planners also a deleted one, as it last was."""
    rows = Feedback.objects.visible_to(request.user).select_related("measure__standard__strategy__plan__institution")
    return row_to_edit(request, rows, id=pk)


def home_of(measure):
    return measure.standard.strategy.plan.institution


def today_of(measure):
    return settings.CLOCK(home_of(measure).time_zone)

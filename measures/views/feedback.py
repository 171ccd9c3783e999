"""Writing down what people said about a measure, and answering it."""

from django.utils.translation import gettext as _

from measures.actions import may_discuss_measure
from measures.feedback_forms import AnswerForm, FeedbackForm, today_of
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
    row = Feedback(measure=measure, said_on=today_of(measure))

    def store(form):
        return form.store(by=request.user)[0]

    edit = Edit(
        heading=_("Feedback on “%(measure)s”") % {"measure": measure},
        row=row,
        form=FeedbackForm,
        store=store,
        back=measure.get_absolute_url(),
        options={"is_planner": may_edit(request.user, home_of(measure))},
    )
    return edit_page(request, edit)


@signed_in
def feedback_edit(request, pk):
    """What was said, put right or taken away by the planning office."""
    feedback = visible_feedback(request, pk)
    back = feedback.measure.get_absolute_url()
    return row_page(request, feedback, FeedbackForm, heading=_("Feedback"), back=back, removable=True)


@signed_in
def feedback_answer(request, pk):
    """The answer to what was said."""
    feedback = visible_feedback(request, pk)
    require(may_discuss_measure(request.user, feedback.measure))

    def store(form):
        _row, is_changed = form.store(by=request.user)
        return is_changed and _("Saved: answer to “%(feedback)s”") % {"feedback": feedback}

    edit = Edit(
        heading=_("Answer"),
        row=feedback,
        form=AnswerForm,
        store=store,
        back=feedback.measure.get_absolute_url(),
        beside="measures/_feedback_said.html",
        more={"feedback": feedback},
    )
    return edit_page(request, edit)


def visible_feedback(request, pk):
    """The feedback, if the reader may see it; for planners also a deleted one, as it last was."""
    rows = Feedback.objects.visible_to(request.user).select_related("measure__standard__strategy__plan__institution")
    return row_to_edit(request, rows, id=pk)


def home_of(measure):
    return measure.standard.strategy.plan.institution

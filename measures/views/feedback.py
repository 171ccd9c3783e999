"""Writing down what people said about a measure, and answering it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.actions import may_discuss_measure
from measures.feedback_forms import AnswerForm, FeedbackForm, today_of
from measures.models import Feedback, Measure
from measures.views.editing import TO_INSTITUTION
from plans.access.permissions import may_edit
from plans.editing.pages import AddPage, RowPage


class FeedbackAdd(AddPage):
    """What somebody said about a measure."""

    model, form_class, shown_with = Measure, FeedbackForm, (TO_INSTITUTION,)

    def new_row(self, above):
        return Feedback(measure=above, said_on=today_of(above))

    def is_allowed(self):
        return may_discuss_measure(self.request.user, self.row.measure)

    def get_heading(self):
        return _("Feedback on “%(measure)s”") % {"measure": self.row.measure}

    def get_form_kwargs(self):
        home = self.row.measure.standard.strategy.plan.institution
        return {"is_planner": may_edit(self.request.user, home)}


class FeedbackEdit(RowPage):
    """What was said, put right or taken away by the planning office."""

    form_class, heading = FeedbackForm, gettext_lazy("Feedback")
    shown_with, is_removable = (f"measure__{TO_INSTITUTION}",), True


class FeedbackAnswer(RowPage):
    """The answer to what was said."""

    form_class, heading = AnswerForm, gettext_lazy("Answer")
    shown_with, beside = (f"measure__{TO_INSTITUTION}",), "measures/_feedback_said.html"

    def is_allowed(self):
        return may_discuss_measure(self.request.user, self.row.measure)

    def get_context(self):
        return {"feedback": self.row}

    def said_stored(self, row):
        return _("Saved: answer to “%(feedback)s”") % {"feedback": row}

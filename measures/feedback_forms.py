"""Forms of what people said about a measure, and of the answers."""

from django import forms
from django.utils.translation import gettext as _

from measures.models import Feedback
from plans.editing.forms import RowForm


class FeedbackForm(RowForm):
    """What was said, when and by whom. `today`: nothing was said later; `is_planner`: who decides who may read it."""

    together = (("said_on", "said_by"),)

    class Meta:
        model = Feedback
        fields = ("text", "said_on", "said_by", "disclosure")

    def __init__(self, *args, today, is_planner, **kwargs):
        self.today, self.is_planner = today, is_planner
        super().__init__(*args, **kwargs)

    def prepare(self):
        if not self.is_planner:
            del self.fields["disclosure"]

    def clean_said_on(self):
        day = self.cleaned_data["said_on"]
        if day > self.today:
            raise forms.ValidationError(_("The date must not be in the future."))
        return day


class AnswerForm(RowForm):
    """The answer and its day, today if it is new; without words there is no answer. `today`: nothing was answered later."""

    class Meta:
        model = Feedback
        fields = ("answer", "answered_on")

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def shown(self, row):
        return super().shown(row) | {"answered_on": row.answered_on or self.today}

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("The date must not be in the future."))
        if day < self.row.said_on:
            raise forms.ValidationError(_("An answer is not given before something is said."))
        return day

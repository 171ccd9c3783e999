"""Forms of what people said about a measure, and of the answers."""

from django.conf import settings
from django.utils.translation import gettext as _

from measures.actions import add_feedback, answer_feedback
from measures.models import Feedback
from plans.editing.forms import RowForm


class FeedbackForm(RowForm):
    """What was said, when and by whom. `is_planner`: who decides who may read it."""

    together = (("said_on", "said_by"),)

    class Meta:
        model = Feedback
        fields = ("text", "said_on", "said_by", "disclosure")

    def __init__(self, *args, is_planner=True, **kwargs):
        self.is_planner = is_planner
        super().__init__(*args, **kwargs)

    def prepare_page(self):
        if not self.is_planner:
            del self.fields["disclosure"]

    def clean(self):
        """Without words there is no answer; an answer without its day is of today. Nothing is of tomorrow."""
        cleaned = super().clean()
        measure = cleaned.get("measure") or getattr(self.row, "measure", None)
        if measure is None:
            return cleaned
        today = today_of(measure)
        if "answer" in cleaned:
            cleaned["answered_on"] = (cleaned.get("answered_on") or today) if cleaned["answer"] else None
        for name in ("said_on", "answered_on"):
            if cleaned.get(name) is not None and cleaned[name] > today:
                self.add_error(name, _("The date must not be in the future."))
        said_on, answered_on = cleaned.get("said_on", self.row.said_on), cleaned.get("answered_on")
        if None not in (said_on, answered_on) and answered_on < said_on:
            self.add_error("answered_on", _("An answer is not given before something is said."))
        return cleaned

    def store(self, *, by):
        if self.row.pk is None:
            return add_feedback(self.row, self.columns, by=by), True
        return super().store(by=by)


class AnswerForm(FeedbackForm):
    """The answer and its day, today if it is new."""

    together = ()

    class Meta:
        model = Feedback
        fields = ("answer", "answered_on")

    def prepare_page(self):
        self.initial["answered_on"] = self.initial.get("answered_on") or today_of(self.row.measure)

    def store(self, *, by):
        row = self.row
        is_changed = answer_feedback(row, by=by, version=self.seen_version, reason=self.reason, **self.columns)
        return row, is_changed


def today_of(measure):
    return settings.CLOCK(measure.standard.strategy.plan.institution.time_zone)

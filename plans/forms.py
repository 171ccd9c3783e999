"""What the planning office fills in: reasons, states."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import PlanState
from plans.plan_states import MOVES


class ReasonForm(forms.Form):
    """Why something is done; the history keeps it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history, with your name and the time."),
    )


class PlanStateForm(ReasonForm):
    """The state that a plan goes into, and why."""

    state = forms.ChoiceField(label=_("New state"))
    field_order = ("state", "reason")

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, state.label) for state in MOVES[plan.state]]

    def clean_state(self):
        return PlanState(self.cleaned_data["state"])

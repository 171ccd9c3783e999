"""Forms of targets: one decision as its row, and the target of a year, which the next decision supersedes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.entry.actions import TARGET_FIGURES, decide_target, revise_target
from indicators.entry.commitment_forms import of_indicator
from indicators.entry.fields import AsOfField, FigureField, day_shown, split_as_of
from indicators.entry.targets import Aim, figures_of
from indicators.loading.value_text import ANSWER_CHOICES, target_text
from indicators.models import Kind, Target
from plans.editing.forms import RowForm

FIGURES = ("value", "low", "high", "due_on", "grade")
DECISION = ("decided_on", "decided_by", "reason")


class TargetRecordForm(RowForm):
    """One decision on a target. Its number is not overwritten: a new decision, with its day and reason, supersedes it."""

    together = (("low", "high"), ("value", "printed"), ("decided_on", "decided_by"))

    class Meta:
        model = Target
        fields = (*FIGURES, "printed", "as_of", "is_provisional", *DECISION, "note", "source_url")
        field_classes = dict.fromkeys(("value", "low", "high"), FigureField) | {"as_of": AsOfField}
        labels = {"value": gettext_lazy("Target"), "grade": pgettext_lazy("indicator", "Grade")}
        help_texts = {"printed": gettext_lazy("Only where the plan's own words say it differently: “about 100”.")}
        widgets = {"as_of": forms.TextInput} | dict.fromkeys(("reason", "note"), forms.Textarea(attrs={"rows": 2}))

    @property
    def commitment(self):
        return getattr(self.row, "commitment", None)

    @staticmethod
    def corrects(row):
        return of_indicator(row.commitment.indicator)

    def prepare(self):
        indicator = getattr(self.commitment, "indicator", None)
        if self.row.pk is not None and "fiscal_year" in self.fields:
            self.fields["fiscal_year"].disabled = True
        if indicator is None:
            return
        for name in {"value", "low", "high"} & self.fields.keys():
            self.fields[name].unit = str(indicator.unit)
        if "grade" in self.fields:
            self.fields["grade"].queryset = self.fields["grade"].queryset.filter(scale=indicator.scale_id)
        if "value" in self.fields and indicator.kind == Kind.YES_NO:
            self.fields["value"].widget = forms.Select(choices=ANSWER_CHOICES)

    def initial_values(self, row):
        return super().initial_values(row) | {"as_of": day_shown(row.as_of, row.as_of_precision)}

    @property
    def revises(self):
        """Whether another number is decided."""
        return self.row.pk is not None and bool(set(self.changed_data) & set(TARGET_FIGURES))

    def clean(self):
        """Old printed words go with the old number."""
        cleaned = super().clean()
        split_as_of(self, "as_of")
        low, high = cleaned.get("low"), cleaned.get("high")
        if None not in (low, high) and high < low:
            self.add_error("high", _("The upper bound is below the lower one."))
        if set(TARGET_FIGURES) & set(self.changed_data) and "printed" not in self.changed_data:
            cleaned["printed"] = self.instance.printed = ""
        if self.revises and not cleaned.get("decided_on"):
            self.add_error("decided_on", self.fields["decided_on"].error_messages["required"])
        return cleaned

    def store(self, *, by):
        columns, said = self.columns, {"by": by, "reason": self.reason}
        if self.row.pk is None:
            place = {"commitment": self.row.commitment, "fiscal_year": self.row.fiscal_year}
            columns = {name: value for name, value in columns.items() if name not in place}
            return decide_target(**place, **said, version=Aim.of(**place).version, **columns), True
        if not self.revises:
            return super().store(by=by)
        old = Target.objects.get(pk=self.row.pk)
        kept = {name: getattr(old, name) for name in TARGET_FIGURES}
        again = ("fiscal_year", "decided_by", "is_provisional")  # of the old decision, unless they are said anew
        told = {name: value for name, value in columns.items() if name not in again or name in self.changed_data}
        return revise_target(old, **said, version=self.seen_version, **(kept | told)), True


class TargetForm(TargetRecordForm):
    """The target of a year, as an Aim. Where there is one already, another decision supersedes it."""

    def instance_of(self, row):
        """What the form says is checked as a new decision."""
        return Target(commitment=row.commitment, fiscal_year=row.fiscal_year)

    def prepare_page(self):
        del self.fields["change_reason"]
        for name in set(FIGURES).difference(figures_of(self.commitment)):
            del self.fields[name]
        if self.row.target is not None:
            self.fields["decided_on"].required = self.fields["reason"].required = True

    def initial_values(self, row):
        """The present figure; the day, the person and the reason of a new decision are asked for anew."""
        values = super().initial_values(row.target or self.instance_of(row))
        return values | dict.fromkeys(DECISION)

    @property
    def reason(self):
        return self.cleaned_data.get("reason", "")

    @property
    def revises(self):
        return False

    def clean(self):
        cleaned = super().clean()
        figures = {*FIGURES, "printed", "as_of", "is_provisional"}
        if self.row.target is not None and not self.errors and not figures & set(self.changed_data):
            said = target_text(self.row.target, self.commitment.indicator)
            self.add_error(None, _("The target is %(target)s already.") % {"target": said})
        return cleaned

    def store(self, *, by):
        place = {"commitment": self.commitment, "fiscal_year": self.row.fiscal_year}
        return decide_target(**place, by=by, version=self.seen_version, **self.columns), True

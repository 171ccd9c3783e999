"""The form of one yearly value: figures by the indicator's kind, why there is none, and doubts that can be confirmed."""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.entry.actions import record_value, remove_value
from indicators.entry.commitment_forms import of_indicator
from indicators.entry.fields import AsOfField, FigureField, day_shown, split_as_of
from indicators.figure_rules.checks import kind_of
from indicators.figure_rules.rules import AS_A_WHOLE, PARTS, FigureEntry, emptied, faults
from indicators.loading.value_text import ANSWER_CHOICES
from indicators.models import Kind, ValueState, YearlyValue
from indicators.models.figure_kinds import FIGURES, FIGURES_OF
from plans.editing.forms import EditForm, Question, RowForm
from plans.text.punctuation import in_brackets

KEYS = ("indicator", "fiscal_year", "kind", "breakdown")
NUMBERS = ("value", "published")


class ValueForm(RowForm):
    """One figure of an indicator in a fiscal year. `around`: as `record_value` takes it."""

    confirm = Question(
        label=gettext_lazy("I have checked this value and it is correct"), required=False, widget=forms.HiddenInput
    )
    together = (PARTS, NUMBERS, ("value", "dated"), ("as_of", "source_url"))
    below = {"numerator": "indicators/entry/_ratio.html"}

    class Meta:
        model = YearlyValue
        fields = ("state", *PARTS, *NUMBERS, "dated", "grade", "text", "is_provisional", "as_of", "note", "source_url")
        field_classes = dict.fromkeys((*PARTS, *NUMBERS), FigureField) | {"as_of": AsOfField}
        labels = {
            "published": gettext_lazy("Published figure, where it differs"),
            "text": pgettext_lazy("value", "Text"),
            "grade": pgettext_lazy("indicator", "Grade"),
            "is_provisional": gettext_lazy("Provisional: the figure may still change"),
        }
        help_texts = {"as_of": gettext_lazy("A day, a month or a year: 2026-03-31, 2026-03, 令和8年3月末.")}
        widgets = {"as_of": forms.TextInput, "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, instance=None, around=None, **kwargs):
        self.indicator = getattr(instance, "indicator", None)
        self.around = around
        super().__init__(*args, instance=instance, **kwargs)
        if self.add_prefix("change_reason") in self.data:
            self.ask_for_reason()

    @staticmethod
    def corrects(row):
        return of_indicator(row.indicator)

    def prepare(self):
        if self.indicator is None:
            return
        for name in {*PARTS, *NUMBERS} & self.fields.keys():
            self.fields[name].unit = str(self.indicator.unit)
        if "grade" in self.fields:
            self.fields["grade"].queryset = self.fields["grade"].queryset.filter(scale=self.indicator.scale_id)
        if "value" in self.fields and self.indicator.kind == Kind.YES_NO:
            self.fields["value"].widget = forms.Select(choices=ANSWER_CHOICES)

    def prepare_page(self):
        for name in set(FIGURES).difference(FIGURES_OF[self.indicator.kind]):
            del self.fields[name]
        if self.indicator.kind == Kind.YES_NO:
            self.fields["value"].label = _("Answer")
        elif "value" in self.fields:
            unit = in_brackets(self.indicator.unit) if self.indicator.unit else ""
            ratio = _("Ratio, where its parts are not known")
            self.fields["value"].label = (ratio if self.indicator.kind == Kind.RATIO else _("Value")) + unit

    def initial_values(self, row):
        """The row as the form shows it; a ratio that the database computed from its parts is not entered a second time."""
        values = super().initial_values(row)
        if row.value is not None and row.indicator.kind == Kind.YES_NO:
            values["value"] = str(int(row.value))
        if None not in (row.numerator, row.denominator):
            values["value"] = None
        return values | {"as_of": day_shown(row.as_of, row.as_of_precision)}

    def clean(self):
        cleaned = super().clean()
        split_as_of(self, "as_of")
        self.indicator = self.indicator or cleaned.get("indicator")
        if self.indicator is None or (self.row.pk is not None and not self.has_changed()):
            return cleaned
        self.instance.institution = self.indicator.institution
        if cleaned.get("state", self.instance.state) != ValueState.REPORTED:
            self.empty_figures(cleaned.get("state", self.instance.state))
        if not self.errors:
            self.add_faults()
        return cleaned

    def empty_figures(self, state):
        """A figure typed beside "not collected" is a contradiction, and stays; one that stood there before is emptied."""
        for name, nothing in emptied(state).items():
            if name not in self.fields:
                setattr(self.instance, name, nothing)
            elif name not in self.changed_data:
                self.cleaned_data[name] = nothing

    def add_faults(self):
        """What a figure may not be, beside its field."""
        figures = {name: self.columns[name] for name in FigureEntry._fields if name in self.columns}
        if figures.get("grade") is not None:
            figures |= {"grade": figures["grade"].pk, "grade_scale": figures["grade"].scale_id}
        for name, said in faults(FigureEntry(**figures), kind_of(self.indicator)).items():
            self.add_error(self.field_of(name), said)

    def field_of(self, name):
        """The field that a column is typed into; the first figure where none at all was typed."""
        if name == AS_A_WHOLE:
            name = FIGURES_OF[self.indicator.kind][0]
        return name if name in self.fields else None

    def add_row_errors(self, error):
        """A doubt is a question: a box to tick, and room for the reason also where nothing stood there before."""
        super().add_row_errors(error)
        if "confirm" in self.errors:
            self.fields["confirm"].widget = forms.CheckboxInput()
            self.ask_for_reason()

    def ask_for_reason(self):
        """Offer room for a reason also where nothing stood there before."""
        self.fields.setdefault("change_reason", deepcopy(EditForm.base_fields["change_reason"]))

    @property
    def columns(self):
        """Without what follows from the rest: the value of two parts, and the printed text of another figure."""
        columns = super().columns
        for name in ("printed", *(("value",) if None not in map(columns.get, PARTS) else ())):
            if name not in self.changed_data:
                columns.pop(name, None)
        return {name: value for name, value in columns.items() if name not in KEYS}

    @property
    def place(self):
        """Which figure it is."""
        return {name: getattr(self.row, name) for name in KEYS}

    def store(self, *, by):
        version = 0 if self.row.pk is None else self.seen_version
        confirm = self.cleaned_data.get("confirm", False)
        said = {"by": by, "version": version, "reason": self.reason, "confirm": confirm, "around": self.around}
        row, what = record_value(**self.place, **said, **self.columns)
        if self.around is not None:
            self.around.note(row)
        return row, what != "unchanged"

    def remove(self, *, by):
        return remove_value(**self.place, by=by, version=self.seen_version, reason=self.removal_reason)

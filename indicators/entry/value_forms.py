"""The form of one yearly value: figures by the indicator's kind, why there is none, and doubts that can be confirmed."""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.entry.fields import NO_DAY, AsOfField, FigureField, day_shown
from indicators.figure_rules.checks import kind_of
from indicators.figure_rules.rules import AS_A_WHOLE, PARTS, FigureEntry, emptied, faults
from indicators.loading.value_text import ANSWER_CHOICES
from indicators.models import Kind, ValueState
from indicators.models.figure_kinds import FIGURES_OF
from plans.editing.forms import EditForm, Question
from plans.text.punctuation import in_brackets

FIELDS_OF = FIGURES_OF | {Kind.YES_NO: ("answer", "dated")}
EVERY_FIGURE = {name for names in FIELDS_OF.values() for name in names}
NUMBERS = ("value", "published")
PLAIN = ("state", "note", "source_url", "is_provisional", "dated", "grade", "text")


class ValueForm(EditForm):
    """One figure of an indicator in a fiscal year."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=ValueState)
    numerator = FigureField(label=gettext_lazy("Numerator"), required=False)
    denominator = FigureField(label=gettext_lazy("Denominator"), required=False)
    value = FigureField(label=gettext_lazy("Value"), required=False)
    published = FigureField(label=gettext_lazy("Published figure, where it differs"), required=False)
    answer = forms.TypedChoiceField(
        label=gettext_lazy("Answer"),
        required=False,
        empty_value=None,
        coerce=int,
        choices=ANSWER_CHOICES,
    )
    dated = forms.DateField(label=gettext_lazy("Date"), required=False)
    grade = forms.ModelChoiceField(label=pgettext_lazy("indicator", "Grade"), required=False, queryset=None)
    text = forms.CharField(label=pgettext_lazy("value", "Text"), required=False, widget=forms.Textarea)
    as_of = AsOfField(
        label=gettext_lazy("As of"),
        required=False,
        help_text=gettext_lazy("A day, a month or a year: 2026-03-31, 2026-03, 令和8年3月末."),
    )
    is_provisional = forms.BooleanField(label=gettext_lazy("Provisional: the figure may still change"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source_url = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=2000)
    confirm = Question(
        label=gettext_lazy("I have checked this value and it is correct"), required=False, widget=forms.HiddenInput
    )
    together = (PARTS, ("value", "published"), ("answer", "dated"), ("as_of", "source_url"))
    below = {"numerator": "indicators/entry/_ratio.html"}
    field_order = ("state", *PARTS, "value", "published", "answer", "dated", "grade", "text", "is_provisional", "as_of")

    def __init__(self, *args, row, **kwargs):
        self.indicator = row.indicator
        super().__init__(*args, row=row, **kwargs)
        if "change_reason" in self.data:
            self.ask_for_reason()

    def prepare(self):
        for name in EVERY_FIGURE.difference(self.figures):
            del self.fields[name]
        if "grade" in self.fields:
            self.fields["grade"].queryset = self.indicator.scale.grades.all()
        if "value" in self.fields:
            for name in set(NUMBERS) & self.fields.keys():
                self.fields[name].unit = str(self.indicator.unit)
            unit = in_brackets(self.indicator.unit) if self.indicator.unit else ""
            ratio = _("Ratio, where its parts are not known")
            self.fields["value"].label = (ratio if self.indicator.kind == Kind.RATIO else _("Value")) + unit

    @property
    def figures(self):
        return FIELDS_OF[self.indicator.kind]

    def shown(self, row):
        """The row as the form shows it; a ratio that the database computed from its parts is not entered a second time."""
        shown = {name: getattr(row, name) for name in (*PLAIN, *PARTS, *NUMBERS)}
        shown["grade"] = row.grade_id
        shown["answer"] = None if row.value is None else str(int(row.value))
        shown["as_of"] = day_shown(row.as_of, row.as_of_precision)
        if None not in (row.numerator, row.denominator):
            shown["value"] = None
        return shown

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") not in (None, ValueState.REPORTED):
            self.empty_figures(cleaned)
        if not self.errors:
            self.tell_faults(self.columns)
        return cleaned

    def empty_figures(self, cleaned):
        """A figure typed beside "not collected" is a contradiction, and stays; one that stood there before is emptied."""
        for column, nothing in emptied(cleaned["state"]).items():
            name = self.field_of(column)
            if name is not None and name not in self.changed_data:
                cleaned[name] = nothing

    def tell_faults(self, columns):
        """What a figure may not be, beside its field."""
        figures = {name: columns[name] for name in FigureEntry._fields if name in columns}
        if figures.get("grade") is not None:
            figures |= {"grade": figures["grade"].pk, "grade_scale": figures["grade"].scale_id}
        for name, said in faults(FigureEntry(**figures), kind_of(self.indicator)).items():
            self.add_error(self.field_of(name), said)

    def field_of(self, name):
        """The field that a column is typed into; the first figure where none at all was typed."""
        if name == AS_A_WHOLE:
            return self.figures[0]
        return "answer" if name == "value" and "answer" in self.fields else name if name in self.fields else None

    def tell(self, error):
        """A doubt is a question: a box to tick, and room for the reason also where nothing stood there before."""
        super().tell(error)
        if "confirm" in self.errors:
            self.fields["confirm"].widget = forms.CheckboxInput()
            self.ask_for_reason()

    def ask_for_reason(self):
        """Offer room for a reason also where nothing stood there before."""
        self.fields.setdefault("change_reason", deepcopy(EditForm.base_fields["change_reason"]))

    @property
    def columns(self):
        cleaned = self.cleaned_data
        columns = {name: cleaned[name] for name in (*PLAIN, *PARTS, *NUMBERS) if name in cleaned}
        if "answer" in cleaned:
            columns["value"] = cleaned["answer"]
        if None not in (columns.get("numerator"), columns.get("denominator")):
            columns.pop("value")
        if "as_of" in self.changed_data:
            as_of = cleaned["as_of"] or NO_DAY
            columns |= {"as_of": as_of.date, "as_of_precision": as_of.precision}
        return columns

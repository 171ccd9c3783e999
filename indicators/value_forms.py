"""The form of one yearly value: figures by the indicator's kind, why there is none, and doubts that can be confirmed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.figure_fields import AsOfField, FigureField
from indicators.jumps import is_jump, is_more_than_the_whole
from indicators.models import Kind, ValueState
from indicators.units import number_text
from plans.edit_forms import EditForm
from plans.fiscal_years import AsOf

FIGURES = {
    Kind.RATIO: ("numerator", "denominator", "value", "published"),
    Kind.DATE: ("dated",),
    Kind.GRADE: ("grade",),
    Kind.TEXT: ("text",),
    Kind.YES_NO: ("answer", "dated"),
}
EVERY_FIGURE = {name for names in FIGURES.values() for name in names} | {"value"}
PARTS = ("numerator", "denominator")
KEEPS_PARTS = (ValueState.REPORTED, ValueState.CANNOT_COMPUTE)
PLAIN = ("state", "note", "source_url", "is_provisional", "dated", "grade", "text")


class ValueForm(EditForm):
    """One figure of an indicator in a fiscal year. `last`: last year's row, None without one; `is_ahead`: the year lies ahead."""

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
        choices=(("", "–"), ("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))),
    )
    dated = forms.DateField(label=gettext_lazy("Date"), required=False)
    grade = forms.ModelChoiceField(label=gettext_lazy("Grade"), required=False, queryset=None)
    text = forms.CharField(label=gettext_lazy("Text"), required=False, widget=forms.Textarea)
    as_of = AsOfField(
        label=gettext_lazy("As of"),
        required=False,
        help_text=gettext_lazy("A day, a month or a year: 2026-03-31, 2026-03, 令和8年3月末."),
    )
    is_provisional = forms.BooleanField(label=gettext_lazy("Provisional: the figure may still change"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source_url = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=2000)
    confirm = forms.BooleanField(
        label=gettext_lazy("I have checked it; the figure is right"), required=False, widget=forms.HiddenInput
    )
    together = (PARTS, ("value", "published"), ("answer", "dated"), ("as_of", "source_url"))
    below = {"numerator": "indicators/_ratio.html"}
    field_order = ("state", *PARTS, "value", "published", "answer", "dated", "grade", "text", "is_provisional", "as_of")

    def __init__(self, *args, row, last=None, is_ahead=False, **kwargs):
        self.indicator, self.last, self.is_ahead = row.indicator, last, is_ahead
        super().__init__(*args, row=row, **kwargs)

    def prepare(self):
        for name in EVERY_FIGURE.difference(self.figures):
            del self.fields[name]
        if "grade" in self.fields:
            self.fields["grade"].queryset = self.indicator.scale.grades.all()
        if "value" in self.fields:
            for name in {"value", "published"} & self.fields.keys():
                self.fields[name].unit = str(self.indicator.unit)
            unit = f" ({self.indicator.unit})" if self.indicator.unit else ""
            ratio = _("Ratio, where its parts are not known")
            self.fields["value"].label = (ratio if self.indicator.kind == Kind.RATIO else _("Value")) + unit

    @property
    def figures(self):
        return FIGURES.get(self.indicator.kind, ("value",))

    def shown(self, row):
        """The row as the form shows it; a ratio that the database computed from its parts is not entered a second time."""
        shown = {name: getattr(row, name) for name in (*PLAIN, *PARTS, "value", "published")}
        shown["grade"] = row.grade_id
        shown["answer"] = None if row.value is None else str(int(row.value))
        shown["as_of"] = None if row.as_of is None else AsOf(row.as_of, row.as_of_precision or "day", "")
        if None not in (row.numerator, row.denominator):
            shown["value"] = None
        return shown

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == ValueState.REPORTED:
            self.check_figures(cleaned)
        else:
            self.refuse_figures_without_report(cleaned)
        self.ask_again(cleaned)
        return cleaned

    def check_figures(self, cleaned):
        given = [name for name in self.figures if name != "published" and cleaned.get(name) not in (None, "")]
        if cleaned.get("denominator") == 0:
            self.add_error("denominator", _("Nothing is divided by 0. Choose “cannot be computed” as the state."))
        elif len(set(given) & set(PARTS)) == 1 and not self.errors.keys() & set(PARTS):
            self.add_error(next(name for name in PARTS if name not in given), _("A ratio needs both parts."))
        elif not given and not any(name in self.errors for name in self.figures):
            self.add_error(self.figures[0], _("A reported value needs a figure. If it is really zero, write 0."))

    def refuse_figures_without_report(self, cleaned):
        """A figure typed beside "not collected" is a contradiction; one that stood there before is emptied."""
        parts = PARTS if cleaned.get("state") in KEEPS_PARTS else ()
        for name in self.figures:
            if name in self.changed_data and name not in parts and cleaned.get(name) not in (None, ""):
                self.add_error(name, _("With this state there is no figure: empty the field, or choose “reported”."))

    def ask_again(self, cleaned):
        """Let doubtful figures be confirmed."""
        doubts = [] if self.errors else list(self.doubts(cleaned))
        if doubts:
            self.fields["confirm"].widget = forms.CheckboxInput()
        if doubts and not cleaned.get("confirm"):
            self.add_error("confirm", doubts)

    def doubts(self, cleaned):
        """What looks like a slip, in sentences."""
        if self.is_ahead and cleaned["state"] == ValueState.REPORTED:
            yield _("This fiscal year has not begun yet.")
        if self.indicator.is_percentage and is_more_than_the_whole(*(cleaned.get(name) for name in PARTS)):
            yield _("The ratio is above 100 %.")
        for name in ("numerator", "denominator", "value"):
            before = getattr(self.last, name, None)
            if is_jump(before, cleaned.get(name)):
                numbers = {"now": number_text(cleaned[name], None), "before": number_text(before, None)}
                label = self.fields[name].label
                yield _("%(field)s: %(now)s, but %(before)s last year.") % {"field": label, **numbers}

    @property
    def columns(self):
        cleaned = self.cleaned_data
        columns = {name: cleaned[name] for name in (*PLAIN, *PARTS, "value", "published") if name in cleaned}
        if "answer" in cleaned:
            columns["value"] = cleaned["answer"]
        if cleaned["state"] not in KEEPS_PARTS:
            columns |= {name: None for name in PARTS if name in columns}
        if None not in (columns.get("numerator"), columns.get("denominator")):
            columns.pop("value")
        if "as_of" in self.changed_data:
            as_of = cleaned["as_of"] or AsOf(None, "", "")
            columns |= {"as_of": as_of.date, "as_of_precision": as_of.precision}
        return columns | ({"printed": ""} if set(self.changed_data) & {*self.figures, "state"} else {})

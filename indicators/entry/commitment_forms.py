"""Forms of what is measured and promised: an indicator's wording, a commitment, the target of a year."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.entry.fields import NO_DAY, AsOfField, FigureField, FiscalYearField, day_shown
from indicators.entry.targets import figures_of
from indicators.loading.value_text import ANSWER_CHOICES, target_text
from indicators.models import Commitment, Definition, Indicator, Kind
from measures.models import Grade
from plans.editing.forms import EditForm, RowForm
from plans.text_forms import LevelForm, both

A_YEAR = gettext_lazy("2025, FY2025 or 令和7年度")
BY_DIRECTION = gettext_lazy("Left empty, targets are compared by the indicator's direction.")


class IndicatorForm(LevelForm):
    """An indicator's name, source and method, and who answers for it."""

    parent = "institution"
    in_one_language_at_least = ("name",)
    together = (("code", "frequency"),)

    class Meta:
        model = Indicator
        fields = ("code", "frequency", *both("name", "source", "method"), "numerator_is_part", "factor", "office")

    def prepare(self):
        self.fields["office"].queryset = self.row.institution.offices.all()
        if not self.row.may_be_a_share:
            del self.fields["numerator_is_part"], self.fields["factor"]


class DefinitionForm(RowForm):
    """The wording of an indicator from a fiscal year on; the reason is the row's own, and the history's."""

    in_one_language_at_least = ("wording",)
    together = (("valid_from", "restated_from"),)
    valid_from = FiscalYearField(label=gettext_lazy("Valid from fiscal year"), required=False, help_text=A_YEAR)
    restated_from = FiscalYearField(
        label=gettext_lazy("Values restated from fiscal year"),
        required=False,
        help_text=gettext_lazy("Where earlier years were computed anew by this wording."),
    )

    class Meta:
        model = Definition
        fields = ("valid_from", "restated_from", *both("wording", "numerator", "denominator"), "reason")

    def prepare(self):
        self.fields.pop("change_reason", None)

    @property
    def why(self):
        return self.cleaned_data.get("reason", "")


class CommitmentForm(RowForm):
    """How an indicator is used: compared how, from where, along which path."""

    together = (
        ("comparator", "promise", "trajectory"),
        ("baseline", "baseline_fiscal_year", "tolerance"),
        ("baseline_numerator", "baseline_denominator"),
        ("baseline_as_of", "baseline_source_url"),
        ("is_key", "baseline_provisional"),
    )
    tolerance = FigureField(label=gettext_lazy("Tolerance"), required=False)
    baseline = FigureField(label=gettext_lazy("Baseline"), required=False)
    baseline_fiscal_year = FiscalYearField(
        label=gettext_lazy("Fiscal year of the baseline"), required=False, help_text=A_YEAR
    )
    baseline_numerator = FigureField(label=gettext_lazy("Numerator of the baseline"), required=False)
    baseline_denominator = FigureField(label=gettext_lazy("Denominator of the baseline"), required=False)
    baseline_as_of = AsOfField(label=gettext_lazy("Baseline as of"), required=False)
    field_order = (
        "comparator",
        "promise",
        "trajectory",
        "baseline",
        "baseline_fiscal_year",
        "tolerance",
        "baseline_numerator",
        "baseline_denominator",
        "baseline_grade",
        "baseline_as_of",
    )

    class Meta:
        model = Commitment
        fields = (
            "comparator",
            "promise",
            "trajectory",
            "tolerance",
            "baseline",
            "baseline_fiscal_year",
            "baseline_numerator",
            "baseline_denominator",
            "baseline_grade",
            "baseline_source_url",
            "baseline_note",
            "is_key",
            "baseline_provisional",
            "reason",
        )
        help_texts = {"comparator": BY_DIRECTION}

    def prepare(self):
        indicator = self.row.indicator
        for name in {"baseline", "tolerance"} & self.fields.keys():
            self.fields[name].unit = str(indicator.unit)
        if indicator.kind == Kind.GRADE:
            self.fields["baseline_grade"].queryset = indicator.scale.grades.all()
        for name in unfit(indicator.kind):
            del self.fields[name]

    def shown(self, row):
        return super().shown(row) | {"baseline_as_of": day_shown(row.baseline_as_of, row.baseline_as_of_precision)}

    def clean(self):
        cleaned = super().clean()
        tolerance = cleaned.get("tolerance")
        if tolerance is not None and tolerance < 0:
            self.add_error("tolerance", _("A tolerance is not negative."))
        return cleaned

    @property
    def columns(self):
        columns = super().columns
        as_of = columns.pop("baseline_as_of") or NO_DAY
        if "baseline_as_of" in self.changed_data:
            columns |= {"baseline_as_of": as_of.date, "baseline_as_of_precision": as_of.precision}
        return columns | ({"baseline_printed": ""} if "baseline" in self.changed_data else {})


def unfit(kind):
    """The fields of a commitment that say nothing about an indicator of a kind."""
    parts = ("baseline_numerator", "baseline_denominator")
    if kind == Kind.GRADE:
        return ("baseline", "tolerance", *parts)
    if kind in (Kind.DATE, Kind.TEXT):
        return ("baseline", "tolerance", "baseline_grade", *parts)
    return ("baseline_grade",) if kind == Kind.RATIO else ("baseline_grade", *parts)


class TargetForm(EditForm):
    """The target of a year. Where there is one already, another decision supersedes it: with its day and its reason."""

    value = FigureField(label=gettext_lazy("Target"), required=False)
    low = FigureField(label=gettext_lazy("Lower bound"), required=False)
    high = FigureField(label=gettext_lazy("Upper bound"), required=False)
    due_on = forms.DateField(label=gettext_lazy("By the day"), required=False)
    grade = forms.ModelChoiceField(
        label=pgettext_lazy("indicator", "Grade"), required=False, queryset=Grade.objects.none()
    )
    printed = forms.CharField(
        label=gettext_lazy("As printed"),
        required=False,
        help_text=gettext_lazy("Only where the plan's own words say it differently: “about 100”."),
    )
    as_of = AsOfField(label=gettext_lazy("As of"), required=False)
    is_provisional = forms.BooleanField(label=gettext_lazy("Provisional"), required=False)
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), required=False)
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source_url = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=2000)
    together = (("low", "high"), ("value", "printed"), ("decided_on", "decided_by"))
    field_order = ("value", "low", "high", "due_on", "grade", "printed", "as_of", "is_provisional")

    def prepare(self):
        indicator = self.row.commitment.indicator
        self.fields.pop("change_reason", None)
        for name in {"value", "low", "high", "due_on", "grade"}.difference(self.figures):
            del self.fields[name]
        for name in {"value", "low", "high"} & self.fields.keys():
            self.fields[name].unit = str(indicator.unit)
        if "grade" in self.fields:
            self.fields["grade"].queryset = indicator.scale.grades.all()
        if indicator.kind == Kind.YES_NO:
            self.fields["value"].widget = forms.Select(choices=ANSWER_CHOICES)
        if self.row.target is not None:
            self.fields["decided_on"].required = self.fields["reason"].required = True

    @property
    def figures(self):
        return figures_of(self.row.commitment)

    def shown(self, row):
        """The present figure; the day, the person and the reason of a new decision are asked for anew."""
        target = row.target
        if target is None:
            return dict.fromkeys(("value", "low", "high", "due_on", "grade", "printed", "note", "source_url"))
        names = ("value", "low", "high", "due_on", "printed", "is_provisional", "note", "source_url")
        shown = {name: getattr(target, name) for name in names}
        return shown | {"grade": target.grade_id, "as_of": day_shown(target.as_of, target.as_of_precision)}

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("low"), cleaned.get("high")
        if None not in (low, high) and high < low:
            self.add_error("high", _("The upper bound is below the lower one."))
        figures = {*self.figures, "printed", "as_of", "is_provisional"}
        if self.row.target is not None and not self.errors and not figures & set(self.changed_data):
            said = target_text(self.row.target, self.row.commitment.indicator)
            self.add_error(None, _("The target is %(target)s already.") % {"target": said})
        return cleaned

    @property
    def columns(self):
        """Old printed words go with the old number."""
        columns = super().columns
        as_of = columns.pop("as_of") or NO_DAY
        columns |= {"as_of": as_of.date, "as_of_precision": as_of.precision}
        if set(self.figures) & set(self.changed_data) and "printed" not in self.changed_data:
            columns["printed"] = ""
        return columns

"""Forms of what is measured and promised: an indicator's wording, a commitment, the target of a year."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.entry.actions import TARGET_FIGURES, decide_target, revise_target
from indicators.entry.fields import NO_DAY, AsOfField, FigureField, FiscalYearField, day_shown, split_as_of
from indicators.entry.targets import Aim, figures_of
from indicators.loading.value_text import ANSWER_CHOICES, target_text
from indicators.models import Commitment, Definition, Indicator, Kind, Target
from measures.models import Grade
from plans.editing.forms import EditForm, RowForm
from plans.text_forms import LevelForm, both

A_YEAR = gettext_lazy("2025, FY2025 or 令和7年度")
FIGURES = ("tolerance", "baseline", "baseline_numerator", "baseline_denominator")
BY_DIRECTION = gettext_lazy("Left empty, targets are compared by the indicator's direction.")


class IndicatorForm(LevelForm):
    """An indicator's name, source and method, and who answers for it."""

    parent = "institution"
    in_one_language_at_least = ("name",)
    together = (("code", "frequency"),)

    class Meta:
        model = Indicator
        fields = ("code", "frequency", *both("name", "source", "method"), "numerator_is_part", "factor", "office")

    def prepare_page(self):
        self.fields["office"].queryset = self.row.institution.offices.all()
        if not self.row.may_be_a_share:
            del self.fields["numerator_is_part"], self.fields["factor"]


class DefinitionForm(RowForm):
    """The wording of an indicator from a fiscal year on; the reason is the row's own, and the history's."""

    in_one_language_at_least = ("wording",)
    together = (("valid_from", "restated_from"),)

    class Meta:
        model = Definition
        fields = ("valid_from", "restated_from", *both("wording", "numerator", "denominator"), "reason")
        field_classes = dict.fromkeys(("valid_from", "restated_from"), FiscalYearField)
        widgets = dict.fromkeys(("valid_from", "restated_from"), forms.TextInput)
        help_texts = {
            "valid_from": A_YEAR,
            "restated_from": gettext_lazy("Where earlier years were computed anew by this wording."),
        }

    def prepare_page(self):
        self.fields.pop("change_reason", None)

    @staticmethod
    def corrects(row):
        return of_indicator(row.indicator)

    @property
    def reason(self):
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
            "baseline_as_of",
            "baseline_source_url",
            "baseline_note",
            "is_key",
            "baseline_provisional",
            "reason",
        )
        field_classes = dict.fromkeys(FIGURES, FigureField) | {
            "baseline_fiscal_year": FiscalYearField,
            "baseline_as_of": AsOfField,
        }
        widgets = dict.fromkeys(("baseline_fiscal_year", "baseline_as_of"), forms.TextInput)
        help_texts = {"comparator": BY_DIRECTION, "baseline_fiscal_year": A_YEAR}

    @staticmethod
    def corrects(row):
        return of_indicator(row.indicator)

    def prepare(self):
        if "standard" in self.fields:
            self.fields["standard"].required = False
        for name in {"baseline", "tolerance"} & self.fields.keys() if self.row.indicator_id is not None else ():
            self.fields[name].unit = str(self.row.indicator.unit)

    def prepare_page(self):
        indicator = self.row.indicator
        if indicator.kind == Kind.GRADE:
            self.fields["baseline_grade"].queryset = indicator.scale.grades.all()
        for name in unfit(indicator.kind):
            del self.fields[name]

    def initial_values(self, row):
        as_of = day_shown(row.baseline_as_of, row.baseline_as_of_precision)
        return super().initial_values(row) | {"baseline_as_of": as_of}

    def clean(self):
        """With a measure its standard is the measure's own; old printed words go with the old number."""
        cleaned = super().clean()
        split_as_of(self, "baseline_as_of")
        if cleaned.get("measure") is not None:
            cleaned["standard"] = cleaned["measure"].standard
        elif "standard" in self.fields and cleaned.get("standard") is None:
            self.add_error("standard", _("A commitment belongs to a measure or to a standard."))
        if "baseline" in self.changed_data and "baseline_printed" not in self.changed_data:
            cleaned["baseline_printed"] = self.instance.baseline_printed = ""
        tolerance = cleaned.get("tolerance")
        if tolerance is not None and tolerance < 0:
            self.add_error("tolerance", _("A tolerance is not negative."))
        return cleaned


def of_indicator(indicator):
    """What is named where something of an indicator is corrected in a closed year."""
    return {"institution": indicator.institution, "indicator_id": indicator.pk}


def unfit(kind):
    """The fields of a commitment that say nothing about an indicator of a kind."""
    parts = ("baseline_numerator", "baseline_denominator")
    if kind == Kind.GRADE:
        return ("baseline", "tolerance", *parts)
    if kind in (Kind.DATE, Kind.TEXT):
        return ("baseline", "tolerance", "baseline_grade", *parts)
    return ("baseline_grade",) if kind == Kind.RATIO else ("baseline_grade", *parts)


class TargetRules:
    """What holds for the figures of a target, wherever it is decided. `commitment`: whose it is, None while it is unknown."""

    @property
    def commitment(self):
        return self.row.commitment

    def prepare(self):
        indicator = getattr(self.commitment, "indicator", None)
        if indicator is None:
            return
        for name in {"value", "low", "high"} & self.fields.keys():
            self.fields[name].unit = str(indicator.unit)
        if "grade" in self.fields:
            self.fields["grade"].queryset = self.fields["grade"].queryset.filter(scale=indicator.scale_id)
        if "value" in self.fields and indicator.kind == Kind.YES_NO:
            self.fields["value"].widget = forms.Select(choices=ANSWER_CHOICES)

    def clean(self):
        """Old printed words go with the old number."""
        cleaned = super().clean()
        low, high = cleaned.get("low"), cleaned.get("high")
        if None not in (low, high) and high < low:
            self.add_error("high", _("The upper bound is below the lower one."))
        if set(TARGET_FIGURES) & set(self.changed_data) and "printed" not in self.changed_data:
            cleaned["printed"] = ""
        return cleaned


class TargetForm(TargetRules, EditForm):
    """The target of a year. Where there is one already, another decision supersedes it: with its day and its reason."""

    value = FigureField(label=gettext_lazy("Target"), required=False)
    low = FigureField(label=gettext_lazy("Lower bound"), required=False)
    high = FigureField(label=gettext_lazy("Upper bound"), required=False)
    due_on = forms.DateField(label=gettext_lazy("By the day"), required=False)
    grade = forms.ModelChoiceField(
        label=pgettext_lazy("indicator", "Grade"), required=False, queryset=Grade.objects.all()
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

    @staticmethod
    def corrects(row):
        return of_indicator(row.commitment.indicator)

    def prepare_page(self):
        self.fields.pop("change_reason", None)
        for name in {"value", "low", "high", "due_on", "grade"}.difference(self.figures):
            del self.fields[name]
        if self.row.target is not None:
            self.fields["decided_on"].required = self.fields["reason"].required = True

    def store(self, *, by):
        place = {"commitment": self.commitment, "fiscal_year": self.row.fiscal_year}
        return decide_target(**place, by=by, version=self.seen_version, **self.columns), True

    @property
    def figures(self):
        return figures_of(self.row.commitment)

    def initial_values(self, row):
        """The present figure; the day, the person and the reason of a new decision are asked for anew."""
        target = row.target
        if target is None:
            return dict.fromkeys(("value", "low", "high", "due_on", "grade", "printed", "note", "source_url"))
        names = ("value", "low", "high", "due_on", "printed", "is_provisional", "note", "source_url")
        shown = {name: getattr(target, name) for name in names}
        return shown | {"grade": target.grade_id, "as_of": day_shown(target.as_of, target.as_of_precision)}

    def clean(self):
        cleaned = super().clean()
        figures = {*self.figures, "printed", "as_of", "is_provisional"}
        if self.row.target is not None and not self.errors and not figures & set(self.changed_data):
            said = target_text(self.row.target, self.row.commitment.indicator)
            self.add_error(None, _("The target is %(target)s already.") % {"target": said})
        return cleaned

    @property
    def columns(self):
        columns = super().columns
        as_of = columns.pop("as_of") or NO_DAY
        return columns | {"as_of": as_of.date, "as_of_precision": as_of.precision}


class TargetRecordForm(TargetRules, RowForm):
    """One decision on a target. Its number is not overwritten: a new decision, with its day and reason, supersedes it."""

    class Meta:
        model = Target
        fields = ()
        field_classes = dict.fromkeys(("value", "low", "high"), FigureField) | {"as_of": AsOfField}
        widgets = {"as_of": forms.TextInput}

    @property
    def commitment(self):
        return getattr(self.row, "commitment", None)

    def prepare(self):
        super().prepare()
        if self.row.pk is not None and "fiscal_year" in self.fields:
            self.fields["fiscal_year"].disabled = True

    def initial_values(self, row):
        return super().initial_values(row) | {"as_of": day_shown(row.as_of, row.as_of_precision)}

    @staticmethod
    def corrects(row):
        return of_indicator(row.commitment.indicator)

    @property
    def revises(self):
        return self.row.pk is not None and bool(set(self.changed_data) & set(TARGET_FIGURES))

    def clean(self):
        cleaned = super().clean()
        split_as_of(self, "as_of")
        if self.revises and not self.reason:
            self.add_error(None, _("A revised target needs a reason for the change."))
        if self.revises and not cleaned.get("decided_on"):
            self.add_error("decided_on", self.fields["decided_on"].error_messages["required"])
        return cleaned

    def store(self, *, by):
        columns = self.columns
        if self.row.pk is None:
            place = {"commitment": self.row.commitment, "fiscal_year": columns.pop("fiscal_year")}
            columns.pop("commitment", None)
            version = Aim.of(**place).version
            return decide_target(**place, by=by, version=version, reason=self.reason, **columns), True
        if not self.revises:
            return super().store(by=by)
        old = Target.objects.get(pk=self.row.pk)
        kept = {name: getattr(old, name) for name in TARGET_FIGURES}
        decided = ("decided_by", "is_provisional")  # of the old decision, unless they are said anew
        told = {name: value for name, value in columns.items() if name not in decided or name in self.changed_data}
        told.pop("fiscal_year", None)
        said = {"by": by, "version": self.seen_version, "reason": self.reason}
        return revise_target(old, **said, **(kept | told)), True

"""Forms of what is measured and promised: an indicator's wording, a commitment, the target of a year."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry.fields import AsOfField, FigureField, FiscalYearField, day_shown, split_as_of
from indicators.models import Commitment, Definition, Indicator, Kind
from plans.editing.forms import RowForm
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

    class Meta:
        model = Commitment
        fields = (
            *("comparator", "promise", "trajectory", "baseline", "baseline_fiscal_year", "tolerance"),
            *("baseline_numerator", "baseline_denominator", "baseline_grade", "baseline_as_of", "baseline_source_url"),
            *("baseline_note", "is_key", "baseline_provisional", "reason"),
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

"""Forms of the numbers: values, targets that are revised and never overwritten, commitments, overrides."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry.actions import TARGET_FIGURES, revise_target
from indicators.entry.commitment_forms import BY_DIRECTION
from indicators.figure_rules.checks import JUDGED, NeedsConfirmation, check_figure
from indicators.figure_rules.rules import emptied
from indicators.models import AsOfPrecision, Target, ValueState
from plans.access.permissions import may_correct
from plans.admin.forms import NotOfTheRow, RecordForm, RowForm, Tick
from plans.database.locks import said_closed
from plans.editing.forms import Question
from plans.models import ClosedYear

KEYS = {"indicator", "fiscal_year", "kind", "breakdown"}
BESIDE_FIGURES = ("note", "source_url")


class Confirmed(NotOfTheRow, Question):
    """Ticked where somebody has looked at what is odd about a figure; hidden until there is something to ask."""

    widget = forms.HiddenInput


class ValueRules:
    """What holds for a yearly value wherever it is entered. `closed`: the closed years, where they are known already.

    `around`: what the figures of a grid are judged by, where several are entered at once.
    """

    closed, around = None, None

    def clean(self):
        cleaned = super().clean()
        indicator = cleaned.get("indicator") or getattr(self.instance, "indicator", None)
        if indicator is not None and self.has_changed():
            self.instance.institution_id = indicator.institution_id
            self.instance.entered_by = self.request.user
            self.refuse_closed_years(indicator, {self.initial.get("fiscal_year"), cleaned.get("fiscal_year")})
            self.fill_in(cleaned)
        return cleaned

    def refuse_closed_years(self, indicator, years):
        closed = self.closed
        if closed is None:
            closed = set() if self.corrects(indicator) else closed_years(indicator)
        for year in sorted(year for year in years if year in closed):
            raise ValidationError(said_closed(year))

    def corrects(self, indicator):
        """Whether the person changes it in a closed year all the same, and may."""
        return False

    def fill_in(self, cleaned):
        """What follows from the rest: no figures without a report; old printed text goes with the old figure; a date is a day."""
        if cleaned.get("state", self.instance.state) != ValueState.REPORTED:
            self.empty_figures(cleaned)
        if JUDGED & set(self.changed_data) and "printed" not in self.changed_data:
            cleaned["printed"] = self.instance.printed = ""
        if cleaned.get("as_of") is not None and not cleaned.get("as_of_precision"):
            cleaned["as_of_precision"] = self.instance.as_of_precision = AsOfPrecision.DAY

    def check_whole_row(self):
        """Ask the rule of figures, which may ask back; then the constraints."""
        is_other = self.instance.pk is None or bool((JUDGED | KEYS) & set(self.changed_data))
        confirm, by = self.cleaned_data.get("confirm", False), self.request.user
        try:
            check_figure(self.instance, by=by, is_changed=is_other, confirm=confirm, around=self.around)
        except NeedsConfirmation as asked:
            self.fields["confirm"].widget = forms.CheckboxInput()
            self.add_error("confirm", asked.message_dict["confirm"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        else:
            super().check_whole_row()
            if self.around is not None:
                self.around.note(self.instance)

    def empty_figures(self, cleaned):
        """A state like "withheld" empties what was there before; what was typed beside it is a contradiction."""
        for name, nothing in emptied(cleaned.get("state", self.instance.state)).items():
            if name not in self.fields:
                setattr(self.instance, name, nothing)
            elif name not in self.changed_data:
                cleaned[name] = nothing


def closed_years(indicator):
    """The closed fiscal years that guard an indicator's figures, as a set."""
    closed = ClosedYear.objects.filter(institution=indicator.institution_id)
    return set(closed.guarding(indicator).values_list("fiscal_year", flat=True))


class ValueForm(ValueRules, RecordForm):
    """A yearly value on its own page."""

    confirm = Confirmed(label=gettext_lazy("I have checked this value and it is correct"), required=False)
    correct = Tick(
        label=gettext_lazy("Correct it although the year is closed"),
        required=False,
        help_text=gettext_lazy("The year stays closed for everyone else."),
    )

    def corrects(self, indicator):
        return self.cleaned_data.get("correct", False) and may_correct(self.request.user, indicator.institution)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("correct") and not cleaned.get("change_reason"):
            self.add_error("change_reason", _("Say why you correct it: the reason stays in the history."))
        return cleaned


class YearForm(ValueRules, RowForm):
    """One year of an indicator's grid. A year in which nothing was filled in stays without a value."""

    confirm = Confirmed(label=gettext_lazy("Checked and correct"), required=False)

    def __init__(self, *args, closed=frozenset(), around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.closed, self.around = closed, around
        if self.instance.pk is not None:
            is_closed = self.instance.fiscal_year in closed
            for name in self.fields if is_closed else {"fiscal_year", "kind"} & set(self.fields):
                self.fields[name].disabled = True

    def has_changed(self):
        if self.instance.pk is None:
            return bool(set(self.changed_data) - {"fiscal_year", "kind"})
        return super().has_changed()


class TargetRules:
    """A target's number is not overwritten: a new decision, with its reason, supersedes it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and "fiscal_year" in self.fields:
            self.fields["fiscal_year"].disabled = True

    @property
    def revises(self):
        return self.instance.pk is not None and bool(set(self.changed_data) & set(TARGET_FIGURES))

    def clean(self):
        cleaned = super().clean()
        if self.revises and not self.why():
            raise ValidationError(_("A revised target needs a reason for the change."))
        return cleaned

    def why(self):
        return self.request.POST.get("change_reason", "").strip()

    def revised(self):
        """Supersede the target by what the form says; answers the new one. Old printed text goes with the old number."""
        old = Target.objects.get(pk=self.instance.pk)
        told = {
            name: self.cleaned_data[name] for name in (*TARGET_FIGURES, *BESIDE_FIGURES) if name in self.cleaned_data
        }
        columns = {name: getattr(old, name) for name in TARGET_FIGURES} | told
        if "printed" not in self.changed_data:
            columns["printed"] = ""
        day = self.cleaned_data.get("decided_on")
        return revise_target(old, by=self.request.user, reason=self.why(), decided_on=day, **columns)


class TargetForm(TargetRules, RecordForm):
    """A target on its own page."""


class TargetBelowForm(TargetRules, RowForm):
    """A target on the page of its commitment."""

    def save(self, commit=True):  # noqa: FBT002 as Django writes it
        return self.revised() if commit and self.revises else super().save(commit)


class CommitmentForm(RecordForm):
    """A commitment; with a measure its standard is the measure's own."""

    class Meta:
        help_texts = {"comparator": BY_DIRECTION}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "standard" in self.fields:
            self.fields["standard"].required = False

    def clean(self):
        cleaned = super().clean()
        measure = cleaned.get("measure")
        if measure is not None:
            cleaned["standard"] = measure.standard
        elif "standard" in self.fields and cleaned.get("standard") is None:
            self.add_error("standard", _("A commitment belongs to a measure or to a standard."))
        return cleaned


class OverrideRules:
    """An override is signed by the person who sets it."""

    def clean(self):
        cleaned = super().clean()
        if self.has_changed():
            self.instance.by = self.request.user
        return cleaned


class OverrideForm(OverrideRules, RecordForm):
    """An override on its own page."""


class OverrideBelowForm(OverrideRules, RowForm):
    """An override on the page of its commitment."""

"""Yearly values: as a grid under their indicator, and each on its own page."""

from django import forms
from django.contrib import admin
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from indicators.admin.forms import ValueForm, YearForm, closed_years
from indicators.figure_rules.checks import Surroundings
from indicators.figure_rules.rules import doubts_in_words
from indicators.loading.as_of import today_of
from indicators.loading.value_text import ANSWER_CHOICES, value_text
from indicators.models import Kind, ValueEvidence, YearlyValue
from indicators.models.figure_kinds import FIGURES_OF
from plans.access.permissions import may_correct, may_record
from plans.admin.answers import AnswersAdmin
from plans.admin.filters import own
from plans.admin.forms import RowFormSet
from plans.admin.rows import RowsBelow
from plans.editing.corrections import corrected
from plans.fiscal_years import fiscal_year_of
from plans.models import Plan

SHOWN_YEARS = 15


class YearGrid(RowFormSet):
    """The years of an indicator; those without an actual stand ready as empty rows. Closed years cannot be changed."""

    is_asking = False

    def __init__(self, *args, **kwargs):
        indicator = kwargs.get("instance")
        known = indicator is not None and indicator.pk is not None
        self.closed = closed_years(indicator) if known else frozenset()
        missing = missing_years(indicator) if known else []
        self.extra = len(missing)
        by = self.form.request.user
        self.around = Surroundings([indicator.pk], by=by) if known else None
        super().__init__(*args, initial=[{"fiscal_year": year} for year in missing], **kwargs)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"closed": self.closed, "around": self.around}

    def full_clean(self):
        """Where one row asks for a confirmation, every row shows the box, so that it has a column."""
        super().full_clean()
        self.is_asking = any("confirm" in errors for errors in self.errors)
        for form in self.forms if self.is_asking else ():
            form.fields["confirm"].widget = forms.CheckboxInput()

    def add_fields(self, form, index):
        if self.is_asking and "confirm" in form.fields:
            form.fields["confirm"].widget = forms.CheckboxInput()
        if "grade" in form.fields:
            form.fields["grade"].queryset = form.fields["grade"].queryset.filter(scale=self.instance.scale_id)
        if self.instance.kind == Kind.YES_NO:
            form.fields["value"].widget = forms.Select(choices=ANSWER_CHOICES)
        super().add_fields(form, index)
        if form.instance.pk is not None and form.instance.fiscal_year in self.closed and "DELETE" in form.fields:
            form.fields["DELETE"].disabled = True


def missing_years(indicator):
    """The years of the indicator's plans, up to the present one, for which there is no actual of the whole."""
    home = indicator.institution
    present = fiscal_year_of(today_of(home), home.fiscal_year_start_month)
    span = Plan.objects.filter(strategies__standards__commitments__indicator=indicator).aggregate(
        first=Min("first_fiscal_year"), last=Max("last_fiscal_year")
    )
    last = present if span["last"] is None else min(present, span["last"])
    first = last if span["first"] is None else max(span["first"], last - SHOWN_YEARS + 1)
    there = set(indicator.values.actuals().values_list("fiscal_year", flat=True))
    return [year for year in range(first, last + 1) if year not in there]


class YearsBelow(RowsBelow):
    """The yearly values of the whole, without breakdowns, as a grid by year."""

    model = YearlyValue
    form = YearForm
    formset = YearGrid
    shown_with = ("grade", "indicator")
    ordering = ("fiscal_year", "kind")
    verbose_name_plural = _("yearly values of the whole; an empty row is a year without a value")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(breakdown=None)

    def get_fields(self, request, obj=None):
        figures = FIGURES_OF[Kind.NUMBER if obj is None else obj.kind]
        figures = [name for name in figures if name != "published"]
        return ("fiscal_year", "kind", "state", *figures, "as_of", "is_provisional", "note")

    def get_fieldsets(self, request, obj=None):
        """The fields; for who may write also the box that confirms an odd figure."""
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return fieldsets
        ((title, options),) = fieldsets
        return [(title, options | {"fields": (*options["fields"], "confirm")})]


class EvidenceOfValue(RowsBelow):
    model = ValueEvidence
    fields = ("evidence",)
    autocomplete_fields = ("evidence",)
    shown_with = ("evidence",)


@admin.register(YearlyValue)
class YearlyValueAdmin(AnswersAdmin):
    """Every yearly value, with breakdowns and all columns. Written by whoever may report for the indicator's office."""

    form = ValueForm
    place = 3
    shown_with = ("indicator__office", "indicator__institution", "breakdown", "grade")
    list_display = ("indicator", "fiscal_year", "kind", "breakdown", "state", "figure", "as_of", "is_provisional")
    list_filter = ("fiscal_year", "kind", "state", "is_provisional", *own("indicator__office", "breakdown"))
    search_fields = ("indicator__code", "indicator__name_ja", "indicator__name_en", "printed", "note")
    autocomplete_fields = ("indicator", "breakdown", "grade")
    readonly_fields = ("entered_by", "odd", "confirmed_by", "confirmed_at")
    fieldsets = (
        (
            None,
            {"fields": ("indicator", ("fiscal_year", "kind", "breakdown"), ("state", "disclosure", "is_provisional"))},
        ),
        (
            _("Figure"),
            {
                "fields": (
                    ("numerator", "denominator", "value", "published"),
                    ("dated", "grade"),
                    "text",
                    ("as_of", "as_of_precision", "numerator_as_of", "denominator_as_of"),
                    "printed",
                )
            },
        ),
        (_("Source"), {"fields": ("note", "source_url", "entered_by")}),
        (_("Confirmed although it looked odd"), {"fields": ("odd", ("confirmed_by", "confirmed_at"))}),
    )
    inlines = (EvidenceOfValue,)

    @admin.display(description=_("value"), ordering="value")
    def figure(self, row):
        return value_text(row, row.indicator)

    @admin.display(description=_("what was odd"))
    def odd(self, row):
        return "; ".join(doubts_in_words(row.doubts)) or "–"

    def get_fieldsets(self, request, obj=None):
        """The fields; for who may write also the boxes that confirm an odd figure or correct a closed year, beside the reason."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            return fieldsets
        *others, (title, options) = fieldsets
        boxes = ("correct", "confirm") if self.is_correctable(request.user, obj) else ("confirm",)
        return [*others, (title, options | {"fields": (*boxes, *options["fields"])})]

    def is_correctable(self, user, row):
        """Whether the user may change the value although its year is closed."""
        return row is not None and may_correct(user, row.institution) and row.fiscal_year in closed_years(row.indicator)

    def save_model(self, request, obj, form, change):
        def save():
            super(YearlyValueAdmin, self).save_model(request, obj, form, change)

        if not form.corrects(obj.indicator):
            return save()
        reason, subject = form.cleaned_data["change_reason"], obj.indicator_id
        return corrected(save, institution=obj.institution, by=request.user, reason=reason, indicator_id=subject)

    def may_write(self, user, row):
        return user.is_superuser or (row.indicator_id is not None and may_record(user, row.indicator))


@admin.register(ValueEvidence)
class ValueEvidenceAdmin(AnswersAdmin):
    place = 9
    seen_through = ("value", "evidence")
    to_institution = ("value__institution",)
    shown_with = ("value__indicator__office", "value__indicator__institution", "evidence")
    list_display = ("evidence", "value")
    search_fields = ("value__indicator__code", "value__indicator__name_ja", "value__indicator__name_en")
    autocomplete_fields = ("value", "evidence")
    fields = ("value", "evidence")

    def may_write(self, user, row):
        return may_record(user, row.value.indicator)

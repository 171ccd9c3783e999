"""Yearly values: as a grid under their indicator, and each on its own page."""

from django import forms
from django.contrib import admin
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from indicators.admin.forms import YearForm
from indicators.entry.actions import remove_value
from indicators.entry.value_forms import KEYS, ValueForm
from indicators.figure_rules.checks import Surroundings
from indicators.figure_rules.rules import doubts_in_words
from indicators.loading.as_of import today_of
from indicators.loading.value_text import value_text
from indicators.models import Kind, ValueEvidence, YearlyValue
from indicators.models.figure_kinds import FIGURES_OF
from plans.access.permissions import may_record
from plans.admin.answers import AnswersAdmin
from plans.admin.filters import own
from plans.admin.forms import RowFormSet
from plans.admin.records import seen_version
from plans.admin.rows import RowsBelow
from plans.admin.tables import reason_of
from plans.fiscal_years import fiscal_year_of
from plans.models import ClosedYear, Plan

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
        super().add_fields(form, index)
        if form.instance.pk is not None and form.instance.fiscal_year in self.closed and "DELETE" in form.fields:
            form.fields["DELETE"].disabled = True


def closed_years(indicator):
    """The closed fiscal years that guard an indicator's figures, as a set."""
    closed = ClosedYear.objects.filter(institution=indicator.institution_id)
    return set(closed.guarding(indicator).values_list("fiscal_year", flat=True))


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
                    ("as_of", "numerator_as_of", "denominator_as_of"),
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
        """The fields; for who may write also the box that confirms an odd figure, beside the reason."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            return fieldsets
        *others, (title, options) = fieldsets
        return [*others, (title, options | {"fields": ("confirm", *options["fields"])})]

    def get_readonly_fields(self, request, obj=None):
        """A figure stays with its indicator and year."""
        return [*super().get_readonly_fields(request, obj), *(() if obj is None else KEYS)]

    def is_closed(self, row):
        return row.fiscal_year in closed_years(row.indicator)

    def delete_model(self, request, obj):
        place = {name: getattr(obj, name) for name in KEYS}
        remove_value(**place, by=request.user, version=seen_version(request), reason=reason_of(request))

    def delete_queryset(self, request, queryset):
        for row in queryset:
            self.delete_model(request, row)

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

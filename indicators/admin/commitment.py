"""Commitments with their targets, old and new, and the overrides of their readings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.admin.forms import OverrideForm
from indicators.entry.commitment_forms import CommitmentForm
from indicators.entry.target_forms import TargetRecordForm
from indicators.entry.targets import figures_of
from indicators.loading.value_text import number_with_unit, target_text
from indicators.models import Commitment, Override, Target
from plans.access.permissions import may_grade, may_grade_somewhere
from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow

TO_PLAN = "standard__strategy__plan"
SHOWN_WITH_COMMITMENT = (f"commitment__{TO_PLAN}__institution", "commitment__measure", "commitment__indicator__scale")


class TargetsBelow(RowsBelow):
    """The targets in force. Another number supersedes the target; the reason is asked for below."""

    model = Target
    form = TargetRecordForm
    autocomplete_fields = ("grade",)
    shown_with = ("grade",)
    verbose_name_plural = _("targets; another number supersedes the old one")

    def get_queryset(self, request):
        return super().get_queryset(request).current()

    def get_fields(self, request, obj=None):
        """The columns that the indicator's kind can fill."""
        figures = ("value", "low", "high") if obj is None else figures_of(obj)
        return ("fiscal_year", *figures, "printed", "decided_on", "note")


class EarlierTargetsBelow(RowsBelow):
    """Targets that a later decision superseded."""

    model = Target
    fields = readonly_fields = ("fiscal_year", "figure", "printed", "superseded_at", "approved_by", "reason")
    shown_with = ("approved_by",)
    verbose_name_plural = _("superseded targets")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(superseded_at__isnull=False)

    @admin.display(description=_("target"))
    def figure(self, row):
        return target_text(row, row.commitment.indicator)

    def may_write_below(self, request, parent):
        return False

    has_add_permission = has_change_permission = has_delete_permission = may_write_below


class OverridesBelow(RowsBelow):
    model = Override
    form = OverrideForm
    fields = ("fiscal_year", "status", "reason", "by")
    readonly_fields = ("by",)
    shown_with = ("by",)


@admin.register(Commitment)
class CommitmentAdmin(RecordAdmin):
    """Planners edit commitments and revise targets; evaluators set overrides."""

    form = CommitmentForm
    place = 5
    to_institution = (f"{TO_PLAN}__institution",)
    shown_with = (f"{TO_PLAN}__institution", "measure", "indicator", "baseline_grade")
    list_display = ("indicator", "measure", "standard", "comparator", "starts_at", "is_key", "plan")
    list_filter = ("comparator", "promise", "is_key", *own(TO_PLAN))
    search_fields = (
        "indicator__code",
        "indicator__name_ja",
        "indicator__name_en",
        "measure__name_ja",
        "measure__name_en",
    )
    autocomplete_fields = ("indicator", "measure", "standard", "baseline_grade")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "indicator",
                    ("measure", "standard"),
                    ("comparator", "promise"),
                    ("trajectory", "tolerance"),
                    ("is_key", "order"),
                    "reason",
                )
            },
        ),
        (
            _("Baseline"),
            {
                "fields": (
                    ("baseline", "baseline_fiscal_year", "baseline_grade"),
                    ("baseline_numerator", "baseline_denominator"),
                    ("baseline_as_of", "baseline_provisional"),
                    ("baseline_printed", "baseline_source_url"),
                    "baseline_note",
                )
            },
        ),
    )
    inlines = (TargetsBelow, EarlierTargetsBelow, OverridesBelow)

    @admin.display(description=_("plan"), ordering=TO_PLAN)
    def plan(self, row):
        return row.standard.strategy.plan

    @admin.display(description=_("baseline"), ordering="baseline")
    def starts_at(self, row):
        return None if row.baseline is None else number_with_unit(row.baseline, row.indicator)

    def may_write_parts(self, user, row):
        return may_grade(user, row.standard.strategy.plan.institution)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self.may_write_some(request.user) or may_grade_somewhere(request.user)
        return super().has_change_permission(request, obj)


class OfCommitment(RecordAdmin):
    """Rows of a commitment; they are usually edited on its page."""

    to_institution = (f"commitment__{TO_PLAN}__institution",)
    search_fields = ("commitment__indicator__code", "commitment__indicator__name_ja", "commitment__indicator__name_en")


@admin.register(Target)
class TargetAdmin(OfCommitment):
    """Every target, superseded ones too. A superseded target stays as it is."""

    form = TargetRecordForm
    place = 6
    shown_with = (*SHOWN_WITH_COMMITMENT, "grade")
    list_display = ("commitment", "fiscal_year", "figure", "decided_on", "superseded_at", "reason")
    list_filter = (
        "fiscal_year",
        ("superseded_at", admin.EmptyFieldListFilter),
        *own(f"commitment__{TO_PLAN}"),
    )
    autocomplete_fields = ("commitment", "grade")
    readonly_fields = ("approved_by", "superseded_at", "reason")
    fieldsets = (
        (None, {"fields": ("commitment", "fiscal_year", ("value", "low", "high"), ("due_on", "grade", "printed"))}),
        (_("Decision"), {"fields": (("decided_on", "decided_by", "approved_by"), "reason", "superseded_at")}),
        (_("Source"), {"fields": (("as_of", "is_provisional"), "note", "source_url")}),
    )

    @admin.display(description=_("target"), ordering="value")
    def figure(self, row):
        return target_text(row, row.commitment.indicator)

    def may_write(self, user, row):
        return row.superseded_at is None and super().may_write(user, row)

    def get_readonly_fields(self, request, obj=None):
        """A target stays with its commitment and year."""
        return [*super().get_readonly_fields(request, obj), *(() if obj is None else ("commitment", "fiscal_year"))]


@admin.register(Override)
class OverrideAdmin(OfCommitment):
    """A person's judgement beside the computed status; evaluators only."""

    form = OverrideForm
    place = 7
    shown_with = (*SHOWN_WITH_COMMITMENT, "by")
    list_display = ("commitment", "fiscal_year", "status", "by", "reason")
    list_filter = ("fiscal_year", "status", *own(f"commitment__{TO_PLAN}"))
    autocomplete_fields = ("commitment",)
    readonly_fields = ("by",)
    fields = ("commitment", "fiscal_year", "status", "reason", "by")

    def may_write(self, user, row):
        if user.is_superuser:
            return True
        return row.commitment_id is not None and may_grade(user, row.commitment.standard.strategy.plan.institution)

    def may_write_some(self, user):
        return may_grade_somewhere(user)

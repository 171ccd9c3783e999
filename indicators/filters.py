"""What lists of indicators, commitments, values and readings are filtered by."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Breakdown, Commitment, Definition, Indicator, Target, YearlyValue
from indicators.readings.statuses import Mark, Status
from measures.models import Measure
from plans.filters import (
    AddressNumberField,
    BoundFilter,
    CodeFilter,
    MomentFilter,
    NumberFilter,
    RecordFilter,
    SearchFilter,
    SeveralFilter,
    SlugFilter,
    is_among,
)
from plans.models import Institution, Office, Plan, Standard, Strategy


class ThroughCommitments:
    """Rows of indicators to which a part of a plan has committed itself, as far as the asker may see the plan."""

    def __init__(self, path, *, to="indicator", **options):
        super().__init__(to, **options)
        self.path = path

    def filter(self, queryset, values):
        if not values:
            return queryset
        commitments = Commitment.objects.visible_to(self.parent.request.user).filter(**{f"{self.path}__in": values})
        return queryset.filter(is_among(self.field_name, commitments.order_by().values("indicator_id")))


class CommittedSlug(ThroughCommitments, SlugFilter):
    pass


class CommittedNumber(ThroughCommitments, NumberFilter):
    pass


class PartField(AddressNumberField):
    """The id of a breakdown, or `none` for the whole."""

    default_error_messages = {"invalid": _("Must be the id of a breakdown, or none for the whole.")}

    def to_python(self, value):
        return value if value == "none" else super().to_python(value)

    def validate(self, value):
        pass

    def run_validators(self, value):
        if value != "none":
            super().run_validators(value)


class PartFilter(SeveralFilter):
    field_class = PartField
    schema = {"type": "string", "pattern": "^([1-9][0-9]{0,17}|none)$"}

    def __init__(self, *args, **options):
        super().__init__(*args, min_value=1, **options)

    def filter(self, queryset, values):
        ids = [value for value in values if value != "none"]
        whole = Q(breakdown=None) if "none" in values else Q(pk__in=[])
        return queryset.filter(Q(breakdown__in=ids) | whole) if values else queryset


class IndicatorFilter(RecordFilter):
    institution = SlugFilter("institution__slug", names=Institution)
    plan = CommittedSlug("standard__strategy__plan__slug", to="pk", names=Plan)
    strategy = CommittedNumber("standard__strategy", to="pk", names=Strategy)
    standard = CommittedNumber("standard", to="pk", names=Standard)
    measure = CommittedNumber("measure", to="pk", names=Measure)
    office = NumberFilter("office", names=Office)

    class Meta:
        model = Indicator
        fields = ("code", "kind", "direction", "origin", "status", "is_ambitious", "numerator_is_part")


class DefinitionFilter(RecordFilter):
    institution = SlugFilter("indicator__institution__slug", names=Institution)
    plan = CommittedSlug("standard__strategy__plan__slug", names=Plan)
    indicator = NumberFilter("indicator", names=Indicator)

    class Meta:
        model = Definition
        fields = ()


class YearlyValueFilter(RecordFilter):
    institution = SlugFilter("institution__slug", names=Institution)
    plan = CommittedSlug("standard__strategy__plan__slug", names=Plan)
    strategy = CommittedNumber("standard__strategy", names=Strategy)
    standard = CommittedNumber("standard", names=Standard)
    measure = CommittedNumber("measure", names=Measure)
    indicator = NumberFilter("indicator", names=Indicator)
    office = NumberFilter("indicator__office", names=Office)
    fiscal_year = NumberFilter("fiscal_year")
    fiscal_year__gte = BoundFilter("fiscal_year", lookup_expr="gte")
    fiscal_year__lte = BoundFilter("fiscal_year", lookup_expr="lte")
    breakdown = PartFilter("breakdown", names=Breakdown)

    class Meta:
        model = YearlyValue
        fields = ("kind", "state")


class CommitmentFilter(RecordFilter):
    institution = SlugFilter("standard__strategy__plan__institution__slug", names=Institution)
    plan = SlugFilter("standard__strategy__plan__slug", names=Plan)
    strategy = NumberFilter("standard__strategy", names=Strategy)
    standard = NumberFilter("standard", names=Standard)
    measure = NumberFilter("measure", names=Measure)
    indicator = NumberFilter("indicator", names=Indicator)
    office = NumberFilter("indicator__office", names=Office)

    class Meta:
        model = Commitment
        fields = ("comparator", "trajectory", "is_key")


class TargetFilter(RecordFilter):
    """Without `all=1` only targets in force; clients that keep a copy want all of them."""

    institution = SlugFilter("commitment__standard__strategy__plan__institution__slug", names=Institution)
    plan = SlugFilter("commitment__standard__strategy__plan__slug", names=Plan)
    standard = NumberFilter("commitment__standard", names=Standard)
    measure = NumberFilter("commitment__measure", names=Measure)
    indicator = NumberFilter("commitment__indicator", names=Indicator)
    commitment = NumberFilter("commitment", names=Commitment)
    fiscal_year = NumberFilter("fiscal_year")
    all = filters.ChoiceFilter(
        choices=[("1", "1"), ("0", "0")], method="with_superseded", label=_("also superseded ones")
    )

    class Meta:
        model = Target
        fields = ()

    def with_superseded(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("all") == "1" else queryset.current()


# What a reading can be asked for: the statuses, and the two parts of no data.
STATUSES = list(dict.fromkeys([*(status.value for status in Status), *(mark.value for mark in Mark)]))


class ReadingFilter(CommitmentFilter):
    """Narrows commitments, on the scorecard as in the API; fiscal year and status belong to the readings made of them."""

    fiscal_year = NumberFilter(method="left_to_readings")
    fiscal_year__gte = BoundFilter(method="left_to_readings")
    fiscal_year__lte = BoundFilter(method="left_to_readings")
    status = CodeFilter(choices=[(code, code) for code in STATUSES], method="left_to_readings")
    updated_since = MomentFilter(method="touched_since", label=_("changed since"))
    search = SearchFilter("indicator__code", "indicator__name_ja", "indicator__name_en")

    def left_to_readings(self, queryset, name, value):
        return queryset

    def touched_since(self, queryset, name, moment):
        """Commitments of which anything behind their readings that the asker may see has changed since."""
        since = {"updated_at__gte": moment}
        values = YearlyValue.objects.visible_to(self.request.user).filter(**since).order_by().values("indicator")
        targets = Target.objects.filter(**since).values("commitment")
        return queryset.filter(
            Q(**since)
            | Q(indicator__updated_at__gte=moment)
            | Q(indicator__in=values)
            | Q(pk__in=targets)
            | Q(overrides__updated_at__gte=moment)
        ).distinct()

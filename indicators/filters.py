"""What lists of indicators, commitments, values and readings are filtered by."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.constants import EMPTY_VALUES
from drf_spectacular.utils import extend_schema_field

from indicators.models import Commitment, Definition, Indicator, Target, YearlyValue
from indicators.statuses import Status
from plans.filters import LARGEST_NUMBER, MomentFilter, NumberFilter, RecordFilter, SearchFilter, SlugFilter, among


class ThroughCommitments:
    """Rows of indicators to which a part of a plan has committed itself, as far as the asker may see the plan."""

    def __init__(self, path, *, to="indicator", **options):
        super().__init__(to, **options)
        self.path = path

    def filter(self, queryset, value):
        if value in EMPTY_VALUES:
            return queryset
        commitments = Commitment.objects.visible_to(self.parent.request.user).filter(**{self.path: value})
        return queryset.filter(among(self.field_name, commitments.order_by().values("indicator_id")))


class CommittedSlug(ThroughCommitments, SlugFilter):
    pass


class CommittedNumber(ThroughCommitments, NumberFilter):
    pass


class PartField(forms.IntegerField):
    """The id of a breakdown, or `none` for the whole."""

    default_error_messages = {"invalid": _("Must be the id of a breakdown, or none for the whole.")}

    def to_python(self, value):
        return value if value == "none" else super().to_python(value)

    def validate(self, value):
        pass

    def run_validators(self, value):
        if value != "none":
            super().run_validators(value)


@extend_schema_field({"type": "string", "pattern": "^([1-9][0-9]{0,17}|none)$"})
class PartFilter(filters.Filter):
    field_class = PartField

    def __init__(self, *args, **options):
        super().__init__(*args, min_value=1, max_value=LARGEST_NUMBER, **options)

    def filter(self, queryset, value):
        return queryset.filter(breakdown=None) if value == "none" else super().filter(queryset, value)


class IndicatorFilter(RecordFilter):
    institution = SlugFilter("institution__slug")
    plan = CommittedSlug("standard__strategy__plan__slug", to="pk")
    strategy = CommittedNumber("standard__strategy", to="pk")
    standard = CommittedNumber("standard", to="pk")
    measure = CommittedNumber("measure", to="pk")
    office = NumberFilter("office")

    class Meta:
        model = Indicator
        fields = ("code", "kind", "direction", "origin", "status", "is_ambitious", "numerator_is_part")


class DefinitionFilter(RecordFilter):
    institution = SlugFilter("indicator__institution__slug")
    plan = CommittedSlug("standard__strategy__plan__slug")
    indicator = NumberFilter("indicator")

    class Meta:
        model = Definition
        fields = ()


class YearlyValueFilter(RecordFilter):
    institution = SlugFilter("institution__slug")
    plan = CommittedSlug("standard__strategy__plan__slug")
    strategy = CommittedNumber("standard__strategy")
    standard = CommittedNumber("standard")
    measure = CommittedNumber("measure")
    indicator = NumberFilter("indicator")
    office = NumberFilter("indicator__office")
    fiscal_year = NumberFilter("fiscal_year")
    fiscal_year__gte = NumberFilter("fiscal_year", lookup_expr="gte")
    fiscal_year__lte = NumberFilter("fiscal_year", lookup_expr="lte")
    breakdown = PartFilter("breakdown")

    class Meta:
        model = YearlyValue
        fields = ("kind", "state")


class CommitmentFilter(RecordFilter):
    institution = SlugFilter("standard__strategy__plan__institution__slug")
    plan = SlugFilter("standard__strategy__plan__slug")
    strategy = NumberFilter("standard__strategy")
    standard = NumberFilter("standard")
    measure = NumberFilter("measure")
    indicator = NumberFilter("indicator")
    office = NumberFilter("indicator__office")

    class Meta:
        model = Commitment
        fields = ("comparator", "trajectory", "is_key")


class TargetFilter(RecordFilter):
    """Without `all=1` only targets in force; clients that keep a copy want all of them."""

    institution = SlugFilter("commitment__standard__strategy__plan__institution__slug")
    plan = SlugFilter("commitment__standard__strategy__plan__slug")
    standard = NumberFilter("commitment__standard")
    measure = NumberFilter("commitment__measure")
    indicator = NumberFilter("commitment__indicator")
    commitment = NumberFilter("commitment")
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


@extend_schema_field({"type": "string", "enum": [status.value for status in Status]})
class StatusFilter(filters.ChoiceFilter):
    pass


class ReadingFilter(CommitmentFilter):
    """Narrows commitments, on the scorecard as in the API; fiscal year and status belong to the readings made of them."""

    fiscal_year = NumberFilter(method="left_to_readings")
    status = StatusFilter(choices=[(status.value, status.value) for status in Status], method="left_to_readings")
    updated_since = MomentFilter(method="touched_since", label=_("changed since"))
    search = SearchFilter("indicator__code", "indicator__name_ja", "indicator__name_en")

    def left_to_readings(self, queryset, name, value):
        return queryset

    def touched_since(self, queryset, name, moment):
        """Commitments of which anything behind their readings has changed since."""
        since = {"updated_at__gte": moment}
        values = YearlyValue.objects.filter(**since).values("indicator")
        targets = Target.objects.filter(**since).values("commitment")
        return queryset.filter(
            Q(**since)
            | Q(indicator__updated_at__gte=moment)
            | Q(indicator__in=values)
            | Q(pk__in=targets)
            | Q(overrides__updated_at__gte=moment)
        ).distinct()

"""The shape of institutions, offices and plans in the API."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers

from plans.models import Institution, Objective, Office, OfficeAdministration, OfficeDuty, Plan, Standard, Strategy
from plans.rest.columns import CountField, DatabaseField, OtherIdField, OtherSlugField, RecordSerializer, WordingField
from plans.rest.sql_text import JsonList, json_ids

NAMED = ~Q(name_ja="", name_en="")
REVISION = ("version", "updated_at")


def wording(*names):
    """The names of the three columns of each text: in the reader's language, in Japanese, in English."""
    return tuple(column for name in names for column in (name, f"{name}_ja", f"{name}_en"))


def slug_of(path, **options):
    """The slug of the institution or plan at the end of a path."""
    return serializers.SlugField(source=path, read_only=True, **options)


def count_below(queryset, path):
    """How many rows of a queryset stand below the row that `path` leads to."""
    rows = queryset.order_by().filter(**{path: OuterRef("pk")}).values(path)
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def duties():
    texts = OfficeDuty.objects.filter(office=OuterRef("pk")).order_by("kind", "order")
    return JsonList(texts.values("kind", "order", "text_ja", "text_en"))


def administered_offices():
    bodies = OfficeAdministration.objects.filter(office=OuterRef("pk"))
    return json_ids(bodies.order_by("administered_id").values("administered_id"))


class InstitutionSerializer(RecordSerializer):
    name = WordingField()

    class Meta:
        model = Institution
        fields = (
            *("id", "slug", *wording("name"), "website", "is_fictional", "fiscal_year_start_month", "time_zone"),
            "months_to_report",
            *REVISION,
        )


class OfficeSerializer(RecordSerializer):
    institution = slug_of("institution.slug")
    name = WordingField()
    description = WordingField()
    head_name = WordingField()
    head_title = WordingField()
    duties = DatabaseField(duties(), help_text="Ordered duties, and the items that a body discusses.")
    administers = DatabaseField(administered_offices(), help_text="Ids of the bodies it administers.")

    class Meta:
        model = Office
        fields = (
            *("id", "institution", "slug", "code", "kind", *wording("name"), "parent", "order"),
            *wording("description"),
            *wording("head_name", "head_title"),
            *("contact_email", "contact_phone", "contact_fax", "contact_address"),
            *("valid_from", "valid_to", "successor", "duties", "administers", "source_url"),
            *REVISION,
        )


class PlanSerializer(RecordSerializer):
    institution = slug_of("institution.slug")
    name = WordingField()
    vision = WordingField()
    description = WordingField()
    version_name = WordingField()
    strategy_label = WordingField()
    standard_label = WordingField()
    measure_label = WordingField()
    predecessor = OtherSlugField(Plan, "pk", source="predecessor.slug")
    objective_count = CountField(count_below(Objective.objects, "plan"))
    strategy_count = CountField(count_below(Strategy.objects.filter(NAMED), "plan"))
    standard_count = CountField(count_below(Standard.objects.filter(NAMED), "strategy__plan"))

    class Meta:
        model = Plan
        fields = (
            *("id", "institution", "slug", *wording("name"), "state", "disclosure"),
            *("first_fiscal_year", "last_fiscal_year", *wording("vision", "description", "version_name")),
            *wording("strategy_label", "standard_label", "measure_label"),
            *("objective_count", "strategy_count", "standard_count"),
            *("announced_strategies", "announced_standards", "announced_measures"),
            *("on_track_share", "risk_share", "worsening_share"),
            *("approved_on", "approved_by", "contact_office", "predecessor", "source_url"),
            *REVISION,
        )


class ObjectiveSerializer(RecordSerializer):
    institution = slug_of("plan.institution.slug")
    plan = slug_of("plan.slug")
    text = WordingField()

    class Meta:
        model = Objective
        fields = ("id", "institution", "plan", "order", *wording("text"), *REVISION)


class StrategySerializer(RecordSerializer):
    institution = slug_of("plan.institution.slug")
    plan = slug_of("plan.slug")
    name = WordingField()
    description = WordingField()
    standard_count = CountField(count_below(Standard.objects.filter(NAMED), "strategy"))

    class Meta:
        model = Strategy
        fields = (
            *("id", "institution", "plan", "code", "order", *wording("name", "description"), "standard_count"),
            *REVISION,
        )


class StandardSerializer(RecordSerializer):
    institution = slug_of("strategy.plan.institution.slug")
    plan = slug_of("strategy.plan.slug")
    name = WordingField()
    description = WordingField()
    predecessor = OtherIdField(Standard, "strategy__plan")

    class Meta:
        model = Standard
        fields = (
            *("id", "institution", "plan", "strategy", "code", "order", *wording("name", "description"), "predecessor"),
            *REVISION,
        )

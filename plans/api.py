"""REST collections of the promise: institutions, offices, objectives, strategies, standards."""

from plans import filters, serializers
from plans.rest.collection import Collection
from plans.rest.keyset import terms_by

NAMES = ("name_ja", "name_en")


class Institutions(Collection):
    """Universities."""

    serializer_class = serializers.InstitutionSerializer
    filterset_class = filters.InstitutionFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"
    search_fields = ("slug", *NAMES)
    plan_path = "plans"


class Offices(Collection):
    """Organisational units of the institutions, with their duties."""

    serializer_class = serializers.OfficeSerializer
    filterset_class = filters.OfficeFilter
    usual_order = terms_by("institution", "order", "id")
    search_fields = ("slug", "code", *NAMES, "head_name_ja", "head_name_en", "duties__text_ja", "duties__text_en")
    plan_path = "institution__plans"


class Plans(Collection):
    """Promises for a span of fiscal years."""

    serializer_class = serializers.PlanSerializer
    filterset_class = filters.PlanFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"
    search_fields = ("slug", *NAMES, "vision_ja", "vision_en", "description_ja", "description_en")
    plan_path = "pk"


class Objectives(Collection):
    """The few aims of a plan."""

    serializer_class = serializers.ObjectiveSerializer
    filterset_class = filters.ObjectiveFilter
    usual_order = terms_by("plan", "order", "id")
    search_fields = ("text_ja", "text_en")
    read_with = ("plan",)


class Strategies(Collection):
    """The first level of a plan."""

    serializer_class = serializers.StrategySerializer
    filterset_class = filters.StrategyFilter
    usual_order = terms_by("plan", "order", "id")
    search_fields = ("code", *NAMES, "description_ja", "description_en")
    read_with = ("plan",)


class Standards(Collection):
    """The second level of a plan: what should become true."""

    serializer_class = serializers.StandardSerializer
    filterset_class = filters.StandardFilter
    usual_order = terms_by("strategy__plan", "strategy__order", "strategy", "order", "id")
    search_fields = ("code", *NAMES, "description_ja", "description_en")
    plan_path = "strategy__plan"
    read_with = (plan_path,)

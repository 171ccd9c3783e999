"""REST collections of the numbers: indicators, definitions, commitments, targets, yearly values."""

from indicators import filters, serializers
from plans.rest.collection import Collection
from plans.rest.keyset import terms_by

TO_PLAN = "standard__strategy__plan"
NAMES = ("name_ja", "name_en")
OF_INDICATOR = tuple(f"indicator__{name}" for name in ("code", *NAMES))


class Indicators(Collection):
    """What institutions measure; each is entered once and used by many plans."""

    serializer_class = serializers.IndicatorSerializer
    filterset_class = filters.IndicatorFilter
    usual_order = terms_by("institution", "id")
    search_fields = ("code", *NAMES)
    plan_path = f"commitments__{TO_PLAN}"


class Definitions(Collection):
    """The wordings of indicators, each valid from a fiscal year."""

    serializer_class = serializers.DefinitionSerializer
    filterset_class = filters.DefinitionFilter
    usual_order = terms_by("indicator", "id")
    search_fields = (*OF_INDICATOR, "wording_ja", "wording_en")
    read_with = ("indicator",)
    plan_path = f"indicator__commitments__{TO_PLAN}"


class Commitments(Collection):
    """What measures and standards promise about indicators."""

    serializer_class = serializers.CommitmentSerializer
    filterset_class = filters.CommitmentFilter
    usual_order = terms_by("id")
    search_fields = (*OF_INDICATOR, "reason")
    plan_path = TO_PLAN
    read_with = (plan_path, "indicator")


class Targets(Collection):
    """The numbers of commitments by fiscal year; superseded ones with `all=1`."""

    serializer_class = serializers.TargetSerializer
    filterset_class = filters.TargetFilter
    usual_order = terms_by("commitment", "fiscal_year", "id")
    search_fields = ("reason", "note", "printed")
    plan_path = f"commitment__{TO_PLAN}"
    read_with = (plan_path, "commitment__indicator")


class YearlyValues(Collection):
    """Figures of indicators by fiscal year, breakdown and kind. Missing is a state, never a zero."""

    serializer_class = serializers.YearlyValueSerializer
    filterset_class = filters.YearlyValueFilter
    usual_order = terms_by("indicator", "fiscal_year", "id")
    search_fields = (*OF_INDICATOR, "note", "text")
    read_with = ("indicator",)
    plan_path = f"indicator__commitments__{TO_PLAN}"

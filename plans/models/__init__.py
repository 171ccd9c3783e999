"""Institutions, people, plans and their levels, as the database keeps them."""

from plans.models.change import Change
from plans.models.correction import Correction
from plans.models.membership import (
    EVERYTHING,
    Disclosure,
    Membership,
    Role,
    disclosed_to,
    level_field,
    levels_of,
    memberships_of,
    planned_by,
    planned_institutions,
    reads,
    strictest_level,
)
from plans.models.organization import (
    ClosedYear,
    DutyKind,
    Institution,
    Office,
    OfficeAdministration,
    OfficeDuty,
    OfficeKind,
)
from plans.models.plan import (
    Objective,
    OfPlanQuerySet,
    Plan,
    PlanState,
    Standard,
    Strategy,
)
from plans.models.record import Record, one_of
from plans.models.submission import Submission
from plans.models.user import ApiToken, Reader, User

__all__ = [
    "EVERYTHING",
    "ApiToken",
    "Change",
    "ClosedYear",
    "Correction",
    "Disclosure",
    "DutyKind",
    "Institution",
    "Membership",
    "Objective",
    "OfPlanQuerySet",
    "Office",
    "OfficeAdministration",
    "OfficeDuty",
    "OfficeKind",
    "Plan",
    "PlanState",
    "Reader",
    "Record",
    "Role",
    "Standard",
    "Strategy",
    "Submission",
    "User",
    "disclosed_to",
    "level_field",
    "levels_of",
    "memberships_of",
    "one_of",
    "planned_by",
    "planned_institutions",
    "reads",
    "strictest_level",
]

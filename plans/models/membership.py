from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.database.history import tracked
from plans.models.record import Record, one_of


class Disclosure(models.TextChoices):
    """Who may read a row: from everybody to the planning office alone."""

    PUBLIC = "public", _("public")
    STAFF = "staff", _("staff")
    EXECUTIVES = "executives", _("executives")
    PLANNING = "planning", _("planning office")


LEVELS = (
    Disclosure.PUBLIC,
    Disclosure.STAFF,
    Disclosure.EXECUTIVES,
    Disclosure.PLANNING,
)


class Role(models.TextChoices):
    """What a member may do; `plans/access/permissions.py` says what each role means."""

    PLANNER = "planner", _("planner")
    APPROVER = "approver", _("approver")
    REPORTER = "reporter", _("reporter")
    EVALUATOR = "evaluator", _("evaluator")
    EXECUTIVE = "executive", _("executive")
    VIEWER = "viewer", _("viewer")


EVERYTHING = ~models.Q(pk__in=[])  # an empty Q would say nothing beside an "or"

READS_UP_TO = {
    Role.PLANNER: Disclosure.PLANNING,
    Role.EVALUATOR: Disclosure.EXECUTIVES,
    Role.EXECUTIVE: Disclosure.EXECUTIVES,
    Role.APPROVER: Disclosure.STAFF,
    Role.REPORTER: Disclosure.STAFF,
    Role.VIEWER: Disclosure.STAFF,
}


@tracked
class Membership(Record):
    """A person's role in an institution, for one office (and those below it) or for all."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("user"),
    )
    institution = models.ForeignKey(
        "plans.Institution",
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("institution"),
    )
    office = models.ForeignKey(
        "plans.Office",
        models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("office"),
    )
    role = models.CharField(_("role"), choices=Role)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Without it the person has no rights here; the role is kept."),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("institution", "user", "role")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "institution", "office", "role"),
                nulls_distinct=False,
                name="membership_is_given_once",
            ),
            one_of(Role, "role", of="membership"),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}"


def memberships_of(user):
    """The memberships of a user that are in force, none for the anonymous."""
    return user.known_memberships if user.is_authenticated else []


def levels_of(user):
    """{institution id: the highest disclosure level that the user may read there}."""
    levels = {}
    for membership in memberships_of(user):
        level = READS_UP_TO[membership.role]
        known = levels.get(membership.institution_id, Disclosure.PUBLIC)
        levels[membership.institution_id] = max(level, known, key=LEVELS.index)
    return levels


def reads(user, institution_id, disclosure):
    """Whether the user may read one row of an institution; the same rule as `disclosed_to`, for a row in hand."""
    if user.is_superuser:
        return True
    level = levels_of(user).get(institution_id, Disclosure.PUBLIC)
    return LEVELS.index(disclosure) <= LEVELS.index(level)


def disclosed_to(user, *, institution="institution", disclosure="disclosure"):
    """Q for the rows that `user` may read, given the paths to the row's institution and to its disclosure level.

    Everybody reads what is public; a member of the institution reads up to the level of the member's roles.
    """
    if user.is_superuser:
        return EVERYTHING
    allowed = models.Q(**{disclosure: Disclosure.PUBLIC})
    for institution_id, level in levels_of(user).items():
        levels = LEVELS[: LEVELS.index(level) + 1]
        allowed |= models.Q(**{institution: institution_id, f"{disclosure}__in": levels})
    return allowed


def planned_institutions(user):
    """Keys of the institutions that the user plans for: a planner of the whole, not of an office."""
    return {m.institution_id for m in memberships_of(user) if m.role == Role.PLANNER and m.office_id is None}


def planned_by(user, *, institution="institution"):
    """Q for the rows of institutions in which `user` is a planner: drafts are theirs alone."""
    if user.is_superuser:
        return EVERYTHING
    return models.Q(**{f"{institution}__in": planned_institutions(user)})


def strictest_level(*levels):
    """The level of these that the fewest may read."""
    return max(levels, key=LEVELS.index)


def level_field(default=Disclosure.PUBLIC):
    """A disclosure column."""
    return models.CharField(_("disclosure"), choices=Disclosure, default=default, db_default=default)

"""What planners do to memberships: each verb is one transaction, made by a person, remembered with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from plans.access.permissions import may_edit, require
from plans.database.history import recording
from plans.database.row_locks import lock_rows
from plans.database.transactions import in_one_transaction
from plans.models import Institution, Membership, Office, Role, User

LONGEST_USERNAME = 150


@dataclass(frozen=True)
class Invitation:
    """Who is invited, in which role, for which office (None: for the whole institution)."""

    email: str
    role: str
    office: Office | None = None
    name_ja: str = ""
    name_en: str = ""
    language: str = ""

    @property
    def key(self) -> tuple[str, str, int | None]:
        """What makes two invitations the same."""
        return self.email.lower(), self.role, None if self.office is None else self.office.pk


@in_one_transaction
def invite(
    institution: Institution, invitations: Sequence[Invitation], *, by: User, reason: str = ""
) -> tuple[list[User], int]:
    """Give each person a membership, and those who have no account one without a password; answers (people, unchanged).

    `people`: those who got a membership, once each; `unchanged`: the invitations that had been followed before. An account
    that exists is left as it is; a membership that was set aside is in force again. Raises ValidationError for an account
    that nobody may invite; then nobody is.
    """
    require(may_edit(by, institution))
    accounts = accounts_of({invitation.email for invitation in invitations})
    if any(account.is_superuser for account in accounts.values()) and not by.is_superuser:
        raise ValidationError(_("One of these addresses cannot be invited. Contact the site administrator."))
    there = {(m.user.email.lower(), m.role, m.office_id): m for m in institution.memberships.select_related("user")}
    in_force = {key for key, membership in there.items() if membership.is_active}
    asked_for = {invitation.key: invitation for invitation in invitations if invitation.key not in in_force}
    new = {key: invitation for key, invitation in asked_for.items() if key not in there}
    with recording(by=by, reason=reason):
        for membership in [there[key] for key in asked_for if key in there]:
            membership.is_active = True
            membership.save(update_fields=["is_active"])
        accounts |= create_accounts([i for i in new.values() if i.email.lower() not in accounts])
        Membership.objects.bulk_create(
            Membership(user=accounts[i.email.lower()], institution=institution, office=i.office, role=i.role)
            for i in new.values()
        )
    people = {accounts[email].pk: accounts[email] for email, _role, _office in asked_for}
    return list(people.values()), len(invitations) - len(asked_for)


def accounts_of(emails: Iterable[str]) -> dict[str, User]:
    """{address in small letters: the account that has it}, whatever its capitals."""
    wanted = {email.lower() for email in emails}
    users = User.objects.annotate(address=Lower("email")).filter(address__in=wanted)
    return {user.address: user for user in users}


def create_accounts(invitations: Iterable[Invitation]) -> dict[str, User]:
    """{address: a new account without a password}, one for each address."""
    first: dict[str, Invitation] = {}
    for invitation in invitations:
        first.setdefault(invitation.email.lower(), invitation)
    names = [email[:LONGEST_USERNAME] for email in first]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    users = [new_account(invitation, email, taken) for email, invitation in first.items()]
    User.objects.bulk_create(users)
    return dict(zip(first, users, strict=True))


def new_account(invitation: Invitation, email: str, taken: set[str]) -> User:
    username = email[:LONGEST_USERNAME]
    if username in taken:
        username = f"{username[: LONGEST_USERNAME - 9]}-{get_random_string(8)}"
    taken.add(username)
    user = User(
        username=username,
        email=email,
        name_ja=invitation.name_ja,
        name_en=invitation.name_en,
        language=invitation.language,
    )
    user.set_unusable_password()
    return user


@in_one_transaction
def add_membership(membership: Membership, *, by: User, reason: str = "") -> Membership:
    """Give somebody who has an account a membership; returns it."""
    require(may_edit(by, membership.institution))
    require(by.is_superuser or not membership.user.is_superuser)
    membership.full_clean()
    with recording(by=by, reason=reason):
        membership.save()
    return membership


@in_one_transaction
def change_membership(
    membership: Membership,
    *,
    role: str,
    office: Office | None,
    by: User,
    reason: str,
    is_active: bool | None = None,
    version: int | None = None,
) -> Membership:
    """Give a member another role or office, or set it aside; answers the membership. Raises ValidationError where that cannot be.

    `is_active`: whether it is in force (None: as it was). `version`: the one that the person saw (None: not checked);
    another one now is somebody else's change, and stays.
    """
    current = lock_membership(membership, by, reason, version)
    is_active = current.is_active if is_active is None else is_active
    if current.role == Role.PLANNER and (role != Role.PLANNER or office is not None or not is_active):
        keep_a_planner(current)
    current.role, current.office, current.is_active = role, office, is_active
    current.validate_constraints()
    with recording(by=by, reason=reason):
        current.save(update_fields=["role", "office", "is_active"])
    return current


@in_one_transaction
def remove_membership(membership: Membership, *, by: User, reason: str, version: int | None = None) -> None:
    """End a membership; the account stays, with what it has elsewhere. Raises ValidationError for the last planner."""
    current = lock_membership(membership, by, reason, version)
    if current.role == Role.PLANNER:
        keep_a_planner(current)
    with recording(by=by, reason=reason):
        current.delete()


def lock_membership(membership: Membership, by: User, reason: str, version: int | None) -> Membership:
    """The membership as it is now, which nobody else changes meanwhile; only people who may are let through."""
    require(may_edit(by, membership.institution))
    lock_rows(Institution.objects).get(pk=membership.institution_id)  # two planners do not remove each other
    current = Membership.objects.select_related("user", "institution").filter(pk=membership.pk).first()
    if current is None:
        raise ValidationError(_("This membership has ended by now."))
    require(by.is_superuser or not current.user.is_superuser)
    if not reason.strip():
        raise ValidationError({"reason": _("Changing a membership needs a reason.")})
    if version not in (None, current.version):
        raise ValidationError(_("Someone changed this while you were editing. Check it again."), code="stale")
    return current


def keep_a_planner(leaving: Membership) -> None:
    """Refuse to leave an institution without anybody who could let people in again."""
    planners = Membership.objects.filter(
        institution=leaving.institution, role=Role.PLANNER, office=None, is_active=True, user__is_active=True
    )
    is_one = leaving.office_id is None and leaving.is_active
    if is_one and not planners.exclude(pk=leaving.pk).exists():
        raise ValidationError(_("This is the last planner. Make someone else a planner first."))

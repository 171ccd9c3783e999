"""Which role may do what: questions put to the rules themselves, so that the table cannot differ from them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from plans.access.permissions import (
    is_member,
    may_approve,
    may_close_years,
    may_correct,
    may_discuss,
    may_edit,
    may_grade,
    may_report,
)
from plans.models import Disclosure, Institution, Membership, Role, User, reads

HERE = Institution(pk=1)
WHOLE_INSTITUTION_ONLY = (
    Role.PLANNER,
    Role.EVALUATOR,
)  # held for one office they would allow nothing that they stand for


class Permission(StrEnum):
    """What a role may: everywhere in its institution, for its own office and those below it, or not at all."""

    YES = "yes"
    OWN_OFFICE = "own_office"
    NO = "no"


class ExampleOffice(NamedTuple):
    """An office without a row, as far as the rules ask about one."""

    pk: int
    institution_id: int = HERE.pk

    def with_offices_above(self):
        """It stands at the top of the chart."""
        return [self]


OWN, OTHER = ExampleOffice(pk=1), ExampleOffice(pk=2)


@dataclass(frozen=True)
class RoleQuestion:
    """One thing to do; `asked(user, office)` is the rule's own answer."""

    text: str
    asked: Callable


def may_read_level(level):
    return lambda user, _office: reads(user, HERE.pk, level)


def in_example(rule):
    return lambda user, _office: rule(user, HERE)


def may_discuss_in_office(user, office):
    return may_discuss(user, HERE, [office])


QUESTIONS = (
    (
        _("Read"),
        (
            RoleQuestion(_("what is public"), may_read_level(Disclosure.PUBLIC)),
            RoleQuestion(_("what is for staff"), may_read_level(Disclosure.STAFF)),
            RoleQuestion(_("what is for executives"), may_read_level(Disclosure.EXECUTIVES)),
            RoleQuestion(_("what is for the planning office"), may_read_level(Disclosure.PLANNING)),
            RoleQuestion(_("the tables of the administration, as far as disclosed"), in_example(is_member)),
        ),
    ),
    (
        _("Report"),
        (
            RoleQuestion(_("enter yearly values and progress reports"), may_report),
            RoleQuestion(_("write down feedback on measures and answer it"), may_discuss_in_office),
            RoleQuestion(_("approve an office's answers"), may_approve),
            RoleQuestion(_("grade reports and set a status by judgement"), in_example(may_grade)),
        ),
    ),
    (
        _("Plan"),
        (
            RoleQuestion(_("see drafts; edit plans, measures, indicators and targets"), in_example(may_edit)),
            RoleQuestion(_("invite members and change their roles"), in_example(may_edit)),
            RoleQuestion(_("close and reopen fiscal years"), in_example(may_close_years)),
            RoleQuestion(_("correct what is in a closed year"), in_example(may_correct)),
        ),
    ),
)


def permission_table():
    """[(group, [(what, [(who, answer)])])], with a column for each role and one for people without an account."""
    return [
        (group, [(q.text, [(who, ask(q)) for who, ask in table_columns()]) for q in questions])
        for group, questions in QUESTIONS
    ]


def table_columns():
    """(who, what asks a question on their behalf) for each column."""
    return [
        *((role.label, partial(permission_of_role, role)) for role in Role),
        (_("without an account"), permission_of_public),
    ]


def permission_of_role(role, question):
    """What a role may, from what its holder for the whole institution and its holder for one office may."""
    everywhere = question.asked(example_user(role, office=None), OTHER)
    if role in WHOLE_INSTITUTION_ONLY or not everywhere:
        return Permission.YES if everywhere else Permission.NO
    of_office = example_user(role, office=OWN)
    return Permission.YES if question.asked(of_office, OTHER) else Permission.OWN_OFFICE


def permission_of_public(question):
    return Permission.YES if question.asked(AnonymousUser(), OTHER) else Permission.NO


def example_user(role, *, office):
    """A person who holds the role and nothing else; no row is read or written."""
    user = User()
    member = Membership(role=role, institution_id=HERE.pk, office_id=office and office.pk)
    user.known_memberships = [member]
    return user

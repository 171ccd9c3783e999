import re

import pytest
from django.contrib.auth.models import AnonymousUser

from plans.access.permissions import is_member, may_approve, may_close_years, may_edit, may_grade, may_report
from plans.access.roles import Permission, permission_table
from plans.models import Role
from tests.factories import MembershipFactory, OfficeFactory

YES, OWN, NO = Permission.YES, Permission.OWN_OFFICE, Permission.NO
#                                       planner approver reporter evaluator executive viewer nobody
EXPECTED = {
    "what is public": (YES, YES, YES, YES, YES, YES, YES),
    "what is for staff": (YES, YES, YES, YES, YES, YES, NO),
    "what is for executives": (YES, NO, NO, YES, YES, NO, NO),
    "what is for the planning office": (YES, NO, NO, NO, NO, NO, NO),
    "the tables of the administration, as far as disclosed": (YES, YES, YES, YES, YES, YES, NO),
    "enter yearly values and progress reports": (YES, OWN, OWN, NO, NO, NO, NO),
    "write down feedback on measures and answer it": (YES, OWN, OWN, YES, NO, NO, NO),
    "approve an office's answers": (YES, OWN, NO, NO, NO, NO, NO),
    "grade reports and set a status by judgement": (NO, NO, NO, YES, NO, NO, NO),
    "see drafts; edit plans, measures, indicators and targets": (YES, NO, NO, NO, NO, NO, NO),
    "invite members and change their roles": (YES, NO, NO, NO, NO, NO, NO),
    "close and reopen fiscal years": (YES, NO, NO, NO, NO, NO, NO),
    "correct what is in a closed year": (YES, NO, NO, NO, NO, NO, NO),
}
OF_OFFICES = {"enter yearly values and progress reports": may_report, "approve an office's answers": may_approve}
OF_INSTITUTIONS = {
    "the tables of the administration, as far as disclosed": is_member,
    "grade reports and set a status by judgement": may_grade,
    "see drafts; edit plans, measures, indicators and targets": may_edit,
    "close and reopen fiscal years": may_close_years,
}


def rows():
    return {
        str(what): tuple(answer for _who, answer in cells)
        for _group, questions in permission_table()
        for what, cells in questions
    }


def test_every_cell_says_what_is_meant():
    assert rows() == EXPECTED


def test_no_question_reads_the_database():
    assert rows()  # without the mark for it, a query would fail here


@pytest.mark.django_db
@pytest.mark.parametrize("what", OF_INSTITUTIONS)
def test_real_members_are_answered_as_the_table_says(institution, what):
    members = [MembershipFactory(institution=institution, role=role).user for role in Role]

    answers = tuple(OF_INSTITUTIONS[what](user, institution) for user in (*members, AnonymousUser()))

    assert answers == tuple(cell == YES for cell in EXPECTED[what])


@pytest.mark.django_db
@pytest.mark.parametrize("what", OF_OFFICES)
@pytest.mark.parametrize("role", [Role.APPROVER, Role.REPORTER])
def test_real_members_of_an_office_act_for_their_own(institution, what, role):
    own, other = OfficeFactory.create_batch(2, institution=institution)
    user = MembershipFactory(institution=institution, office=own, role=role).user

    answers = (OF_OFFICES[what](user, own), OF_OFFICES[what](user, other))

    assert answers == (EXPECTED[what][list(Role).index(role)] == OWN, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("en", ["yes", "own office", "no"]), ("ja", ["可", "自部署", "不可"])])
def test_the_page_says_it_in_words(client, language, said):
    page = client.get(f"/roles/?lang={language}").content.decode()

    cells = re.findall(r'<td data-label="[^"]+">(?:<\w+[^>]*>)?([^<]+)', page)
    meant = dict(zip((YES, OWN, NO), said, strict=True))
    assert cells == [meant[cell] for row in EXPECTED.values() for cell in row]

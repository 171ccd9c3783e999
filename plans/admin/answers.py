"""Tables in which offices write their answers themselves, besides the planning office."""

from plans.admin.records import RecordAdmin
from plans.models import Office, memberships_of
from plans.permissions import may_report


class AnswersAdmin(RecordAdmin):
    """Values and reports: written by those who may report for the row's office."""

    def may_write_some(self, user):
        return reports_somewhere(user)


def reports_somewhere(user):
    """Whether there is an office for which the user may report; asked once for each user object."""
    if not hasattr(user, "answers_somewhere"):
        offices = [m.office or Office(institution_id=m.institution_id) for m in memberships_of(user)]
        user.answers_somewhere = user.is_superuser or any(may_report(user, office) for office in offices)
    return user.answers_somewhere

"""Tables in which offices write their answers themselves, besides the planning office."""

from plans.access.permissions import may_report_somewhere
from plans.admin.records import RecordAdmin


class AnswersAdmin(RecordAdmin):
    """Values and reports: written by those who may report for the row's office."""

    def may_write_some(self, user):
        return may_report_somewhere(user)

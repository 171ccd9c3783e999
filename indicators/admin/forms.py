"""Forms that the admin of the numbers has besides those of the pages: the grid of years, and overrides."""

from django import forms
from django.utils.translation import gettext_lazy

from indicators.entry.actions import override_status
from indicators.entry.value_forms import ValueForm
from indicators.models import Override
from plans.editing.forms import Question, RowForm
from plans.editing.rows import save_changes


class YearForm(ValueForm):
    """One year of an indicator's grid. A year in which nothing was filled in stays without a value."""

    confirm = Question(label=gettext_lazy("Checked and correct"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, closed=frozenset(), **kwargs):
        self.closed = closed
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        if self.row.pk is not None:
            is_closed = self.row.fiscal_year in self.closed
            for name in self.fields if is_closed else {"fiscal_year", "kind"} & set(self.fields):
                self.fields[name].disabled = True

    def has_changed(self):
        if self.row.pk is None:
            return bool(set(self.changed_data) - {"fiscal_year", "kind"})
        return super().has_changed()


class OverrideForm(RowForm):
    """A judgement, signed by the person who sets it."""

    class Meta:
        model = Override
        fields = ("commitment", "fiscal_year", "status", "reason")

    def store(self, *, by):
        row = self.row
        if row.pk is None:
            said = {"status": row.status, "by": by, "reason": row.reason}
            return override_status(row.commitment, row.fiscal_year, **said), True
        columns = self.columns | {"by": by}
        return save_changes(row, columns, by=by, version=self.seen_version, reason=self.reason)

"""Form fields that read figures and as-of dates as people write them: full-width digits, commas, 令和7年3月末."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.sheets.parsing import RefusedCell, parse_figure
from plans.fiscal_years import NamedDay, NotAFiscalYear, as_of_text, parse_as_of, parse_fiscal_year

NO_DAY = NamedDay(None, "", "")


def day_shown(day, precision):
    """What an AsOfField shows of a stored day; None for none."""
    return None if day is None else NamedDay(day, precision or "day", "")


class WrittenField(forms.Field):
    """A field whose text is read; what it holds has changed when it reads differently."""

    widget = forms.TextInput

    def clean(self, value):
        """What a field that is closed holds already is written, too."""
        return super().clean(self.prepare_value(value))

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(self.prepare_value(initial))
        except ValidationError:
            return True


class FigureField(WrittenField):
    """One number, as a Decimal with the digits it was written with; None for nothing."""

    def __init__(self, *args, unit="", max_digits=None, decimal_places=None, **kwargs):
        """`max_digits`, `decimal_places`: of the column, which checks them itself."""
        self.unit = unit
        super().__init__(*args, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else f"{value:f}"

    def to_python(self, value):
        figure = parse_figure(value or "", self.unit)
        if isinstance(figure, RefusedCell):
            raise ValidationError(figure.reason)
        if figure.is_blank:
            return None
        if figure.value is None or figure.comparator:
            raise ValidationError(_("Enter one number. If there is none, choose the reason under State."))
        if figure.remark or figure.outlook or figure.fiscal_year or figure.as_of:
            raise ValidationError(
                _("Only the number is expected here; the words of “%(text)s” go to the note.") % {"text": value[:80]}
            )
        return figure.value


class AsOfField(WrittenField):
    """A date with its precision, as an AsOf: a day, a month, or a year; None for nothing."""

    def prepare_value(self, value):
        return as_of_text(value.date, value.precision) if isinstance(value, NamedDay) else value

    def to_python(self, value):
        if not (value or "").strip():
            return None
        read = parse_as_of(value)
        if read.date is None or read.rest:
            raise ValidationError(
                _("“%(text)s” is not a date. Write 2026-03-31, 2026-03 or 2026.") % {"text": value[:80]}
            )
        return read


def split_as_of(form, name):
    """Put the date that an AsOfField read into its own column of a form's row, and the precision beside it."""
    if name in form.changed_data:
        read = form.cleaned_data.get(name) or NO_DAY
        form.cleaned_data |= {name: read.date, f"{name}_precision": read.precision}
        setattr(form.instance, f"{name}_precision", read.precision)
    else:
        form.cleaned_data.pop(name, None)


class FiscalYearField(WrittenField):
    """A fiscal year as any label names it: FY2025, 2025年度, 令和7年度; None for nothing."""

    def __init__(self, *args, min_value=None, max_value=None, **kwargs):
        """`min_value`, `max_value`: of the column, which checks them itself."""
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if value is None or not str(value).strip():
            return None
        try:
            return parse_fiscal_year(value)
        except NotAFiscalYear as problem:
            raise ValidationError(problem.reason) from problem

"""The parameters of an address: every one is known, stands once, and has a value that means something."""

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from plans.rest.columns import JSON
from plans.text.numbers import whole_number

PAGE_SIZE, LARGEST_PAGE = 100, 1000
OF_ALL = {"lang", "format"}
OF_LISTS = OF_ALL | {"fields", "ordering", "search", "page_size", "cursor", "include_deleted"}


def check_parameters(request, known, may_be_empty, repeatable=frozenset()):
    """Refuse what would otherwise be ignored: unknown parameters, empty ones, unknown languages, repeated ones that count once."""
    errors = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [_("There is no such parameter here.")]
        elif len(values) > 1 and name not in repeatable:
            errors[name] = [_("This parameter may stand only once.")]
        elif "" in values and name not in may_be_empty:
            errors[name] = [_("This parameter needs a value.")]
    if "lang" not in errors and request.query_params.get("lang", settings.LANGUAGE_CODE) not in dict(
        settings.LANGUAGES
    ):
        errors["lang"] = [_("Must be one of: %(known)s.") % {"known": ", ".join(dict(settings.LANGUAGES))}]
    if errors:
        raise ValidationError(errors)


def chosen_columns(request, columns):
    """The columns that `?fields=id,name` asks for, in the collection's order; all without it."""
    text = request.query_params.get("fields")
    if not text:
        return columns
    names = {name.strip() for name in text.split(",")}
    unknown = sorted(names - columns.keys())
    if unknown:
        raise ValidationError({"fields": [_("There are no such fields: %(names)s.") % {"names": ", ".join(unknown)}]})
    return {name: column for name, column in columns.items() if name in names}


def page_size(request):
    """Rows in a page: 100, or what `?page_size=` says, up to 1000."""
    text = request.query_params.get("page_size")
    if text is None:
        return PAGE_SIZE
    size = whole_number(text, LARGEST_PAGE, least=1)
    if size is None:
        raise ValidationError({"page_size": [_("Must be a whole number from 1 to 1000.")]})
    return size


def flag(request, name):
    """A parameter that is 1 (or true) or 0 (or false)."""
    text = request.query_params.get(name, "0").lower()
    if text not in {"0", "1", "true", "false"}:
        raise ValidationError({name: [_("Must be 1 or 0.")]})
    return text in {"1", "true"}


def orderable(columns):
    """The columns that `?ordering=` takes."""
    return {name: column for name, column in columns.items() if column.kind != JSON}

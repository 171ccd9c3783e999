"""What every table of the admin has to stand: its pages open, cheaply, and at the same cost for any number of rows."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

AT_MOST = 20


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def opened(client, url):
    """The page, and the number of queries it cost."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response, len(queries)


def costs(client, row):
    """{page: queries} of all pages of a row and of its table."""
    model = type(row)
    pages = {
        "changelist": address(model, "changelist"),
        "change": address(model, "change", row.pk),
        "history": address(model, "history", row.pk),
        "delete": address(model, "delete", row.pk),
        "add": address(model, "add"),
    }
    return {page: opened(client, url)[1] for page, url in pages.items()}


def form_of(client, url):
    """What a browser would send back from a form that nobody changed."""
    response = client.get(url)
    form = response.context["adminform"].form
    sent = dict(fields_of(form))
    for inline in response.context["inline_admin_formsets"]:
        sent |= dict(fields_of(inline.formset.management_form))
        for row_form in inline.formset.forms:
            sent |= dict(fields_of(row_form))
    return sent


def fields_of(form):
    """(name, text) of each input that a browser sends: an unticked box and an empty choice send nothing."""
    for field in form:
        value = field.value()
        if value is None or value is False or value == "":
            continue
        if isinstance(value, list | tuple):
            yield field.html_name, [str(getattr(item, "pk", item)) for item in value]
        else:
            yield field.html_name, "on" if value is True else str(value)


def problems(response):
    """The errors on a form that came back."""
    form = response.context["adminform"].form
    found = [str(error) for errors in form.errors.values() for error in errors]
    for inline in response.context["inline_admin_formsets"]:
        for errors in [*inline.formset.errors, {"": inline.formset.non_form_errors()}]:
            found += [str(error) for listed in errors.values() for error in listed]
    return found

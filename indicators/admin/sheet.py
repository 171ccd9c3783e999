"""A plan in and out as a sheet: upload, look at what it would do, confirm."""

import io
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from indicators.exports.files import csv_lines, write_xlsx
from indicators.imports.sheet import import_sheet
from plans.admin.exports import CSV, XLSX
from plans.transactions import in_long_transaction, long_transaction

SALT = "indicators.sheet"
ONE_HOUR = 60 * 60
SHOWN = 200


class UploadForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(label=_("Sheet (CSV or XLSX)"))
    partial = forms.BooleanField(
        label=_("Store the good rows even if others are refused"), required=False, initial=False
    )


def kept(file, plan, user, *, partial):
    """Keep an uploaded file until it is confirmed; answers a ticket for the person and the plan, good for an hour."""
    path = default_storage.save(f"sheets/{uuid4().hex}", file)
    return signing.dumps([path, file.name, partial, plan.pk, user.pk], salt=SALT)


def taken(ticket, plan, user):
    """(path, name, partial) of a kept file; None for a ticket that is too old, or another person's or plan's."""
    try:
        path, name, partial, *owner = signing.loads(ticket, salt=SALT, max_age=ONE_HOUR)
    except signing.BadSignature:
        return None
    return (path, name, partial) if owner == [plan.pk, user.pk] and default_storage.exists(path) else None


def tried(file, plan, *, partial):
    """What a file would do to the plan; stores nothing."""
    return load(file, plan, by=None, name=file.name, partial=partial, dry_run=True)


def stored(ticket, plan, user):
    """Import a kept file; answers the report, or None where the ticket is no good. The file is not kept any longer."""
    known = taken(ticket, plan, user)
    if known is None:
        return None
    path, name, partial = known
    with default_storage.open(path) as file:
        report = load(file, plan, by=user, name=name, partial=partial)
    default_storage.delete(path)
    return report


def load(file, plan, **options):
    file.seek(0)
    return import_sheet(file, institution=plan.institution.slug, plan=plan.slug, **options)


def shown(report):
    """A report for the page: long lists cut, with the number of what is not shown."""
    lists = ("rows_refused", "warnings", "cells")
    return {name: getattr(report, name)[:SHOWN] for name in lists} | {
        f"more_{name}": max(0, len(getattr(report, name)) - SHOWN) for name in lists
    }


def as_csv(plan, user):
    """The plan's sheet as a streamed CSV answer, as far as the user may see it."""
    return StreamingHttpResponse(in_long_transaction(csv_lines(plan, user)), content_type=CSV)


def as_xlsx(plan, user):
    """The plan's sheet as an XLSX answer, as far as the user may see it."""
    buffer = io.BytesIO()
    with long_transaction():
        write_xlsx(plan, buffer, user)
    return HttpResponse(buffer.getvalue(), content_type=XLSX)


SHEETS = {"csv": as_csv, "xlsx": as_xlsx}

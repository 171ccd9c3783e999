"""A plan in and out as a file: upload, say what it does not say itself, look at what it would do, confirm."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Direction
from indicators.sheets.columns.labels import COLUMNS, KINDS
from indicators.sheets.importing import import_sheet

SALT = "indicators.sheet"
FOLDER = "sheets"
ONE_HOUR = 60 * 60
SHOWN = 200
MOST_NAMES = 50  # of one sort, in the preview
NOT_READ, OF_A_YEAR, BREAKDOWN = "ignore", "year", "breakdown"
MEANINGS = [
    ("", _("choose …")),
    (NOT_READ, _("not read")),
    (_("Figures"), [*KINDS.items(), (OF_A_YEAR, _("figures of one year (write it beside)"))]),
    (_("Columns"), [(name, label) for name, label in COLUMNS.items() if name != BREAKDOWN]),
    (BREAKDOWN, _("a breakdown by this heading")),
]
DEFAULTS = ("fiscal_year", "kind", "direction")


class UploadForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(label=_("File (CSV or XLSX)"))
    partial = forms.BooleanField(label=_("Import valid rows only"), required=False, initial=False)


class ChoicesForm(forms.Form):
    """What a person says of a file: which worksheet, header and plan, what its unknown columns are, what all rows have in common.

    `kept`: the KeptFile that it is about.
    """

    sheet = forms.ChoiceField(label=_("Worksheet"), required=False)
    header_row = forms.IntegerField(label=_("Row of the header"), min_value=1, required=False)
    plan_name = forms.ChoiceField(label=_("Plan of the file"), required=False)
    fiscal_year = forms.CharField(label=_("Fiscal year of rows that say none"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Kind of values that say none"), required=False)
    direction = forms.ChoiceField(label=_("Direction of indicators that say none"), required=False)
    partial = forms.BooleanField(label=_("Import valid rows only"), required=False)

    def __init__(self, kept, data=None, **options):
        super().__init__(data, **options)
        self.headings = kept["headings"]
        self.fields["sheet"].choices = [(name, name) for name in kept["sheets"]]
        self.fields["plan_name"].choices = [("", _("choose …")), *((name, name) for name in kept["plans"])]
        self.fields["kind"].choices = [("", "–"), *KINDS.items()]
        self.fields["direction"].choices = [("", "–"), *Direction.choices]
        for name, there in (("sheet", kept["sheets"]), ("plan_name", kept["plans"])):
            if len(there) < 2:
                del self.fields[name]
        for at, heading in enumerate(self.headings):
            self.fields[f"column_{at}"] = forms.ChoiceField(label=heading, choices=MEANINGS, required=False)
            self.fields[f"year_{at}"] = forms.CharField(
                label=_("Year and kind"),
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": _("2027 target")}),
            )

    def own_fields(self):
        """The fields about the file as a whole."""
        return [self[name] for name in self.fields if not name.startswith(("column_", "year_"))]

    def column_fields(self):
        """(what it is, its year) for each heading that nobody knows."""
        return [(self[f"column_{at}"], self[f"year_{at}"]) for at in range(len(self.headings))]

    def choices(self):
        """What `import_sheet` takes, as JSON does."""
        said = self.cleaned_data
        columns = {heading: self._meaning(at) for at, heading in enumerate(self.headings) if said[f"column_{at}"]}
        defaults = {name: said[name] for name in DEFAULTS if said[name]}
        return {
            "mapping": {"columns": columns, "defaults": defaults},
            "sheet": said.get("sheet", ""),
            "header_row": said["header_row"],
            "plan_name": said.get("plan_name", ""),
            "partial": said["partial"],
        }

    def clean(self):
        for at in range(len(self.headings)):
            if self.cleaned_data.get(f"column_{at}") == OF_A_YEAR and not self.cleaned_data.get(f"year_{at}"):
                self.add_error(f"year_{at}", _("Write the year, and the kind where the rows do not say it."))

    def _meaning(self, at):
        said = self.cleaned_data[f"column_{at}"]
        return {NOT_READ: "", OF_A_YEAR: self.cleaned_data[f"year_{at}"]}.get(said, said)


def keep(file):
    """Keep an uploaded file until it is confirmed, and let go of those that nobody confirmed within the hour; its path."""
    for name in default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []:
        path = f"{FOLDER}/{name}"
        with suppress(FileNotFoundError):  # somebody else's request let go of it just now
            if default_storage.get_modified_time(path) < timezone.now() - timedelta(seconds=ONE_HOUR):
                default_storage.delete(path)
    return default_storage.save(f"{FOLDER}/{uuid4().hex}", file)


def ticket_for(kept, plan, user):
    """A kept file and what was said of it, signed for the person and the plan; good for an hour."""
    return signing.dumps([kept, plan.pk, user.pk], salt=SALT, compress=True)


def kept_by(ticket, plan, user):
    """What a ticket stands for; None for one that is too old, or another person's or plan's, or whose file is gone."""
    try:
        kept, *owner = signing.loads(ticket, salt=SALT, max_age=ONE_HOUR)
    except signing.BadSignature:
        return None
    return kept if owner == [plan.pk, user.pk] and default_storage.exists(kept["path"]) else None


def try_file(kept, plan):
    """What a kept file would do to the plan, with what was said of it; stores nothing."""
    with default_storage.open(kept["path"]) as file:
        return load(file, plan, kept, dry_run=True)


def store_file(kept, plan, user):
    """Import a kept file; answers the report. A file that was imported is not kept any longer, a refused one is."""
    with default_storage.open(kept["path"]) as file:
        report = load(file, plan, kept, by=user)
    if not report.is_refused:
        default_storage.delete(kept["path"])
    return report


def load(file, plan, kept, **options):
    choices = kept["choices"]
    return import_sheet(
        file, institution=plan.institution.slug, plan=plan.slug, name=kept["name"], **choices, **options
    )


def learned(kept, report):
    """A kept file with what the report says of it: its worksheets, plans, and headings that a person has to explain."""
    headings = list(dict.fromkeys((*kept["headings"], *report.unknown_columns)))
    there = {"sheets": report.sheets or kept["sheets"], "plans": report.plans or kept["plans"], "headings": headings}
    return kept | there


def report_lists(report):
    """A report for the page: long lists cut, with the number of what is not shown."""
    lists = ("rows_refused", "rows_skipped", "warnings", "cells")
    return {name: getattr(report, name)[:SHOWN] for name in lists} | {
        f"more_{name}": max(0, len(getattr(report, name)) - SHOWN) for name in lists
    }


def preview(contents):
    """[(level, names that are new, how many more, how many are known)] of what a file makes."""
    levels = {
        "strategies": _("Strategies"),
        "standards": _("Standards"),
        "measures": _("Measures"),
        "indicators": _("Indicators"),
    }
    for name, label in levels.items():
        names = getattr(contents, name)
        yield label, len(names.new), names.new[:MOST_NAMES], max(0, len(names.new) - MOST_NAMES), len(names.known)

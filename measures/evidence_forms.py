"""The form that files a document as evidence."""

from functools import partial

from django import forms
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.actions import checksum, file_evidence
from measures.models import Evidence
from plans.editing.forms import RowForm
from plans.editing.rows import save_changes
from plans.text_forms import both, key_above

MOST_BYTES = 50 * 1024 * 1024
LONGEST_NAME = 200
PAPERS = ("pdf", "doc", "docx", "odt", "rtf", "txt", "md")
TABLES = ("csv", "tsv", "xls", "xlsx", "ods")
SLIDES = ("ppt", "pptx", "odp")
PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "heic")
LETTERS = ("eml", "msg", "zip")
TAKEN = (*PAPERS, *TABLES, *SLIDES, *PICTURES, *LETTERS)


class EvidenceForm(RowForm):
    """A link or a file, with its title. `is_planner`: who decides who may read it; for others it is for staff."""

    in_one_language_at_least = ("title",)
    together = (("number", "disclosure"),)

    class Meta:
        model = Evidence
        fields = (*both("title"), "url", "file", "number", "disclosure")
        labels = {"url": gettext_lazy("Address, if it is on the web")}
        help_texts = {"file": gettext_lazy("A document, table, presentation, picture, letter or ZIP of up to 50 MB.")}
        widgets = {"file": forms.FileInput}
        field_classes = {"url": partial(forms.URLField, assume_scheme="https")}

    def __init__(self, *args, is_planner=True, **kwargs):
        self.is_planner = is_planner
        super().__init__(*args, **kwargs)

    def initial_values(self, row):
        """A browser fills no file in."""
        return super().initial_values(row) | {"file": row.file or None}

    def prepare(self):
        if "file" in self.fields:
            self.fields["file"].max_length = LONGEST_NAME
            self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in TAKEN)

    def prepare_page(self):
        if not self.is_planner:
            del self.fields["disclosure"]

    def store(self, *, by):
        columns = self.columns
        if self.row.pk is None:
            home = columns.pop("institution", self.row.institution)
            return file_evidence(institution=home, by=by, reason=self.reason, **columns), True
        if "file" in self.changed_data:
            columns["sha256"] = checksum(columns["file"] or None)
        return save_changes(self.row, columns, by=by, version=self.seen_version, reason=self.reason)

    def clean_number(self):
        number = self.cleaned_data["number"]
        others = Evidence.objects.filter(institution=key_above(self, "institution"), number=number)
        if number and others.exclude(pk=self.row.pk).exists():
            raise forms.ValidationError(_("Another document has this number."))
        return number

    def clean_file(self):
        file = self.cleaned_data["file"]
        if self.add_prefix("file") not in self.files:
            return file
        FileExtensionValidator(TAKEN)(file)
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(most)s.") % {"most": filesizeformat(MOST_BYTES)})
        return file

"""The form that files a document as evidence."""

from django import forms
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.models import Evidence
from plans.editing.forms import RowForm
from plans.text_forms import both

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

    url = forms.URLField(
        label=gettext_lazy("Address, if it is on the web"), required=False, max_length=2000, assume_scheme="https"
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=LONGEST_NAME,
        validators=[FileExtensionValidator(TAKEN)],
        help_text=gettext_lazy("A document, table, presentation, picture, letter or ZIP of up to 50 MB."),
    )

    class Meta:
        model = Evidence
        fields = (*both("title"), "url", "file", "number", "disclosure")

    def __init__(self, *args, is_planner, **kwargs):
        self.is_planner = is_planner
        super().__init__(*args, **kwargs)

    def shown(self, row):
        """A browser fills no file in."""
        return super().shown(row) | {"file": None}

    def prepare(self):
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in TAKEN)
        if not self.is_planner:
            del self.fields["disclosure"]

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number and Evidence.objects.filter(institution=self.row.institution_id, number=number).exists():
            raise forms.ValidationError(_("Another document has this number."))
        return number

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(most)s.") % {"most": filesizeformat(MOST_BYTES)})
        return file

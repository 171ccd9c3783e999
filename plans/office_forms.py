"""Forms of an office and of what it does."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.editing.forms import RowForm
from plans.models import Office, OfficeDuty
from plans.text_forms import both, key_above


class OfficeForm(RowForm):
    """An office's names, place, head, contact and span; a new one is given the name that stands in its address.

    Whom it administers is said in the administration.
    """

    in_one_language_at_least = ("name",)
    together = (
        ("kind", "code"),
        ("parent", "order"),
        ("contact_email", "contact_phone", "contact_fax"),
        ("valid_from", "valid_to"),
        ("successor", "source_url"),
    )

    class Meta:
        model = Office
        fields = (
            *both("name"),
            "slug",
            "kind",
            "code",
            "parent",
            "order",
            *both("description"),
            *both("head_name"),
            *both("head_title"),
            "contact_email",
            "contact_phone",
            "contact_fax",
            "contact_address",
            "valid_from",
            "valid_to",
            "successor",
            "source_url",
        )

        labels = {"slug": gettext_lazy("Name in the web address")}
        help_texts = {
            "slug": gettext_lazy(
                "Small letters, digits and hyphens, such as student-affairs. It stays as it is afterwards."
            )
        }

    def prepare_page(self):
        if self.row.pk is not None:
            del self.fields["slug"]
        others = Office.objects.filter(institution=self.row.institution_id).exclude(pk=self.row.pk)
        for name in ("parent", "successor"):
            self.fields[name].queryset = others

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if None not in (begins, ends) and ends < begins:
            self.add_error("valid_to", _("The office ends before it begins."))
        parent = cleaned.get("parent")
        if parent is not None and self.row in parent.with_offices_above():
            self.add_error("parent", _("This office is below the one that you edit."))
        return cleaned


class DutyForm(RowForm):
    """One of an office's duties, or of the items that it discusses, in its place."""

    in_one_language_at_least = ("text",)
    together = (("kind", "order"),)

    class Meta:
        model = OfficeDuty
        fields = (*both("text"), "kind", "order")

    def clean(self):
        cleaned = super().clean()
        kind, order = cleaned.get("kind"), cleaned.get("order")
        same_place = OfficeDuty.objects.filter(office=key_above(self, "office"), kind=kind, order=order)
        if order is not None and same_place.exclude(pk=self.row.pk).exists():
            self.add_error("order", _("Another one has this place."))
        return cleaned

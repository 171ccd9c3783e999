from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.planning.plan_copies import DEFAULT_PARTS, PARTS, PlanStructure, copy_plan_structure
from plans.fiscal_years import EARLIEST, LATEST
from plans.forms import ReasonForm
from plans.models import Plan
from plans.views.lookups import plan_for_planners, post_data


class PlanCopyForm(ReasonForm):
    name_ja = forms.CharField(label=gettext_lazy("Name (Japanese)"), max_length=300, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=300, required=False)
    slug = forms.SlugField(
        label=gettext_lazy("Name in the web address"),
        max_length=50,
        help_text=gettext_lazy("Small letters, digits and hyphens."),
    )
    first_fiscal_year = forms.IntegerField(
        label=gettext_lazy("First fiscal year"), min_value=EARLIEST, max_value=LATEST, localize=False
    )
    last_fiscal_year = forms.IntegerField(
        label=gettext_lazy("Last fiscal year"), min_value=EARLIEST, max_value=LATEST, localize=False
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What to copy"),
        choices=list(PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("name_ja", "name_en", "slug", "first_fiscal_year", "last_fiscal_year", "parts", "reason")

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        if Plan.objects.filter(slug=slug).exists():
            raise ValidationError(_("Another plan has this short name."))
        return slug

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name_ja") and not cleaned.get("name_en"):
            raise ValidationError(_("The new plan needs a name in at least one language."))
        if cleaned.get("first_fiscal_year", 0) > cleaned.get("last_fiscal_year", LATEST):
            raise ValidationError({"last_fiscal_year": _("The last fiscal year is before the first.")})
        return cleaned


@login_required
def plan_copy(request, slug):
    plan = plan_for_planners(request, slug)
    form = PlanCopyForm(post_data(request), initial=next_period(plan))
    if request.method == "POST" and form.is_valid():
        new = make_copy(plan, form, request.user)
        if new is not None:
            messages.success(request, _("“%(plan)s” was created as a draft: only planners see it.") % {"plan": new})
            return redirect(new)
    context = {"plan": plan, "form": form, "structure": PlanStructure.of(plan), "section": "plans"}
    return render(request, "indicators/planning/plan_copy.html", context)


def next_period(plan):
    """As many years again, right after the plan's own."""
    first, years = plan.last_fiscal_year + 1, len(plan.fiscal_years)
    return {
        "first_fiscal_year": first,
        "last_fiscal_year": first + years - 1,
        "parts": DEFAULT_PARTS,
    }


def make_copy(plan, form, user):
    """None where the plan cannot be made; the form then has the errors."""
    asked = dict(form.cleaned_data)
    names = {"ja": asked.pop("name_ja"), "en": asked.pop("name_en")}
    try:
        return copy_plan_structure(plan, by=user, names=names, **asked)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
    except IntegrityError:  # somebody else took the slug between the look and the writing
        form.add_error("slug", _("Another plan has this short name."))
    return None

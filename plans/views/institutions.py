from django.shortcuts import get_object_or_404, render

from plans.access.permissions import is_member, may_edit
from plans.models import Institution
from plans.views.start import plans_with_counts


def institution_list(request):
    """Every institution, for who is on no page of one yet."""
    institutions = Institution.objects.visible_to(request.user)
    return render(request, "plans/institution_list.html", {"institutions": institutions, "section": "organisation"})


def institution_detail(request, slug):
    """An institution: its plans, and for those who belong to it the ways to what its planning office does."""
    institution = get_object_or_404(Institution, slug=slug)
    context = {
        "institution": institution,
        "plans": plans_with_counts(request.user).filter(institution=institution),
        "offices": institution.offices.filter(parent=None),
        "is_member": is_member(request.user, institution),
        "is_planner": may_edit(request.user, institution),
        "section": "plans",
    }
    return render(request, "plans/institution_detail.html", context)

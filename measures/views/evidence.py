"""Filing documents as evidence, and handing out their files."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from measures.actions import file_for_measure, level_of_proof, may_file_for
from measures.evidence_forms import EvidenceForm
from measures.models import Evidence
from measures.views.editing import visible_measure
from plans.access.permissions import may_edit, require
from plans.editing.pages import Edit, edit_page, signed_in

kept_apart = csp_replace({"default-src": [NONE], "sandbox": True})  # should a browser open it in spite of all


@signed_in
def evidence_add(request, pk):
    """A document that proves something about a measure: a link or a file."""
    measure = visible_measure(request, pk)
    plan = measure.standard.strategy.plan
    institution = plan.institution
    require(may_file_for(request.user, measure))

    def store(form):
        return file_for_measure(measure, by=request.user, **form.columns)

    edit = Edit(
        heading=_("Evidence for “%(measure)s”") % {"measure": measure},
        row=Evidence(institution=institution, disclosure=level_of_proof(plan.disclosure)),
        form=EvidenceForm,
        store=store,
        back=f"{measure.get_absolute_url()}#evidence",
        options={"is_planner": may_edit(request.user, institution)},
    )
    return edit_page(request, edit)


@require_safe
def evidence_file(request, pk):
    """The file of a document, to take away; 404 for who may not see the document, and for a link, which has no file."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("institution"), pk=pk)
    if not evidence.file:
        raise Http404
    try:
        file = evidence.file.open("rb")
    except (OSError, SuspiciousFileOperation):
        return render(request, "measures/evidence_missing.html", {"evidence": evidence}, status=404)
    return handed_out(request, evidence, file)


@kept_apart
def handed_out(request, evidence, file):
    """The file, or 304 for who has it: its checksum says which one it is."""
    response = FileResponse(file, as_attachment=True, filename=evidence.file_name)
    if evidence.sha256:
        response["ETag"] = quote_etag(evidence.sha256)
    patch_cache_control(response, private=True, no_cache=True)
    answer = get_conditional_response(request, etag=response.get("ETag"), response=response)
    if answer is not response:
        response.close()
    return answer

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
from measures.models import Evidence, Measure
from measures.views.editing import TO_INSTITUTION
from plans.access.permissions import may_edit
from plans.editing.pages import AddPage

kept_apart = csp_replace({"default-src": [NONE], "sandbox": True})  # should a browser open it in spite of all


class EvidenceAdd(AddPage):
    """A document that proves something about a measure: a link or a file."""

    model, form_class, shown_with = Measure, EvidenceForm, (TO_INSTITUTION,)

    def new_row(self, above):
        self.measure, plan = above, above.standard.strategy.plan
        return Evidence(institution=plan.institution, disclosure=level_of_proof(plan.disclosure))

    def is_allowed(self):
        return may_file_for(self.request.user, self.measure)

    def get_heading(self):
        return _("Evidence for “%(measure)s”") % {"measure": self.measure}

    def get_back(self):
        return f"{self.measure.get_absolute_url()}#evidence"

    def get_form_kwargs(self):
        return {"is_planner": may_edit(self.request.user, self.row.institution)}

    def store(self, form):
        return self.said_stored(file_for_measure(self.measure, by=self.request.user, **form.columns))


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
    return file_response(request, evidence, file)


@kept_apart
def file_response(request, evidence, file):
    """The file, or 304 for who has it: its checksum says which one it is."""
    response = FileResponse(file, as_attachment=True, filename=evidence.file_name)
    if evidence.sha256:
        response["ETag"] = quote_etag(evidence.sha256)
    patch_cache_control(response, private=True, no_cache=True)
    answer = get_conditional_response(request, etag=response.get("ETag"), response=response)
    if answer is not response:
        response.close()
    return answer

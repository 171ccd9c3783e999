from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from plans.actions import change_plan_state
from plans.forms import PlanStateForm
from plans.models import PlanState
from plans.plan_states import meaning
from plans.views.lookups import plan_for_planners, post_data


@login_required
def plan_state(request, slug):
    """What state a plan is in, what each state means, and into which one it can go."""
    plan = plan_for_planners(request, slug)
    form = PlanStateForm(post_data(request), plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_plan_state(plan, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("“%(plan)s” is now: %(state)s.") % {"plan": changed, "state": changed.get_state_display()}
            )
            return redirect(changed)
    meanings = [(state, meaning(state)) for state in PlanState]
    return render(
        request, "plans/plan_state.html", {"plan": plan, "form": form, "meanings": meanings, "section": "plans"}
    )

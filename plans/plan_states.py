"""The states of a plan: what each means, and from which one may go to which."""

from django.utils.translation import gettext as _

from plans.models import PlanState

MOVES = {
    PlanState.DRAFT: (PlanState.ACTIVE,),
    PlanState.ACTIVE: (PlanState.CLOSED, PlanState.DRAFT),
    PlanState.CLOSED: (PlanState.ACTIVE,),
}


def may_follow(state, later):
    """Whether a plan in one state may be put into another."""
    return later in MOVES[state]


def meaning(state):
    """What a state means to readers and to those who work on the plan, in a sentence or two."""
    return {
        PlanState.DRAFT: _(
            "It is being written. Only planners see the plan and the indicators that came with it, whatever their disclosure."
        ),
        PlanState.ACTIVE: _("It is being carried out, and can be read by everyone it is disclosed to."),
        PlanState.CLOSED: _(
            "The plan is over. It stays readable as before and nothing in it is lost. Figures can still be corrected, "
            "except those of fiscal years that are closed."
        ),
    }[state]

from django.shortcuts import render

from plans.access.roles import askers, table


def roles(request):
    """Which role may do what."""
    context = {"columns": [who for who, _ask in askers()], "groups": table()}
    return render(request, "plans/roles.html", context)

from django.shortcuts import render

from plans.access.roles import permission_table, table_columns


def roles(request):
    """Which role may do what."""
    context = {"columns": [who for who, _ask in table_columns()], "groups": permission_table()}
    return render(request, "plans/roles.html", context)

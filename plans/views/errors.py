"""What is said when something cannot be answered."""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request, exception):
    """400 with the reason, where it is ours to tell."""
    ours = isinstance(exception, BadRequest) and str(exception)
    reason = ours or _("Something in the address or the form is not what this site expects.")
    return render(request, "400.html", {"reason": reason}, status=400)

"""Accounts of the demo, whose password everybody knows: they answer on the machine itself only.

A demo behind a proxy, or one that is reached by another name than this machine's, would otherwise be open to all the world.
"""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

ON_THE_WAY = ("HTTP_FORWARDED", "HTTP_X_FORWARDED", "HTTP_VIA")  # how the names of a proxy's headers begin


def is_refused_here(user, request):
    """Whether an account must not be used in a request."""
    return getattr(user, "is_demo", False) and not settings.HOSHIN_DEMO_PUBLIC and not is_from_here(request)


def demo_account_refusal():
    return _("Accounts of the demo answer only on the machine on which it runs.")


def is_from_here(request):
    """Whether a request asks for this machine by a loopback name, and no proxy says that it handed it on."""
    is_handed_on = any(name.startswith(ON_THE_WAY) for name in request.META)
    return not is_handed_on and is_loopback(split_domain_port(request.META.get("HTTP_HOST", ""))[0])


def is_loopback(name):
    try:
        return name == "localhost" or ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


class DemoAwareAuthentication(AuthenticationMiddleware):
    """Who is signed in; nobody, where that is an account that must not be used here."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: user_unless_refused(get_user(request), request))


def user_unless_refused(user, request):
    return AnonymousUser() if is_refused_here(user, request) else user

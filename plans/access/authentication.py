"""Signing in with an API token: `Authorization: Token KEY` (or `Bearer KEY`), or HTTP Basic with the token as the password."""

import base64
import binascii

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from plans.access.demo_accounts import demo_account_refusal, is_refused_here
from plans.models import ApiToken


class TokenAuthentication(BaseAuthentication):
    """`request.user` is the token's user, `request.auth` the token with `plan_ids`: the plans it is for, if `is_limited`."""

    def authenticate(self, request):
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _blank, credentials = header.partition(" ")
        if not header:
            return None
        if scheme.lower() not in {"token", "bearer", "basic"}:
            raise AuthenticationFailed(
                _("Send the token as “Authorization: Token KEY” or “Bearer KEY”, or by HTTP Basic.")
            )
        key = credentials.strip()
        token = token_of(password(key) if scheme.lower() == "basic" else key)
        if is_refused_here(token.user, request):
            raise AuthenticationFailed(demo_account_refusal())
        return token.user, token

    def authenticate_header(self, request):
        return 'Token realm="api"'


def password(credentials):
    """The password out of the credentials of HTTP Basic; the name is of no account."""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError) as error:
        raise AuthenticationFailed(_("The credentials of HTTP Basic cannot be read.")) from error


def token_of(key):
    """The valid token with this key."""
    plans = ArrayAgg("plans", filter=~Q(plans=None), default=[])
    tokens = ApiToken.objects.filter(digest=hash_token(key)).select_related("user").annotate(plan_ids=plans)
    token = tokens.filter(Q(expiry=None) | Q(expiry__gt=timezone.now()), user__is_active=True).first()
    if token is None:
        raise AuthenticationFailed(_("The token is unknown or has expired."))
    return token

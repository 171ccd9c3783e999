"""How often one token, one person or one address may ask in a minute; counted in a cache that all processes share."""

import time

from django.conf import settings
from django.core.cache import caches
from rest_framework.throttling import BaseThrottle

WINDOW = 60


class PerMinute(BaseThrottle):
    """THROTTLE_TOKEN requests a minute for a token or a signed-in person, THROTTLE_ANON for an address; 0 is no limit."""

    def allow_request(self, request, view):
        limit, asker = self.limit(request)
        if limit == 0:
            return True
        return self.count(asker) <= limit

    def lets_stranger(self, request):
        """Count a request of somebody who is not signed in, whom no view has looked at."""
        limit = settings.THROTTLE_ANON
        return limit == 0 or self.count(f"address:{self.get_ident(request)}") <= limit

    def limit(self, request):
        if request.auth is not None:
            return settings.THROTTLE_TOKEN, f"token:{request.auth.digest[:32]}"
        if request.user.is_authenticated:
            return settings.THROTTLE_TOKEN, f"user:{request.user.pk}"
        return settings.THROTTLE_ANON, f"address:{self.get_ident(request)}"

    def count(self, asker):
        """The number of this request in the present minute."""
        self.minute = int(time.time()) // WINDOW
        minute, number = caches["shared"].get(f"throttle:{asker}", (self.minute, 0))
        number = number + 1 if minute == self.minute else 1
        caches["shared"].set(f"throttle:{asker}", (self.minute, number), WINDOW)
        return number

    def wait(self):
        return (self.minute + 1) * WINDOW - time.time()

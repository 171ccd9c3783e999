"""What the server hands over only to be refused, because nobody is free for it."""

from config.connections import BUSY
from plans.views.errors import unavailable


class BusyMiddleware:
    """Stands outside of everything that could ask the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return unavailable(request) if request.META.get(BUSY) else self.get_response(request)

"""Who waits for the database, and who is refused because all others do."""

from django.db import connection

from config.connections import BUSY, TURN
from plans.views.errors import unavailable


class BusyMiddleware:
    """Stands outside of everything that could ask the database: tells the server when it is asked, and refuses for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META.get(BUSY):
            return unavailable(request)
        turn = request.META.get(TURN)
        if turn is None:
            return self.get_response(request)
        with connection.execute_wrapper(turn.asking):
            return self.get_response(request)

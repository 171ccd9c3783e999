"""What every answer of the API has in common, collection or not."""

from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response

from plans.rest.parameters import OF_ALL, check_parameters


class RestView:
    """What every REST answer has: checked parameters, a language, and open doors for public reading.

    `parameters`: the names that the address may carry besides those of the filters.
    """

    parameters = OF_ALL
    may_be_empty = frozenset({"fields", "ordering", "search", "cursor"})

    def initial(self, request, *args, **kwargs):
        self.perform_authentication(request)  # first: who asks decides about the headers even of a bad request
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        check_parameters(request, self.known_parameters(), self.may_be_empty, self.repeatable_parameters())

    def known_parameters(self):
        return self.parameters

    def repeatable_parameters(self):
        """Names of the parameters that may stand several times."""
        return frozenset()

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        response.setdefault("Cache-Control", "no-cache")
        return response

    def options(self, request, *args, **kwargs):
        """What the address takes, for browsers that ask before they read with a token from another site."""
        response = Response(status=204)
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Authorization, Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response

"""What the API shows besides its collections: the list of them, the schema, the docs, and a 404 that is a problem."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.core.cache import cache
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from plans.rest.answers import RestView


@extend_schema(exclude=True)
class Entrance(RestView, APIView):
    """{collection: its address}, and where the description of all is."""

    collections = ()

    def get(self, request):
        names = {name: f"api:{name}-list" for name in self.collections} | {"schema": "api:schema", "docs": "api:docs"}
        return Response({name: request.build_absolute_uri(reverse(view)) for name, view in names.items()})


@extend_schema(exclude=True)
class Unknown(RestView, APIView):
    """What is nowhere in the API."""

    def initial(self, request, *args, **kwargs):
        self.perform_authentication(request)
        raise NotFound


class Schema(RestView, SpectacularAPIView):
    """OpenAPI 3.1, made once for each language in each process."""

    def _get_schema_response(self, request):
        key = f"openapi:{get_language()}"
        response = super()._get_schema_response
        schema = cache.get(key) or cache.get_or_set(key, lambda: response(request).data, None)
        return Response(schema)


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI out of our own files; its script comes by an address of its own, so that no script is inline."""

    renderer_classes = (TemplateHTMLRenderer,)
    url_name = "api:schema"

    @method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}))
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

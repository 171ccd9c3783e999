"""The shapes of an answer: JSON in pages, or CSV, NDJSON and XLSX whole. `?format=` decides, else the Accept header."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.utils.mediatypes import order_by_precedence


class CsvRenderer(BaseRenderer):
    """The name of a format; `whole_answers` writes its rows."""

    media_type = "text/csv"
    format = "csv"


class NdjsonRenderer(CsvRenderer):
    media_type = "application/x-ndjson"
    format = "ndjson"


class XlsxRenderer(CsvRenderer):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"


WHOLE = (CsvRenderer, NdjsonRenderer, XlsxRenderer)
MEDIA_TYPES = {renderer.format: renderer.media_type for renderer in WHOLE}


class FormatNegotiation(BaseContentNegotiation):
    """`?format=` names one of the view's formats, and another one is a bad request. Accept is a wish, no condition."""

    def select_parser(self, request, parsers):
        sent = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        asked = request.query_params.get("format")
        chosen = renderer_accepted(request, renderers) if asked is None else renderer_named(asked, renderers)
        return chosen, chosen.media_type


def renderer_named(asked, renderers):
    formats = {renderer.format: renderer for renderer in reversed(renderers)}
    if asked not in formats:
        known = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
        raise ValidationError({"format": [_("Must be one of: %(known)s.") % {"known": known}]})
    return formats[asked]


def renderer_accepted(request, renderers):
    header = request.META.get("HTTP_ACCEPT", "*/*")
    for media_types in order_by_precedence([part.strip() for part in header.split(",")]):
        for renderer in renderers:
            if any(media_type.partition(";")[0].strip() == renderer.media_type for media_type in media_types):
                return renderer
    return renderers[0]

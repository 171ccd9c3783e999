"""The OpenAPI description: parameters that all collections take, their other formats, and the problems of every operation."""

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from plans.rest.formats import WHOLE
from plans.rest.problems import PROBLEM_JSON

FORMATS = ["json", *(renderer.format for renderer in WHOLE)]


def parameter(name, description, kind=str, **options):
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **options)


PARAMETERS = (
    parameter("lang", "Language of texts and messages.", enum=[code for code, _ in settings.LANGUAGES]),
    parameter("format", "`csv`, `ndjson` and `xlsx` answer with all rows that match, without pages.", enum=FORMATS),
    parameter("fields", "Only these fields, parted by commas."),
    parameter("ordering", "Fields to order by, parted by commas; a leading `-` turns the order round."),
    parameter("search", "Rows that contain this text."),
    parameter("page_size", "Rows in a page: 100, or from 1 to 1000.", int),
    parameter("cursor", "Where the page starts: out of `next` or `previous` of another page."),
    parameter("include_deleted", "1: also `{id, deleted_at}` of rows deleted since `updated_since`.", enum=["0", "1"]),
)
JSON_ONLY = parameter("format", "A single record comes as JSON.", enum=["json"])
LIMITS = {"page_size": {"minimum": 1, "maximum": 1000}}
READING = {
    "400": "A parameter is unknown, repeated, or has no meaning.",
    "401": "The token is unknown or has expired.",
    "403": "You may not do this.",
    "404": "There is no such thing, or you may not see it.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
}
WRITING = READING | {
    "400": "Something that was sent is not valid; `errors` says what, by field.",
    "401": "Sign in, or send a token.",
    "409": "There is such a record already.",
    "412": "The record is not the one that If-Match names; the answer holds the record as it is now.",
    "415": "The body is not JSON.",
    "423": "The fiscal year is closed.",
    "428": "If-Match or If-None-Match is missing; the answer holds the record as it is now.",
}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. A 412 and a 428 carry the fields of the present record, too.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {}, "description": "Messages by field."},
    },
}


class CollectionSchema(AutoSchema):
    """Names the parameters that views take besides their filters, and the formats of whole answers."""

    def get_override_parameters(self):
        known = getattr(self.view, "known_parameters", set)()
        named = [parameter for parameter in PARAMETERS if parameter.name in known]
        return named if self._is_list_view() else [JSON_ONLY if p.name == "format" else p for p in named]

    def _get_format_parameters(self):
        return []

    def map_renderers(self, attribute):
        return ["application/json"] if attribute == "media_type" else super().map_renderers(attribute)

    def get_auth(self):
        ways = [{name: scopes} for way in super().get_auth() for name, scopes in way.items()]
        return [*ways, {}] if self.method == "GET" else ways

    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        if operation is not None and self._is_list_view():
            content = operation["responses"]["200"]["content"]
            content.update({renderer.media_type: {"schema": {"type": "string"}} for renderer in WHOLE})
        return operation


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "plans.access.authentication.TokenAuthentication"
    name = ["token", "basic"]

    def get_security_definition(self, auto_schema):
        header = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token KEY`"}
        return [header, {"type": "http", "scheme": "basic", "description": "The token as the password."}]


def add_problems(result, generator, request, public):
    """Postprocessing hook: every operation says which problems it may answer with."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for method, operation in operations.items():
            problems = READING if method == "get" else WRITING
            for status, description in problems.items():
                operation["responses"].setdefault(status, problem(description))
            narrow(operation)
    return result


def problem(description):
    return {"description": description, "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def narrow(operation):
    for item in operation.get("parameters", ()):
        item["schema"] |= LIMITS.get(item["name"], {})

"""JSON in which a decimal is a number with exactly its own digits: 30.0 goes out, and comes in, as 30.0."""

import codecs
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer


class PrintedJSON(str):
    """JSON text that the database has printed already."""


encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def to_json(value):
    """A value as JSON text: mappings, sequences, text, numbers, days, moments."""
    if isinstance(value, str):
        return value if isinstance(value, PrintedJSON) else encode(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return "{" + ",".join([f"{encode(str(key))}:{to_json(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([to_json(item) for item in value]) + "]"
    return encode(json_scalar(value))


def json_bytes(value):
    """A value as the bytes of JSON. A lone surrogate out of a request, which is no UTF-8, is escaped."""
    return to_json(value).encode("utf-8", "backslashreplace")


def json_scalar(value):
    """A scalar as the json module knows it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Promise) else value


class ExactJSONRenderer(BaseRenderer):
    """application/json."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else json_bytes(data)


class ExactJSONParser(JSONParser):
    """A JSON body whose fractions become decimals, never floats."""

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise ParseError(_("The body is too large."))
        return parse_json(body)


def parse_json(body):
    """What a JSON body says; ParseError where it is none."""
    try:
        text = codecs.decode(body, "utf-8-sig")
        return json.loads(
            text, parse_float=Decimal, parse_constant=refuse_constant, object_pairs_hook=refuse_repeated_keys
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ParseError(_("The body is not JSON.")) from error


def refuse_constant(constant):
    raise ValueError(constant)


def refuse_repeated_keys(pairs):
    """An object; a key that stands twice says two things, of which neither may be dropped."""
    said = dict(pairs)
    if len(said) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ParseError(_("The body has these keys more than once: %(keys)s.") % {"keys": ", ".join(twice)})
    return said

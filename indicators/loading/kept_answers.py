"""Answers that are worked out once and given many times: their bytes, their tag, and how they go out."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpResponse
from django.urls import get_script_prefix
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language

from plans.caching.rights import rights_of
from plans.caching.store import BoundedCache, weight_of
from plans.models import Plan

GZIP_LEVEL = 6

ANSWERS, PLANS = BoundedCache(limit=settings.KEPT_ANSWERS), BoundedCache(limit=200)


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer. Equal bytes have the same tag in every process, so a client's copy outlives what is kept."""

    body: bytes

    def __len__(self):
        return len(self.body)

    @cached_property
    def tag(self):
        return quote_etag(hashlib.blake2b(self.body, digest_size=16).hexdigest())

    @cached_property
    def gzipped(self):
        return gzip.compress(self.body, GZIP_LEVEL, mtime=0)

    def response(self, request, content_type):
        """The answer for a client: compressed where the client takes it. Nothing secret may stand in it (BREACH)."""
        packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(self.gzipped if packed else self.body, content_type=content_type)
        response["ETag"] = f"W/{self.tag}" if packed else self.tag
        if packed:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def kept(what, work_out, *, user, today, version):
    """What `work_out()` gives, or gave before to one who reads the same, of the same data, in the same language, on the same day.

    `what`: all else that it depends on. `version`: DataVersion, asked for before anything was read. The thing has a length.
    """
    if version is None:
        return work_out()
    key = what, rights_of(user), get_language(), get_script_prefix(), today, version.everything
    thing = ANSWERS.get(key)
    if thing is None:
        thing = work_out()
        ANSWERS.put(key, thing, weight_of(key) + 2 * len(thing))  # the bytes, and once more when they are compressed
    return thing


def kept_plan(slug, *, user, version):
    """The plan with this slug and its institution, None where the user may see none; only to be read."""
    key = slug, rights_of(user)
    found_at, plan = PLANS.get(key) or (None, None)
    if version is None or found_at != version.promises:
        plan = Plan.objects.visible_to(user).select_related("institution", "contact_office").filter(slug=slug).first()
        if version is not None and plan is not None:
            PLANS.put(key, (version.promises, plan))
    return plan

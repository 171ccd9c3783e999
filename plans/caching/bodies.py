"""The bytes of an answer that is given many times: their tag, and how they go out."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

GZIP_LEVEL = 6


@dataclass(frozen=True)
class CompressibleBody:
    """Equal bytes have the same tag in every process, so a client's copy outlives what is kept here."""

    body: bytes

    @property
    def weight(self):
        """The bytes, and once more when they are compressed."""
        return 2 * len(self.body)

    @cached_property
    def tag(self):
        return quote_etag(hashlib.blake2b(self.body, digest_size=16).hexdigest())

    @cached_property
    def gzipped(self):
        return gzip.compress(self.body, GZIP_LEVEL, mtime=0)

    def response(self, request, content_type):
        """The response for a client: compressed where the client takes it. Nothing secret may be in it (BREACH)."""
        packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(self.gzipped if packed else self.body, content_type=content_type)
        response["ETag"] = f"W/{self.tag}" if packed else self.tag
        if packed:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

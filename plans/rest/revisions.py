"""Versions in HTTP: the ETag of a record, and what If-Match and If-None-Match say about it.

An ETag is the record's version and a digest of its text: "7-3f2a…". The version decides about writes, the whole tag about 304.
"""

import hashlib
import re

from django.utils.translation import gettext as _

from plans.rest.problems import PreconditionFailed, PreconditionRequired
from plans.text.numbers import whole_number

TAG = re.compile(r'(?:W/)?"?([0-9]+)(?:-[0-9a-f]+)?(?:;gzip)?"?')


def etag(version, text):
    """The entity tag of a record, given as the text that is sent."""
    return f'"{version}-{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"'


def matches(header, version):
    """Whether an If-Match header names a version. Weak tags count too: compression weakens them on the way."""
    tags = [tag.strip() for tag in header.split(",")]
    if tags == ["*"]:
        return True
    found = (TAG.fullmatch(tag) for tag in tags)
    return any(tag is not None and whole_number(tag[1]) == version for tag in found)


def check(request, version, current):
    """Refuse a write that does not know what it overwrites. `version` is None where there is no record yet."""
    if_match, if_none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if if_match is None and if_none_match is None:
        raise PreconditionRequired(current=current)
    if if_none_match is not None and (version is not None or if_none_match.strip() != "*"):
        raise PreconditionFailed(current=current)
    if if_match is not None and version is None:
        raise PreconditionFailed(_("There is no such record yet; create it with If-None-Match: *."))
    if if_match is not None and not matches(if_match, version):
        raise PreconditionFailed(current=current)

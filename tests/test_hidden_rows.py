"""Every identity asks for every address of a world with hidden rows, and finds no word that it may not read."""

import io
import zipfile

import pytest
from django.test import Client

from indicators.models import indicator
from measures.models.reporting import EvidenceQuerySet
from plans.models.membership import EVERYTHING, disclosed_to
from plans.models.plan import PlanQuerySet
from tests.addresses import everything
from tests.canaries import Identity, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def text_of(answer):
    """What an answer says, also inside a workbook."""
    body = answer.getvalue()
    if body[:2] != b"PK":
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def crawl(identity, addresses, canaries):
    """({words found: where first}, {address: status above 499}) of one identity."""
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"} | identity.headers)
    if identity.user is not None:
        client.force_login(identity.user)
    found, failed = {}, {}
    for address in addresses:
        answer = client.get(address)
        if answer.status_code >= 500:
            failed[address] = answer.status_code
        text = text_of(answer)
        for canary in canaries:
            if canary.word not in found and canary.stands_in(text, address):
                found[canary.word] = address
    return found, failed


def leaks(identity, found, canaries):
    """{word: address} of what was found and may not be read."""
    hidden = {canary.word for canary in canaries if not identity.may_read(canary)}
    return {word: address for word, address in found.items() if word in hidden}


@pytest.fixture
def world(db):
    return World()


def test_nobody_finds_at_any_address_what_is_hidden_from_them(world):
    addresses = everything(world)
    found, failed = {}, {}
    for identity in world.identities:
        asked = [address for address in addresses if is_asked(identity, address)]
        found[identity.name], failed[identity.name] = crawl(identity, asked, world.canaries)

    told = {who.name: leaks(who, found[who.name], world.canaries) for who in world.identities}
    print(len(addresses), "addresses,", len(world.identities), "identities,", len(world.canaries), "hidden words")
    assert {who: words for who, words in told.items() if words} == {}
    assert {who: pages for who, pages in failed.items() if pages} == {}
    assert missed(world, found) == {}


def is_asked(identity, address):
    """Tokens open the API only; who belongs nowhere is sent away from the administration, whatever stands behind its lists."""
    if identity.headers:
        return address.startswith("/api/")
    belongs = identity.role or identity.runs_the_site
    return bool(belongs) or not address.startswith("/admin/") or address.endswith(("/export/csv/", "/history/"))


def missed(world, found):
    """The words that none of those found who may read them: where nothing can be found, nothing was looked at."""
    return {
        canary.word: canary.levels
        for canary in world.canaries
        if not any(canary.word in found[who.name] for who in world.identities if who.may_read(canary))
    }


def test_the_crawl_finds_a_draft_that_is_shown_by_mistake(world, monkeypatch):
    stranger = Identity("anonymous")
    addresses = [address for address in everything(world) if address.startswith(("/plans/", "/api/v1/plans/"))]
    assert leaks(stranger, crawl(stranger, addresses, world.canaries)[0], world.canaries) == {}

    monkeypatch.setattr(PlanQuerySet, "rule", staticmethod(lambda user: EVERYTHING))

    found = leaks(stranger, crawl(stranger, addresses, world.canaries)[0], world.canaries)
    assert {"zq7draftx", "zq7planningx", "zq7elsewherex"} <= found.keys()


def test_the_crawl_finds_evidence_that_goes_by_its_own_level_only(world, monkeypatch):
    viewer = next(identity for identity in world.identities if identity.name == "viewer")
    addresses = [address for address in everything(world) if address.startswith("/admin/measures/evidence/")]
    monkeypatch.setattr(EvidenceQuerySet, "visible_to", lambda rows, user: rows.filter(disclosed_to(user)))

    found = leaks(viewer, crawl(viewer, addresses, world.canaries)[0], world.canaries)

    assert {"zq7draftx", "zq7planningx", "zq7citedplanningx", "zq7idlex"} <= found.keys()


def test_the_crawl_finds_an_indicator_of_a_draft_that_goes_by_its_own_level_only(world, monkeypatch):
    stranger = Identity("anonymous")
    addresses = [each for each in everything(world) if each.startswith(("/indicators/", "/search/", "/api/v1/yearly"))]
    monkeypatch.setattr(indicator, "not_of_drafts", lambda user, **paths: EVERYTHING)

    found = leaks(stranger, crawl(stranger, addresses, world.canaries)[0], world.canaries)

    assert {"zq7draftnamex", "zq7draftnumberx", "zq7draftwordingx", "zq7elsewherenamex"} <= found.keys()

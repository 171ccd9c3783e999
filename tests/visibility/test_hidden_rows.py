"""Every identity asks for every kind of address of a world with hidden rows, and finds no word that it may not read."""

import io
import re
import zipfile
from collections import defaultdict

import pytest
from django.test import Client

from indicators.models import indicator
from measures.models.reporting import EvidenceQuerySet
from plans.models.membership import EVERYTHING, disclosed_to
from plans.models.plan import PlanQuerySet
from tests.visibility.addresses import everything
from tests.visibility.canaries import NAMES, World

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


@pytest.mark.parametrize("name", NAMES)
def test_nobody_finds_at_any_address_what_is_hidden_from_them(world, name):
    identity = world.identity(name)

    found, failed = crawl(identity, share_of(identity, world), world.canaries)

    assert leaks(identity, found, world.canaries) == {}
    assert failed == {}
    if identity.runs_the_site:  # and may read every word: where nothing can be found, nothing was looked at
        assert [canary.word for canary in world.canaries if canary.word not in found] == []


def test_every_identity_is_asked_and_those_who_read_the_same_ask_for_every_address_between_them(world):
    assert [identity.name for identity in world.identities] == list(NAMES)
    for identity in world.identities:
        whole = {address for address in everything(world) if is_asked(identity, address)}
        shares = [set(share_of(one, world)) for one in alike(identity, world)]
        assert set().union(*shares) == whole
        assert {kind_of(address) for address in share_of(identity, world)} == {kind_of(address) for address in whole}


def share_of(identity, world):
    """The addresses that somebody asks for: one or more of each kind; all of them if nobody else may read the same words."""
    kinds = defaultdict(list)
    for address in everything(world):
        if is_asked(identity, address):
            kinds[kind_of(address)].append(address)
    others = alike(identity, world)
    turn = others.index(identity)
    return [address for rows in kinds.values() for address in rows[turn :: len(others)] or [rows[turn % len(rows)]]]


def kind_of(address):
    """An address without the row that it names."""
    return re.sub(r"\d+|slug-\w+", "*", address)


def alike(identity, world):
    """Those who may read the same words and are asked in the same places, the identity among them."""

    def marks(one):
        words = tuple(canary.word for canary in world.canaries if one.may_read(canary))
        return words, bool(one.headers), is_asked(one, "/admin/")

    return [one for one in world.identities if marks(one) == marks(identity)]


def is_asked(identity, address):
    """Tokens open the API only; who belongs nowhere is sent away from the administration, whatever stands behind its lists."""
    if identity.headers:
        return address.startswith("/api/")
    belongs = identity.role or identity.runs_the_site
    return bool(belongs) or not address.startswith("/admin/") or address.endswith(("/export/csv/", "/history/"))


def found_like(name, world, *places):
    """What somebody and those alike find in some places, each at the own share of the addresses, and may not read."""
    found = {}
    for identity in alike(world.identity(name), world):
        addresses = [address for address in share_of(identity, world) if address.startswith(places)]
        found |= leaks(identity, crawl(identity, addresses, world.canaries)[0], world.canaries)
    return found


def test_the_crawl_finds_a_draft_that_is_shown_by_mistake(world, monkeypatch):
    places = ("/plans/", "/api/v1/plans/")
    assert found_like("anonymous", world, *places) == {}

    monkeypatch.setattr(PlanQuerySet, "rule", staticmethod(lambda user: EVERYTHING))

    assert {"zq7draftx", "zq7planningx", "zq7elsewherex"} <= found_like("anonymous", world, *places).keys()


def test_the_crawl_finds_evidence_that_goes_by_its_own_level_only(world, monkeypatch):
    monkeypatch.setattr(EvidenceQuerySet, "visible_to", lambda rows, user: rows.filter(disclosed_to(user)))

    found = found_like("viewer", world, "/admin/measures/evidence/")

    assert {"zq7draftx", "zq7planningx", "zq7citedplanningx", "zq7idlex"} <= found.keys()


def test_the_crawl_finds_an_indicator_of_a_draft_that_goes_by_its_own_level_only(world, monkeypatch):
    monkeypatch.setattr(indicator, "not_of_drafts", lambda user, **paths: EVERYTHING)

    found = found_like("anonymous", world, "/indicators/", "/search/", "/api/v1/yearly")

    assert {"zq7draftnamex", "zq7draftnumberx", "zq7draftwordingx", "zq7elsewherenamex"} <= found.keys()

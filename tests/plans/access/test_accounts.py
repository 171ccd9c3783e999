"""Accounts are their owners': who may change what about them, what is remembered, and what their owners are told."""

import os
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from plans.access.account_forms import may_send_to
from plans.access.member_actions import Invitation, change_membership, invite
from plans.access.passwords import parts_of, without_parts
from plans.database.events import event_model
from plans.models import ApiToken, Membership, Role, User
from tests.admin_pages import address, form_of
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory
from tests.pages import body, words

pytestmark = pytest.mark.django_db
OLD, NEW = "a long way home", "another way back"


def events(user):
    return event_model(User).objects.filter(pgh_obj_id=user.pk).order_by("pgh_id")


def with_password(user, password=OLD):
    user.set_password(password)
    user.save()
    return user


@pytest.fixture
def reporter_elsewhere(planner):
    """A reporter of another institution whom our planner has invited, too; with the planner there."""
    home = InstitutionFactory()
    person = with_password(
        MembershipFactory(institution=home, role=Role.REPORTER, user__email="ito@example.ac.jp").user
    )
    there = MembershipFactory(institution=home, role=Role.PLANNER).user
    ours = planner.memberships.get().institution
    invite(ours, [Invitation("ito@example.ac.jp", Role.VIEWER)], by=planner)
    return person, there


# Passwords


def test_nobody_sets_the_password_of_another_person(client, planner, institution, admin_user):
    colleague = with_password(MembershipFactory(institution=institution, role=Role.EVALUATOR).user)
    page = f"/admin/plans/user/{colleague.pk}/"
    sent = {"password1": NEW, "password2": NEW, "password": NEW, "usable_password": "true"}

    for who in (planner, admin_user):
        client.force_login(who)
        assert client.get(f"{page}password/").status_code in {302, 404}
        client.post(f"{page}password/", sent)
        assert "password" not in form_of(client, f"{page}change/")
        client.post(f"{page}change/", form_of(client, f"{page}change/") | sent)

    colleague.refresh_from_db()
    assert colleague.check_password(OLD)


def test_a_new_account_has_no_password_and_is_made_by_who_runs_the_site(client, planner, admin_user):
    client.force_login(planner)
    refused = client.get(address(User, "add")).status_code
    client.force_login(admin_user)
    url = address(User, "add")

    client.post(url, form_of(client, url) | {"username": "sato", "email": "sato@example.ac.jp", "password1": NEW})

    assert (refused, User.objects.get(username="sato").has_usable_password()) == (403, False)


def test_another_password_leaves_a_mark_with_who_and_never_itself(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    user = with_password(UserFactory(email="sato@example.ac.jp"))
    client.force_login(user)
    before = events(user).count()

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/", {"old_password": OLD, "new_password1": NEW, "new_password2": NEW})

    user.refresh_from_db()
    last = events(user).last()
    assert (events(user).count(), last.pgh_label) == (before + 1, "update")
    assert last.pgh_context["user"] == user.pk
    assert last.password_changed_at == user.password_changed_at is not None
    assert user.password.split("$")[-1] not in str(list(events(user).values()))
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["sato@example.ac.jp"], "Hoshin: your password has been changed")
    assert "http://testserver/accounts/reset/" in letter.body


def test_a_password_written_by_plain_sql_leaves_a_mark_too():
    user = UserFactory()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE plans_user SET password = 'forged' WHERE id = %s", [user.pk])

    user.refresh_from_db()
    assert events(user).last().password_changed_at == user.password_changed_at is not None


def test_signing_in_is_no_change_of_the_account(client):
    user = with_password(UserFactory())
    version, count = User.objects.get(pk=user.pk).version, events(user).count()

    client.post("/accounts/login/", {"username": user.username, "password": OLD})

    user.refresh_from_db()
    assert (user.last_login is not None, user.version, events(user).count()) == (True, version, count)


def test_the_history_of_accounts_has_neither_passwords_nor_sign_ins():
    columns = {field.column for field in event_model(User)._meta.concrete_fields}

    assert {"username", "email", "is_active", "is_superuser", "password_changed_at"} <= columns
    assert columns & {"password", "last_login"} == set()


@pytest.mark.parametrize("password", ["sess1sess1", "Sess1-2026", "hanako.sato1", "xSESS1xsess1x", "sato-hanako"])
def test_a_password_made_of_the_account_is_refused(client, password):
    user = with_password(UserFactory(username="sess1", email="hanako.sato@example.ac.jp", name_en="Sato"))
    client.force_login(user)

    page = client.post(
        "/accounts/password/?lang=en", {"old_password": OLD, "new_password1": password, "new_password2": password}
    )

    user.refresh_from_db()
    assert (page.status_code, user.check_password(OLD)) == (200, True)
    assert "too much like the user name" in words(page) or "too similar" in words(page)


def test_a_password_with_enough_of_its_own_may_hold_a_name():
    user = User(username="ito", email="ito@example.ac.jp")

    assert without_parts("monitoring the sea", parts_of(user)) == "monring the sea"


def test_a_password_is_asked_for_by_mail_three_times_an_hour_at_most(client, mailoutbox, settings, tmp_path):
    settings.LINKS_COUNTED = tmp_path / "links"
    for name in ("sato", "ito"):
        with_password(UserFactory(email=f"{name}@example.ac.jp"))

    answers = {client.post("/accounts/reset/", {"email": "Sato@example.ac.jp"})["Location"] for _ in range(30)}
    client.post("/accounts/reset/", {"email": "ito@example.ac.jp"})

    assert answers == {"/accounts/reset/sent/"}
    assert [letter.to for letter in mailoutbox] == [["sato@example.ac.jp"]] * 3 + [["ito@example.ac.jp"]]


def test_addresses_without_an_account_leave_nothing_behind(client, mailoutbox, settings, tmp_path):
    settings.LINKS_COUNTED = tmp_path / "links"
    UserFactory(email="sato@example.ac.jp", is_active=False)

    for name in ("sato", "nobody", "anybody"):
        client.post("/accounts/reset/", {"email": f"{name}@example.ac.jp"})

    assert (mailoutbox, (tmp_path / "links").exists()) == ([], False)


def test_old_links_are_forgotten_and_a_full_disk_stops_nobody(settings, tmp_path):
    settings.LINKS_COUNTED = tmp_path / "links"
    assert [may_send_to("sato@example.ac.jp") for _ in range(4)] == [True, True, True, False]
    (file,) = (tmp_path / "links").iterdir()
    os.utime(file, (0, 0))

    assert may_send_to("sato@example.ac.jp")
    settings.LINKS_COUNTED = Path("/proc/nowhere")
    assert may_send_to("sato@example.ac.jp")


def test_who_was_invited_and_lost_the_link_asks_for_another(
    client, institution, planner, mailoutbox, settings, tmp_path
):
    settings.LINKS_COUNTED = tmp_path / "links"
    invite(institution, [Invitation("sato@example.ac.jp", Role.VIEWER)], by=planner)

    client.post("/accounts/reset/", {"email": "sato@example.ac.jp"})

    assert "/accounts/reset/" in mailoutbox[0].body


# Power over accounts


def test_inviting_an_account_gives_no_power_over_it(client, planner, reporter_elsewhere):
    person, _there = reporter_elsewhere
    before = User.objects.filter(pk=person.pk).values().get()
    ApiToken.objects.create(person)
    client.force_login(planner)
    url = address(User, "change", person.pk)

    page = client.get(url)
    client.post(url, form_of(client, url) | {"username": "taken", "email": "planner@example.ac.jp", "is_active": ""})

    assert User.objects.filter(pk=person.pk).values().get() == before
    assert [name for name in ("username", "email", "is_active") if f'name="{name}"' in body(page)] == []
    assert list(client.get(address(ApiToken, "changelist")).context["cl"].queryset) == []
    assert client.get(address(User, "delete", person.pk)).status_code == 403


def test_an_account_without_any_membership_is_not_taken_over_by_an_invitation(client, institution, planner, stranger):
    User.objects.filter(pk=stranger.pk).update(email="nobody@example.ac.jp")
    invite(institution, [Invitation("nobody@example.ac.jp", Role.VIEWER)], by=planner)
    client.force_login(planner)
    url = address(User, "change", stranger.pk)

    client.post(url, form_of(client, url) | {"email": "planner@example.ac.jp"})

    assert User.objects.get(pk=stranger.pk).email == "nobody@example.ac.jp"


def test_each_institution_sets_its_own_memberships_aside_and_no_others(client, planner, reporter_elsewhere):
    person, there = reporter_elsewhere
    ours = planner.memberships.get().institution
    theirs = there.memberships.get().institution
    rows = {m.institution_id: m for m in person.memberships.all()}
    client.force_login(there)
    page = f"/institutions/{theirs.slug}/members/{rows[theirs.pk].pk}/"

    client.post(page, {"role": "reporter", "office": "", "reason": "On leave"})
    client.post(f"/institutions/{ours.slug}/members/{rows[ours.pk].pk}/", {"role": "planner", "reason": "x"})

    assert dict(person.memberships.values_list("institution", "is_active")) == {theirs.pk: False, ours.pk: True}
    person = User.objects.get(pk=person.pk)
    assert [m.institution_id for m in person.known_memberships] == [ours.pk]
    event = event_model(Membership).objects.order_by("pgh_id").last()
    assert (event.is_active, event.pgh_context["user"], event.pgh_context["reason"]) == (False, there.pk, "On leave")


def test_the_administration_shows_and_writes_memberships_of_the_own_institution_only(
    client, planner, reporter_elsewhere
):
    person, there = reporter_elsewhere
    theirs, ours = there.memberships.get().institution, planner.memberships.get().institution
    client.force_login(there)
    url = address(User, "change", person.pk)

    page = client.get(url)
    form = form_of(client, url)
    assert form["memberships-TOTAL_FORMS"] == "1"
    done = client.post(url, form | {"memberships-0-is_active": "", "change_reason": "On leave"})
    moved = client.post(url, form_of(client, url) | {"memberships-0-institution": ours.pk})

    assert str(ours) not in body(page)
    assert [answer.status_code for answer in (done, moved)] == [302, 302]  # a membership stays with its institution
    assert dict(person.memberships.values_list("institution", "is_active")) == {theirs.pk: False, ours.pk: True}


def test_nobody_reads_elsewhere_in_which_roles_a_person_is(client, planner, reporter_elsewhere):
    _person, there = reporter_elsewhere
    MembershipFactory(user=there, institution=planner.memberships.get().institution, role=Role.VIEWER)
    client.force_login(planner)
    page = client.get(f"{address(User, 'changelist')}?role=planner")

    assert set(page.context["cl"].queryset) == {planner}
    assert there in client.get(address(User, "changelist")).context["cl"].queryset
    client.force_login(there)
    assert list(client.get(address(Membership, "changelist")).context["cl"].queryset) == list(
        Membership.objects.filter(institution=there.memberships.get(role=Role.PLANNER).institution)
    )


def test_a_membership_set_aside_gives_no_rights_and_an_invitation_brings_it_back(client, institution, planner):
    row = MembershipFactory(institution=institution, role=Role.EXECUTIVE, user__email="sato@example.ac.jp")
    change_membership(row, role=Role.EXECUTIVE, office=None, is_active=False, by=planner, reason="On leave")
    client.force_login(row.user)
    closed = client.get("/admin/").status_code
    again = invite(institution, [Invitation("sato@example.ac.jp", Role.EXECUTIVE)], by=planner)

    assert (closed, again) == (403, ([row.user], 0))
    assert client.get("/admin/").status_code == 200
    assert Membership.objects.filter(user=row.user).count() == 1


def test_the_last_planner_is_not_set_aside(institution, planner):
    (row,) = planner.memberships.all()
    MembershipFactory(institution=institution, role=Role.PLANNER, is_active=False)

    with pytest.raises(ValidationError, match="last planner"):
        change_membership(row, role=Role.PLANNER, office=None, is_active=False, by=planner, reason="x")


def test_the_owner_is_told_what_another_changed(client, admin_user, django_capture_on_commit_callbacks):
    user = UserFactory(email="sato@example.ac.jp")
    client.force_login(admin_user)
    url = address(User, "change", user.pk)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, form_of(client, url) | {"email": "ito@example.ac.jp", "change_reason": "Married"})

    assert sorted(letter.to for letter in mail.outbox) == [["ito@example.ac.jp"], ["sato@example.ac.jp"]]
    assert {letter.subject for letter in mail.outbox} == {"Hoshin: your account has been changed"}
    assert (
        f"{admin_user.display_name} has changed your Hoshin account {user.username}:\n- Email address"
        in mail.outbox[0].body
    )
    last = events(user).last()
    assert (last.email, last.pgh_context["user"], last.pgh_context["reason"]) == (
        "ito@example.ac.jp",
        admin_user.pk,
        "Married",
    )
    history = words(client.get(address(User, "history", user.pk)))
    assert "sato@example.ac.jp" in history
    assert "Married" in history


def test_people_say_themselves_what_they_are_called(client):
    user = UserFactory()
    assert client.get("/accounts/me/").status_code == 302
    client.force_login(user)

    client.post(
        "/accounts/me/", {"name_ja": "佐藤 花子", "name_en": "Hanako Sato", "language": "ja", "is_superuser": "on"}
    )

    user.refresh_from_db()
    assert (user.name_ja, user.name_en, user.language, user.is_superuser) == ("佐藤 花子", "Hanako Sato", "ja", False)
    assert events(user).last().pgh_context["user"] == user.pk
    assert "アカウント" in body(client.get("/accounts/me/"))

import io
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.formats import date_format

from plans.models import Membership, Role, User
from tests.factories import MembershipFactory, OfficeFactory
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(institution):
    return f"/institutions/{institution.slug}/members/"


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


def upload(client, address, content, **more):
    file = SimpleUploadedFile("people.csv", content if isinstance(content, bytes) else content.encode())
    return client.post(f"{address}list/?lang=en", {"file": file, **more})


def paste(client, address, text, **more):
    return client.post(f"{address}list/?lang=en", {"text": text, **more})


def test_only_the_planning_office_sees_members(client, institution, address, viewer, executive, stranger):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    doors = [
        ("get", ""),
        ("get", "list/"),
        ("get", f"{row.pk}/"),
        ("post", f"{row.pk}/end/"),
        ("post", f"{row.pk}/invitation/"),
    ]

    for method, door in doors:
        assert getattr(client, method)(address + door)["Location"].startswith("/accounts/login/?next=")
    for user in (viewer, executive, stranger):
        client.force_login(user)
        assert {getattr(client, method)(address + door).status_code for method, door in doors} == {403}
    assert not mail.outbox


def test_members_of_other_institutions_are_not_found(signed_in, address):
    elsewhere = MembershipFactory(role=Role.VIEWER)

    assert signed_in.get(f"{address}{elsewhere.pk}/").status_code == 404
    assert signed_in.post(f"{address}{elsewhere.pk}/end/", {"end-reason": "x"}).status_code == 404
    assert signed_in.post(f"{address}{elsewhere.pk}/invitation/").status_code == 404
    assert Membership.objects.filter(pk=elsewhere.pk).exists()


def test_a_superuser_among_the_members_is_out_of_reach(signed_in, institution, address):
    chief = MembershipFactory(institution=institution, user__is_superuser=True, role=Role.VIEWER)

    assert f"{address}{chief.pk}/" not in body(signed_in.get(address))
    assert signed_in.post(f"{address}{chief.pk}/end/", {"end-reason": "x"}).status_code == 403


def test_one_person_is_invited_in_the_persons_language(signed_in, institution, address):
    sent = {"email": "Hanako@example.ac.jp", "name_ja": "佐藤 花子", "role": "viewer", "language": "ja"}

    response = signed_in.post(f"{address}?lang=en", sent, follow=True)

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["hanako@example.ac.jp"],
        f"【Hoshin】利用登録のご案内（{institution.name}）",
    )
    assert "佐藤 花子 様" in letter.body
    assert "役割：閲覧者" in letter.body
    assert "ログイン名：hanako@example.ac.jp" in letter.body
    assert "1 person is invited by email." in words(response)
    assert "佐藤 花子" in words(response)


def test_an_invitation_says_who_invites_to_what_and_until_when(signed_in, institution, planner, address):
    OfficeFactory(institution=institution, slug="own", name_en="International Affairs Division")
    User.objects.filter(pk=planner.pk).update(name_en="Mariko Kato", email="kato@example.ac.jp")
    sent = {
        "email": "sato@example.ac.jp",
        "name_en": "Hanako Sato",
        "role": "reporter",
        "office": "own",
        "language": "en",
    }

    signed_in.post(address, sent)

    (letter,) = mail.outbox
    ends = timezone.now() + timedelta(days=3)
    assert (letter.subject, letter.reply_to) == (f"Your Hoshin account at {institution.name}", ["kato@example.ac.jp"])
    assert letter.body.startswith(
        f"Dear Hanako Sato,\n\nMariko Kato, planning office of {institution.name}, has given you"
    )
    assert "Role: reporter (International Affairs Division)\nSign-in name: sato@example.ac.jp\n" in letter.body
    day = date_format(ends.astimezone(ZoneInfo(institution.time_zone)), "DATE_FORMAT")
    assert f"Set your password here (works once, until {day}):\nhttp://testserver/accounts/reset/" in letter.body
    assert "If the link has expired, Mariko Kato can send a new one." in letter.body
    assert "Ask Mariko Kato (kato@example.ac.jp)." in letter.body


def test_the_link_leads_to_a_password_and_works_once(client, signed_in, address):
    signed_in.post(f"{address}?lang=en", {"email": "taro@example.ac.jp", "role": "viewer", "language": "ja"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    client.logout()

    form = client.get(link, follow=True)
    done = client.post(
        form.request["PATH_INFO"], {"new_password1": "eine lange Reise", "new_password2": "eine lange Reise"}
    )

    person = User.objects.get(email="taro@example.ac.jp")
    assert '<html lang="ja">' in body(form)
    assert (done.status_code, person.check_password("eine lange Reise")) == (302, True)
    assert client.login(username="taro@example.ac.jp", password="eine lange Reise")
    client.logout()
    assert 'name="new_password1"' not in body(client.get(link, follow=True))


def test_somebody_with_a_password_is_sent_to_sign_in(signed_in, institution, address):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    row.user.set_password("eine lange Reise")
    row.user.save()

    signed_in.post(f"{address}{row.pk}/invitation/")

    assert "http://testserver/accounts/login/" in mail.outbox[0].body
    assert "reset" not in mail.outbox[0].body


def test_mail_that_does_not_go_out_is_said_and_the_member_stays(signed_in, address, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    response = signed_in.post(f"{address}?lang=en", {"email": "taro@example.ac.jp", "role": "viewer"}, follow=True)

    assert "the email could not be sent" in words(response)
    assert Membership.objects.filter(user__email="taro@example.ac.jp").exists()


def test_a_name_is_never_markup(signed_in, address):
    signed_in.post(address, {"email": "a@example.ac.jp", "name_en": "<script>alert(1)</script>", "role": "viewer"})

    assert "<script>alert" not in body(signed_in.get(address))
    assert "&lt;script&gt;alert(1)" in body(signed_in.get(address))


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"email": f"{'x' * 300}@example.ac.jp"},
        {"role": "king"},
        {"office": "nowhere"},
        {"role": "planner", "office": "own"},
        {"name_ja": "x" * 151},
        {"name_en": "a\x1bb"},
        {"language": "fr"},
    ],
)
def test_nonsense_is_said_in_the_form(signed_in, institution, address, wrong):
    OfficeFactory(institution=institution, slug="own")

    response = signed_in.post(f"{address}?lang=en", {"email": "a@example.ac.jp", "role": "viewer"} | wrong)

    assert (response.status_code, "field__error" in body(response), User.objects.count()) == (200, True, 1)


def test_an_office_of_another_institution_is_no_choice(signed_in, address):
    foreign = OfficeFactory()

    response = signed_in.post(address, {"email": "a@example.ac.jp", "role": "reporter", "office": foreign.slug})

    assert (response.status_code, Membership.objects.count()) == (200, 1)


def test_a_role_is_changed_on_the_members_page(signed_in, institution, address):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)

    signed_in.post(
        f"{address}{row.pk}/", {"role": "executive", "office": "", "is_active": "on", "reason": "Vice president now"}
    )

    row.refresh_from_db()
    assert row.role == "executive"


def test_a_role_that_another_changed_meanwhile_stays(signed_in, institution, address):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    assert 'name="version" value="1"' in body(signed_in.get(f"{address}{row.pk}/"))
    Membership.objects.filter(pk=row.pk).update(role=Role.EXECUTIVE)

    sent = {"role": "reporter", "office": "", "reason": "New duties", "version": 1}
    response = signed_in.post(f"{address}{row.pk}/?lang=en", sent)

    row.refresh_from_db()
    assert (row.role, "Someone changed this while you were editing" in words(response)) == ("executive", True)


def test_a_membership_is_ended_on_the_members_page(signed_in, institution, address):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)

    assert signed_in.get(f"{address}{row.pk}/end/").status_code == 405
    assert signed_in.post(f"{address}{row.pk}/end/", {"end-reason": ""}).status_code == 200
    signed_in.post(f"{address}{row.pk}/end/", {"end-reason": "Moved"})

    assert not Membership.objects.filter(pk=row.pk).exists()


def test_the_last_planner_is_told_why_not(signed_in, planner, address):
    (row,) = planner.memberships.all()

    response = signed_in.post(f"{address}{row.pk}/end/?lang=en", {"end-reason": "Enough"})

    assert "This is the last planner." in words(response)


def test_a_sign_in_before_the_membership_is_nobodys_business(signed_in, institution, address):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    User.objects.filter(pk=row.user.pk).update(last_login="2020-01-01T00:00Z")

    assert "2020" not in words(signed_in.get(address))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_members(
    signed_in, institution, address, count, django_assert_num_queries
):
    for _ in range(count):
        MembershipFactory(institution=institution, role=Role.VIEWER, office=OfficeFactory(institution=institution))

    with django_assert_num_queries(6):
        response = signed_in.get(f"{address}?lang=en")

    assert body(response).count('data-label="Role">viewer<') == count


def test_a_list_is_looked_at_first_and_then_everybody_is_invited(signed_in, institution, address):
    OfficeFactory(institution=institution, slug="own", name_ja="国際課")
    text = "メールアドレス,氏名,役割,部署\na@example.ac.jp,佐藤 花子,報告者,国際課\nb@example.ac.jp,,viewer,\n"

    looked = upload(signed_in, address, text.encode("cp932"))
    assert "2 people on the list" in words(looked)
    assert (User.objects.count(), mail.outbox) == (1, [])

    shown = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", body(looked), re.DOTALL)[1]
    done = paste(signed_in, address, shown, invite="1")

    assert done["Location"] == address
    rows = Membership.objects.exclude(role="planner").order_by("user__email")
    assert [(m.user.email, m.user.name_ja, m.role, m.office and m.office.slug) for m in rows] == [
        ("a@example.ac.jp", "佐藤 花子", "reporter", "own"),
        ("b@example.ac.jp", "", "viewer", None),
    ]
    assert sorted(letter.to[0] for letter in mail.outbox) == ["a@example.ac.jp", "b@example.ac.jp"]


def test_a_list_names_people_in_either_language_or_in_both(signed_in, address):
    text = (
        "email,氏名,氏名（英語）,role\n"
        "a@example.ac.jp,佐藤 花子,Hanako Sato,viewer\n"
        "b@example.ac.jp,伊藤 健 / Ken Ito,,viewer\n"
        "c@example.ac.jp,Aya Mori,,viewer\n"
    )

    paste(signed_in, address, text, invite="1")

    rows = User.objects.filter(memberships__role="viewer").order_by("email")
    assert list(rows.values_list("email", "name_ja", "name_en")) == [
        ("a@example.ac.jp", "佐藤 花子", "Hanako Sato"),
        ("b@example.ac.jp", "伊藤 健", "Ken Ito"),
        ("c@example.ac.jp", "", "Aya Mori"),
    ]


def test_members_stand_under_the_name_of_the_page_s_language(signed_in, institution, address):
    for ja, en in (("佐藤 花子", "Hanako Sato"), ("", "Ken Ito")):
        MembershipFactory(institution=institution, user__name_ja=ja, user__name_en=en)

    in_japanese, in_english = (body(signed_in.get(f"{address}?lang={language}")) for language in ("ja", "en"))

    assert [name in in_japanese for name in ("佐藤 花子", "Hanako Sato", "Ken Ito")] == [True, False, True]
    assert in_english.index("Hanako Sato") < in_english.index("Ken Ito")
    assert "佐藤 花子" not in in_english


def test_the_same_list_again_invites_and_writes_to_nobody(signed_in, address):
    paste(signed_in, address, "email,role\na@example.ac.jp,viewer\n", invite="1")
    mail.outbox.clear()

    looked = paste(signed_in, address, "email,role\nA@example.ac.jp,viewer\n")
    assert "has this role already" in words(looked)
    paste(signed_in, address, "email,role\nA@example.ac.jp,viewer\n", invite="1")

    assert (Membership.objects.count(), mail.outbox) == (2, [])


def test_one_wrong_row_keeps_everybody_out(signed_in, address):
    text = "email,role,office\na@example.ac.jp,viewer,\nb@example.ac.jp,king,\nc@example.ac.jp,reporter,nowhere\nd,viewer,\n"

    response = paste(signed_in, address, text, invite="1")

    said = words(response)
    assert "3 rows have errors; no one is invited yet" in said
    assert "“king” is not a role." in said
    assert "“nowhere” is not an office of the institution." in said
    assert "Email address: Enter a valid email address." in said
    assert (Membership.objects.count(), mail.outbox) == (1, [])


def test_the_list_does_not_tell_whether_an_account_exists(signed_in, address):
    MembershipFactory(user__email="known@example.ac.jp")

    known, unknown = (
        words(paste(signed_in, address, f"email,role\n{name}@example.ac.jp,viewer\n")).replace(name, "")
        for name in ("known", "unknown")
    )

    assert known == unknown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        (b"email,role\n\0\0", "not a CSV"),
        ("email,role\n".encode("utf-16"), "no row below"),
        ("email,role\n".encode("utf-16")[:-1], "UTF-16"),
        (b"email,role\n\x81\xff\xff,viewer", "cannot be read"),
        ("email,role\n", "no row below"),
        ("email,role,salary\na@example.ac.jp,viewer,9\n", "Columns not recognised: “salary”."),
        ("email,email,role\na@example.ac.jp,,viewer\n", "appears twice"),
        ("name,role\nHanako,viewer\n", "must name the columns"),
        ('email,role\n"a@example.ac.jp,viewer\n', "quotation mark"),
        ("email,role\na@example.ac.jp,viewer,more\n", "more cells than the heading"),
        ("email,role\na@example.ac.jp,viewer\nA@example.ac.jp,Viewer\n", "The same as row 2."),
        ("email,role,language\na@example.ac.jp,viewer,fr\n", "neither Japanese nor English"),
        ("email,role\n" + "".join(f"p{n}@example.ac.jp,viewer\n" for n in range(501)), "more than 500 people"),
        (b"email,role\n" + b"x" * 10_000_000, "larger than 1 MB"),
    ],
)
def test_a_list_that_is_none_says_why(signed_in, address, content, said):
    response = upload(signed_in, address, content, invite="1")

    assert (response.status_code, Membership.objects.count()) == (200, 1)
    assert said in words(response)


def test_ten_megabytes_in_the_box_are_refused(signed_in, address):
    response = signed_in.post(f"{address}list/", {"text": "x" * 10_000_000})

    assert response.status_code == 413


def test_markup_in_a_list_is_only_words(signed_in, address):
    response = paste(signed_in, address, "email,name,role\na@example.ac.jp,<img src=x>,<b>king</b>\n")

    assert "<img src=x>" not in body(response)
    assert "<b>king" not in body(response)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_a_list_costs_the_same_for_any_number_of_rows(
    signed_in, institution, address, count, django_assert_num_queries
):
    OfficeFactory.create_batch(count, institution=institution)
    text = io.StringIO()
    text.write("email,role\n")
    text.writelines(f"p{number}@example.ac.jp,viewer\n" for number in range(count))

    with django_assert_num_queries(6):
        response = paste(signed_in, address, text.getvalue())

    assert body(response).count("is invited<") == count

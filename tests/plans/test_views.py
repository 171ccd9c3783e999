import re
from datetime import date

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from plans.models import Disclosure, PlanState
from tests.factories import (
    CommitmentFactory,
    MembershipFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
    UserFactory,
)
from tests.pages import body

pytestmark = pytest.mark.django_db


def plan_links(response):
    return re.findall(r'<h3><a href="/plans/([\w-]+)/">', body(response))


def with_password(user, words="a long way home"):
    user.set_password(words)
    user.save()
    return user


def test_a_stranger_sees_public_plans_and_no_others(client):
    PlanFactory(slug="open")
    PlanFactory(slug="inside", disclosure=Disclosure.STAFF)
    PlanFactory(slug="planned", state=PlanState.DRAFT)

    assert plan_links(client.get("/plans/")) == ["open"]


def test_plans_are_listed_by_institution_the_newest_first(client, institution):
    PlanFactory(institution=institution, slug="fourth", first_fiscal_year=2022)
    PlanFactory(slug="elsewhere")
    PlanFactory(institution=institution, slug="fifth", first_fiscal_year=2028, last_fiscal_year=2033)

    response = client.get("/plans/")

    assert plan_links(response) == ["fifth", "fourth", "elsewhere"]
    assert body(response).count(f'id="institution-{institution.pk}"') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_plans_costs_the_same_for_any_number(client, count, django_assert_num_queries):
    for _ in range(count):
        StandardFactory(strategy__plan=PlanFactory())

    with django_assert_num_queries(1):
        response = client.get("/plans/")

    assert len(plan_links(response)) == count


def test_levels_without_a_name_are_not_counted(client):
    plan = PlanFactory()
    StandardFactory(strategy=StrategyFactory(plan=plan, name_en=""))

    page = body(client.get("/plans/?lang=en"))

    assert "Standard: 1" in page
    assert "Strategy:" not in page


def test_without_plans_the_list_says_so(client):
    assert "There is no plan to show" in body(client.get("/plans/?lang=en"))


def test_a_text_of_the_other_language_is_marked(client):
    PlanFactory(name_ja="行動計画", name_en="", institution__name_ja="大学")

    assert '<span lang="ja">行動計画</span> <span class="tag tag--fallback">in Japanese only</span>' in body(
        client.get("/plans/?lang=en")
    )
    assert '<span class="tag tag--fallback">' not in body(client.get("/plans/?lang=ja"))


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", {"name_ja": "計画", "name_en": ""}, "Most of the content of this page is in Japanese only."),
        ("ja", {"name_ja": "", "name_en": "Plan"}, "このページの内容の多くは英語のみで登録されています。"),
    ],
)
def test_a_page_in_the_other_language_says_so_once_above_it(client, language, names, said):
    plan = PlanFactory(**names)
    for _number in range(3):
        below = {f"{row}__{name}": text for row in ("measure", "indicator") for name, text in names.items()}
        standard = StandardFactory(strategy=StrategyFactory(plan=plan, **names), **names)
        CommitmentFactory(measure__standard=standard, **below)

    pages = [body(client.get(f"/plans/{plan.slug}/{rest}?lang={language}")) for rest in ("", "scorecard/2025/")]

    assert [page.count(said) for page in pages] == [1, 1]
    assert not any("tag--fallback" in page for page in pages)
    assert all(f'lang="{"ja" if language == "en" else "en"}">' in page for page in pages)


def test_a_page_that_mixes_marks_the_texts_of_the_other_language(client):
    plan = PlanFactory(name_en="Plan")
    StandardFactory(strategy=StrategyFactory(plan=plan, name_ja="戦略", name_en=""))

    page = body(client.get(f"/plans/{plan.slug}/?lang=en"))

    assert "tag--fallback" in page
    assert "Most of the content" not in page


# Language


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_language_of_the_address_holds_and_is_remembered(client, language):
    assert f'<html lang="{language}">' in body(client.get(f"/plans/?lang={language}"))
    assert f'<html lang="{language}">' in body(client.get("/plans/"))


def test_without_a_choice_the_browser_says_the_language(client):
    assert '<html lang="en">' in body(client.get("/plans/", headers={"accept-language": "en-GB,en;q=0.8"}))
    assert '<html lang="ja">' in body(client.get("/plans/", headers={"accept-language": "ja"}))


def test_an_unknown_language_is_a_bad_request(client):
    response = client.get("/plans/?lang=xx", headers={"accept-language": "en"})

    assert response.status_code == 400
    assert "“lang” must be one of: ja, en." in body(response)


def test_the_language_switch_is_a_link_that_keeps_the_rest_of_the_address(client):
    page = body(client.get("/plans/?lang=en&as_known_on=2025-01-01"))

    assert '<a href="?lang=ja&amp;as_known_on=2025-01-01" hreflang="ja" lang="ja">' in page


def test_signing_in_brings_the_accounts_language(client):
    with_password(UserFactory(username="mori", language="ja"))
    client.get("/?lang=en")

    client.post("/accounts/login/", {"username": "mori", "password": "a long way home"})

    assert '<html lang="ja">' in body(client.get("/"))


# Accounts


def test_signing_in_leads_back_to_the_page_asked_for(client):
    with_password(UserFactory(username="mori"))

    response = client.post("/accounts/login/?next=/plans/", {"username": "mori", "password": "a long way home"})

    assert (response.status_code, response["Location"]) == (302, "/plans/")


def test_signing_in_never_leads_to_another_site(client):
    with_password(UserFactory(username="mori"))

    response = client.post(
        "/accounts/login/?next=https://elsewhere.example/", {"username": "mori", "password": "a long way home"}
    )

    assert response["Location"] == "/"


def test_a_wrong_password_signs_nobody_in(client):
    with_password(UserFactory(username="mori"))

    response = client.post("/accounts/login/", {"username": "mori", "password": "wrong"})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())

    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_frame_offers_signing_in_or_out(client):
    assert 'href="/accounts/login/?next=/plans/"' in body(client.get("/plans/"))
    client.force_login(UserFactory(name_en="Aya Mori"))
    page = body(client.get("/plans/"))
    assert 'action="/accounts/logout/"' in page
    assert "Aya Mori" in page


def test_the_admin_is_offered_to_members_only(client, stranger, viewer):
    assert 'href="/admin/"' not in body(client.get("/"))
    client.force_login(stranger)
    assert 'href="/admin/"' not in body(client.get("/"))
    client.force_login(viewer)
    assert 'href="/admin/"' in body(client.get("/"))


def test_a_person_changes_the_own_password(client):
    user = with_password(UserFactory())
    client.force_login(user)
    words = {
        "old_password": "a long way home",
        "new_password1": "another way home",
        "new_password2": "another way home",
    }

    response = client.post("/accounts/password/", words)

    user.refresh_from_db()
    assert response["Location"] == "/accounts/password/changed/"
    assert client.get(response["Location"]).status_code == 200
    assert user.check_password("another way home")


def test_the_field_for_a_new_password_says_so_in_japanese(client):
    client.force_login(UserFactory())

    assert ">新しいパスワード</label>" in body(client.get("/accounts/password/?lang=ja"))


def test_changing_a_password_needs_signing_in(client):
    assert client.get("/accounts/password/")["Location"] == "/accounts/login/?next=/accounts/password/"


def test_a_forgotten_password_is_replaced_by_mail(client, mailoutbox, settings, tmp_path):
    settings.LINKS_COUNTED = tmp_path
    user = with_password(UserFactory(email="mori@example.ac.jp"))

    sent = client.post("/accounts/reset/?lang=en", {"email": "mori@example.ac.jp"})
    link = re.search(r"http://testserver(/accounts/reset/\S+)", mailoutbox[0].body)[1]
    page = client.get(link, follow=True)
    done = client.post(page.request["PATH_INFO"], {"new_password1": "a third way", "new_password2": "a third way"})

    user.refresh_from_db()
    assert sent["Location"] == "/accounts/reset/sent/"
    assert mailoutbox[0].subject == "Hoshin: your new password"
    assert done["Location"] == "/accounts/reset/done/"
    assert user.check_password("a third way")


def test_a_used_link_sets_no_password(client):
    user = with_password(UserFactory())
    address = reverse(
        "plans:password-reset-confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    with_password(user, "changed in between")

    assert "too old" in body(client.get(f"{address}?lang=en"))


@pytest.mark.parametrize("page", ["login/", "reset/", "reset/sent/", "reset/done/"])
def test_account_pages_open_for_everybody(client, page):
    assert client.get(f"/accounts/{page}").status_code == 200


# Refusals


def test_an_unknown_address_is_not_found_and_says_so(client):
    response = client.get("/no-such-page/?lang=en")

    assert response.status_code == 404
    assert "Page not found" in body(response)


def test_a_form_from_elsewhere_is_refused_with_a_page(db):
    from_elsewhere = Client(enforce_csrf_checks=True)

    response = from_elsewhere.post("/accounts/logout/?lang=en")

    assert response.status_code == 403
    assert "The form was too old" in body(response)


def test_pages_carry_no_inline_script_or_style(client, institution, viewer):
    MembershipFactory(user=viewer, institution=institution, role="planner")
    PlanFactory(institution=institution, approved_on=date(2022, 3, 24))
    client.force_login(viewer)

    for address in ("/", "/plans/", "/accounts/password/", "/no-such-page/"):
        page = body(client.get(address))
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style| style=| on\w+=", page)

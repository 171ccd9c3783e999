"""What the tests of edit pages share: open a form, change some fields, send it."""

BAD = {
    "version": ["", "x", "-1", "1.5", "99", "９", "9" * 40],
    "next": [
        "foo",
        "/\\elsewhere.example",
        "http://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "https:///elsewhere.example",
    ],
}


def bad(what):
    return BAD[what]


def fields_of(response):
    """{name: what is filled in} of the form on a page."""
    shown = {field.html_name: field.value() for field in response.context["form"]}
    return {name: value for name, value in shown.items() if value is not None and value is not False}


def opened(client, user, page):
    """What the form on a page holds for a user."""
    client.force_login(user)
    return fields_of(client.get(page))


def answers(client, user, pages, **form):
    """{(what opening, what sending a form answers)} for a user on all of the pages, as status codes."""
    client.force_login(user)
    return {(client.get(page).status_code, client.post(page, form).status_code) for page in pages}


def sent(client, page, **changed):
    """The answer to the form on a page after some fields were changed; None unticks or empties."""
    form = fields_of(client.get(page)) | changed
    return client.post(page, {name: value for name, value in form.items() if value is not None})

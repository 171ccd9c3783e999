"""An edit page: the form, in a page of its own or in a dialog; what is stored; what others changed meanwhile."""

from dataclasses import dataclass, field
from functools import partial, wraps
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, OperationalError
from django.db.models import Model
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from plans.access.permissions import may_edit, require
from plans.database.locks import locked_year, said_closed
from plans.database.transactions import RETRY_AFTER, in_one_transaction
from plans.editing.conflicts import conflict_of, versions_since
from plans.editing.deleted_rows import deleted_row, deletion_of, written
from plans.editing.refusals import refusal_of
from plans.editing.rows import StaleVersion, institution_of
from plans.models import ClosedYear, Submission


@dataclass
class Edit:
    """One thing to edit: the row as it is, its form class, how the form is stored, and the page to go back to.

    `store(form)` answers whether anything changed, better still the row as it is now or a sentence that says what became
    different; `remove(form)` deletes the row, where that is offered, and may answer a sentence. `blank`: the row as it was
    before it was first entered. `beside`: a template shown above the fields; `more`: what it takes.
    `options`: what else the form class takes. `history(row, seen)`: the versions since the one that was seen. `lock`: why
    nothing may be changed, in a sentence; `unlock`: (the page that changes that, what it is called) for who may.
    """

    heading: str
    row: Model
    form: type
    store: callable
    back: str
    beside: str = ""
    lock: str = ""
    unlock: tuple[str, str] | None = None
    blank: Model | None = None
    history: callable = versions_since
    remove: callable = None
    offers_correction: bool = False
    options: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)

    @property
    def is_removable(self):
        return self.remove is not None

    def form_of(self, data=None, **more):
        form = self.form(data, **{"instance": self.row, **self.options, **more})
        if self.offers_correction:
            form.offer_correction()
        return form


def signed_in(view):
    """Only for people who are signed in: others are sent there, the whole page even where a dialog was asked for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponseClientRedirect(redirect_to_login(way_back(request, request.path)).url)
        return redirect_to_login(request.get_full_path())

    return guarded


def row_page(request, row, form, *, heading, back, removable=False, **more):
    """The edit page of a row that the planning office edits."""
    require(may_edit(request.user, institution_of(row)))

    def store(form):
        now, is_changed = form.store(by=request.user)
        return now if is_changed else None

    def remove(form):
        form.remove(by=request.user)

    edit = Edit(
        heading=heading, row=row, form=form, store=store, back=back, remove=remove if removable else None, **more
    )
    return edit_page(request, edit)


def add_page(request, row, form, *, heading, back, **more):
    """The page that adds a row, whose parent is set already."""
    require(may_edit(request.user, institution_of(row)))

    def store(form):
        return form.store(by=request.user)[0]

    return edit_page(request, Edit(heading=heading, row=row, form=form, store=store, back=back, **more))


def edit_page(request, edit):
    """Show the form, or store what it says and go back to where the person came from."""
    deletion = deletion_of(edit.row)
    if deletion is not None:
        return deleted(request, edit, deletion)
    edit.offers_correction = edit.form.is_correctable(edit.row, by=request.user) and bool(
        edit.lock or "correct" in request.POST
    )
    if edit.lock and not edit.offers_correction:
        return page(request, edit, None, status=HTTPStatus.LOCKED)
    if request.method != "POST":
        return page(request, edit, edit.form_of(initial={"next": way_back(request, edit.back)}))
    form = edit.form_of(with_plain_lines(request.POST), files=request.FILES)
    check_address(form.data.get("next", ""))
    if "remove" not in request.POST and is_sent_again(form):
        return gone_back(request, form.data.get("next") or edit.back, said_stored(edit, True))
    if form.seen_version != (edit.row.version if edit.row.pk else 0):
        return changed_meanwhile(request, edit, edit.row)
    return stored(request, edit, form)


def stored(request, edit, form):
    """Store a form made from the row as it is; what it may not hold is said beside its fields."""
    try:
        if edit.is_removable and "remove" in request.POST:
            said = form.carry_out(partial(edit.remove, form), by=request.user) or said_deleted(edit.row)
            return gone_back(request, form.data.get("next") or edit.back, said)
        if form.is_valid():
            said = said_stored(edit, store_once(edit, form, by=request.user))
            return gone_back(request, form.cleaned_data.get("next") or edit.back, said)
    except StaleVersion as stale:
        return changed_meanwhile(request, edit, stale.current)
    except ValidationError as refusal:
        form.add_row_errors(refusal)
    except (IntegrityError, OperationalError, OSError) as error:
        return not_stored(request, edit, form, error)
    form.mark_first_fault()
    return page(request, edit, form)


def said_stored(edit, stored):
    """What is said of what `edit.store` answered: its own sentence, else the name of what was saved."""
    if not stored:
        return _("Nothing was changed.")
    if isinstance(stored, str):
        return stored
    return _("Saved: %(what)s") % {"what": stored if isinstance(stored, Model) else edit.heading}


def said_deleted(row):
    return _("%(kind)s “%(name)s” was deleted.") % {"kind": capfirst(row._meta.verbose_name), "name": row}


def refuse_locked(request, edit, form, error, said):
    """423 in a sentence, with what was written; for who may, with the way to correct it all the same."""
    edit.lock = said
    if (
        locked_year(error) is not None
        and edit.form.is_correctable(edit.row, by=request.user)
        and not edit.offers_correction
    ):
        form.offer_correction()
    return page(request, edit, form, status=HTTPStatus.LOCKED)


def is_sent_again(form):
    """Whether what this very form enters was stored before, so that it need not fit what is there now."""
    key = form.data.get("once", "")
    try:
        return bool(key) and Submission.objects.filter(key=UUID(key)).exists()
    except ValueError:
        return False


@in_one_transaction
def store_once(edit, form, *, by):
    """Store what the form says, as `edit.store` answers; a form that adds something and is sent again adds nothing."""
    key = form.cleaned_data.get("once")
    return form.carry_out(partial(edit.store, form), by=by) if key is None or Submission.objects.take(key) else True


def not_stored(request, edit, form, error):
    """Why it is not stored, with what was written in the form."""
    status, said = refusal_of(error)
    if status == HTTPStatus.LOCKED:
        return refuse_locked(request, edit, form, error, said)
    form.add_error(None, said)
    response = page(request, edit, form, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = RETRY_AFTER
    return response


def gone_back(request, address, said):
    messages.success(request, said)
    if not request.htmx:
        return redirect(address)
    is_here = came_from(request).split("#")[0] == address.split("#")[0]
    return (
        HttpResponseClientRefresh() if is_here else HttpResponseClientRedirect(address)
    )  # a mere fragment loads nothing


def deleted(request, edit, deletion):
    """410: who deleted the row and when, with what the person wrote, or else with what stood there."""
    is_written = request.method == "POST"
    form = edit.form_of(with_plain_lines(request.POST) if is_written else None)
    more = {"deletion": deletion, "texts": written(form), "is_written": is_written}
    return page(request, edit, None, status=HTTPStatus.GONE, **more)


def changed_meanwhile(request, edit, now):
    """409: what others did stands beside what the person wrote, which stays in the form."""
    sent = with_plain_lines(request.POST)
    kept = {"next": sent.get("next", "")}
    if now is None or now.pk is None:
        return removed_meanwhile(request, edit, edit.form_of(sent), kept)
    versions = versions_seen(edit, now, edit.form_of(sent).seen_version)
    conflict = conflict_of(edit.form_of(sent, instance=versions[0][0]), versions)
    edit.row = now
    form = edit.form_of(initial=conflict.initial | kept)
    return page(request, edit, form, status=HTTPStatus.CONFLICT, conflict=conflict)


def versions_seen(edit, now, seen):
    """The row from the version that the person saw up to now, which for a row that was not there yet begins with the blank one."""
    versions = edit.history(now, seen if edit.blank is None else max(seen, 1))
    if not versions:
        raise BadRequest(_("The form does not say which version it was made from. Open the page again."))
    return [(edit.blank, None), *versions] if seen == 0 and edit.blank is not None else versions


def removed_meanwhile(request, edit, mine, kept):
    """The row is gone. 409 where it can be entered anew: what the person wrote stands in the form; else 410."""
    if edit.blank is None:
        return deleted(request, edit, deleted_row(type(edit.row), id=edit.row.pk).deletion)
    edit.row = edit.blank
    form = edit.form_of(initial={field.name: field.value() for field in mine.visible_fields()} | kept)
    return page(request, edit, form, status=HTTPStatus.CONFLICT, is_removed=True)


def page(request, edit, form, status=HTTPStatus.OK, **more):
    """The edit page, or for a dialog its content."""
    context = {"edit": edit, "form": form, "back": back_of(request, edit, form), **edit.more, **more}
    template = "editing/_dialog.html" if request.htmx else "editing/page.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def back_of(request, edit, form):
    """Where leaving the form without storing leads."""
    return (form and form["next"].value()) or way_back(request, edit.back)


def way_back(request, otherwise):
    """The page that the person came from: the one named, else the one that the link stood on, else `otherwise`."""
    named = request.GET.get("next", "")
    check_address(named)
    return named or came_from(request) or otherwise


def came_from(request):
    """The page of ours on which the link stood; empty for none, and for the edit page itself."""
    full = (request.htmx.current_url if request.htmx else request.headers.get("Referer")) or ""
    address = full.removeprefix(f"{request.scheme}://{request.get_host()}")
    return address if is_ours(address) and address.split("?")[0] != request.path else ""


def check_address(address):
    """Refuse to be sent to another site."""
    if address and not is_ours(address):
        raise BadRequest(_("“next” must be a page of this site."))


def is_ours(address):
    """Whether an address is a path, which no other site can have."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, None)


def lock_of_year(institution, fiscal_year, row):
    """Why nothing that belongs to a row may be changed in a fiscal year; empty where it may."""
    closed = ClosedYear.objects.filter(institution=institution, fiscal_year=fiscal_year)
    if not closed.guarding(row).exists():
        return ""
    return said_closed(fiscal_year)


def with_plain_lines(posted):
    """What was posted, with line ends as they are stored."""
    plain = QueryDict(mutable=True)
    for name, values in posted.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return plain

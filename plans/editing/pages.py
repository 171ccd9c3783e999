"""An edit page: the form, in a page of its own or in a dialog; what is stored; what others changed meanwhile."""

from functools import cached_property, partial
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
from django.views import View
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from plans.access.permissions import may_edit, require
from plans.database.locks import locked_year, said_closed
from plans.database.transactions import RETRY_AFTER, in_one_transaction
from plans.editing.conflicts import conflict_of, versions_since
from plans.editing.deleted_rows import deleted_row, deletion_of, row_to_edit, written_texts
from plans.editing.refusals import refusal_of
from plans.editing.rows import StaleVersion, has_column, institution_of, next_order, rows_above
from plans.levels import of_level
from plans.models import ClosedYear, Plan, Submission


class EditPage(View):
    """One thing to edit. A page says what that is in `get_row()`: the row as it is, or a new one with its parent set.

    It says who may in `is_allowed()`, and overrides what else it needs.
    `blank`: the row as it was before it was first entered, where one address is for entering and for changing it.
    `beside`: a template above the fields. `unlock`: (the page that changes what locks it, what that is called) for who may.
    """

    form_class = None
    heading = ""
    beside = ""
    blank = None
    unlock = None
    is_removable = False

    def is_allowed(self):
        """Whether the person may edit it."""
        return may_edit(self.request.user, institution_of(self.row))

    def get_heading(self):
        return str(self.heading or self.row)

    def get_back(self):
        """The page to go back to where the person came from nowhere: that of the row, else of the nearest row above it."""
        pages = (row for row in rows_above(self.row) if row.pk is not None and hasattr(row, "get_absolute_url"))
        return next(pages).get_absolute_url()

    def get_lock(self):
        """Why nothing may be changed, in a sentence; empty where it may."""
        return ""

    def get_form_kwargs(self):
        return {}

    def get_context(self):
        """What the template beside the fields takes."""
        return {}

    def store(self, form):
        """Store the form; returns what is said of it, empty where nothing became different."""
        row, is_changed = form.store(by=self.request.user)
        return self.said_stored(row) if is_changed else ""

    def said_stored(self, row):
        return _("Saved: %(what)s") % {"what": row if isinstance(row, Model) else self.heading}

    def remove(self, form):
        """Delete the row; returns what is said of it."""
        form.remove(by=self.request.user)
        named = {"kind": capfirst(self.row._meta.verbose_name), "name": self.row}
        return _("%(kind)s “%(name)s” was deleted.") % named

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.sign_in()
        self.row = self.get_row()
        require(self.is_allowed())
        self.heading, self.back, self.lock = self.get_heading(), self.get_back(), ""
        self.offers_correction = False
        deletion = deletion_of(self.row)
        if deletion is not None:
            return self.show_deleted(deletion)
        self.lock = self.get_lock()
        self.offers_correction = self.is_correctable and bool(self.lock or "correct" in request.POST)
        if self.lock and not self.offers_correction:
            return self.show(None, HTTPStatus.LOCKED)
        return super().dispatch(request, *args, **kwargs)

    def sign_in(self):
        """Strangers are sent there, the whole page even where a dialog was asked for."""
        if self.request.htmx:
            return HttpResponseClientRedirect(redirect_to_login(way_back(self.request, self.request.path)).url)
        return redirect_to_login(self.request.get_full_path())

    @property
    def is_correctable(self):
        """Whether the person may change it in a closed year all the same."""
        return self.form_class.is_correctable(self.row, by=self.request.user)

    @cached_property
    def posted_data(self):
        """What was posted, with line ends as they are stored."""
        plain = QueryDict(mutable=True)
        for name, values in self.request.POST.lists():
            plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
        return plain

    def get_form(self, data=None, **more):
        form = self.form_class(data, **{"instance": self.row, **self.get_form_kwargs(), **more})
        if self.offers_correction:
            form.offer_correction()
        return form

    def get(self, request, *args, **kwargs):
        return self.show(self.get_form(initial={"next": way_back(request, self.back)}))

    def post(self, request, *args, **kwargs):
        """Store what the form says and go back to where the person came from; what it may not hold is said beside its fields."""
        form = self.get_form(self.posted_data, files=request.FILES)
        check_address(self.posted_data.get("next", ""))
        is_removal = "remove" in self.posted_data
        if not is_removal and is_sent_again(form):
            return self.go_back(EditPage.said_stored(self, None))
        if form.seen_version != (self.row.version if self.row.pk else 0):
            return self.show_conflict(self.row)
        try:
            if is_removal and self.is_removable:
                return self.go_back(form.carry_out(partial(self.remove, form), by=request.user))
            if form.is_valid():
                return self.go_back(self.store_once(form) or _("Nothing was changed."))
        except StaleVersion as stale:
            return self.show_conflict(stale.current)
        except ValidationError as refusal:
            form.add_row_errors(refusal)
        except (IntegrityError, OperationalError, OSError) as error:
            return self.show_refusal(form, error)
        form.mark_first_fault()
        return self.show(form)

    @in_one_transaction
    def store_once(self, form):
        """What `store` returns; a form that adds something and is sent again adds nothing."""
        key = form.cleaned_data.get("once")
        if key is not None and not Submission.objects.take(key):
            return EditPage.said_stored(self, None)
        return form.carry_out(partial(self.store, form), by=self.request.user)

    def go_back(self, said):
        request, address = self.request, self.posted_data.get("next") or self.back
        messages.success(request, said)
        if not request.htmx:
            return redirect(address)
        is_here = came_from(request).split("#")[0] == address.split("#")[0]
        # a mere fragment loads nothing
        return HttpResponseClientRefresh() if is_here else HttpResponseClientRedirect(address)

    def show_refusal(self, form, error):
        """Why it is not stored, with what was written in the form; in a closed year with the way to correct it, for who may."""
        status, said = refusal_of(error)
        if status != HTTPStatus.LOCKED:
            form.add_error(None, said)
        else:
            self.lock = said
            if locked_year(error) is not None and self.is_correctable and not self.offers_correction:
                form.offer_correction()
        response = self.show(form, status)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response["Retry-After"] = RETRY_AFTER
        return response

    def show_deleted(self, deletion):
        """410: who deleted the row and when, with what the person wrote, or else with what stood there."""
        is_written = self.request.method == "POST"
        form = self.get_form(self.posted_data if is_written else None)
        return self.show(None, HTTPStatus.GONE, deletion=deletion, texts=written_texts(form), is_written=is_written)

    def show_conflict(self, now):
        """409: what others did stands beside what the person wrote, which stays in the form."""
        mine, kept = self.get_form(self.posted_data), {"next": self.posted_data.get("next", "")}
        if now is None or now.pk is None:
            return self.show_removed(mine, kept)
        versions = self.versions_seen(now, mine.seen_version)
        conflict = conflict_of(self.get_form(self.posted_data, instance=versions[0][0]), versions)
        self.row = now
        return self.show(self.get_form(initial=conflict.initial | kept), HTTPStatus.CONFLICT, conflict=conflict)

    def versions_seen(self, now, seen):
        """The row from the version that was seen up to now; of one that was not there yet the blank one is the first."""
        versions = versions_since(now, seen if self.blank is None else max(seen, 1))
        if not versions:
            raise BadRequest(_("The form does not say which version it was made from. Open the page again."))
        return [(self.blank, None), *versions] if seen == 0 and self.blank is not None else versions

    def show_removed(self, mine, kept):
        """The row is gone. 409 where it can be entered anew: what the person wrote stands in the form; else 410."""
        if self.blank is None:
            return self.show_deleted(deleted_row(type(self.row), id=self.row.pk).deletion)
        self.row = self.blank
        form = self.get_form(initial={field.name: field.value() for field in mine.visible_fields()} | kept)
        return self.show(form, HTTPStatus.CONFLICT, is_removed=True)

    def show(self, form, status=HTTPStatus.OK, **more):
        """The edit page, or for a dialog its content."""
        back = (form and form["next"].value()) or way_back(self.request, self.back)
        context = {"edit": self, "form": form, "back": back, **self.get_context(), **more}
        template = "editing/_dialog.html" if self.request.htmx else "editing/page.html"
        response = render(self.request, template, context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response


class RowPage(EditPage):
    """The page of a row that its address names: visible to the reader, or for planners a deleted one.

    `model`: whose row that is, where it is not the form's; `shown_with`: what else is read with it.
    """

    model = None
    shown_with = ()

    def named_row(self):
        model = self.model or self.form_class._meta.model
        rows = model.objects.select_related(*self.shown_with)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(self.request.user)
        key = {"slug": self.kwargs["slug"]} if "slug" in self.kwargs else {"id": self.kwargs["pk"]}
        return row_to_edit(rows, by=self.request.user, **key)

    def get_row(self):
        return self.named_row()


class AddPage(RowPage):
    """The page that adds a row below the one of `model` that its address names."""

    def get_row(self):
        return self.new_row(self.named_row())

    def new_row(self, above):
        """A new row of the form's model with its parent set, behind those that are there."""
        row = self.form_class._meta.model(**{above._meta.model_name: above})
        if has_column(row, "order"):
            row.order = next_order(type(row).objects.filter(**{above._meta.model_name: above}))
        return row


class LevelPage:
    """Mixed into the pages of a level of the plan, which are headed by the plan's own word. `level`: as `of_level` takes it."""

    level = ""

    def get_heading(self):
        plan = next(row for row in rows_above(self.row) if isinstance(row, Plan))
        return of_level(plan, self.level, self.row if self.row.pk is not None else None)


def is_sent_again(form):
    """Whether what this very form enters was stored before, so that it need not fit what is there now."""
    key = form.data.get("once", "")
    try:
        return bool(key) and Submission.objects.filter(key=UUID(key)).exists()
    except ValueError:
        return False


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

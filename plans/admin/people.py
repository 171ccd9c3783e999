"""People: accounts, what they may do where, and their keys for machines."""

from contextlib import contextmanager

import django.contrib.auth.admin  # noqa: F401  it brings the groups that are taken away below
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from plans.access.account_mail import address_of_site, send_account_changed
from plans.access.member_actions import add_membership, change_membership, remove_membership
from plans.admin.filters import own
from plans.admin.records import RecordAdmin, seen_version
from plans.admin.rows import RowsBelow
from plans.admin.tables import TrackedTable, reason_of
from plans.editing.forms import RowForm
from plans.editing.rows import StaleVersion
from plans.models import ApiToken, Membership, Plan, Role, User, planned_by, planned_institutions

admin.site.unregister(Group)  # memberships say who may do what


class MembershipRecordForm(RowForm):
    """A membership stays with its person and institution."""

    class Meta:
        model = Membership
        fields = ("user", "role", "institution", "office", "is_active")

    def prepare(self):
        if self.row.pk is not None:
            for name in {"user", "institution"} & self.fields.keys():
                self.fields[name].disabled = True

    def store(self, *, by):
        row = self.row
        if row.pk is None:
            return add_membership(row, by=by, reason=self.reason), True
        said = {name: getattr(row, name) for name in ("role", "office", "is_active")}
        with stale_where_changed(row):
            return change_membership(row, **said, by=by, reason=self.reason, version=self.seen_version), True

    def remove(self, *, by):
        with stale_where_changed(self.row):
            remove_membership(self.row, by=by, reason=self.removal_reason, version=self.seen_version)


@contextmanager
def stale_where_changed(membership):
    """Show what somebody else made of a membership as every table of the admin does."""
    try:
        yield
    except ValidationError as error:
        if getattr(error, "code", None) != "stale":
            raise
        raise StaleVersion(Membership.objects.get(pk=membership.pk)) from error


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    """Who may do what, and for which office. Planners look after those of their institution."""

    form = MembershipRecordForm
    room = "people"
    place = 2
    shown_with = ("user", "institution", "office")
    list_display = ("user", "role", "office", "institution", "is_active")
    list_filter = ("role", *own("institution"))
    search_fields = (
        "user__username",
        "user__email",
        "user__name_ja",
        "user__name_en",
        "office__name_ja",
        "office__name_en",
    )
    autocomplete_fields = ("user", "office")
    fields = ("user", "role", ("institution", "office"), "is_active")

    def in_institutions_of(self, user):
        return planned_by(user)

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def delete_model(self, request, obj):
        remove_membership(obj, by=request.user, version=seen_version(request), reason=reason_of(request))

    def delete_queryset(self, request, queryset):
        for row in queryset:
            self.delete_model(request, row)


class RolesHere(admin.SimpleListFilter):
    """People by their roles in the institutions that the reader looks after."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        here = Membership.objects.filter(admin.site.get_model_admin(Membership).in_institutions_of(request.user))
        return queryset.filter(pk__in=here.filter(role=self.value()).values("user"))


class MembershipsBelow(RowsBelow):
    """What the person may do in the institutions that the reader belongs to; others are their own institutions' business."""

    model = Membership
    form = MembershipRecordForm
    fields = ("role", "institution", "office", "is_active")
    autocomplete_fields = ("office",)
    shown_with = ("institution", "office")

    def in_institutions_of(self, user):
        return self.table.in_institutions_of(user)

    def may_write_below(self, request, parent):
        """Whoever plans looks after memberships; each row is asked for its own institution when it is stored."""
        if parent is not None and parent.pk is not None and parent.is_superuser:
            return request.user.is_superuser
        return self.table.may_write_some(request.user)

    has_add_permission = has_change_permission = has_delete_permission = may_write_below


@admin.register(User)
class PersonAdmin(RecordAdmin):
    """Accounts. Planners read those of their people and give memberships; the account itself is the person's own.

    Passwords are chosen by their owners only: on the page of an invitation, or of a forgotten password.
    """

    room = "people"
    place = 1
    of_one_institution = False
    list_display = ("username", "email", "name_ja", "name_en", "roles", "is_active")
    list_filter = ("is_active", RolesHere)
    ordering = ("username",)
    search_fields = ("username", "name_ja", "name_en", "email")
    not_exported = (*RecordAdmin.not_exported, "password", "password_changed_at", "last_login")
    inlines = (MembershipsBelow,)
    fields = ("username", ("name_ja", "name_en"), ("email", "language"), "is_active")

    def get_fields(self, request, obj=None):
        return (*self.fields, "is_superuser") if request.user.is_superuser else self.fields

    def get_queryset(self, request):
        own = Membership.objects.filter(self.table_of_memberships.in_institutions_of(request.user))
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", own, to_attr="memberships_here"))

    @property
    def table_of_memberships(self):
        return self.admin_site.get_model_admin(Membership)

    def in_institutions_of(self, user):
        if user.is_superuser:
            return Q()
        members = Membership.objects.filter(self.table_of_memberships.in_institutions_of(user))
        return Q(pk__in=members.values("user"))

    def may_write(self, user, row):
        return user.is_superuser

    def may_write_some(self, user):
        return user.is_superuser

    def may_write_parts(self, user, row):
        return not row.is_superuser and bool(planned_institutions(user))

    def has_view_permission(self, request, obj=None):
        return self.table_of_memberships.may_write_some(request.user)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request) if obj is None else super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, row):
        return ", ".join(sorted({membership.get_role_display() for membership in row.memberships_here}))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
            messages.info(
                request, _("The account has no password. Its owner chooses one with “Forgot your password?”.")
            )
        super().save_model(request, obj, form, change)
        if change and form.changed_data and obj != request.user:
            send_account_changed(
                obj,
                by=request.user,
                fields=[form.fields[name].label for name in form.changed_data],
                addresses=[form.initial["email"], obj.email],
                site=address_of_site(request),
            )


@admin.register(ApiToken)
class TokenAdmin(TrackedTable):
    """Keys for machines. Everybody makes and revokes their own: a key is worth what its owner may do, everywhere."""

    room = "people"
    place = 3
    of_one_institution = False
    shown_with = ("user",)
    list_display = ("name", "token_key", "user", "read_only", "created", "expiry")
    list_filter = ("read_only",)
    search_fields = ("name", "token_key", "user__username")
    not_exported = ("digest",)
    fields = ("name", "read_only", "plans", "expiry")
    filter_horizontal = ("plans",)

    def in_institutions_of(self, user):
        return Q() if user.is_superuser else Q(user=user)

    def may_write(self, user, row):
        return row.user_id == user.pk

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, queryset=Plan.objects.visible_to(request.user), **kwargs
        )

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return obj is None or obj.user_id == request.user.pk

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.limit_to(form.cleaned_data.get("plans") or [])

    def save_model(self, request, obj, form, change):
        """A new key is shown once, in the answer, and stored as a digest."""
        if not change:
            obj.user = request.user
            obj.digest, key = get_digest_token()
            obj.token_key = key[: CONSTANTS.TOKEN_KEY_LENGTH]
            messages.warning(request, _("The key, shown only now: %(key)s") % {"key": key})
        super().save_model(request, obj, form, change)

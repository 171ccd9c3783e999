"""People: accounts, what they may do where, and their keys for machines."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow
from plans.admin.tables import Table
from plans.models import ApiToken, Institution, Membership, Plan, User, memberships_of
from plans.permissions import may_edit

admin.site.unregister(Group)  # memberships say who may do what


def planned_institutions(user):
    """Keys of the institutions whose people the user looks after."""
    homes = {membership.institution_id for membership in memberships_of(user)}
    return {home for home in homes if may_edit(user, Institution(pk=home))}


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    """Who may do what, and for which office. Planners look after those of their institution."""

    room = "people"
    place = 2
    shown_with = ("user", "institution", "office")
    list_display = ("user", "role", "office", "institution")
    list_filter = ("role", *own("institution"))
    search_fields = ("user__username", "user__email", "user__last_name", "office__name_ja", "office__name_en")
    autocomplete_fields = ("user", "office")
    fields = ("user", "role", ("institution", "office"))

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class MembershipsBelow(RowsBelow):
    model = Membership
    fields = ("role", "institution", "office")
    autocomplete_fields = ("office",)
    shown_with = ("institution", "office")

    def may_write_below(self, request, parent):
        """Whoever looks after the person looks after the memberships."""
        if parent is None or parent.pk is None:
            return self.table.may_write_some(request.user)
        return self.admin_site.get_model_admin(User).may_write(request.user, parent)

    def get_min_num(self, request, obj=None, **kwargs):
        """Somebody without a membership would be lost to the planner who added the account."""
        return 0 if request.user.is_superuser or obj is not None else 1

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_min=True, **kwargs)


@admin.register(User)
class PersonAdmin(Table, UserAdmin):
    """Accounts. Planners look after people who belong to their institutions only; superusers after everybody."""

    room = "people"
    place = 1
    of_one_institution = False
    list_display = ("username", "email", "last_name", "first_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "first_name", "last_name", "email")
    not_exported = ("password",)
    filter_horizontal = ()
    inlines = (MembershipsBelow,)
    account = (
        None,
        {"fields": ("username", "password", ("last_name", "first_name"), ("email", "language"), "is_active")},
    )
    add_fieldsets = (*UserAdmin.add_fieldsets, (None, {"fields": (("last_name", "first_name"), ("email", "language"))}))

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        rights = (gettext_lazy("Rights"), {"fields": ("is_superuser",)})
        return [self.account, rights] if request.user.is_superuser else [self.account]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships")

    def in_institutions_of(self, user):
        if user.is_superuser:
            return Q()
        members = Membership.objects.filter(institution__in=[m.institution_id for m in memberships_of(user)])
        return Q(pk__in=members.values("user"))

    def institutions_of(self, row):
        return {membership.institution_id for membership in row.memberships.all()}

    def has_view_permission(self, request, obj=None):
        return self.may_write_some(request.user)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, row):
        return ", ".join(sorted({membership.get_role_display() for membership in row.memberships.all()}))

    def may_write(self, user, row):
        return user.is_superuser or (not row.is_superuser and super().may_write(user, row))

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(ApiToken)
class TokenAdmin(Table):
    """Keys for machines. Everybody makes and revokes their own; planners revoke those of their people."""

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
        if user.is_superuser:
            return Q()
        people = Membership.objects.filter(institution__in=planned_institutions(user))
        return Q(user=user) | Q(user__in=people.values("user"), user__is_superuser=False)

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

"""The admin's front door: memberships decide who enters, and the tables are grouped in the plan's own words."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from plans.models import memberships_of

ROOMS = {
    "plans": _("Plan"),
    "measures": _("Measures"),
    "indicators": _("The numbers"),
    "people": _("People"),
}


class LabelledChoices(AutocompleteJsonView):
    """Choices named as their table names them: a measure with its code, a standard with its plan."""

    def serialize_result(self, obj, to_field_name):
        named = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "label", str)
        return named | {"text": str(label(obj))}


class PlanningSite(AdminSite):
    """The admin for planning staff. Superusers see all; other people need a membership, staff flags do not count."""

    site_title = "Hoshin"
    site_header = "Hoshin"
    index_title = _("Planning office")

    def has_permission(self, request):
        user = request.user
        return user.is_active and (user.is_superuser or bool(memberships_of(user)))

    def admin_view(self, view, cacheable=False):  # noqa: FBT002 as Django writes it
        """Strangers sign in first; people without any membership are told that this is not for them."""
        inner = super().admin_view(view, cacheable)

        def view_for_members(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return view_for_members

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", request.path_info.replace("login/", "")), settings.LOGIN_URL)

    def autocomplete_view(self, request):
        return LabelledChoices.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """The tables by room, each room in the order in which a plan is read."""
        rooms = {}
        for app in self._build_app_dict(request, app_label).values():
            for entry in app["models"]:
                self.room_of(entry["model"], app, rooms)["models"].append(entry)
        for room in rooms.values():
            room["models"].sort(key=lambda entry: self.place_of(entry["model"]))
        return sorted(rooms.values(), key=place_of_room)

    def room_of(self, model, app, rooms):
        label = getattr(self._registry[model], "room", app["app_label"])
        name = ROOMS.get(label, app["name"])
        return rooms.setdefault(label, app | {"app_label": label, "name": name, "models": []})

    def place_of(self, model):
        return getattr(self._registry[model], "place", 0), str(model._meta.verbose_name_plural)


def place_of_room(room):
    """The rooms of the house come first, in their order; tables of libraries after them."""
    labels = list(ROOMS)
    label = room["app_label"]
    return (labels.index(label), "") if label in labels else (len(labels), str(room["name"]))

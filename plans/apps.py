from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Plan")


class PlanningAdminConfig(admin_apps.AdminConfig):
    """Django's admin behind our own front door."""

    default = False
    default_site = "plans.admin_site.PlanningSite"

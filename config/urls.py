"""Mounts each app's pages, the API and the admin."""

from django.contrib import admin
from django.urls import include, path

handler400 = "plans.views.errors.bad_request"
handler500 = "plans.views.errors.error_page"

urlpatterns = [
    path("api/v1/", include("config.api")),
    path("admin/", admin.site.urls),
    path("", include("plans.urls")),
    path("", include("measures.urls")),
    path("", include("indicators.urls")),
]

"""Two questions of a balancer: is the process alive, and can it serve?"""

import os
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import HttpResponseNotFound, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

ROOM = 60_000_000  # bytes of the largest upload


class HealthMiddleware:
    """Answers probes before hosts, sessions and languages are looked at: a balancer asks by address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        question = {"/healthz": healthz, "/readyz": readyz}.get(request.path_info)
        if request.path_info.startswith(settings.STATIC_URL):
            question = not_found  # what is there was sent before; a page about it would ask who reads it
        if question is None:
            return self.get_response(request)
        response = question(request)
        response["Content-Length"] = len(response.content)  # so that the connection can be used again
        return response


def not_found(request):
    return HttpResponseNotFound("Not found", content_type="text/plain")


@require_safe
@never_cache
def healthz(request):
    """200 while the process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request):
    """200 when the database answers one SELECT and has every migration, else 503 with the reason; a full disk is told, too."""
    try:
        answer()
        find_all_migrations()
    except Error:
        return unavailable("The database does not answer.")
    except MigrationsMissing:
        return unavailable("Migrations are missing: run migrate.")
    if free_bytes(settings.HOSHIN_DATA) < ROOM:
        return JsonResponse({"status": "degraded", "reason": "The disk of HOSHIN_DATA is full: files are refused."})
    return JsonResponse({"status": "ok"})


def free_bytes(folder):
    """What others than root may still write there; without end where that cannot be told."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return float("inf")
    return disk.f_bavail * disk.f_frsize


class MigrationsMissing(Exception):
    """The schema is behind the code."""


def unavailable(reason):
    return JsonResponse({"status": "unavailable", "reason": reason}, status=503)


def answer():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def find_all_migrations():
    """Raises MigrationsMissing; once all are found, that holds for the life of the process."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing

"""Who may ask at all: everybody reads, and the querysets say what; who writes is signed in, not by a read-only token."""

from rest_framework.permissions import SAFE_METHODS, BasePermission


class ReadersAndWriters(BasePermission):
    def has_permission(self, request, view):
        if request.method in SAFE_METHODS:
            return True
        return request.user.is_authenticated and not getattr(request.auth, "read_only", False)

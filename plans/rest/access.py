"""Who may ask at all: everybody reads, and the querysets say what; who writes is signed in, not by a read-only token.

A token may be for some plans only; whatever it asks for, it sees no more than what belongs to them.
"""

from rest_framework.permissions import SAFE_METHODS, BasePermission


def plans_of_token(request):
    """Ids of the plans that the asker's token is for; None: no such limit."""
    return request.auth.plan_ids if getattr(request.auth, "is_limited", False) else None


class ReadersAndWriters(BasePermission):
    def has_permission(self, request, view):
        if request.method in SAFE_METHODS:
            return True
        return request.user.is_authenticated and not getattr(request.auth, "read_only", False)

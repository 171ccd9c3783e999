"""The admin of the promise and of the people; the other apps build theirs on the same tables."""

from plans.admin import people, promise, structure

__all__ = ["people", "promise", "structure"]

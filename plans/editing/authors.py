"""Who did what the history tells."""

from plans.models import User


def authors(contexts):
    """What the person behind each event is called, from the contexts of the events (None: without one), in one query.

    The full name, else that of the account, also of one that is no longer there; empty for the system.
    """
    contexts = [context or {} for context in contexts]
    people = User.objects.in_bulk({context["user"] for context in contexts if context.get("user")})
    return [author(context, people) for context in contexts]


def author(context, people):
    person = people.get(context.get("user"))
    return context.get("user_name", "") if person is None else person.called

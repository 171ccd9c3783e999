"""What goes with rows that are deleted, and what forbids it: counted in one query, however much hangs below."""

from django.db.models import CASCADE, PROTECT, RESTRICT, Count, Q, Value
from django.db.models.deletion import get_candidate_relations_to_delete

FORBIDS = (PROTECT, RESTRICT)


def count_reached(rows):
    """({model: how many go too}, {model: how many forbid it}) for a list of rows of one model."""
    reached = {}
    for model, path, on_delete in reach(type(rows[0])):
        reached.setdefault((model, on_delete in FORBIDS), []).append(path)
    numbers = numbers_of(reached, [row.pk for row in rows])
    goes = {model: n for (model, forbids), n in numbers.items() if not forbids}
    return goes, {model: n for (model, forbids), n in numbers.items() if forbids}


def reach(model, path="", trail=()):
    """(model, path up to the deleted row, what happens) for all that a deletion reaches; twice through one model at most."""
    for relation in get_candidate_relations_to_delete(model._meta):
        below = relation.related_model
        upwards = f"{relation.field.name}__{path}" if path else relation.field.name
        if relation.on_delete in (CASCADE, *FORBIDS):
            yield below, upwards, relation.on_delete
        if relation.on_delete is CASCADE and trail.count(below) < 2:
            yield from reach(below, upwards, (*trail, below))


def numbers_of(reached, keys):
    """{(model, forbids): number of rows}, zeros left out."""
    kinds = list(reached)
    counts = [count(kinds[place][0], reached[kinds[place]], keys, place) for place in range(len(kinds))]
    if not counts:
        return {}
    found = counts[0].union(*counts[1:], all=True)
    return {kinds[row["place"]]: row["number"] for row in found if row["number"] > 0}


def count(model, paths, keys, place):
    below = Q()
    for path in paths:
        below |= Q(**{f"{path}__in": keys})
    rows = model._meta.base_manager.filter(below).order_by().annotate(place=Value(place))
    return rows.values("place").annotate(number=Count("pk"))


def numbers_in_words(numbers):
    """[“3 measures”, …] in the active language."""
    return [
        f"{number} {model._meta.verbose_name_plural if number != 1 else model._meta.verbose_name}"
        for model, number in numbers.items()
    ]

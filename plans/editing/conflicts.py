"""What other people did to a row while a person was editing it, field by field, with what that person wrote."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _

from plans.database.events import DELETED, set_authors
from plans.editing.forms import BESIDE_THE_ROW
from plans.text.numbers import whole_number
from plans.text.plain_values import value_in_words


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed: what it was, what it is now, who did it, when and why.

    `yours`: what the person wrote there, in words; None where the person left the field alone.
    """

    label: str
    was: str
    now: str
    yours: str | None
    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class Conflict:
    """What others did to a row while a form was open. `initial`: what the form shows next."""

    row: object
    differences: list
    initial: dict

    @property
    def others(self):
        """Who they are, where that is known."""
        return _(" and ").join(dict.fromkeys(difference.who for difference in self.differences if difference.who))


def conflict_of(form, versions):
    """The conflict of a bound form, which is made from the first of the versions, with the last of them."""
    now = versions[-1][0]
    return Conflict(now, differences(form, versions), values_to_show(form, now))


def versions_since(row, seen):
    """[(row at a version, its event)] from the version that was seen up to the present one; empty for an unknown version.

    `row`: a row, or several that are edited as one thing, which know their own `versions()`.
    """
    if isinstance(row, Model):
        events = row.events.filter(version__gte=seen).exclude(DELETED)
        found = [(event.row, event) for event in set_authors(events.order_by("version", "pk"))]
    else:
        found = row.versions()[seen:]
    return found if found and found[0][0].version == seen else []


def differences(form, versions):
    """The fields of a bound form that others changed, unless they wrote the very same. `form` is bound to the first version."""
    shown = [(form.initial_values(row), event) for row, event in versions]
    before, now = shown[0][0], shown[-1][0]
    return [
        difference(form, name, shown)
        for name in form.fields
        if name in before
        and before[name] != now.get(name)
        and not (name in form.changed_data and is_same(form, name, now.get(name)))
    ]


def difference(form, name, shown):
    """The difference in one field; who made it is who gave it its present value."""
    field, values = form.fields[name], [values.get(name) for values, event in shown]
    last = max(place for place in range(1, len(values)) if values[place] != values[place - 1])
    event = shown[last][1]
    return Difference(
        label=str(field.label),
        was=as_text(field, values[0]),
        now=as_text(field, values[-1]),
        yours=as_text(field, form[name].value()) if name in form.changed_data else None,
        who=event.who,
        when=event.when,
        why=event.why,
    )


def values_to_show(form, now):
    """What the form shows next: where the person wrote something that, elsewhere what stands there now."""
    written = {
        field.name: field.value()
        for field in form.visible_fields()
        if field.name in {*form.changed_data, *BESIDE_THE_ROW}
    }
    return form.initial_values(now) | written


def is_same(form, name, value):
    """Whether the person wrote what now stands in the field anyhow."""
    return not form.fields[name].has_changed(value, form[name].data)


def as_text(field, value):
    """A field's value in words; empty where there is none."""
    if isinstance(field, ModelChoiceField):
        return ", ".join(map(field.label_from_instance, chosen_rows(field, value)))
    return value_in_words(value, getattr(field, "choices", ()))


def chosen_rows(field, value):
    keys = value if isinstance(value, list | tuple) else [value]
    return field.queryset.filter(pk__in=[key for key in keys if whole_number(str(key)) is not None])

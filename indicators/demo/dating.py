"""Dates what the present transaction wrote back to an earlier moment: rows, and the events that remember them.

Only the owner of the tables may do so: the serving role has no right to change events.
"""

import pgtrigger
from django.apps import apps
from django.contrib.postgres.functions import TransactionNow
from django.db.models import Value
from django.db.models.functions import Least

from indicators.models import Target
from plans.history import event_model
from plans.models import Record


def date_back(moment):
    """Move every time that lies in this transaction to `moment`; what was dated back before stays."""
    just_now = TransactionNow()
    times = {name: Least(name, Value(moment)) for name in ("created_at", "updated_at")}
    with pgtrigger.ignore():
        for targets in (Target, event_model(Target)):
            targets.objects.filter(superseded_at__gte=just_now).update(superseded_at=moment)
        for model in tracked_models():
            model.objects.filter(updated_at__gte=just_now).update(**times)
            events = event_model(model).objects.filter(pgh_created_at__gte=just_now)
            events.update(pgh_created_at=moment, **times)


def tracked_models():
    """Every model whose rows carry a version and a history."""
    return [model for model in apps.get_models() if issubclass(model, Record)]

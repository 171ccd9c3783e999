from django.db import models
from django.db.models.functions import Now


class Record(models.Model):
    """What every editable row carries: its version (raised by the database at each change) and its times."""

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    class Meta:
        abstract = True

from django.db import models


class Change(models.Model):
    """Transactions that changed something in a part of the data: one row each, until `fold_changes` adds them up.

    Triggers write it (`plans/database/data_version.py`), nobody else. `mark` is random, so that a database that was brought back from a
    copy and went another way since is never taken for the one it was.
    """

    part = models.CharField(editable=False, db_default="")
    transactions = models.BigIntegerField(editable=False)
    mark = models.BigIntegerField(editable=False)

    def __str__(self):
        return f"{self.transactions}"

from django.db import connection, models
from django.db.models.functions import Now

TAKE = "INSERT INTO plans_submission (key) VALUES (%s) ON CONFLICT DO NOTHING"


class SubmissionManager(models.Manager):
    def take(self, key):
        """Whether a form with this key is sent for the first time; part of the transaction that stores what it says.

        Who sends it again at the same moment waits until the first one is stored, or has failed and may be tried again.
        """
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [key])
            return cursor.rowcount == 1


class Submission(models.Model):
    """A form that adds something and has been stored: sent twice, by a double click or a second try, it adds once."""

    key = models.UUIDField(primary_key=True, editable=False)
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SubmissionManager()

    def __str__(self):
        return str(self.key)

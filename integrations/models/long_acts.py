"""An act on many rows that workers carry out, and how far it is."""

from django.db import models
from django.db.models.functions import Now

from portal.scope import ClientRow


class LongAct(ClientRow):
    """Something done to many rows a batch at a time; its row is the truth of how far that is."""

    TO_DO = models.Q(done_at=None)

    at = models.DateTimeField(db_default=Now())
    total = models.PositiveIntegerField(default=0)  # rows it is about
    looked_at = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0)  # the row looked at last, where they have an order
    changed = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(db_default=Now())
    strikes = models.PositiveSmallIntegerField(default=0)  # tries since a batch went well
    error = models.CharField(max_length=300, blank=True)  # why it ended before its last row
    done_at = models.DateTimeField(null=True, blank=True)  # none: a worker is still at it

    class Meta:
        abstract = True

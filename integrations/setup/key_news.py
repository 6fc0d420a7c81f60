"""What came of replacing a key: what waits, what went out, what is still taken (K10, P9)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from integrations.models import AtsUpdate, Connection, Delivery
from integrations.setup import overlap
from integrations.watch.panels import TEST_LASTS, how_far
from portal.work import WorkState


@dataclass(frozen=True)
class OldSecret:
    """A replaced secret that is good for the rest of its day (P9)."""

    title: str
    until: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class KeyNews:
    """How it is with the key of a connection."""

    waiting: int  # updates that go out once the key is good
    unread: int  # webhooks that are worked on once it is
    sent: int  # updates that went out since it was replaced
    replaced_at: datetime | None
    old: tuple[OldSecret, ...]
    tested: int | None  # how many capabilities the running test has tried
    goes_on: bool  # the page will change by itself


def key_news(connection: Connection, asked: datetime | None) -> KeyNews:
    """What the page of the key says.

    Args:
        asked: when the test was asked for that follows a replacement.
    """
    updates = AtsUpdate.objects.filter(application__connection=connection)
    replaced_at = connection.secrets_changed_at
    waiting = updates.filter(AtsUpdate.OPEN).count()
    unread = Delivery.objects.filter(Delivery.OPEN, connection=connection).count()
    now = timezone.now()
    tested = how_far(connection, asked, now)
    recent = asked is not None and asked <= now < asked + TEST_LASTS
    sent = updates.filter(state=WorkState.DONE, sent_at__gte=replaced_at) if replaced_at else None
    return KeyNews(
        waiting=waiting,
        unread=unread,
        sent=sent.count() if sent is not None else 0,
        replaced_at=replaced_at,
        old=_old(connection),
        tested=tested,
        goes_on=tested is not None or (recent and bool(waiting or unread)),
    )


def _old(connection: Connection) -> tuple[OldSecret, ...]:
    titles = type(connection.connector).settings_by_name()
    used = connection.old_secret_used_at
    return tuple(
        OldSecret(titles[name].title, until, used)
        for name, until in overlap.ends(connection).items()
    )

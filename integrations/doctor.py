"""What `doctor` looks at: each check says what is well, or what to do about what is not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import Error, connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from integrations.models import AccessToken, AtsUpdate, Connection, Delivery
from integrations.sealed import SealBroken, SealedField
from portal import health
from portal.health import Check
from portal.models import Mail
from portal.scope import everywhere
from portal.work import WorkRow

OLDEST = timedelta(minutes=15)  # how long a due row may wait (P69)
SKEW = timedelta(seconds=5)


def run_checks() -> Iterator[Check]:
    """Every check in turn; those that need a database that does not answer are left out."""
    try:
        with everywhere():
            for check in OF_THE_DATABASE:
                yield (found := check())
                if check is health.migrations and not found.ok:
                    break  # the others would miss tables
    except Error:
        connection.close()
        yield Check(
            "database", ok=False,
            text="The database does not answer. Start it, and check DATABASE_URL.",
        )  # fmt: skip
    yield mail_server()


def inbox() -> Check:
    """Whether deliveries are worked on in time."""
    ready = Delivery.objects.filter(connection__paused_at=None)
    return _oldest("inbox", ready)


def outbox() -> Check:
    """Whether updates are sent in time, those aside that may not go now."""
    older = AtsUpdate.objects.filter(
        AtsUpdate.OPEN, application=OuterRef("application"), pk__lt=OuterRef("pk")
    )
    ready = AtsUpdate.objects.filter(
        Q(application__connection__probe_at=None) | Q(application__connection__probe_at__lte=Now()),
        ~Exists(older),
        application__connection__paused_at=None,
        application__connection__disconnected_at=None,
        application__connection__key_refused_at=None,
    )
    return _oldest("outbox", ready)


def mails() -> Check:
    """Whether mails are sent in time."""
    return _oldest("mail", Mail.objects.all())


def keys() -> Check:
    """Whether every sealed value opens with the keys there are (P60)."""
    broken = [
        f"{row._meta.verbose_name} {row.pk}"
        for model in (Connection, AccessToken)
        for row in model._base_manager.all()
        if not _opens(row)
    ]
    if not broken:
        return Check("keys", ok=True, text="Every sealed value opens.")
    return Check(
        "keys", ok=False,
        text=f"These do not open: {', '.join(broken)}. Put the key that sealed them back into "
        "SEALING_KEYS, or replace the key of the connection on its Integration page.",
    )  # fmt: skip


def mail_server() -> Check:
    """Whether the mail server takes a connection; asked only where mails go to one."""
    backend = get_connection()
    if not isinstance(backend, EmailBackend):
        return Check("mail server", ok=True, text="No mail leaves: EMAIL_URL names no server.")
    try:
        backend.open()
        backend.close()
    except OSError as problem:
        return Check(
            "mail server", ok=False,
            text=f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} takes no connection: {problem}. "
            "Start it, or correct EMAIL_URL.",
        )  # fmt: skip
    return Check("mail server", ok=True, text="The mail server takes connections.")


def clock() -> Check:
    """Whether this machine's clock and the database's agree: leases go by the latter (P20)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs(cursor.fetchone()[0] - timezone.now())
    seconds = f"{skew.total_seconds():.1f} s"
    if skew <= SKEW:
        return Check("clock", ok=True, text=f"The clocks differ by {seconds}.")
    text = f"This machine's clock and the database's differ by {seconds}. Set both by NTP."
    return Check("clock", ok=False, text=text)


def _oldest(name: str, ready: QuerySet[Any]) -> Check:
    due = ready.filter(WorkRow.OPEN, next_attempt_at__lte=Now()).order_by("next_attempt_at")
    overdue = due.filter(next_attempt_at__lt=Now() - OLDEST)
    since = overdue.values_list("next_attempt_at", flat=True).first()
    if since is None:
        minutes = int(OLDEST.total_seconds() // 60)
        return Check(name, ok=True, text=f"Nothing has been due for over {minutes} minutes.")
    minutes = int((timezone.now() - since).total_seconds() // 60)
    text = (
        f"{overdue.count()} rows wait to be worked on, the oldest for {minutes} minutes. "
        "Start the worker, or restart it and read its log."
    )
    return Check(name, ok=False, text=text)


def _opens(row: Any) -> bool:
    sealed = [field.name for field in row._meta.fields if isinstance(field, SealedField)]
    try:
        for name in sealed:
            getattr(row, name)
    except SealBroken:
        return False
    return True


OF_THE_DATABASE: tuple[Callable[[], Check], ...] = (
    health.database, health.migrations, health.worker, inbox, outbox, mails, keys, clock,
)  # fmt: skip

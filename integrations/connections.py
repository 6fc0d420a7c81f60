"""The verbs of a connection: create, set, pause, resume, replace and delete its key."""

import secrets
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse

from integrations import health, outbox
from integrations.connectors import CONNECTORS
from integrations.models import AccessToken, AtsUpdate, Connection, Delivery
from integrations.sealed import SealBroken
from integrations.setup import given, overlap
from integrations.watch import checks
from portal.models import Group, User
from portal.work import WorkState

KEY_FIELDS = (
    "secrets", "previous_secrets", "secrets_changed_at", "old_secret_used_at", "key_refused_at",
    "problem", "secrets_expire_on",
)  # fmt: skip
LONGEST_NAME = 110  # leaves room for a number behind it


def draft(
    vendor: str,
    group: Group,
    *,
    base_url: str = "",
    auth_url: str = "",
    name: str = "",
    fallback_recruiter: User | None = None,
) -> Connection:
    """Begin a connection; the guided set-up asks for the rest (K3).

    Args:
        name: what it is called; empty: the vendor's name and the group's, numbered if taken.
        fallback_recruiter: whom candidates get whose recruiter has no account here (J2).

    Raises:
        ValidationError: with one sentence for each thing that is wrong.
    """
    connection = _begun(vendor, group, base_url, auth_url, name, fallback_recruiter)
    return _added(connection)


def create(
    vendor: str,
    group: Group,
    *,
    base_url: str = "",
    auth_url: str = "",
    values: dict[str, str],
    name: str = "",
    fallback_recruiter: User | None = None,
) -> Connection:
    """Connect an ATS with all its settings at once; it is a draft until a test succeeds (K3).

    Raises:
        ValidationError: with one sentence for each thing that is wrong.
    """
    connection = _begun(vendor, group, base_url, auth_url, name, fallback_recruiter)
    given.put(connection, type(connection.connector), values)
    given.need_required(connection, type(connection.connector))
    given.add_generated(connection, type(connection.connector))
    return _added(connection)


def _begun(
    vendor: str, group: Group, base_url: str, auth_url: str, name: str, recruiter: User | None
) -> Connection:
    """A new connection, not saved yet."""
    connector = CONNECTORS.get(vendor)
    if connector is None:
        raise ValidationError(f"“{vendor}” is none of: {', '.join(CONNECTORS)}.")
    connection = Connection(
        organization=group.organization,
        group=group,
        vendor=vendor,
        name=name or _free_name(f"{connector.name} of {group}", group),
        base_url=(base_url or connector.base_url).rstrip("/"),
        auth_url=(auth_url or connector.auth_url).rstrip("/"),
        fallback_recruiter=recruiter,
        next_check_at=None,
    )
    given.check_typed(connection, connector)
    return connection


def _free_name(name: str, group: Group) -> str:
    """This name, with the first number that makes it the only one of the organization."""
    name = name[:LONGEST_NAME]
    known = Connection.objects.filter(organization=group.organization, name__startswith=name)
    taken = set(known.values_list("name", flat=True))
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


def _added(connection: Connection) -> Connection:
    try:
        with transaction.atomic():
            connection.save()
    except IntegrityError as problem:
        raise ValidationError(f"There is a connection named “{connection.name}”.") from problem
    return connection


def change(connection: Connection, values: dict[str, str]) -> None:
    """Change settings or replace keys; the old webhook secret stays good for a day (K10, P9).

    Raises:
        ValidationError: with one sentence for each thing that is wrong.
    """
    _enter(connection, values)
    given.need_required(connection, CONNECTORS[connection.vendor])
    _save(connection)
    health.release_waiting(connection)
    checks.ask(connection)


def enter(connection: Connection, values: dict[str, str]) -> None:
    """Save what a step of the set-up asks for; a draft is tested by its last step only (K3).

    Raises:
        ValidationError: with one sentence for each thing that is wrong.
    """
    if connection.active:
        change(connection, values)
        return
    _enter(connection, values)
    _save(connection)


def version_of_keys(connection: Connection) -> str:
    """Another text each time the keys change."""
    return str(connection.secrets_changed_at or "")


@transaction.atomic
def make_key(connection: Connection, name: str, *, version: str) -> str:
    """Make a secret that is ours to give to the vendor, in place of the one there is (P9).

    Args:
        version: of the keys that the page with the button knew; a second press of it, as when
            the answer is loaded again, must not take away the key that was just given out.

    Returns:
        The secret, to be shown once; "" where the keys have changed since.
    """
    held = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    if version != version_of_keys(held):
        return ""
    made = secrets.token_urlsafe(32)
    _enter(held, {name: made})
    _save(held)
    return made


def _enter(connection: Connection, values: dict[str, str]) -> None:
    before = connection.secrets = _opened(connection)
    given.put(connection, CONNECTORS[connection.vendor], values)
    if connection.secrets == before:
        return
    overlap.remember(connection, before)
    connection.secrets_changed_at = Now()
    connection.old_secret_used_at = connection.key_refused_at = None
    connection.problem = ""
    AccessToken.objects.filter(connection=connection).update(expires_at=Now())


def _save(connection: Connection) -> None:
    connection.save(update_fields=[*KEY_FIELDS, "choices"])


def pause(connection: Connection) -> None:
    """Stop syncs and posts; webhooks are kept and worked on after resuming (K12)."""
    Connection.objects.filter(pk=connection.pk, paused_at=None).update(paused_at=Now())


def resume(connection: Connection) -> None:
    """Go on; what waited goes out now."""
    Connection.objects.filter(pk=connection.pk).update(paused_at=None, next_check_at=Now())
    connection.refresh_from_db(fields=["paused_at", "next_check_at"])
    health.release_waiting(connection)


@transaction.atomic
def delete_key(connection: Connection) -> int:
    """Delete the key for good: what waits is parked; how many updates that were (K10, P61)."""
    connection.secrets, connection.previous_secrets = {}, {}
    connection.disconnected_at, connection.active = Now(), False
    connection.save(update_fields=["secrets", "previous_secrets", "disconnected_at", "active"])
    AccessToken.objects.filter(connection=connection).delete()
    Delivery.objects.filter(Delivery.OPEN, connection=connection).update(
        state=WorkState.PARKED, error=outbox.KEY_DELETED
    )
    return AtsUpdate.objects.filter(AtsUpdate.OPEN, application__connection=connection).update(
        state=WorkState.PARKED, error=outbox.KEY_DELETED
    )


def deleted_in_words(connection: Connection, parked: int) -> str:
    """What deleting the key has done: of waiting updates only where there were any."""
    waited = {0: "", 1: "; 1 waiting update is parked"}
    also = waited.get(parked, f"; {parked} waiting updates are parked")
    return f"The key of {connection} is deleted for good{also}."


def addresses(connection: Connection) -> dict[str, str]:
    """Every address of ours to register with the vendor, by the vendor's name for it."""
    return {
        endpoint.name: urljoin(
            settings.SITE_URL, reverse("ats_endpoint", args=[connection.token, endpoint.name])
        )
        for endpoint in connection.connector.endpoints
    }


def _opened(connection: Connection) -> dict[str, str]:
    """The secrets; none where the seal is broken, so that new ones can be entered (P59)."""
    try:
        return dict(connection.secrets)
    except SealBroken:
        return {}

"""The verbs of a connection: create, set, pause, resume, replace and delete its key."""

import secrets
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse

from integrations import checks, guard, health, outbox
from integrations.connector import Connector, Setting
from integrations.connectors import CONNECTORS
from integrations.models import AccessToken, AtsUpdate, Connection, Delivery
from integrations.problems import Rejected
from integrations.sealed import SealBroken
from portal.models import Group, User
from portal.work import WorkState

KEY_FIELDS = ("secrets", "previous_secrets", "secrets_changed_at", "key_refused_at", "problem")


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
    """Connect an ATS for a group; it is a draft until a test succeeds (K3).

    Args:
        fallback_recruiter: whom candidates get whose recruiter has no account here (J2).

    Raises:
        ValidationError: with one sentence for each thing that is wrong.
    """
    connector = CONNECTORS.get(vendor)
    if connector is None:
        raise ValidationError(f"“{vendor}” is none of: {', '.join(CONNECTORS)}.")
    connection = Connection(
        organization=group.organization,
        group=group,
        vendor=vendor,
        name=name or f"{connector.name} of {group}",
        base_url=(base_url or connector.base_url).rstrip("/"),
        auth_url=(auth_url or connector.auth_url).rstrip("/"),
        fallback_recruiter=fallback_recruiter,
        next_check_at=None,
    )
    _check_typed(connection, connector)
    _put(connection, connector, values)
    _need_required(connection, connector)
    _add_generated(connection, connector)
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
    before = connection.secrets = _opened(connection)
    _put(connection, CONNECTORS[connection.vendor], values)
    _need_required(connection, CONNECTORS[connection.vendor])
    if connection.secrets != before:
        connection.previous_secrets = before
        connection.secrets_changed_at = Now()
        connection.key_refused_at = None
        connection.problem = ""
        AccessToken.objects.filter(connection=connection).delete()
    connection.save(update_fields=[*KEY_FIELDS, "choices"])
    health.release_waiting(connection)
    checks.ask(connection)


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


def _check_typed(connection: Connection, connector: type[Connector]) -> None:
    """Refuse what does not fit, and addresses that calls could not go to anyway (P53)."""
    names = [field.name for field in Connection._meta.fields]
    connection.clean_fields(exclude=set(names) - {"name", "base_url", "auth_url"})
    own = [address for address in (connection.base_url, connection.auth_url) if address]
    for address in own:
        try:
            guard.check_address(address, hosts=connector.hosts, own=own)
        except Rejected as refusal:
            hosts = ", ".join(connector.hosts)
            raise ValidationError(
                f"“{address}” is no address of {connector.name}: its hosts are {hosts}, by https."
            ) from refusal


def _put(connection: Connection, connector: type[Connector], values: dict[str, str]) -> None:
    known = connector.settings_by_name()
    problems = [_problem(known.get(name), name, value) for name, value in values.items()]
    if any(problems):
        raise ValidationError([problem for problem in problems if problem])
    kept = dict(connection.secrets)
    kept.update({name: value for name, value in values.items() if known[name].secret})
    connection.secrets = kept
    connection.choices = {
        **connection.choices,
        **{name: value for name, value in values.items() if not known[name].secret},
    }


def _problem(setting: Setting | None, name: str, value: str) -> str:
    if setting is None:
        return f"“{name}” is no setting of this ATS."
    if setting.choices and value not in setting.choices:
        return f"{name} is one of: {', '.join(setting.choices)}."
    return ""


def _need_required(connection: Connection, connector: type[Connector]) -> None:
    given = {**connection.choices, **connection.secrets}
    missing = [s.name for s in connector.settings if s.required and not given.get(s.name)]
    if missing:
        raise ValidationError(f"Set {', '.join(missing)}.")


def _add_generated(connection: Connection, connector: type[Connector]) -> None:
    """Make the secrets that are ours to give to the vendor."""
    made = {
        setting.name: secrets.token_urlsafe(32)
        for setting in connector.settings
        if setting.generated and not connection.secrets.get(setting.name)
    }
    connection.secrets = {**connection.secrets, **made}

"""A replaced secret is good for a day more, so that no webhook is lost meanwhile (P9)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from integrations.models import Connection
from integrations.sealed import SealBroken

LIFE = timedelta(hours=24)
USED_EVERY = timedelta(minutes=1)  # between two notes that a replaced secret was used


def good_secrets(connection: Connection, name: str) -> dict[str, bool]:
    """The secrets of this name that are taken now, and whether each is the current one."""
    before = connection.previous_secrets.get(name)
    good = {before["secret"]: False} if before and _until(before) > timezone.now() else {}
    current = connection.secrets.get(name)
    return {**good, current: True} if current else good


def remember(connection: Connection, before: dict[str, str]) -> None:
    """Keep what was replaced just now and verifies what comes in, for a day."""
    until = (timezone.now() + LIFE).isoformat()
    settings = type(connection.connector).settings
    replaced = {
        setting.name: {"secret": before[setting.name], "until": until}
        for setting in settings
        if setting.overlaps
        and before.get(setting.name)
        and before[setting.name] != connection.secrets.get(setting.name)
    }
    connection.previous_secrets = {**_still_good(connection), **replaced}


def ends(connection: Connection) -> dict[str, datetime]:
    """Until when a replaced secret is good, by its name."""
    return {name: _until(kept) for name, kept in _still_good(connection).items()}


def used(connection: Connection) -> None:
    """A webhook came with a replaced secret: some place in the ATS still has it."""
    recent = Q(old_secret_used_at__gt=Now() - USED_EVERY)
    Connection.objects.filter(~recent, pk=connection.pk).update(old_secret_used_at=Now())


def _still_good(connection: Connection) -> dict[str, dict[str, str]]:
    try:
        kept = connection.previous_secrets
    except SealBroken:
        return {}
    return {name: one for name, one in kept.items() if _until(one) > timezone.now()}


def _until(kept: dict[str, str]) -> datetime:
    return datetime.fromisoformat(kept["until"])

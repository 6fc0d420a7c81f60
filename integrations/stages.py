"""What an ATS stage or end means here: a standing (G1, G7), or an invite (K15)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from candidates.states import Standing
from integrations.mapping import changes
from integrations.models import Connection, Mapped, Stage
from integrations.vocabulary import StateChanged, Status

ENDS = {
    Status.HIRED: Standing.HIRED,
    Status.REJECTED: Standing.REJECTED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}


def standing_for(connection: Connection, news: StateChanged) -> Standing | None:
    """The standing that news means; None when its stage is mapped to nothing.

    The end counts before the stage: an application keeps its stage after it ended.
    """
    if news.status is None:
        return None
    if news.status in ENDS:
        return ENDS[news.status]
    mapped = (
        Stage.objects.filter(connection=connection, name__iexact=news.stage.strip())
        .exclude(standing="")
        .first()
    )
    return Standing(mapped.standing) if mapped else preset(connection, news.stage)


def preset(connection: Connection, stage: str) -> Standing | None:
    """The standing that the connection's `stages` setting gives a stage of this name."""
    wanted = stage.strip().lower()
    for entry in connection.choice("stages").split(","):
        name, _, standing = entry.rpartition("=")
        if name.strip().lower() == wanted and standing.strip() in Standing.values:
            return Standing(standing.strip()) or None
    return None


def live(connection: Connection) -> QuerySet[Stage]:
    """The stages that the ATS has, as last synced."""
    return Stage.objects.filter(connection=connection, gone_at=None)


def trigger_name(connection: Connection) -> str:
    """The name of the stage that invites, "" where the ATS has no such setting."""
    setting = type(connection.connector).trigger_setting
    return connection.choice(setting).strip() if setting else ""


def triggers(connection: Connection) -> QuerySet[Stage]:
    """The stages that invite: those of the name, and those that had it when they were seen."""
    name = trigger_name(connection)
    known = connection.trigger_ids.get(name.casefold(), [])
    return live(connection).filter(Q(name__iexact=name) | Q(remote_id__in=known))


def trigger_is_missing(connection: Connection) -> bool:
    """Whether nobody can be invited any more, since the ATS has no stage that invites (K15).

    A connection that asks for none, and one whose stages were never read, miss nothing.
    """
    if not trigger_name(connection) or triggers(connection).exists():
        return False
    return Stage.objects.filter(connection=connection).exists()


def renamed_triggers(connection: Connection) -> list[str]:
    """What stages that invite are called now in some jobs, other than the name that was chosen."""
    name = trigger_name(connection)
    others = triggers(connection).exclude(name__iexact=name)
    return sorted(set(others.values_list("name", flat=True)))


def set_trigger(connection: Connection, name: str) -> None:
    """Let the stages of this name invite from now on, whatever they are called later."""
    setting = type(connection.connector).trigger_setting
    with transaction.atomic():
        held = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        held.choices[setting] = name
        held.trigger_ids = {name.casefold(): _ids(connection, name)} if name else {}
        held.save(update_fields=["choices", "trigger_ids"])
    connection.choices, connection.trigger_ids = held.choices, held.trigger_ids


def settle(connection: Connection, began: datetime) -> None:
    """After a whole list of stages: what was not in it is gone, and a trigger stage that was
    renamed in every job is followed to its new name (K15). An empty list tells nothing (P35)."""
    if not live(connection).filter(last_seen_at__gte=began).exists():
        return
    live(connection).filter(last_seen_at__lt=began).update(gone_at=Now())
    name = trigger_name(connection)
    if not name:
        return
    found = triggers(connection)
    called = list(dict.fromkeys(found.order_by("pk").values_list("name", flat=True)))
    if called and not any(one.casefold() == name.casefold() for one in called):
        if len({one.casefold() for one in called}) == 1:
            _follow(connection, name, called[0])
        return
    ids = sorted(set(found.values_list("remote_id", flat=True)))
    if connection.trigger_ids != {name.casefold(): ids}:
        connection.trigger_ids = {name.casefold(): ids}
        connection.save(update_fields=["trigger_ids"])


def _follow(connection: Connection, old: str, new: str) -> None:
    set_trigger(connection, new)
    line = {"key": "", "name": "Stage that invites", "from": old, "to": new, "was": old, "is": new}
    reason = "The stage was renamed in the ATS."
    changes.keep(connection, Mapped.TRIGGER, [line], None, reason=reason)


def _ids(connection: Connection, name: str) -> list[str]:
    named = live(connection).filter(name__iexact=name).order_by("remote_id")
    return list(named.values_list("remote_id", flat=True))

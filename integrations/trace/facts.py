"""What of the rows of a case decides the answer: the step from what is kept to what is known."""

from collections.abc import Sequence
from typing import Any

from candidates.attempts import FROM_ATS
from candidates.models import Candidacy, Interview, Outcome
from candidates.states import EventKind
from integrations import handlers, stages, switches
from integrations.capabilities import Capability
from integrations.mapping import positions
from integrations.models import Connection, Delivery, Job
from integrations.trace.case import INVITES, Kept, key_of
from integrations.trace.known import Asked, Attempted, Known, Stuck
from integrations.vocabulary import Applicant
from portal.work import WorkState

MAILED = (EventKind.INVITED, EventKind.INVITE_RESENT)
STUCK = (
    WorkState.WAITING, WorkState.WORKING, WorkState.UNCLEAR, WorkState.PARKED, WorkState.DISCARDED,
)  # fmt: skip
READ = (WorkState.DONE, WorkState.IGNORED)
MAILS = {
    WorkState.DONE: "sent",
    WorkState.GAVE_UP: "gave_up",
    WorkState.PARKED: "parked",
    WorkState.IGNORED: "skipped",
}


def known_of(kept: Kept, zone: str) -> Known:
    """What the answer depends on, taken from the rows."""
    case, connection = kept.case, kept.case.connection
    facts = _of_connection(connection, kept) if connection else {"is_connected": False}
    invites = [event for event in kept.events if event.kind in INVITES]
    return Known(
        who=_capital(case.who),
        attempt=_attempted(kept),
        invited_at=invites[-1].at if invites else None,
        invite_role=str(kept.candidacy.role) if kept.candidacy else "",
        interview=_interview(kept.candidacy),
        mail=_mail(kept),
        stuck=_stuck(kept),
        zone=zone,
        **facts,
    )


def _of_connection(connection: Connection, kept: Kept) -> dict[str, Any]:
    connector, row = connection.connector, kept.case.application
    read = [each for each in kept.deliveries if each.state in READ]
    heard_at = read[-1].received_at if read else None
    seen_at = row.changed_at if row else None
    newer = row is not None and seen_at is not None and (not heard_at or seen_at > heard_at)
    stage = row.stage if row and (newer or not kept.facts) else kept.facts.get("stage", "")
    status = row.status if row and newer else kept.facts.get("status", "")
    heard, refused = connection.last_hook_at, connection.hook_refused_at
    return {
        "ats": connector.name,
        "stage": stage,
        "status": status,
        "trigger": stages.trigger_name(connection),
        "trigger_is_missing": stages.trigger_is_missing(connection),
        "is_in_trigger": _invites(connection, stage),
        "heard_at": heard_at,
        "said": read[-1].result if read else "",
        "seen_at": seen_at,
        "removed_at": row.gone_at if row else None,
        "paused_at": connection.paused_at,
        "disconnected_at": connection.disconnected_at,
        "key_refused_at": connection.key_refused_at,
        "away_until": connection.probe_at,
        "last_hook_at": heard,
        "hook_refused_at": refused if refused and not (heard and heard > refused) else None,
        "untold": _untold(kept, connector.name),
        "asked": _asked(kept, connection),
        **_job(connection, kept),
    }


def _invites(connection: Connection, stage: str) -> bool:
    """Whether the stage of this name is the one that invites, or what that is called now."""
    names = [stages.trigger_name(connection), *stages.renamed_triggers(connection)]
    return bool(stage) and stage.casefold() in [name.casefold() for name in names]


def _job(connection: Connection, kept: Kept) -> dict[str, Any]:
    """The job's name, whether it takes invites, and the role that it leads to now."""
    row = kept.case.application
    number = (row.job_remote_id if row else "") or kept.facts.get("job", "")
    job = Job.objects.filter(connection=connection, remote_id=number).first() if number else None
    role = handlers.role_for(connection, number, job.role_value) if job else None
    return {
        "job": job.name if job else number,
        "role": str(role) if role and role.takes_invites else "",
        "job_is_closed": positions.is_closed(connection, Applicant("", job=number)),
    }


def _attempted(kept: Kept) -> Attempted | None:
    if not kept.attempts:
        return None
    last = kept.attempts[-1]
    return Attempted(
        outcome=Outcome(last.outcome),
        at=last.at,
        codes=tuple(Outcome(code) for code in last.codes or [last.outcome]),
        from_ats=last.source in FROM_ATS,
        confirmed_at=last.confirmed_at,
        dismissed_at=last.dismissed_at,
    )


def _interview(candidacy: Candidacy | None) -> str:
    """The state of the newest interview, in words."""
    last = Interview.objects.filter(candidacy=candidacy).order_by("-pk").first()
    return last.get_state_display() if candidacy and last else ""


def _mail(kept: Kept) -> str:
    """How far the newest invitation is."""
    told = [each for each in kept.notifications if each.event and each.event.kind in MAILED]
    if not told:
        return ""
    mail = told[-1].mail
    return MAILS.get(WorkState(mail.state), "waiting") if mail else "skipped"


def stuck(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Those that led to nothing yet: they wait, are parked, or were discarded."""
    return [each for each in deliveries if each.state in STUCK]


def _stuck(kept: Kept) -> Stuck | None:
    """The newest webhook that led to nothing yet."""
    left = stuck(kept.deliveries)
    if not left:
        return None
    last = left[-1]
    settled = last.state in (WorkState.PARKED, WorkState.DISCARDED)
    return Stuck(
        at=last.received_at,
        parked=last.state == WorkState.PARKED,
        discarded=last.state == WorkState.DISCARDED,
        reason=last.error,
        again_at=None if settled else last.next_attempt_at,
    )


def _asked(kept: Kept, connection: Connection) -> Asked | None:
    """The newest webhook that asked for an invite and led to no attempt."""
    followed = {attempt.key for attempt in kept.attempts}
    for delivery in reversed(kept.deliveries):
        asks = any(facts["kind"] == "invite_requested" for facts in delivery.understood)
        if asks and delivery.state in READ and key_of(delivery) not in followed:
            return _asked_by(delivery, connection)
    return None


def _asked_by(delivery: Delivery, connection: Connection) -> Asked:
    """What stood against it: what an assessment call was told, or that inviting was off."""
    return Asked(
        delivery.received_at,
        delivery.result,
        is_off=not switches.is_on(connection, Capability.INVITE_BY_WEBHOOK),
        by="a webhook" if delivery.answered is None else "an assessment call",
        was_off=not any("refused" in facts for facts in delivery.understood),
    )


def _untold(kept: Kept, ats: str) -> str:
    """Why the ATS does not show the newest of what happened; empty where it does."""
    last = kept.updates[-1] if kept.updates else None
    if last is None or not last.error or last.state in (WorkState.DONE, WorkState.MERGED):
        return ""
    if last.state in (WorkState.GAVE_UP, WorkState.PARKED, WorkState.DISCARDED):
        return f"{ats} does not show it: {last.error}"
    return f"{ats} does not show it yet: {last.error}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

"""The time line of a case: each row that we keep of it as a line, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from django.urls import reverse

from candidates import attempts
from candidates.models import InterviewEvent, InviteAttempt, Notification, Outcome
from candidates.templatetags.candidacies import event_look
from integrations import ats_panel
from integrations.logs import masking, understood
from integrations.models import AtsUpdate, Connection, Delivery, LogAct, SyncRun
from integrations.trace.case import Kept
from portal.models import Mail
from portal.tones import Look, look
from portal.viewers import Viewer
from portal.work import WorkState

MAIL_WORDS = {WorkState.DONE: "sent", WorkState.WAITING: "waiting"}


@dataclass(frozen=True)
class Line:
    """One thing that happened: how it looks, what and how it was, and where it is shown."""

    at: datetime
    look: Look
    word: str
    title: str
    texts: tuple[str, ...] = ()
    url: str = ""


def lines_of(kept: Kept, viewer: Viewer) -> list[Line]:
    """Everything that happened in a case, oldest first."""
    connection = kept.case.connection
    lines = [_of_delivery(each, connection) for each in kept.deliveries if connection]
    lines += [line for each in kept.attempts for line in _of_attempt(each, viewer)]
    lines += [_of_event(each) for each in kept.events]
    lines += [_of_mail(each, each.mail) for each in kept.notifications if each.mail]
    lines += [_of_update(each, kept) for each in kept.updates]
    lines += [_of_act(each) for each in kept.acts]
    lines += [_of_sync(each, kept) for each in kept.syncs if each != kept.whole_sync]
    lines += [_of_whole_sync(kept.whole_sync, kept)] if kept.whole_sync else []
    return sorted(lines, key=attrgetter("at"))


def webhook_url(connection: Connection, number: int) -> str:
    """Where a webhook is shown with all that is kept of it."""
    return reverse("log_webhook", args=[connection.organization.slug, connection.pk, number])


def _of_delivery(delivery: Delivery, connection: Connection) -> Line:
    said = tuple(understood.sentence(facts) for facts in delivery.understood)
    came = delivery.result if delivery.result not in said else ""
    return Line(
        delivery.received_at,
        look(delivery.state),
        delivery.get_state_display(),
        f"{'Webhook' if delivery.answered is None else 'Call'} {delivery.pk} came",
        tuple(filter(None, (*said, came, delivery.error))),
        webhook_url(connection, delivery.pk),
    )


def _of_attempt(attempt: InviteAttempt, viewer: Viewer) -> Iterator[Line]:
    refused = attempt.outcome != Outcome.SENT
    state = "warn" if attempt.outcome == Outcome.L6 else "bad" if refused else "ok"
    by = f", by {attempt.by}" if attempt.by else ""
    role = f"Role: {attempt.role}." if attempt.role else "Role: none."
    yield Line(
        attempt.at,
        look(state),
        attempt.get_outcome_display(),
        f"Invite by {attempt.get_source_display()}{by}",
        tuple(filter(None, (role, attempt.recruiter_remark, attempts.text_for(attempt, viewer)))),
        reverse("attempt", args=[attempt.pk]) if refused else "",
    )
    if attempt.confirmed_at and refused:
        by = f"{attempt.confirmed_by} confirmed the held invite"
        yield Line(attempt.confirmed_at, look("ok"), "Confirmed", by)
    if attempt.dismissed_at:
        yield Line(
            attempt.dismissed_at,
            look("archived"),
            "Dismissed",
            "The attempt was taken off the list",
        )


def _of_event(event: InterviewEvent) -> Line:
    by = str(event.user) if event.user else event.get_actor_display()
    return Line(
        event.at,
        event_look(event),
        f"by {by}",
        f"Candidacy: {event.get_kind_display().lower()}",
        (event.detail,) if event.detail else (),
        reverse("candidacy", args=[event.candidacy_id]),
    )


def _of_mail(told: Notification, mail: Mail) -> Line:
    state = MAIL_WORDS.get(WorkState(mail.state), mail.state)
    whom = told.user or told.candidate
    what = told.event.get_kind_display() if told.event else "Invite not sent"
    return Line(
        mail.sent_at or mail.created_at,
        look(state),
        "Sent" if state == "sent" else mail.get_state_display(),
        f"Mail “{what}” to {whom} ({told.get_hat_display().lower()})",
        (mail.error,) if mail.error else (),
    )


def _of_update(update: AtsUpdate, kept: Kept) -> Line:
    line = ats_panel.Line(update)
    assert kept.case.connection is not None
    status = f"Status: {update.status}" if update.status else ""
    return Line(
        update.sent_at or update.created_at,
        look(line.state),
        line.word,
        f"To {kept.case.connection.connector.name}: {line.title}",
        tuple(filter(None, (status, update.error))),
    )


def _of_act(act: LogAct) -> Line:
    row = f"webhook {act.delivery_id}" if act.delivery_id else "an update to the ATS"
    return Line(act.at, look("info"), f"by {act.by}", f"{act.get_what_display()}: {row}")


def _of_sync(run: SyncRun, kept: Kept) -> Line:
    """A sync that asked for the application by its id: what it found is that of all it read."""
    connection = kept.case.connection
    assert connection is not None
    asked = f"It asked for {kept.case.remote_id}." if run in kept.syncs else ""
    found = f"Of all it read: {run.seen} seen, {run.changed} changed, {run.failed} failed."
    return Line(
        run.ended_at or run.started_at,
        look(run.state),
        run.get_state_display(),
        f"Comparison {run.pk} with {connection.connector.name}",
        tuple(filter(None, (asked, found, masking.text(run.error)))),
        reverse("log_sync", args=[connection.organization.slug, connection.pk, run.pk]),
    )


def _of_whole_sync(run: SyncRun, kept: Kept) -> Line:
    """The last that went to its end, and what is known of the application since."""
    row = kept.case.application
    stands = f"The stage as we know it now: {row.stage}." if row and row.stage else ""
    line = _of_sync(run, kept)
    texts = (*line.texts, stands) if stands else line.texts
    return replace(line, title=f"Last whole {line.title[:1].lower()}{line.title[1:]}", texts=texts)

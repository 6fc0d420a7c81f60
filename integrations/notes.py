"""The words an ATS reads: first the fact, then role and link; never contact data (H9)."""

import zoneinfo
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from candidates.models import InterviewEvent, InviteAttempt, Outcome, Source
from candidates.states import EventKind
from candidates.write_ups import mean_score
from integrations.models import Application, AtsUpdate, Job
from integrations.vocabulary import Note, NoteKind
from portal.work import WorkState

LONGEST_STATUS = 200

K = EventKind
KINDS: dict[str, NoteKind] = {
    K.INVITED: NoteKind.INVITED,
    K.INVITE_RESENT: NoteKind.INVITED,
    K.REOPENED: NoteKind.INVITED,
    K.SCHEDULED: NoteKind.SCHEDULED,
    K.RESCHEDULED: NoteKind.RESCHEDULED,
    K.SLOT_RELEASED: NoteKind.SLOT_RELEASED,
    K.INTERVIEWER_ABSENT: NoteKind.SLOT_RELEASED,
    K.CANCELED: NoteKind.CANCELED,
    K.TIMED_OUT: NoteKind.CANCELED,
    K.NOT_HELD: NoteKind.CANCELED,
    K.NO_SHOW: NoteKind.NO_SHOW,
    K.ENDED_EARLY: NoteKind.ENDED_EARLY,
    K.REDO_OFFERED: NoteKind.REDO_OFFERED,
    K.REDO_REOPENED: NoteKind.REDO_OFFERED,
    K.REDO_TAKEN: NoteKind.REDO_TAKEN,
    K.REDO_DECLINED: NoteKind.REDO_DECLINED,
    K.RESULT: NoteKind.RESULT,
}
STATUSES: dict[NoteKind, str] = {
    NoteKind.INVITED: "Invited",
    NoteKind.SCHEDULED: "Scheduled",
    NoteKind.RESCHEDULED: "Scheduled",
    NoteKind.SLOT_RELEASED: "Invited",
    NoteKind.CANCELED: "Canceled",
    NoteKind.NO_SHOW: "No-show",
    NoteKind.ENDED_EARLY: "Ended early",
    NoteKind.REDO_OFFERED: "Completed, redo offered",
    NoteKind.REDO_TAKEN: "Redo: invited",
    NoteKind.REDO_DECLINED: "Completed",
    NoteKind.RESULT: "Result ready",
}


def note_of(update: AtsUpdate) -> Note:
    """The update as a connector posts it."""
    application = update.application
    text, link, score = _words(update)
    return Note(
        application=application.remote_id,
        candidate=application.candidate_remote_id,
        job=application.job_remote_id,
        kind=NoteKind(update.kind),
        marker=str(update.marker),
        text=text,
        status=update.status[:LONGEST_STATUS],
        link=link,
        score=score,
        callback=application.callback,
        order=_order(update),
        result=_result(update),
        job_name=_job_name(application),
        starts_at=update.event.new_start if update.event else None,
        unclear=update.unsure,
    )


def _order(update: AtsUpdate) -> str:
    """What an assessment call was answered with, if one asked for the interview this is about."""
    interview = update.event.interview if update.event else None
    if interview is None:
        return ""
    asked = InviteAttempt.objects.filter(interview=interview, source=Source.ASSESSMENT)
    return str(interview.uid) if asked.filter(outcome=Outcome.SENT).exists() else ""


def _result(update: AtsUpdate) -> str:
    event = update.event
    if event is None or event.kind != K.RESULT or event.interview is None:
        return ""
    return event.interview.write_up.get_recommendation_display()


def _job_name(application: Application) -> str:
    known = Job.objects.filter(
        connection=application.connection_id, remote_id=application.job_remote_id
    )
    return known.values_list("name", flat=True).first() or ""


def text_of(update: AtsUpdate) -> str:
    """What an update says in its note; empty where it sets a status or looks something up."""
    return _words(update)[0] if update.kind in set(NoteKind) else ""


def status_of(event: InterviewEvent) -> str:
    """The few words of the ATS's status field."""
    words = STATUSES[KINDS[event.kind]]
    if event.new_start and event.kind in (K.SCHEDULED, K.RESCHEDULED):
        words = f"{words} for {event.new_start.astimezone(UTC):%d %b %Y %H:%M} UTC"
    interview = event.interview
    redo = interview is not None and interview.redo_of_id and not words.startswith("Redo")
    return f"Redo: {words[0].lower()}{words[1:]}" if redo else words


def _words(update: AtsUpdate) -> tuple[str, str, float | None]:
    if update.event:
        return _of_event(update.event, _time_told(update) or update.event.old_start)
    assert update.attempt is not None
    return _of_attempt(update.attempt), "", None


def _of_attempt(attempt: InviteAttempt) -> str:
    if attempt.outcome == Outcome.L6:
        return attempt.text
    return f"The interview invite was not sent. {attempt.text}"


def _time_told(update: AtsUpdate) -> datetime | None:
    """The time that this application was told last: what was merged or given up never was (H8)."""
    if update.kind != NoteKind.RESCHEDULED or update.event is None:
        return None
    earlier = AtsUpdate.objects.filter(
        application=update.application_id,
        event__interview=update.event.interview_id,
        event__new_start__isnull=False,
        kind__in=(NoteKind.SCHEDULED, NoteKind.RESCHEDULED),
        state=WorkState.DONE,
        pk__lt=update.pk,
    )
    return earlier.order_by("-pk").values_list("event__new_start", flat=True).first()


def _of_event(event: InterviewEvent, old_start: datetime | None) -> tuple[str, str, float | None]:
    kind = KINDS[event.kind]
    if kind is NoteKind.INVITED and event.kind == K.INVITED:
        return "", "", None  # the status field alone says so (H1)
    candidacy = event.candidacy
    link = settings.SITE_URL + reverse("candidacy", args=[candidacy.pk])
    lines = [_fact(event, old_start), f"Role: {candidacy.role}", f"Details: {link}"]
    score = None
    if kind is NoteKind.RESULT and event.interview:
        write_up = event.interview.write_up
        score = mean_score(write_up)
        lines[1:1] = [
            f"Recommendation: {write_up.get_recommendation_display()}",
            f"Mean score: {score} of 4" if score else "",
            write_up.summary,
        ]
    return "\n".join(line for line in lines if line), link, score


def _fact(event: InterviewEvent, old_start: datetime | None) -> str:
    name = "Redo interview" if event.interview and event.interview.redo_of_id else "Interview"
    zone = event.candidacy.candidate.zone or event.candidacy.organization.zone
    old = moment(old_start, zone) if old_start else ""
    new = moment(event.new_start, zone) if event.new_start else ""
    reason = f" Reason: {event.detail}." if event.detail else ""
    facts = {
        K.INVITE_RESENT: f"{name} invite sent again",
        K.REOPENED: "The candidate was given another chance to book after a no-show",
        K.SCHEDULED: f"{name} scheduled for {new}",
        K.RESCHEDULED: f"{name} rescheduled from {old} to {new}",
        K.SLOT_RELEASED: f"{name} rescheduled: {old} was given up, no new time yet.{reason}",
        K.INTERVIEWER_ABSENT: f"{name} of {old} was not held: the interviewer did not come. "
        "The candidate can book a new time",
        K.CANCELED: f"{name} canceled.{reason}",
        K.TIMED_OUT: f"{name} canceled: the invite timed out before it was held",
        K.NOT_HELD: f"{name} canceled: it was scheduled for {old} and never held",
        K.NO_SHOW: f"{name}: the candidate did not come (no-show)",
        K.ENDED_EARLY: f"{name} ended early.{reason}",
        K.REDO_OFFERED: "Interview completed. The candidate may take a redo within 24 hours",
        K.REDO_REOPENED: "The candidate may take a redo within 24 hours",
        K.REDO_TAKEN: "The candidate takes the redo: a second interview is being scheduled",
        K.REDO_DECLINED: "The candidate does not take the redo",
        K.RESULT: f"{name} result is ready",
    }
    return facts[EventKind(event.kind)]


def moment(at: datetime, zone: str) -> str:
    """A time as notes say it: "Tue 1 Dec 2026, 15:00 UTC (10:00 New York)"."""
    text = f"{at:%a} {at.day} {at:%b %Y, %H:%M} UTC"
    if zone in ("", "UTC"):
        return text
    there = at.astimezone(zoneinfo.ZoneInfo(zone))
    day = "" if there.date() == at.date() else f"{there:%a} "
    return f"{text} ({day}{there:%H:%M} {zone.rpartition('/')[2].replace('_', ' ')})"

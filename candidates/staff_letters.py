"""The letters to recruiters, followers, graders and hiring managers."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from candidates import attempts, audience, mail_choices, write_ups
from candidates.audience import Topic
from candidates.models import (
    Candidacy,
    Hat,
    InterviewEvent,
    InviteAttempt,
    Notification,
    Outcome,
    WriteUp,
)
from candidates.states import EventKind
from candidates.writing import (
    TEMPLATE,
    Link,
    event_of,
    interview_of,
    line,
    reader_of,
    short_when,
    when,
    words,
    zone_of,
)
from portal.mail import Letter, letter
from portal.models import Mail, User
from portal.viewers import viewer_for

# What happened, as the subject and heading say it.
FACTS = {
    EventKind.INVITED: "{name} is invited",
    EventKind.INVITE_RESENT: "{name} was sent the invitation again",
    EventKind.REOPENED: "{name} has another chance",
    EventKind.REDO_TAKEN: "{name} takes the redo",
    EventKind.SCHEDULED: "{name} is scheduled for {start}",
    EventKind.RESCHEDULED: "{name} has a new time: {start}",
    EventKind.SLOT_RELEASED: "{name} has no time any more",
    EventKind.INTERVIEWER_ABSENT: "The interviewer did not come to meet {name}",
    EventKind.CANCELED: "The interview of {name} is canceled",
    EventKind.TIMED_OUT: "The invitation of {name} timed out",
    EventKind.NOT_HELD: "The interview of {name} was not held",
    EventKind.NO_SHOW: "{name} did not come",
    EventKind.REDO_OFFERED: "{name} is offered a redo",
    EventKind.REDO_REOPENED: "{name} is offered a redo again",
    EventKind.RESULT: "The result of {name} is ready",
}
NEXT = {
    EventKind.SLOT_RELEASED: "The booking link works again; {name} is asked to choose a new time.",
    EventKind.INTERVIEWER_ABSENT: "We apologized, and {name} is asked to choose a new time.",
    EventKind.TIMED_OUT: "No time was booked in the days allowed. You can invite {name} again.",
    EventKind.NOT_HELD: "It was never started and is closed now. You can invite {name} again.",
    EventKind.NO_SHOW: "You can give {name} another chance on the candidacy's page.",
}

WHY: dict[str, str] = {
    Hat.RECRUITER: "You get this mail as the recruiter.",
    Hat.FOLLOWER: "You get this mail because you follow this candidacy.",
    Hat.GRADER: "You get this mail as a grader: graders hear of results only.",
    Hat.HIRING_MANAGER: "You get this mail as a hiring manager of the role.",
}


@letter("staff_news")
def news(mail: Mail) -> Letter:
    """One event of a candidacy they hear of."""
    event, reader = event_of(mail), reader_of(mail)
    zone = zone_of(reader)
    by = str(event.user) if event.user else event.get_actor_display()
    return _about(
        mail,
        event,
        reader,
        ("When", when(event.new_start, zone)),
        ("Before" if event.new_start else "It was on", when(event.old_start, zone)),
        ("Reason", event.detail if event.kind == EventKind.CANCELED else ""),
        ("By", by),
        action=("Open the candidacy", page_url("candidacy", event.candidacy_id)),
    )


@letter("staff_result")
def result(mail: Mail) -> Letter:
    """The result in short; the whole of it is behind the link (I2, H2)."""
    interview, reader = interview_of(mail), reader_of(mail)
    write_up = WriteUp.objects.get(interview=interview)
    mean = write_ups.mean_score(write_up)
    return _about(
        mail,
        event_of(mail),
        reader,
        ("Recommendation", write_up.get_recommendation_display()),
        ("Mean score", f"{mean} of 4" if mean else ""),
        ("Held", when(interview.started_at, zone_of(reader))),
        action=("Read the result", page_url("candidacy_result", interview.candidacy_id)),
    )


@letter("recruiter_reminder")
def last_day(mail: Mail) -> Letter:
    """To a recruiter who asked for it: somebody's last day to book (I1)."""
    interview = interview_of(mail)
    name = interview.candidate.name
    return _letter(
        mail,
        reader_of(mail),
        Topic.REMINDER,
        f"{name} has one day left to book",
        f"{name} has not chosen a time yet. You can extend the window on the candidacy's page.",
        details=_whom(interview.candidacy),
        action=("Open the candidacy", page_url("candidacy", interview.candidacy_id)),
    )


@letter("recruiter_attempt")
def attempt(mail: Mail) -> Letter:
    """An invite that failed, or waits for a confirmation: the exact words of section L."""
    tried = InviteAttempt.objects.select_related("role", "interview").get(pk=mail.ids["attempt"])
    reader = reader_of(mail)
    return _letter(
        mail,
        reader,
        _topic(tried),
        said_of_attempt(tried),
        attempts.text_for(tried, viewer_for(reader, tried.organization_id)),
        attempts.remedy(tried),
        details=[
            ("Role", tried.role.name if tried.role else ""),
            ("Came by", tried.get_source_display()),
        ],
        action=("See the invite", page_url("attempt", tried.pk)),
    )


def _topic(tried: InviteAttempt) -> Topic:
    return Topic.RECENT_BLOCK if tried.outcome == Outcome.L6 else Topic.INVITE_ERROR


def said_of_event(event: InterviewEvent, reader: User) -> str:
    """What happened in a line, with its time on the reader's clock."""
    name, start = event.candidacy.candidate.name, short_when(event.new_start, zone_of(reader))
    redo = " (redo)" if event.interview and event.interview.redo_of_id else ""
    return FACTS[EventKind(event.kind)].format(name=name, start=start) + redo


def said_of_attempt(tried: InviteAttempt) -> str:
    """How an attempt to invite ended, in a line."""
    whose = f"The invite of {tried.name or tried.email or 'a candidate'}"
    held = tried.outcome == Outcome.L6
    return f"{whose} waits for you" if held else f"{whose} failed"


def page_url(name: str, pk: int) -> str:
    """The address of a page about one row."""
    return f"{settings.SITE_URL}{reverse(name, args=[pk])}"


def _about(
    mail: Mail, event: InterviewEvent, reader: User, *details: tuple[str, str], action: Link
) -> Letter:
    interview = interview_of(mail)
    next_step = NEXT.get(EventKind(event.kind), "")
    return _letter(
        mail,
        reader,
        audience.topic_of(event) or Topic.INVITED,
        said_of_event(event, reader),
        next_step.format(name=interview.candidate.name),
        details=[*_whom(interview.candidacy), *details],
        action=action,
    )


def _letter(
    mail: Mail, reader: User, topic: Topic, subject: str, *paragraphs: str, **parts: Any
) -> Letter:
    hat = Notification.objects.filter(mail=mail).values_list("hat", flat=True).first()
    return Letter(
        subject=line(subject),
        template=TEMPLATE,
        facts=words(subject, *paragraphs, why=WHY.get(hat or Hat.RECRUITER, ""), **parts),
        unsubscribe_url=mail_choices.stop_url(reader, topic),
    )


def _whom(candidacy: Candidacy) -> list[tuple[str, str]]:
    return [
        ("Candidate", candidacy.candidate.name),
        ("Role", candidacy.role.name),
        ("Recruiter", str(candidacy.recruiter)),
    ]

"""The letters to candidates; they need no account, and their links hold a token (I7, P46)."""

from typing import Any

from candidates import links, slots
from candidates.calendar import CANCEL
from candidates.candidate_letter import brief_when, long_when, to_candidate, what
from candidates.models import ActorKind, Interview, InterviewEvent
from candidates.states import EventKind
from candidates.writing import booked, event_of, interview_of, withdrawn
from portal.mail import Letter, letter
from portal.models import Mail

SAID_BY_PEOPLE = (ActorKind.USER, ActorKind.CANDIDATE)


@letter("candidate_invited")
@letter("candidate_invite_resent")
def invited(mail: Mail) -> Letter:
    """Choose a time: the booking link (D10, E5)."""
    interview = interview_of(mail)
    return _to_book(
        interview,
        f"Choose a time for your interview with {interview.organization}",
        f"{interview.organization} invites you to an online interview. "
        "Please choose a time that suits you.",
    )


@letter("candidate_reopened")
def reopened(mail: Mail) -> Letter:
    """After a no-show: a new link and a new window (E1)."""
    interview = interview_of(mail)
    return _to_book(
        interview,
        f"Choose a new time for your interview with {interview.organization}",
        "We missed you last time, and you have another chance. Please choose a new time.",
    )


@letter("candidate_redo_taken")
def redo_taken(mail: Mail) -> Letter:
    """The booking link of the second interview (F3)."""
    interview = interview_of(mail)
    return _to_book(
        interview,
        f"Choose a time for your second interview with {interview.organization}",
        "You took up the offer of a second interview. Please choose a time that suits you.",
    )


@letter("candidate_reminder")
def reminder(mail: Mail) -> Letter:
    """Nothing is booked yet (I1)."""
    interview = interview_of(mail)
    return _to_book(
        interview,
        f"Reminder: choose a time for your interview with {interview.organization}",
        f"{interview.organization} invited you to an online interview, and you have not chosen "
        "a time yet.",
        optional=True,
    )


@letter("candidate_slot_released")
def slot_released(mail: Mail) -> Letter:
    """The time is given up; the booking link is live again (E1)."""
    event = event_of(mail)
    if event.actor == ActorKind.CANDIDATE:
        return _to_book_again(mail, event, "You gave up your time. Please choose a new one.")
    said = "We are sorry: the time of your interview fell away. Please choose a new one."
    return _to_book_again(mail, event, said)


@letter("candidate_interviewer_absent")
def interviewer_absent(mail: Mail) -> Letter:
    """The apology for an interviewer who did not come (E1)."""
    return _to_book_again(
        mail,
        event_of(mail),
        "Your interviewer did not come, and you waited for nothing. We apologize. "
        "This does not count against you; please choose a new time.",
    )


@letter("candidate_scheduled")
def scheduled(mail: Mail) -> Letter:
    """The confirmation, with the calendar entry."""
    return _booked(mail, "Your interview is scheduled")


@letter("candidate_rescheduled")
def rescheduled(mail: Mail) -> Letter:
    """The new time, with the calendar entry that replaces the old one."""
    return _booked(mail, "Your interview has a new time")


@letter("candidate_starts_soon")
def starts_soon(mail: Mail) -> Letter:
    """A day and an hour before the start (I1)."""
    interview = interview_of(mail)
    return to_candidate(
        interview,
        f"Reminder: your interview is on {brief_when(interview.starts_at, interview)}",
        "This is a reminder of your interview.",
        details=[("When", long_when(interview.starts_at, interview)), *what(interview)],
        action=("Open the interview room", links.room_url(interview)),
        links=[("Change or cancel the interview", links.booking_url(interview))],
        optional=True,
    )


@letter("candidate_candidate_late")
def late(mail: Mail) -> Letter:
    """The interviewer is waiting: the room link (E6)."""
    interview = interview_of(mail)
    return to_candidate(
        interview,
        "Your interviewer is waiting for you",
        "Your interview has begun and your interviewer is in the room. Please come now: "
        "within ten minutes of the start you are on time.",
        action=("Open the interview room", links.room_url(interview)),
        links=[("Go to the call directly", links.meeting_url(interview))],
    )


@letter("candidate_no_show")
def no_show(mail: Mail) -> Letter:
    """The interview did not take place; how to go on (E1)."""
    interview = interview_of(mail)
    return to_candidate(
        interview,
        f"We missed you at your interview with {interview.organization}",
        f"You did not come to your interview on {long_when(interview.starts_at, interview)}.",
        f"If you want another chance, write to {interview.candidacy.recruiter}.",
        details=what(interview),
        optional=True,
    )


@letter("candidate_canceled")
@letter("candidate_timed_out")
@letter("candidate_not_held")
def canceled(mail: Mail) -> Letter:
    """It will not take place; the calendar entry goes, if there was one."""
    event, interview = event_of(mail), interview_of(mail)
    said = {
        EventKind.TIMED_OUT: "The days to choose a time are over, so the invitation has ended.",
        EventKind.NOT_HELD: "The interview did not take place, so it is closed.",
    }
    return to_candidate(
        interview,
        f"Your interview with {interview.organization} is canceled",
        said.get(EventKind(event.kind), "Your interview will not take place."),
        details=[
            ("It was on", long_when(event.old_start, interview)),
            ("Reason", event.detail if event.actor in SAID_BY_PEOPLE else ""),
            *what(interview),
        ],
        calendar=withdrawn(interview, event),
        calendar_method=CANCEL,
    )


@letter("candidate_redo_offered")
@letter("candidate_redo_reopened")
def redo_offered(mail: Mail) -> Letter:
    """The offer of a second interview (F2)."""
    interview = interview_of(mail)
    return to_candidate(
        interview,
        "You may take a second interview",
        "Thank you for your interview. If you feel that it did not show what you can do, you may "
        "take one more. Both results will be seen, and you need not decide for it.",
        details=[
            ("Offer ends", long_when(interview.redo_offer_ends_at, interview)),
            *what(interview),
        ],
        action=("Look at the offer", links.redo_url(interview)),
    )


@letter("candidate_result")
def thanks(mail: Mail) -> Letter:
    """A thank-you that says nothing of the result (I1)."""
    interview = interview_of(mail)
    return to_candidate(
        interview,
        f"Thank you for your interview with {interview.organization}",
        f"Thank you for the time you took. {interview.organization} has your interview now and "
        "will write to you about what comes next.",
        details=what(interview),
        optional=True,
    )


def _to_book(interview: Interview, subject: str, said: str, **parts: Any) -> Letter:
    return to_candidate(
        interview,
        subject,
        said,
        details=[*what(interview), ("Book by", long_when(slots.book_by(interview), interview))],
        action=("Choose a time", links.booking_url(interview)),
        closing="You need no account. The link is meant for you alone, so please keep it.",
        **parts,
    )


def _to_book_again(mail: Mail, event: InterviewEvent, said: str) -> Letter:
    interview = interview_of(mail)
    return _to_book(
        interview,
        f"Choose a new time for your interview with {interview.organization}",
        said,
        calendar=withdrawn(interview, event),
        calendar_method=CANCEL,
    )


def _booked(mail: Mail, said: str) -> Letter:
    event, interview = event_of(mail), interview_of(mail)
    return to_candidate(
        interview,
        f"{said}: {brief_when(event.new_start, interview)}",
        "At the start, open the interview room. Your interviewer will be there.",
        heading=said,
        details=[
            ("When", long_when(event.new_start, interview)),
            ("Before", long_when(event.old_start, interview)),
            *what(interview),
        ],
        action=("Open the interview room", links.room_url(interview)),
        links=[
            ("Go to the call directly", links.meeting_url(interview)),
            ("Change or cancel the interview", links.booking_url(interview)),
        ],
        calendar=booked(interview, event),
    )

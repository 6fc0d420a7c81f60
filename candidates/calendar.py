"""The calendar entry of an interview, as mailed and downloaded: one UID for its whole life (I1)."""

from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from candidates import links
from candidates.models import Interview
from portal.models import User

REQUEST = "REQUEST"
CANCEL = "CANCEL"


def entry(interview: Interview, method: str = REQUEST, to: User | None = None) -> str:
    """The entry for one addressee, times in UTC; who gave up the slot may have none left.

    Args:
        method: REQUEST for a new or moved interview, CANCEL for one that falls away.
        to: the interviewer it is for; None means the candidate.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Liaison//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(interview, method, to))
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(interview: Interview, method: str, to: User | None) -> Event:
    event = Event()
    event.add("uid", str(interview.uid))
    event.add("sequence", interview.sequence)
    event.add("dtstamp", timezone.now())
    if interview.starts_at and interview.ends_at:
        event.add("dtstart", interview.starts_at)
        event.add("dtend", interview.ends_at)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("summary", _summary(interview, to))
    event.add("organizer", _person(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
    addressee = to or interview.candidate
    attendee = _person(addressee.name, addressee.email)
    attendee.params["partstat"] = vText("ACCEPTED")
    event.add("attendee", attendee)
    if method == REQUEST:
        _add_room(event, interview, to)
    return event


def _add_room(event: Event, interview: Interview, to: User | None) -> None:
    room = links.interviewer_room_url(interview) if to else links.room_url(interview)
    lines = [f"Room: {room}", f"Call: {links.meeting_url(interview)}"]
    if to is None:
        lines.append(f"Change or cancel: {links.booking_url(interview)}")
    event.add("location", room)
    event.add("url", room)
    event.add("description", "\n".join(lines))


def _summary(interview: Interview, to: User | None) -> str:
    role = interview.candidacy.role
    if to:
        return _line(f"Interview: {interview.candidate.name}, {role.name}")
    return _line(f"Interview with {interview.organization.name}: {role.name}")


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["cn"] = vText(_line(name))
    return person


def _line(text: str) -> str:
    """One line without control characters: names come from outside (P49)."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())

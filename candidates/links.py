"""The links candidates hold: derived from a key and the row, never stored (P46, P23).

A link names the interview's random uid and the version of its links, signed for one purpose with
SECRET_KEY; links signed with one of SECRET_KEY_FALLBACKS stay good. A guess costs no query.
"""

import base64
import uuid
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from candidates.models import Interview
from portal.scope import everywhere


class Purpose(StrEnum):
    """What a link is good for; one signed for another purpose is as good as none."""

    BOOK = "book"  # booking, the candidate's room and calendar entry
    REDO = "redo"
    MEET = "meet"  # the demo's meeting page, for both sides


class LinkReplaced(Exception):
    """The link was ours, and a newer one was sent since."""

    def __init__(self, interview: Interview) -> None:
        super().__init__("This link was replaced by a newer one.")
        self.interview = interview


def interview_for(token: str, purpose: Purpose) -> Interview | None:
    """The interview a link opens, of whatever organization, in whatever state; None if forged.

    Raises:
        LinkReplaced: the signature is ours, the version an old one.
    """
    try:
        name, version = _signer(purpose).unsign(token).split(".")
    except BadSignature:
        return None
    with everywhere():
        interview = (
            Interview.objects.select_related(
                "organization", "candidate", "interviewer", "candidacy__recruiter",
                "candidacy__role__format", "redo",
            )
            .filter(uid=uuid.UUID(bytes=base64.urlsafe_b64decode(name + "==")))
            .first()
        )  # fmt: skip
    if interview and interview.link_version != int(version):
        raise LinkReplaced(interview)
    return interview


def token_for(interview: Interview, purpose: Purpose) -> str:
    """The token of this interview's present version for one purpose."""
    name = base64.urlsafe_b64encode(interview.uid.bytes).decode().rstrip("=")
    return _signer(purpose).sign(f"{name}.{interview.link_version}")


def booking_url(interview: Interview) -> str:
    """Where the candidate books, changes and cancels."""
    return _absolute("booking", interview, Purpose.BOOK)


def room_url(interview: Interview) -> str:
    """The candidate's side of the room."""
    return _absolute("booking_room", interview, Purpose.BOOK)


def interviewer_room_url(interview: Interview) -> str:
    """The interviewer's side of the room; its reader signs in."""
    return f"{settings.SITE_URL}{reverse('interviewer_room', args=[interview.pk])}"


def calendar_url(interview: Interview) -> str:
    """The candidate's calendar entry as a download."""
    return _absolute("booking_calendar", interview, Purpose.BOOK)


def redo_url(interview: Interview) -> str:
    """Where the candidate answers the redo offer made after this interview (F2)."""
    return _absolute("redo", interview, Purpose.REDO)


def meeting_url(interview: Interview) -> str:
    """Where both sides talk: MEETING_URL with its {uid} filled in, else the demo's own page."""
    if settings.MEETING_URL:
        return str(settings.MEETING_URL).format(uid=interview.uid)
    return _absolute("meeting", interview, Purpose.MEET)


def _absolute(address: str, interview: Interview, purpose: Purpose) -> str:
    return f"{settings.SITE_URL}{reverse(address, args=[token_for(interview, purpose)])}"


def _signer(purpose: Purpose) -> Signer:
    return Signer(salt=f"candidates.links.{purpose}", sep=".")

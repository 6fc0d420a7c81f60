"""A candidacy's timeline as told: its events, and among them the attempts that led to nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from candidates import attempts, visibility
from candidates.models import Candidacy, InterviewEvent, InviteAttempt, Outcome
from portal.paging import Page
from portal.viewers import Viewer


@dataclass(frozen=True)
class Line:
    """One line: an event, or an attempt with its text."""

    at: datetime
    event: InterviewEvent | None = None
    attempt: InviteAttempt | None = None
    text: str = ""


def story(candidacy: Candidacy, page: Page[InterviewEvent], viewer: Viewer) -> list[Line]:
    """The events of this page, newest first, and the attempts made in the same time."""
    lines = [Line(event.at, event=event) for event in page.rows]
    lines += _failed(candidacy, page, viewer)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _failed(candidacy: Candidacy, page: Page[InterviewEvent], viewer: Viewer) -> Iterator[Line]:
    """Refused or held attempts since this page's oldest event, up to the next newer page."""
    found = visibility.attempts(viewer).filter(candidacy=candidacy).exclude(outcome=Outcome.SENT)
    if page.newer:
        after = candidacy.events.filter(pk__gt=page.rows[0].pk).order_by("pk").first()
        found = found.filter(at__lt=after.at if after else page.rows[0].at)
    if page.older:
        found = found.filter(at__gte=page.rows[-1].at)
    for attempt in found.select_related("by", "interview", "confirmed_by"):
        yield Line(attempt.at, attempt=attempt, text=attempts.text_for(attempt, viewer))

"""The redo: a second sitting for a candidate whose first did not show their skill (F)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.actors import SYSTEM, Actor
from candidates.interviews import window_end
from candidates.models import Interview
from candidates.states import EventKind, InterviewState
from candidates.timeline import announce

OFFER = timedelta(hours=24)
SAT = (InterviewState.COMPLETED, InterviewState.RESULTS_POSTED)


class OfferEnded(Exception):
    """The redo offer is over; the text says when, and whom to ask (F4)."""


def offer(interview: Interview) -> None:
    """Offer a redo when the role allows it and this is an original that was completed (F2, F5)."""
    if not interview.candidacy.role.redo or interview.redo_of_id:
        return
    _offer(interview, EventKind.REDO_OFFERED, SYSTEM)


@transaction.atomic
def reopen(interview: Interview, by: Actor) -> Interview:
    """Offer it again for 24 hours from now (F4).

    Raises:
        OfferEnded: when there is nothing to offer: no redo here, or it was taken already.
    """
    interview = _lock(interview)
    if interview.redo_of_id or interview.state not in SAT or hasattr(interview, "redo"):
        raise OfferEnded("A redo can be offered once, after an original that was completed.")
    _offer(interview, EventKind.REDO_REOPENED, by)
    return interview


@transaction.atomic
def take(interview: Interview, by: Actor) -> Interview:
    """Use the offer: a second interview of the same candidacy, with its own window (F3).

    Raises:
        OfferEnded: when the 24 hours are over, or it was used.
    """
    original = _lock(interview)
    check_open(original)
    try:
        with transaction.atomic():
            redo = Interview.objects.create(
                organization_id=original.organization_id,
                candidacy=original.candidacy,
                candidate_id=original.candidate_id,
                redo_of=original,
                window_ends_at=window_end(original),
            )
    except IntegrityError as problem:
        raise OfferEnded("You have used this offer already.") from problem
    announce(redo, EventKind.REDO_TAKEN, by)
    return redo


@transaction.atomic
def decline(interview: Interview, by: Actor) -> Interview:
    """Say no thanks: the offer is over."""
    original = _lock(interview)
    check_open(original)
    original.redo_offer_ends_at = timezone.now()
    original.save(update_fields=["redo_offer_ends_at"])
    announce(original, EventKind.REDO_DECLINED, by)
    return original


def check_open(interview: Interview) -> None:
    """Refuse an offer that ended or was used (F4).

    Raises:
        OfferEnded: with the date and whom to ask.
    """
    if hasattr(interview, "redo"):
        raise OfferEnded("You have used this offer already.")
    ends = interview.redo_offer_ends_at
    if ends is None or ends <= timezone.now():
        when = f" on {ends:%d %B %Y}" if ends else ""
        recruiter = interview.candidacy.recruiter
        raise OfferEnded(f"This offer ended{when}. Ask {recruiter} if you still need it.")


def _offer(interview: Interview, kind: EventKind, by: Actor) -> None:
    interview.redo_offer_ends_at = timezone.now() + OFFER
    interview.save(update_fields=["redo_offer_ends_at"])
    announce(interview, kind, by)


def _lock(interview: Interview) -> Interview:
    return (
        Interview.objects.select_for_update(of=("self",))
        .select_related("candidacy__role", "candidacy__recruiter")
        .get(pk=interview.pk)
    )

"""What staff can do to an interview with one press: when it fits, what it does, and who may."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from candidates import interviews, redo, sittings
from candidates.actors import Actor
from candidates.models import Interview
from candidates.states import InterviewState
from portal.models import Kind
from portal.viewers import Viewer

S = InterviewState


@dataclass(frozen=True)
class Press:
    """A button, and the page behind it that says what it does."""

    slug: str
    label: str
    says: str
    done: str
    verb: Callable[[Interview, Actor], object]
    fits: Callable[[Interview], bool]
    kinds: tuple[Kind, ...] = ()  # empty: whoever may invite
    refusal: str = ""

    def allows(self, viewer: Viewer) -> bool:
        return not self.kinds or viewer.kind in self.kinds

    def need(self, viewer: Viewer) -> None:
        """Refuse with a sentence that says who can do it (B7).

        Raises:
            PermissionDenied: when this person may not.
        """
        if not self.allows(viewer):
            raise PermissionDenied(self.refusal)


def in_state(state: InterviewState) -> Callable[[Interview], bool]:
    """The condition that an interview is in this state."""
    return lambda interview: interview.state == state


def redo_offer_ended(interview: Interview) -> bool:
    """Whether a redo was offered, and neither taken nor open any more (F4)."""
    ends = interview.redo_offer_ends_at
    return ends is not None and ends <= timezone.now() and not hasattr(interview, "redo")


PRESSES = (
    Press(
        "resend", "Send the invite again", "The candidate is mailed the booking link again.",
        "The booking link is on its way again.", interviews.resend_invite, in_state(S.SCHEDULING),
    ),
    Press(
        "extend", "Extend the window",
        "The window to book in starts anew today. The booking link stays the same.",
        "The window is extended.", interviews.extend_window, in_state(S.SCHEDULING),
    ),
    Press(
        "another-chance", "Give another chance",
        "The candidate is mailed a new booking link with a new window. The old link stops working.",
        "The candidate has another chance.", interviews.reopen, in_state(S.NO_SHOW),
    ),
    Press(
        "release", "Give the slot up",
        "The slot is free again, and the candidate is asked to choose another time.",
        "The slot is given up.", interviews.release_slot, in_state(S.SCHEDULED),
        (Kind.SUPPORT,), "Support staff can give the slot up. You can reschedule or cancel.",
    ),
    Press(
        "absent", "The interviewer did not come",
        "The candidate gets our apology and chooses another time.",
        "The candidate can choose another time.",
        sittings.interviewer_absent, in_state(S.SCHEDULED),
        (Kind.SUPPORT,), "Support staff can say that an interviewer did not come.",
    ),
    Press(
        "redo", "Offer a redo again",
        "The candidate is mailed the offer of a second interview, good for 24 hours from now.",
        "The redo is offered again.", redo.reopen, redo_offer_ended,
        (Kind.SUPPORT, Kind.ORG_ADMIN),
        "Support staff and organization admins can offer a redo again.",
    ),
)  # fmt: skip
BY_SLUG = {press.slug: press for press in PRESSES}


def presses_for(interview: Interview, viewer: Viewer) -> list[Press]:
    """Those that fit this interview now, and that this viewer may do."""
    return [press for press in PRESSES if press.fits(interview) and press.allows(viewer)]

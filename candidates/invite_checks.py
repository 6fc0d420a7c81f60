"""The checks that an invite must pass, and what they say when it does not (D3, section L)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from candidates.models import Candidacy, Candidate, Interview, Outcome
from candidates.recent import Recent, recent_interviews
from candidates.states import ACTIVE
from candidates.wishes import Wish, field_errors
from roles.models import Role

REFERENCE = re.compile(r" \(interview \d+\): \S+(?=\. )")
L3 = (
    "Invite failed: Role already has an active interview for this candidate. "
    "Please visit this interview to make changes to it."
)


@dataclass(frozen=True)
class Refusal:
    """How an attempt ended: every code that applied, its words, and what it is about."""

    codes: list[Outcome]
    text: str
    interview: Interview | None = None
    candidacy: Candidacy | None = None


def refusal_of(wish: Wish, *, confirmed: bool) -> Refusal | None:
    """The checks of D3, in their order; field errors together, the others only after them.

    Args:
        confirmed: whether a person wants it, a recent interview notwithstanding (D18).
    """
    if errors := field_errors(wish):
        return Refusal([code for code, _ in errors], " ".join(text for _, text in errors))
    assert wish.role is not None
    candidate = hold_candidate(wish.email)
    if candidate is None:
        return None
    active = _active(candidate, wish.role)
    if active:
        link = settings.SITE_URL + reverse("candidacy", args=[active.candidacy_id])
        return Refusal([Outcome.L3], f"{L3} {link}", active, active.candidacy)
    if confirmed or not wish.organization.recent_interview_warning:
        return None
    recent = recent_interviews(candidate, wish.role)
    if recent:
        known = Candidacy.objects.filter(candidate=candidate, role=wish.role).first()
        return Refusal([Outcome.L6], recent_text(recent), recent.interview, known)
    return None


def hold_candidate(email: str) -> Candidate | None:
    """The candidate of this address, held: one invite at a time for each (D6)."""
    return Candidate.objects.select_for_update(no_key=True).filter(email=email).first()


def recent_text(recent: Recent) -> str:
    """The warning's words, for people and the ATS (L6)."""
    return (
        f"Recently interviewed: completed {recent.completed_at:%d %b %Y}"
        f"{_reference(recent.interview)}. Identical interviews in 6 months: "
        f"{recent.in_role} in this role, {recent.in_all} in all roles. "
        "To invite again, confirm it in the portal."
    )


def without_reference(text: str) -> str:
    """The warning's words without the part that names the interview (D14)."""
    return REFERENCE.sub("", text)


def _reference(interview: Interview) -> str:
    link = settings.SITE_URL + reverse("candidacy", args=[interview.candidacy_id])
    return f" (interview {interview.pk}): {link}"


def _active(candidate: Candidate, role: Role) -> Interview | None:
    return (
        Interview.objects.filter(
            candidacy__candidate=candidate, candidacy__role=role, state__in=ACTIVE
        )
        .select_related("candidacy")
        .first()
    )

"""Inviting: one verb for every way in, the same checks in the same order (D1, D3)."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from candidates import candidacies, interviews
from candidates.actors import Actor
from candidates.models import Candidacy, Candidate, Interview, InviteAttempt, Outcome, Source
from candidates.news import attempt_news
from candidates.problems import KeyReused, WrongState
from candidates.recent import Recent, recent_interviews
from candidates.states import ACTIVE, FINAL, EventKind, InterviewState
from candidates.timeline import announce
from candidates.wishes import Wish, field_errors, trimmed
from portal.models import User
from roles.models import Role

RACED_FOR = ("one_attempt_per_key", "one_active_interview_per_role")
L3 = (
    "Invite failed: Role already has an active interview for this candidate. "
    "Please visit this interview to make changes to it."
)


@dataclass(frozen=True)
class _Refusal:
    codes: list[Outcome]
    text: str
    interview: Interview | None = None
    candidacy: Candidacy | None = field(default=None)


def invite(wish: Wish, *, confirmed_by: User | None = None) -> InviteAttempt:
    """Invite, or keep why not; the attempt says which (D3, D16).

    Raises:
        KeyReused: when the wish's key stands for another invite (D20).
        SlotTaken: when a time was wished for and is not free; nothing is kept then.
    """
    wish = trimmed(wish)
    try:
        with transaction.atomic():
            return _invite(wish, confirmed_by)
    except IntegrityError as problem:
        if not any(promise in str(problem) for promise in RACED_FOR):
            raise
    with transaction.atomic():
        return _invite(wish, confirmed_by)  # somebody was faster, and is seen now (D6, D20)


@transaction.atomic
def confirm(
    attempt: InviteAttempt,
    by: Actor,
    *,
    followers: tuple[User, ...] = (),
    start: datetime | None = None,
) -> InviteAttempt:
    """Invite all the same, a recent interview notwithstanding (D14, D16, D18).

    Raises:
        SlotTaken: when a time was wished for and is not free; the attempt is held on.
        WrongState: when the attempt is not held for a recent interview, or was confirmed.
    """
    attempt = InviteAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.outcome != Outcome.L6 or attempt.confirmed_at:
        raise WrongState("This invite does not wait for a confirmation.")
    assert by.user is not None
    wish = replace(_wish_of(attempt, by), followers=followers, start=start)
    refusal = _check(wish, confirmed=True)
    if refusal:
        raise WrongState(refusal.text)
    interview = _create(wish, by, confirmed=True)
    attempt.confirmed_by, attempt.confirmed_at = by.user, timezone.now()
    attempt.interview, attempt.candidacy = interview, interview.candidacy
    attempt.save(update_fields=["confirmed_by", "confirmed_at", "interview", "candidacy"])
    attempt_news.send(sender=InviteAttempt, attempt=attempt)
    return attempt


def recent_text(recent: Recent) -> str:
    """The warning's words, for people and the ATS (L6)."""
    return (
        f"Recently interviewed: completed {recent.completed_at:%d %b %Y}"
        f"{reference(recent.interview)}. Identical interviews in 6 months: "
        f"{recent.in_role} in this role, {recent.in_all} in all roles. "
        "To invite again, confirm it in the portal."
    )


def reference(interview: Interview) -> str:
    """The part of the warning that names the interview: not for everybody's eyes (D14)."""
    link = settings.SITE_URL + reverse("candidacy", args=[interview.candidacy_id])
    return f" (interview {interview.pk}): {link}"


def _invite(wish: Wish, confirmed_by: User | None) -> InviteAttempt:
    if known := _known(wish):
        return known
    if refusal := _check(wish, confirmed=confirmed_by is not None):
        if wish.start and refusal.codes == [Outcome.L3] and _bookable(refusal.interview):
            return _schedule_open(wish, refusal)
        return _keep(wish, refusal)
    interview = _create(wish, wish.by, confirmed=confirmed_by is not None)
    return _keep(wish, _Refusal([Outcome.SENT], "", interview, interview.candidacy), confirmed_by)


def _schedule_open(wish: Wish, refusal: _Refusal) -> InviteAttempt:
    """Schedule the invite that is open already, rather than make a second one (D9)."""
    assert wish.start is not None
    assert refusal.interview is not None
    interview = interviews.book(refusal.interview, wish.start, wish.by)
    return _keep(wish, _Refusal([Outcome.SENT], "", interview, refusal.candidacy))


def _check(wish: Wish, *, confirmed: bool) -> _Refusal | None:
    """The checks of D3, in their order; field errors together, the others only after them."""
    if errors := field_errors(wish):
        return _Refusal([code for code, _ in errors], " ".join(text for _, text in errors))
    assert wish.role is not None
    candidate = (
        Candidate.objects.select_for_update(no_key=True).filter(email=wish.email).first()
    )  # one invite at a time for a candidate (D6)
    if candidate is None:
        return None
    active = _active(candidate, wish.role)
    if active:
        link = settings.SITE_URL + reverse("candidacy", args=[active.candidacy_id])
        return _Refusal([Outcome.L3], f"{L3} {link}", active, active.candidacy)
    if confirmed or not wish.organization.recent_interview_warning:
        return None
    recent = recent_interviews(candidate, wish.role)
    if recent:
        known = Candidacy.objects.filter(candidate=candidate, role=wish.role).first()
        return _Refusal([Outcome.L6], recent_text(recent), recent.interview, known)
    return None


def _active(candidate: Candidate, role: Role) -> Interview | None:
    return (
        Interview.objects.filter(
            candidacy__candidate=candidate, candidacy__role=role, state__in=ACTIVE
        )
        .select_related("candidacy")
        .first()
    )


def _create(wish: Wish, by: Actor, *, confirmed: bool) -> Interview:
    assert wish.role is not None
    candidate, new = Candidate.objects.get_or_create(
        organization=wish.organization,
        email=wish.email,
        defaults={"name": wish.name, "phone": wish.phone},
    )
    if not new:
        candidate.name = wish.name
        candidate.phone = wish.phone or candidate.phone
        candidate.save(update_fields=["name", "phone"])
    candidacy = _candidacy(wish, candidate)
    interview = Interview(organization=wish.organization, candidacy=candidacy, candidate=candidate)
    interview.window_ends_at = interviews.window_end(interview)
    interview.save()
    for follower in wish.followers:
        candidacies.add_follower(candidacy, follower, by)
    if confirmed:
        announce(interview, EventKind.INVITE_CONFIRMED, by)
    announce(interview, EventKind.INVITED, by)
    return interviews.book(interview, wish.start, by) if wish.start else interview


def _candidacy(wish: Wish, candidate: Candidate) -> Candidacy:
    fields = {
        "recruiter": wish.recruiter,
        "recruiter_remark": wish.recruiter_remark,
        "invited_by": wish.by.user,
    }
    if wish.profile_url:
        fields["profile_url"] = wish.profile_url
    candidacy, _ = Candidacy.objects.update_or_create(
        candidate=candidate,
        role=wish.role,
        defaults=fields,
        create_defaults={**fields, "organization": wish.organization},
    )
    if candidacy.standing in FINAL:
        candidacies.reopen_standing(candidacy, "Invited again.", wish.by)
    return candidacy


def _keep(wish: Wish, how: _Refusal, confirmed_by: User | None = None) -> InviteAttempt:
    attempt = InviteAttempt.objects.create(
        organization=wish.organization,
        source=wish.source,
        key=wish.key,
        name=wish.name,
        email=wish.email,
        phone=wish.phone,
        role=wish.role,
        recruiter=wish.recruiter,
        recruiter_remark=wish.recruiter_remark,
        by=wish.by.user,
        candidacy=how.candidacy,
        interview=how.interview,
        profile_url=wish.profile_url,
        outcome=how.codes[0],
        codes=[str(code) for code in how.codes],
        text=how.text,
        confirmed_by=confirmed_by,
        confirmed_at=timezone.now() if confirmed_by else None,
    )
    attempt_news.send(sender=InviteAttempt, attempt=attempt)
    return attempt


def _known(wish: Wish) -> InviteAttempt | None:
    """The attempt made with the same key, which must have been the same wish (D20)."""
    known = InviteAttempt.objects.filter(key=wish.key).first() if wish.key else None
    if known and not _is_same(known, wish):
        raise KeyReused("This invite was sent before, with other details. Start a new one.")
    return known


def _is_same(attempt: InviteAttempt, wish: Wish) -> bool:
    """Whether both are for one person and role; a role that nobody knew then may be known now."""
    roles = {attempt.role_id, wish.role.pk if wish.role else None} - {None}
    facts = (attempt.name, attempt.email, attempt.phone)
    return facts == (wish.name, wish.email, wish.phone) and len(roles) <= 1


def _wish_of(attempt: InviteAttempt, by: Actor) -> Wish:
    assert attempt.recruiter is not None
    return Wish(
        organization=attempt.organization,
        source=Source(attempt.source),
        by=by,
        name=attempt.name,
        email=attempt.email,
        phone=attempt.phone,
        role=attempt.role,
        recruiter=attempt.recruiter,
        recruiter_remark=attempt.recruiter_remark,
        profile_url=attempt.profile_url,
    )


def _bookable(interview: Interview | None) -> bool:
    return interview is not None and interview.state == InterviewState.SCHEDULING

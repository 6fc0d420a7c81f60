"""Inviting: one verb for every way in, the same checks in the same order (D1, D3)."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates import attempts, candidacies, interviews, people, resumes
from candidates.actors import Actor
from candidates.invite_checks import Refusal, hold_candidate, refusal_of
from candidates.models import Candidacy, Candidate, Interview, InviteAttempt, Outcome, Source
from candidates.news import attempt_news
from candidates.problems import KeyReused, WrongState
from candidates.states import FINAL, EventKind, InterviewState
from candidates.timeline import announce
from candidates.wishes import Wish, trimmed
from portal.models import User

RACED_FOR = ("one_attempt_per_key", "one_active_interview_per_role")


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
def confirm(attempt: InviteAttempt, by: Actor, *, start: datetime | None = None) -> InviteAttempt:
    """Invite all the same, a recent interview notwithstanding (D14, D16, D18).

    Raises:
        SlotTaken: when a time was wished for and is not free; the attempt is held on.
        WrongState: when the attempt is not held for a recent interview, or was confirmed.
    """
    hold_candidate(attempt.email)
    attempt = InviteAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.outcome != Outcome.L6 or attempt.confirmed_at:
        raise WrongState("This invite does not wait for a confirmation.")
    assert by.user is not None
    wish = replace(_wish_of(attempt, by), start=start)
    refusal = refusal_of(wish, confirmed=True)
    if refusal:
        raise WrongState(refusal.text)
    interview = _create(wish, by, confirmed=True)
    attempt.confirmed_by, attempt.confirmed_at = by.user, timezone.now()
    attempt.interview, attempt.candidacy = interview, interview.candidacy
    attempt.save(update_fields=["confirmed_by", "confirmed_at", "interview", "candidacy"])
    attempts.settle_others(attempt)
    attempt_news.send(sender=InviteAttempt, attempt=attempt)
    return attempt


def _invite(wish: Wish, confirmed_by: User | None) -> InviteAttempt:
    if known := _known(wish):
        return known
    if refusal := refusal_of(wish, confirmed=confirmed_by is not None):
        if wish.start and refusal.codes == [Outcome.L3] and _bookable(refusal.interview):
            return _schedule_open(wish, refusal)
        return _keep(wish, refusal)
    interview = _create(wish, wish.by, confirmed=confirmed_by is not None)
    return _keep(wish, Refusal([Outcome.SENT], "", interview, interview.candidacy), confirmed_by)


def _schedule_open(wish: Wish, refusal: Refusal) -> InviteAttempt:
    """Schedule the invite that is open already, rather than make a second one (D9)."""
    assert wish.start is not None
    assert refusal.interview is not None
    interview = interviews.book(refusal.interview, wish.start, wish.by)
    if wish.resume:
        resumes.attach(interview.candidacy, wish.resume, wish.by)
    return _keep(wish, Refusal([Outcome.SENT], "", interview, refusal.candidacy))


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
    if wish.resume:
        resumes.attach(candidacy, wish.resume, by)
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


def _keep(wish: Wish, how: Refusal, confirmed_by: User | None = None) -> InviteAttempt:
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
        resume=wish.resume,
        outcome=how.codes[0],
        codes=[str(code) for code in how.codes],
        text=how.text,
        confirmed_by=confirmed_by,
        confirmed_at=timezone.now() if confirmed_by else None,
    )
    if wish.followers:
        attempt.followers.set(wish.followers)
    if attempt.outcome == Outcome.SENT:
        attempts.settle_others(attempt)
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
        followers=_followers_of(attempt),
        resume=resumes.of_attempt(attempt),
    )


def _followers_of(attempt: InviteAttempt) -> tuple[User, ...]:
    """Those chosen with the attempt who still reach its role's group (B6)."""
    if attempt.role is None:
        return ()
    able = people.followers(attempt.role.group)
    return tuple(attempt.followers.filter(pk__in=able.values("pk")))


def _bookable(interview: Interview | None) -> bool:
    return interview is not None and interview.state == InterviewState.SCHEDULING

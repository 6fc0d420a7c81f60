"""Sixty candidacies of the past weeks, in every state, with times relative to now."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from candidates.models import (
    ActorKind,
    Candidacy,
    Candidate,
    Interview,
    InterviewEvent,
    Recommendation,
    WriteUp,
)
from candidates.states import ACTIVE, FINAL, EventKind, InterviewState, Standing
from portal.models import Organization, ServiceRole, User
from roles.models import Role

SEED = 1815
MANY = 60
UNDER_WAY = 17  # the one candidacy whose interview is being held
S = InterviewState

_FIRST = [
    "Amara",
    "Bruno",
    "Chidi",
    "Daria",
    "Elio",
    "Fatima",
    "Goran",
    "Hana",
    "Idris",
    "Jonas",
    "Keiko",
    "Luca",
    "Mira",
    "Nadia",
    "Oskar",
    "Priya",
    "Quentin",
    "Rosa",
    "Soren",
    "Tariq",
]
_LAST = [
    "Abe",
    "Berg",
    "Costa",
    "Diallo",
    "Evans",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ito",
    "Jansen",
    "Kim",
    "Laine",
]
_LIVES: dict[str, tuple[EventKind, ...]] = {
    S.SCHEDULING: (EventKind.INVITED,),
    S.SCHEDULED: (EventKind.INVITED, EventKind.SCHEDULED),
    S.IN_PROGRESS: (EventKind.INVITED, EventKind.SCHEDULED, EventKind.STARTED),
    S.COMPLETED: (
        EventKind.INVITED, EventKind.SCHEDULED, EventKind.STARTED, EventKind.COMPLETED,
    ),
    S.RESULTS_POSTED: (
        EventKind.INVITED, EventKind.SCHEDULED, EventKind.STARTED, EventKind.COMPLETED,
        EventKind.RESULT,
    ),
    S.ENDED_EARLY: (
        EventKind.INVITED, EventKind.SCHEDULED, EventKind.STARTED, EventKind.ENDED_EARLY,
    ),
    S.NO_SHOW: (EventKind.INVITED, EventKind.SCHEDULED, EventKind.NO_SHOW),
    S.CANCELED: (EventKind.INVITED, EventKind.CANCELED),
}  # fmt: skip
_TURNS = (
    S.SCHEDULING, S.SCHEDULED, S.RESULTS_POSTED, S.RESULTS_POSTED, S.SCHEDULED, S.SCHEDULING,
    S.COMPLETED, S.NO_SHOW, S.CANCELED, S.ENDED_EARLY, S.RESULTS_POSTED, S.SCHEDULING,
)  # fmt: skip
_STANDINGS = (
    Standing.IN_ASSESSMENT, Standing.ONSITE, Standing.OFFER, Standing.HIRED, Standing.REJECTED,
    Standing.WITHDRAWN,
)  # fmt: skip


def load(organization: Organization, roles: list[Role], recruiters: list[User]) -> None:
    """Make this organization's share of the candidacies, unless they are there."""
    if Candidacy.objects.filter(candidate__email__endswith="@people.example.net").exists():
        return
    chance = random.Random(f"{SEED}-{organization.slug}")  # noqa: S311
    interviewers = list(User.objects.filter(service_role=ServiceRole.INTERVIEWER).order_by("pk"))
    first = organization.slug == "acme"
    share = MANY * 3 // 4 if first else MANY // 4
    hour = 14 if first else 9  # nobody interviews for both at one time
    for turn in range(share):
        _candidacy(turn, hour, chance, roles, recruiters, interviewers)


def graces_interview(organization: Organization) -> None:
    """Grace completed the Backend interview two months ago: the warning's example (D13)."""
    role = Role.objects.get(organization=organization, name="Backend Engineer")
    if Candidate.objects.filter(email="grace@example.org").exists():
        return
    interviewer = User.objects.get(email="ivy.chen@example.com")
    recruiter = User.objects.get(email="rita.moss@example.com")
    start = _on_the_hour(timezone.now() - timedelta(days=61))
    candidacy = _person("Grace Hopper", "grace@example.org", role, recruiter, S.RESULTS_POSTED)
    _sitting(candidacy, S.RESULTS_POSTED, start, interviewer, random.Random(SEED))  # noqa: S311


def _candidacy(
    turn: int,
    hour: int,
    chance: random.Random,
    roles: list[Role],
    recruiters: list[User],
    interviewers: list[User],
) -> None:
    state = S.IN_PROGRESS if turn == UNDER_WAY else _TURNS[turn % len(_TURNS)]
    role = roles[turn % len(roles)]
    first, last = _FIRST[(turn + hour) % len(_FIRST)], _LAST[(turn * 5 + turn // 12) % len(_LAST)]
    name = f"{first} {last}"
    email = f"{name.replace(' ', '.').lower()}.{turn}@people.example.net"
    candidacy = _person(name, email, role, recruiters[turn % len(recruiters)], state)
    start = _start(state, turn, hour)
    interview = _sitting(candidacy, state, start, interviewers[turn % len(interviewers)], chance)
    if state == S.RESULTS_POSTED:
        candidacy.standing = _STANDINGS[turn // 3 % len(_STANDINGS)]
        candidacy.standing_raw = candidacy.get_standing_display()
        candidacy.standing_at = interview.created_at + timedelta(days=3)
        candidacy.active = candidacy.standing not in FINAL
        candidacy.save(update_fields=["standing", "standing_raw", "standing_at", "active"])


def _start(state: InterviewState, turn: int, hour: int) -> datetime:
    """When this one's interview is: soon, under way, or some days ago."""
    now = timezone.now()
    if state == S.IN_PROGRESS:
        return now - timedelta(minutes=20)
    recent = state in (S.COMPLETED, S.NO_SHOW, S.ENDED_EARLY)
    days = 1 + turn // 3 if state == S.SCHEDULED else -(1 + turn % 5 if recent else 2 + turn)
    return _on_the_hour(now + timedelta(days=days)).replace(hour=hour + turn % 4)


def _person(name: str, email: str, role: Role, recruiter: User, state: InterviewState) -> Candidacy:
    candidate = Candidate.objects.create(
        organization=role.organization, name=name, email=email, zone=role.organization.zone
    )
    return Candidacy.objects.create(
        organization=role.organization,
        candidate=candidate,
        role=role,
        recruiter=recruiter,
        invited_by=recruiter,
        state=state,
        active=state != S.CANCELED,
    )


def _sitting(
    candidacy: Candidacy,
    state: InterviewState,
    start: datetime,
    interviewer: User,
    chance: random.Random,
) -> Interview:
    held = state not in (S.SCHEDULING, S.CANCELED)
    over = held and state not in (*ACTIVE,)
    begun = (over or state == S.IN_PROGRESS) and state != S.NO_SHOW
    window_end = timezone.now() + timedelta(days=chance.randint(3, 24))
    opened = window_end - timedelta(days=candidacy.role.window_days)
    days_ago = min(start, timezone.now()) - timedelta(days=4)
    invited = opened if state == S.SCHEDULING else days_ago
    end = start + timedelta(minutes=candidacy.role.format.minutes)
    interview = Interview.objects.create(
        organization=candidacy.organization,
        candidacy=candidacy,
        candidate=candidacy.candidate,
        state=state,
        window_ends_at=window_end,
        starts_at=start if held else None,
        ends_at=end if held else None,
        busy_until=end + timedelta(minutes=30) if held else None,
        interviewer=interviewer if held else None,
        started_at=start if begun else None,
        ended_at=end if over else None,
        questions_seen=over and state != S.NO_SHOW,
        reason=_reason(state),
        created_at=invited,
    )
    _events(interview, invited)
    if state == S.RESULTS_POSTED:
        _write_up(interview, chance)
    booked = invited + timedelta(hours=5) if held else invited
    last = interview.ended_at or interview.started_at or booked
    Candidacy.objects.filter(pk=candidacy.pk).update(created_at=invited, activity_at=last)
    return interview


def _events(interview: Interview, invited: datetime) -> None:
    at = {
        EventKind.INVITED: invited,
        EventKind.SCHEDULED: invited + timedelta(hours=5),
        EventKind.STARTED: interview.starts_at,
        EventKind.NO_SHOW: interview.starts_at,
        EventKind.CANCELED: invited + timedelta(days=1),
        EventKind.COMPLETED: interview.ended_at,
        EventKind.ENDED_EARLY: interview.ended_at,
        EventKind.RESULT: interview.ended_at and interview.ended_at + timedelta(hours=1),
    }
    InterviewEvent.objects.bulk_create(
        InterviewEvent(
            organization_id=interview.organization_id,
            candidacy=interview.candidacy,
            interview=interview,
            kind=kind,
            at=at[kind] or invited,
            actor=ActorKind.CANDIDATE if kind == EventKind.SCHEDULED else ActorKind.SYSTEM,
            detail=interview.reason,
            new_start=interview.starts_at if kind == EventKind.SCHEDULED else None,
        )
        for kind in _LIVES[interview.state]
    )


def _write_up(interview: Interview, chance: random.Random) -> None:
    scores = {name: chance.randint(1, 4) for name in interview.candidacy.role.format.competencies}
    mean = sum(scores.values()) / len(scores)
    recommendation = Recommendation.YES if mean >= 2.5 else Recommendation.NO
    WriteUp.objects.create(
        organization_id=interview.organization_id,
        interview=interview,
        scores=scores,
        recommendation=recommendation,
        summary="Worked through the main task with few hints and explained each step clearly."
        if recommendation == Recommendation.YES
        else "Needed several hints on the main task and left the follow-ups open.",
        bar=interview.candidacy.role.bars.first(),
        submitted_at=interview.ended_at,
        submitted_by=interview.interviewer,
    )


def _reason(state: InterviewState) -> str:
    return {
        S.CANCELED: "The position was filled.",
        S.ENDED_EARLY: "The candidate's connection failed.",
    }.get(state, "")


def _on_the_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)

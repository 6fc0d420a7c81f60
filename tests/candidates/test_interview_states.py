"""The life of an interview: every event of E1 in every state, in any order, and in races."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as sampling
from hypothesis import strategies as some

from candidates import interviews, invites, sittings, write_ups
from candidates.actors import CANDIDATE, SYSTEM, Actor, person
from candidates.models import Availability, Interview, InterviewEvent, Outcome, Source, WriteUp
from candidates.problems import SlotTaken, TooLate, WrongState
from candidates.states import ACTIVE, NEXT, EventKind, InterviewState
from candidates.wishes import Wish
from portal.models import User
from portal.scope import everywhere, inside
from tests import factories

S, K = InterviewState, EventKind
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def at(hour: int, days: int = 3) -> datetime:
    day = datetime.now(UTC) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def make(organization) -> Callable[..., Interview]:
    """Makes an interview in a state, with everything in place that its next event could need."""
    with everywhere():
        role = factories.RoleFactory(group__organization=organization, redo=True)
        role.format.interviewers.add(_interviewer())

    def make(state: str) -> Interview:
        with everywhere():
            interview = factories.InterviewFactory(candidacy__role=role)
            if state != S.SCHEDULING:
                _give_slot(interview, timezone.now() - 30 * DAY)
            interview.state, interview.questions_seen = state, True
            interview.candidate_seen_at = timezone.now()
            interview.window_ends_at = timezone.now() + 20 * DAY
            interview.save()
            _write(interview)
            return interview

    return make


def _interviewer() -> User:
    user = factories.InterviewerFactory()
    Availability.objects.bulk_create(
        Availability(interviewer=user, weekday=day, starts=time(0), ends=time(23))
        for day in range(7)
    )
    return user


def _give_slot(interview: Interview, start: datetime) -> None:
    interview.interviewer = interview.candidacy.role.format.interviewers.get()
    interview.starts_at, interview.ends_at = start, start + HOUR
    interview.busy_until = start + 1.5 * HOUR


def _write(interview: Interview) -> None:
    names = interview.candidacy.role.format.competencies
    WriteUp.objects.create(
        organization_id=interview.organization_id,
        interview=interview,
        scores=dict.fromkeys(names, 3),
        recommendation="yes",
        summary="Went well.",
    )


EVENTS: dict[str, Callable[[Interview], object]] = {
    "booked": lambda it: interviews.book(it, at(9), SYSTEM),
    "slot given up": lambda it: interviews.release_slot(it, SYSTEM),
    "canceled": lambda it: interviews.cancel(it, "No budget", SYSTEM),
    "window over": lambda it: interviews.time_out(it, SYSTEM),
    "both in the room": lambda it: sittings.start(it, SYSTEM),
    "candidate late": lambda it: sittings.press_late(it, SYSTEM),
    "candidate not there": lambda it: sittings.no_show(it, SYSTEM),
    "interviewer not there": lambda it: sittings.interviewer_absent(it, SYSTEM),
    "never started": lambda it: interviews.not_held(it, SYSTEM),
    "finished": lambda it: sittings.finish(it, SYSTEM),
    "ended early": lambda it: sittings.end_early(it, "Power cut", True, SYSTEM),
    "write-up submitted": lambda it: write_ups.submit(it, person(it.interviewer)),
    "another chance": lambda it: interviews.reopen(it, SYSTEM),
    "window extended": lambda it: interviews.extend_window(it, SYSTEM),
    "invite sent again": lambda it: interviews.resend_invite(it, SYSTEM),
}
TABLE: dict[str, dict[str, tuple[InterviewState, EventKind]]] = {
    S.SCHEDULING: {
        "booked": (S.SCHEDULED, K.SCHEDULED),
        "canceled": (S.CANCELED, K.CANCELED),
        "window over": (S.CANCELED, K.TIMED_OUT),
        "window extended": (S.SCHEDULING, K.WINDOW_EXTENDED),
        "invite sent again": (S.SCHEDULING, K.INVITE_RESENT),
    },
    S.SCHEDULED: {
        "booked": (S.SCHEDULED, K.RESCHEDULED),
        "slot given up": (S.SCHEDULING, K.SLOT_RELEASED),
        "canceled": (S.CANCELED, K.CANCELED),
        "both in the room": (S.IN_PROGRESS, K.STARTED),
        "candidate late": (S.SCHEDULED, K.CANDIDATE_LATE),
        "candidate not there": (S.NO_SHOW, K.NO_SHOW),
        "interviewer not there": (S.SCHEDULING, K.INTERVIEWER_ABSENT),
        "never started": (S.CANCELED, K.NOT_HELD),
    },
    S.IN_PROGRESS: {
        "finished": (S.COMPLETED, K.COMPLETED),
        "ended early": (S.ENDED_EARLY, K.ENDED_EARLY),
    },
    S.COMPLETED: {"write-up submitted": (S.RESULTS_POSTED, K.RESULT)},
    S.ENDED_EARLY: {"write-up submitted": (S.RESULTS_POSTED, K.RESULT)},
    S.NO_SHOW: {"another chance": (S.SCHEDULING, K.REOPENED)},
    S.RESULTS_POSTED: {},
    S.CANCELED: {},
}


def _before(interview: Interview, event: str) -> None:
    """Bring about what an event waits for beside the state."""
    if event == "window over":
        Interview.objects.filter(pk=interview.pk).update(window_ends_at=timezone.now())
    here = None if event == "candidate not there" else timezone.now()
    Interview.objects.filter(pk=interview.pk).update(candidate_seen_at=here)


def _kinds(interview: Interview) -> list[str]:
    return list(interview.events.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("state", S.values)
def test_e1_every_event_in_every_state(make, state):
    interview = make(state)
    for event in EVENTS:
        with transaction.atomic(), inside(interview.organization):
            _before(interview, event)
            if follows := TABLE[state].get(event):
                _moves(_fresh(interview), event, *follows)
            else:
                _is_refused(_fresh(interview), event)
            transaction.set_rollback(True)


def _moves(interview: Interview, event: str, to: InterviewState, kind: EventKind) -> None:
    EVENTS[event](interview)

    interview.refresh_from_db()
    kinds = [each for each in _kinds(interview) if each != K.REDO_OFFERED]
    assert (interview.state, kinds) == (to, [kind]), event
    assert interview.candidacy.state == to


def _is_refused(interview: Interview, event: str) -> None:
    before = list(Interview.objects.values())
    with pytest.raises(WrongState, match=r"\w+ .*\."):
        EVENTS[event](interview)
    assert list(Interview.objects.values()) == before, event
    assert _kinds(interview) == []


def test_e1_the_table_in_the_code_says_the_same():
    moves = {
        state: {to for event, (to, _) in events.items() if (to, event) != (state, "candidate late")}
        - ({state} if state == S.SCHEDULING else set())
        for state, events in TABLE.items()
    }
    assert moves == NEXT


@given(some.lists(some.sampled_from(sorted(EVENTS)), max_size=12))
@sampling(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_e10_any_order_of_events_leaves_one_line_for_each_that_was_accepted(make, events):
    with transaction.atomic():
        interview = make(S.SCHEDULING)
        with inside(interview.organization):
            for event in events:
                _before(interview, event)
                was = _fresh(interview).state
                lines = len(_kinds(interview))
                accepted = _accepts(interview, event)
                now = _fresh(interview)
                if accepted:
                    assert (now.state, _kinds(interview)[lines]) == TABLE[was][event]
                else:
                    assert (now.state, len(_kinds(interview))) == (was, lines)
                assert now.candidacy.state == now.state
                assert (now.state in ACTIVE) == (now.ended_at is None and now.state != S.NO_SHOW)
        transaction.set_rollback(True)


def _accepts(interview: Interview, event: str) -> bool:
    try:
        EVENTS[event](_fresh(interview))
    except (WrongState, SlotTaken, TooLate):
        return False
    return True


def _fresh(interview: Interview) -> Interview:
    return Interview.objects.select_related("candidacy").get(pk=interview.pk)


@pytest.mark.parametrize("verb", [interviews.cancel, sittings.end_early])
def test_e2_a_reason_is_required(make, verb):
    interview = make(S.IN_PROGRESS if verb is sittings.end_early else S.SCHEDULED)
    with inside(interview.organization), pytest.raises(ValueError, match="Say why"):
        verb(interview, " ", *([True] if verb is sittings.end_early else []), SYSTEM)


def test_e4_a_window_that_is_not_over_does_not_time_out(make):
    """The clock picked it, and somebody extended the window since."""
    interview = make(S.SCHEDULING)
    with inside(interview.organization), pytest.raises(WrongState, match="is not over"):
        interviews.time_out(interview, SYSTEM)


def test_e1_what_was_moved_meanwhile_is_not_called_not_held(make):
    interview = make(S.SCHEDULED)
    with inside(interview.organization):
        interviews.book(interview, at(9), SYSTEM)
        with pytest.raises(WrongState, match="day after its end"):
            interviews.not_held(interview, SYSTEM)


def test_e1_another_chance_is_refused_while_a_newer_invite_is_open(make):
    old = make(S.NO_SHOW)
    with inside(old.organization):
        factories.InterviewFactory(candidacy=old.candidacy)
        with pytest.raises(WrongState, match="was invited again since"):
            interviews.reopen(old, SYSTEM)


def test_e6_late_is_pressed_from_two_minutes_on_and_twice_at_most(make):
    interview = make(S.SCHEDULED)
    with inside(interview.organization):
        _move_start(interview, timezone.now() - timedelta(minutes=1))
        with pytest.raises(WrongState, match="two minutes"):
            sittings.press_late(interview, SYSTEM)
        _move_start(interview, timezone.now() - timedelta(minutes=3))
        for _ in range(2):
            sittings.press_late(interview, SYSTEM)
        with pytest.raises(WrongState, match="twice already"):
            sittings.press_late(interview, SYSTEM)
        with pytest.raises(WrongState, match="ten minutes"):
            sittings.no_show(interview, SYSTEM)


def _move_start(interview: Interview, start: datetime) -> None:
    _give_slot(interview, start)
    interview.save()


def test_e9_a_candidate_who_is_too_late_is_told_whom_to_ask(make):
    interview = make(S.SCHEDULED)
    with inside(interview.organization):
        _move_start(interview, timezone.now() + HOUR)
        for verb in (
            lambda: interviews.book(interview, at(9), CANDIDATE),
            lambda: interviews.release_slot(interview, CANDIDATE),
            lambda: interviews.cancel(interview, "Ill", CANDIDATE),
        ):
            with pytest.raises(TooLate, match="contact us"):
                verb()


def _all_at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """What each of many threads got, a refusal as its class."""
    gate = threading.Barrier(count)

    def run(number: int) -> object:
        try:
            gate.wait(timeout=30)
            return act(number)
        except (WrongState, SlotTaken) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_p48_fifty_bookings_of_one_slot_at_once_book_it_once(make):
    rivals = [make(S.SCHEDULING) for _ in range(50)]

    def book(number: int) -> object:
        with inside(rivals[number].organization_id):
            return interviews.book(rivals[number], at(9), CANDIDATE).pk

    got = _all_at_once(50, book)

    assert got.count(SlotTaken) == 49
    with everywhere():
        assert Interview.objects.filter(state=S.SCHEDULED).count() == 1
        assert InterviewEvent.objects.filter(kind=K.SCHEDULED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_d6_five_invites_racing_make_one_interview(organization):
    with everywhere():
        role = factories.RoleFactory(group__organization=organization)
        recruiter = factories.MembershipFactory(organization=organization).user

    def invite(number: int) -> str:
        wish = Wish(
            organization=organization, source=Source.WEBHOOK, by=Actor("ats"), name="Ada Lovelace",
            email="ada@example.org", role=role, recruiter=recruiter, key=f"event {number}",
        )  # fmt: skip
        with inside(organization):
            return invites.invite(wish).outcome

    got = _all_at_once(5, invite)

    assert sorted(got) == [Outcome.L3] * 4 + [Outcome.SENT]
    with everywhere():
        assert Interview.objects.count() == 1
        assert InterviewEvent.objects.filter(kind=K.INVITED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_e11_a_second_writer_waits_and_sees_the_new_state(make):
    interview = make(S.SCHEDULED)
    got: list[object] = []

    def finish_second() -> None:
        got.extend(_all_at_once(1, lambda _: _cancel(interview)))

    second = threading.Thread(target=finish_second)
    with inside(interview.organization), transaction.atomic():
        sittings.start(interview, SYSTEM)
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
    second.join(timeout=30)

    assert got == [WrongState]
    with everywhere():
        assert _fresh(interview).state == S.IN_PROGRESS


def _cancel(interview: Interview) -> object:
    with inside(interview.organization_id):
        return interviews.cancel(interview, "No budget", SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_e11_of_ten_who_press_at_once_one_is_heard(make):
    interview = make(S.SCHEDULED)
    with inside(interview.organization):
        _before(interview, "candidate not there")

    def press(number: int) -> object:
        with inside(interview.organization_id):
            return sittings.no_show(interview, SYSTEM).pk

    got = _all_at_once(10, press)

    assert got.count(WrongState) == 9
    with everywhere():
        assert _kinds(interview) == [K.NO_SHOW]

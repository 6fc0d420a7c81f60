"""The interviewer's side of the room: presence, start, late, no-show, finish, end early."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import links, sittings
from candidates.models import Interview
from candidates.states import EventKind, InterviewState
from portal.scope import everywhere

S = InterviewState
HTMX = {"HX-Request": "true"}


@pytest.fixture
def press(client):
    """Presses a button of an interview's room, and follows to the page after it."""

    def press(interview: Interview, act: str, data: dict | None = None) -> str:
        address = reverse(f"interviewer_{act}", args=[interview.pk])
        return client.post(address, data or {}, follow=True).text

    return press


def ago(minutes: float):
    return timezone.now() - timedelta(minutes=minutes)


def room(client, interview: Interview) -> str:
    return client.get(reverse("interviewer_room", args=[interview.pk])).text


def arrive(interview: Interview) -> None:
    with everywhere():
        sittings.seen(interview, "candidate")


def kinds(interview: Interview) -> list[str]:
    with everywhere():
        return list(interview.events.order_by("pk").values_list("kind", flat=True))


def test_e12_the_room_shows_who_is_here_the_clock_and_the_call(client, held_by_ivy, press, fresh):
    interview = held_by_ivy(start=timezone.now() + timedelta(minutes=5))
    page = room(client, interview)
    for words in ("You are not here yet", "Ada Lovelace is not here yet", "until the start"):
        assert words in page
    assert links.meeting_url(interview) in page
    assert fresh(interview).interviewer_seen_at is None

    page = press(interview, "here")

    assert "You are here" in page
    assert sittings.is_present(fresh(interview).interviewer_seen_at)
    arrive(interview)
    assert "Ada Lovelace is here" in room(client, interview)


def test_the_open_room_keeps_itself_up_to_date(client, held_by_ivy, fresh):
    interview = held_by_ivy()
    here = reverse("interviewer_here", args=[interview.pk])
    first = client.get(reverse("interviewer_room", args=[interview.pk]), headers=HTMX)
    assert "<html" not in first.text
    assert here not in first.text.split("hx-trigger")[0]

    part = client.post(here, headers=HTMX)

    assert f'hx-post="{here}"' in part.text
    assert "<html" not in part.text
    with everywhere():
        Interview.objects.update(state=S.CANCELED)
    gone = client.post(here, headers=HTMX)
    assert gone["HX-Redirect"] == reverse("interviewer_interview", args=[interview.pk])


def test_presence_fades_after_ninety_seconds(client, held_by_ivy):
    interview = held_by_ivy(candidate_seen_at=ago(1), interviewer_seen_at=ago(2))
    page = room(client, interview)
    assert "Ada Lovelace is here" in page
    assert "You are not here yet" in page


def test_e1_the_interview_starts_when_both_are_in_the_room(client, held_by_ivy, press, fresh):
    interview = held_by_ivy()
    assert "The candidate is not in the room yet." in press(interview, "start")
    assert fresh(interview).state == S.SCHEDULED
    arrive(interview)

    page = press(interview, "start")

    assert "The interview is under way." in page
    assert fresh(interview).state == S.IN_PROGRESS
    assert fresh(interview).started_at
    assert kinds(interview) == [EventKind.STARTED]


def test_the_interview_starts_when_both_met_in_the_call(client, held_by_ivy, press, fresh):
    interview = held_by_ivy()
    assert "We are both in the call: start" in room(client, interview)

    press(interview, "start", {"both_here": "1"})

    assert fresh(interview).state == S.IN_PROGRESS


def test_p41_a_start_with_unknown_fields_says_nothing_of_the_call(held_by_ivy, press, fresh):
    interview = held_by_ivy()
    press(interview, "start", {"both_here": "1", "state": "completed"})
    assert fresh(interview).state == S.SCHEDULED


def test_e6_a_late_candidate_is_reminded_twice_at_most(client, held_by_ivy, press, fresh):
    interview = held_by_ivy(start=ago(1))
    assert "Candidate is late" not in room(client, interview)
    assert "Wait until two minutes" in press(interview, "late")
    with everywhere():
        Interview.objects.update(starts_at=ago(3))
    assert "Candidate is late" in room(client, interview)

    assert "Candidate is late (once more)" in press(interview, "late")
    page = press(interview, "late")

    assert "You reminded the candidate twice." in page
    assert "The candidate was reminded twice already." in press(interview, "late")
    assert kinds(interview) == [EventKind.CANDIDATE_LATE] * 2


def test_e6_nobody_who_is_here_is_late_or_a_no_show(client, held_by_ivy, press, fresh):
    interview = held_by_ivy(start=ago(15), candidate_seen_at=timezone.now())
    page = room(client, interview)
    assert "Candidate is late" not in page
    assert reverse("interviewer_no_show", args=[interview.pk]) not in page
    asked = client.get(reverse("interviewer_no_show", args=[interview.pk])).text
    assert "The candidate is in the room now." in asked
    assert "The candidate is in the room now." in press(interview, "no_show")
    assert fresh(interview).state == S.SCHEDULED


def test_e6_after_ten_minutes_it_is_a_no_show(client, held_by_ivy, press, fresh):
    interview = held_by_ivy(start=ago(9))
    address = reverse("interviewer_no_show", args=[interview.pk])
    assert address not in room(client, interview)
    assert "Wait until ten minutes" in press(interview, "no_show")
    assert fresh(interview).state == S.SCHEDULED
    with everywhere():
        Interview.objects.update(starts_at=ago(11))
    assert address in room(client, interview)
    assert "You cannot undo this." in client.get(address).text

    page = press(interview, "no_show")

    assert "There is nothing to write up." in page
    assert fresh(interview).state == S.NO_SHOW
    assert kinds(interview) == [EventKind.NO_SHOW]
    assert client.get(address, follow=True).status_code == 200


def test_finishing_leads_to_the_write_up(client, held_by_ivy, press, fresh):
    interview = held_by_ivy(S.IN_PROGRESS, ago(50))
    assert "left, until" in room(client, interview)

    page = press(interview, "finish")

    assert "Write it up while it is fresh." in page
    assert "Submit the write-up" in page
    assert fresh(interview).state == S.COMPLETED
    assert client.get(reverse("interviewer_room", args=[interview.pk]))["Location"] == reverse(
        "interviewer_write_up", args=[interview.pk]
    )


def test_after_the_planned_end_the_clock_says_so(client, held_by_ivy):
    assert "Time is up" in room(client, held_by_ivy(S.IN_PROGRESS, ago(70)))


def test_ending_early_needs_a_reason_and_whether_questions_were_seen(
    client, held_by_ivy, press, fresh
):
    interview = held_by_ivy(S.IN_PROGRESS)
    page = press(interview, "end_early")
    assert "Say in a few words why it ended early." in page
    assert "Say whether the candidate saw the questions." in page
    assert fresh(interview).state == S.IN_PROGRESS

    page = press(interview, "end_early", {"reason": "Power cut", "questions_seen": "yes"})

    assert "Submit the write-up" in page
    now = fresh(interview)
    assert (now.state, now.reason, now.questions_seen) == (S.ENDED_EARLY, "Power cut", True)


def test_ended_early_without_questions_there_is_nothing_to_write_up(
    client, held_by_ivy, press, fresh
):
    interview = held_by_ivy(S.IN_PROGRESS)

    page = press(interview, "end_early", {"reason": "No sound", "questions_seen": "no"})

    assert "No sound" in page
    assert "Write it up" not in page
    assert not fresh(interview).questions_seen
    write_up = client.get(reverse("interviewer_write_up", args=[interview.pk]))
    assert write_up["Location"] == reverse("interviewer_interview", args=[interview.pk])


@pytest.mark.parametrize("state", [S.COMPLETED, S.CANCELED, S.NO_SHOW, S.RESULTS_POSTED])
@pytest.mark.parametrize("act", ["start", "late", "finish", "no_show", "end_early", "here"])
def test_e1_what_is_over_cannot_be_pressed(client, held_by_ivy, press, fresh, state, act):
    interview = held_by_ivy(state)

    press(interview, act, {"reason": "Power cut", "questions_seen": "yes"})

    assert fresh(interview).state == state
    assert fresh(interview).interviewer_seen_at is None
    assert kinds(interview) == []

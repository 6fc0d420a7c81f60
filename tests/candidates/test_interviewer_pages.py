"""The interviewer's day and interviews: who sees what, and giving a slot up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates import slots
from candidates.agenda import agenda
from candidates.models import Interview, InterviewEvent, TimeOff
from candidates.states import EventKind, InterviewState
from portal.models import Kind
from portal.scope import everywhere, inside
from tests import factories

S = InterviewState
HOUR = timedelta(hours=1)
PAGES = ("interviewer_day", "interviewer_availability")
OF_ONE = (
    "interviewer_interview", "interviewer_room", "interviewer_write_up", "interviewer_give_up",
    "interviewer_no_show", "interviewer_end_early",
)  # fmt: skip
PRESSES = (
    "interviewer_give_up", "interviewer_here", "interviewer_start", "interviewer_late",
    "interviewer_finish", "interviewer_no_show", "interviewer_end_early",
    "interviewer_write_up_save", "interviewer_write_up_submit",
)  # fmt: skip


@pytest.fixture
def addresses(held_by_ivy) -> list[str]:
    """Every address of the interviewers' pages that can be looked at."""
    pk = held_by_ivy().pk
    return [*map(reverse, PAGES), *(reverse(name, args=[pk]) for name in OF_ONE)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_day_is_that_of_the_interviewers_zone(ivy, held_by_ivy):
    now = at("2026-03-10T21:30")  # 22:30 in Berlin
    for number, (state, start) in enumerate((
        (S.IN_PROGRESS, "2026-03-10T20:00"), (S.SCHEDULED, "2026-03-10T21:40"),
        (S.SCHEDULED, "2026-03-10T23:30"), (S.SCHEDULED, "2026-03-11T23:30"),
        (S.SCHEDULED, "2026-03-12T22:00"), (S.CANCELED, "2026-03-11T08:00"),
    )):  # fmt: skip
        held_by_ivy(state, at(start), name=f"Candidate {number}", email=f"c{number}@example.org")
    held_by_ivy(S.COMPLETED, at("2026-03-09T08:00"), name="Done", email="d@example.org")
    early = {"questions_seen": False, "name": "Unseen", "email": "u@example.org"}
    held_by_ivy(S.ENDED_EARLY, at("2026-03-09T10:00"), **early)

    found = agenda(ivy, now)

    names = {
        group: [interview.candidate.name for interview in getattr(found, group)]
        for group in ("now", "write_ups", "today", "tomorrow", "later")
    }
    assert names == {
        "now": ["Candidate 0", "Candidate 1"],
        "write_ups": ["Done"],
        "today": [],
        "tomorrow": ["Candidate 2"],
        "later": ["Candidate 3", "Candidate 4"],
    }


def test_the_day_says_what_is_next(client, ivy, held_by_ivy):
    assert "so nobody can book you" in client.get(reverse("interviewer_day")).text
    ivy.availability.create(weekday=0, starts="09:00", ends="17:00")
    assert "Nothing is booked" in client.get(reverse("interviewer_day")).text

    interview = held_by_ivy()
    due = held_by_ivy(S.COMPLETED, at("2026-03-09T10:00"), name="Bob", email="b@example.org")

    page = client.get(reverse("interviewer_day")).text
    assert reverse("interviewer_room", args=[interview.pk]) in page
    assert reverse("interviewer_write_up", args=[due.pk]) in page
    assert page.index("panel-now") < page.index("panel-to-write-up")


def test_e12_an_interviewer_sees_interviews_of_every_organization(client, held_by_ivy, ivy):
    held_by_ivy()
    with everywhere():
        other = factories.InterviewFactory(scheduled=True, interviewer=ivy)

    page = client.get(reverse("interviewer_day")).text

    assert "Ada Lovelace" in page
    assert other.candidate.name in page
    own = client.get(reverse("interviewer_interview", args=[other.pk]))
    assert other.organization.name in own.text


def test_e12_interviews_of_others_are_not_found(client, ivy, organization):
    with everywhere():
        other = factories.InterviewFactory(
            scheduled=True, candidacy__role__group__organization=organization
        )
    for name in (*OF_ONE, *PRESSES):
        address = reverse(name, args=[other.pk])
        assert client.post(address).status_code == 404 or name in OF_ONE
        if name in OF_ONE:
            assert client.get(address).status_code == 404
    with everywhere():
        assert InterviewEvent.objects.count() == 0


def test_m3_no_phone_and_no_address_of_the_candidate_on_any_page(client, addresses):
    for address in addresses:
        page = client.get(address, follow=True).text
        assert "ada@example.org" not in page
        assert "7946" not in page


def test_the_interview_page_says_what_to_ask_and_score(client, held_by_ivy, organization):
    interview = held_by_ivy(start=at("2026-03-10T08:00"))

    page = client.get(reverse("interviewer_interview", args=[interview.pk])).text

    for words in ("Ada Lovelace", "Engineer", "Acme", "Reverse a list.", "Ask about queues.",
                  "Coding", "Design", "Communication", "9:00 AM CET", "8:00 AM UTC"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("kind", [Kind.ORG_ADMIN, Kind.RECRUITER, Kind.GRADER])
def test_b7_whoever_is_no_interviewer_is_told_who_can_see_the_pages(addresses, kind, organization):
    member = factories.MembershipFactory(organization=organization, kind=kind)
    other = Client()
    other.force_login(member.user)
    for address in addresses:
        refusal = other.get(address)
        assert refusal.status_code == 403
        assert "Only the interviewers of the service have these pages." in refusal.text


def test_support_staff_are_told_the_same(addresses):
    support = Client()
    support.force_login(factories.SupportFactory())
    assert {support.get(address).status_code for address in addresses} == {403}


def test_signed_out_people_are_asked_to_sign_in(addresses):
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_p47_looking_changes_nothing(client, addresses, held_by_ivy):
    running = held_by_ivy(S.IN_PROGRESS, timezone.now() - 4 * HOUR, name="B", email="b@example.org")
    done = held_by_ivy(S.COMPLETED, timezone.now() - 9 * HOUR, name="C", email="c@example.org")
    more = [reverse(name, args=[row.pk]) for name in OF_ONE for row in (running, done)]
    with everywhere():
        before = list(Interview.objects.values())

    for address in addresses + more:
        assert client.get(address).status_code in (200, 302)
        client.head(address)
    for name in set(PRESSES) - set(OF_ONE):
        assert client.get(reverse(name, args=[running.pk])).status_code == 405

    with everywhere():
        assert list(Interview.objects.values()) == before
        assert InterviewEvent.objects.count() == 0


def test_p50_pages_are_kept_nowhere(client, addresses):
    for address in addresses:
        assert "no-store" in client.get(address)["Cache-Control"]


def test_p51_every_press_needs_the_csrf_token(ivy, held_by_ivy):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ivy)
    interview = held_by_ivy()
    for name in PRESSES:
        assert careful.post(reverse(name, args=[interview.pk])).status_code == 403


def test_p49_text_from_outside_is_shown_as_text(client, held_by_ivy):
    interview = held_by_ivy(name="<script>alert(1)</script>")
    role = interview.candidacy.role
    role.description = role.question_set = "<img src=x onerror=alert(1)>"
    role.save()

    for name in ("interviewer_interview", "interviewer_room", "interviewer_give_up"):
        page = client.get(reverse(name, args=[interview.pk])).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_giving_a_slot_up_asks_first_and_keeps_the_time_free(client, held_by_ivy, ivy, fresh):
    start = (timezone.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    for day in range(7):
        ivy.availability.create(weekday=day, starts="00:00", ends="23:59")
    interview = held_by_ivy(start=start)
    address = reverse("interviewer_give_up", args=[interview.pk])
    assert "This cannot be undone." in client.get(address).text
    assert fresh(interview).state == S.SCHEDULED

    page = client.post(address, follow=True).text

    assert "The slot is given up. Ada Lovelace chooses another time." in page
    now = fresh(interview)
    assert (now.state, now.interviewer) == (S.SCHEDULING, None)
    with inside(interview.organization):
        event = interview.events.get()
        assert (event.kind, event.user) == (EventKind.SLOT_RELEASED, ivy)
        assert event.detail == "The interviewer is not available at this time."
        starts = [slot.start for slot in slots.offered(now, timezone.now())]
    assert starts
    assert start not in starts
    assert TimeOff.objects.get(interviewer=ivy).starts_at == start
    assert client.get(address).status_code == 404


def test_a_slot_that_is_no_longer_booked_cannot_be_given_up(client, held_by_ivy, ivy):
    interview = held_by_ivy(S.IN_PROGRESS)

    answer = client.post(reverse("interviewer_give_up", args=[interview.pk]))

    assert answer["Location"] == reverse("interviewer_interview", args=[interview.pk])
    assert not ivy.time_off.exists()


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow(client, ivy, held_by_ivy, count_queries, address):
    ivy.availability.create(weekday=0, starts="09:00", ends="17:00")
    held_by_ivy(start=timezone.now() + 24 * HOUR)
    one = count_queries(client, reverse(address))
    for number in range(2, 6):
        ivy.availability.create(weekday=number, starts="09:00", ends="17:00")
        fields = {"name": f"C {number}", "email": f"c{number}@example.org"}
        held_by_ivy(start=timezone.now() + 24 * number * HOUR, **fields)
        with everywhere():  # of another organization
            start = timezone.now() + (24 * number + 6) * HOUR
            factories.InterviewFactory(scheduled=True, interviewer=ivy, starts_at=start)

    assert count_queries(client, reverse(address)) == one

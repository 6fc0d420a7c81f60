"""The pages of a candidacy: what comes next, its tabs, and what can be done there."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates import candidacies, interviews, redo, sittings, write_ups
from candidates.actors import ATS, SYSTEM, person
from candidates.links import booking_url
from candidates.models import Availability, Candidacy, Interview, InviteAttempt
from candidates.states import InterviewState, Standing
from candidates.templatetags.candidacies import distance
from portal.models import Kind, Organization
from portal.scope import everywhere
from roles.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_is_near_is_told_without_a_number_of_minutes() -> None:
    now = timezone.now()

    assert distance(now - timedelta(seconds=9)) == "just now"
    assert distance(now + timedelta(seconds=50)) == "in less than a minute"
    assert distance(now - timedelta(minutes=5, seconds=1)) == "5 minutes ago"


@pytest.fixture
def role(organization: Organization) -> Role:
    return factories.RoleFactory(group__organization=organization, redo=True)


@pytest.fixture
def staff(sign_in: Any) -> Client:
    """A recruiter, signed in."""
    return sign_in()


def make(role: Role, **fields: Any) -> Interview:
    with everywhere():
        interview = factories.InterviewFactory(
            candidacy__role=role, candidacy__candidate__name="Ada Lovelace", **fields
        )
        Candidacy.objects.filter(pk=interview.candidacy_id).update(state=interview.state)
    return interview


def page(client: Client, interview: Interview, name: str = "candidacy") -> Any:
    return client.get(reverse(name, args=[interview.candidacy_id]))


def written_up(interview: Interview, score: int = 3) -> None:
    by = person(factories.InterviewerFactory())
    scores = dict.fromkeys(interview.candidacy.role.format.competencies, score)
    write_ups.save_draft(interview, scores, "yes", "Solid and quick.", by)
    write_ups.submit(interview, by)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Ada Lovelace can book a time until"),
        ({"scheduled": True}, "interviews Ada Lovelace on"),
        (
            {"scheduled": True, "starts_at": timezone.now() - timedelta(minutes=5)},
            "The interview was to start on",
        ),
        ({"scheduled": True, "state": InterviewState.IN_PROGRESS}, "is going on and ends about"),
        ({"state": InterviewState.COMPLETED}, "The interviewer writes the result."),
        ({"state": InterviewState.ENDED_EARLY}, "Invite the candidate again."),
        ({"scheduled": True, "state": InterviewState.NO_SHOW}, "Ada Lovelace did not come on"),
        ({"state": InterviewState.RESULTS_POSTED}, "read it, and decide in the ATS"),
        ({"state": InterviewState.CANCELED}, "Invite again to start anew."),
    ],
)
def test_next_step_is_one_sentence(
    fields: dict[str, Any], sentence: str, staff: Client, role: Role
) -> None:
    assert sentence in page(staff, make(role, **fields)).text


def test_timeline_says_who_when_and_why(staff: Client, role: Role) -> None:
    interview = make(role)
    with everywhere():
        interviews.cancel(interview, "The role is closed", person(staff.user))  # type: ignore[attr-defined]

    text = page(staff, interview).text

    assert "Canceled" in text
    assert "The role is closed" in text
    assert str(staff.user) in text  # type: ignore[attr-defined]


def test_timeline_tells_of_failed_attempts_among_the_events(staff: Client, role: Role) -> None:
    interview = make(role)
    with everywhere():
        for _ in range(60):
            interviews.resend_invite(interview, SYSTEM)
        InviteAttempt.objects.create(
            organization=role.organization, source="webhook", role=role, outcome="L3",
            candidacy=interview.candidacy, text="Invite failed: again",
        )  # fmt: skip

    first = page(staff, interview)
    older = first.context["page"].older
    second = staff.get(reverse("candidacy", args=[interview.candidacy_id]), {"older": older})

    assert ("Invite failed: again" in first.text) + ("Invite failed: again" in second.text) == 1


def test_what_comes_from_outside_is_escaped(staff: Client, role: Role) -> None:
    interview = make(role, candidacy__standing_raw="<b>x</b>", candidacy__standing=Standing.OFFER)
    with everywhere():
        interviews.cancel(interview, "<script>alert(1)</script>", SYSTEM)

    text = page(staff, interview).text

    assert "<script>alert" not in text
    assert "&lt;b&gt;x" in text


def test_final_status_asks_whether_to_cancel(staff: Client, role: Role) -> None:
    interview = make(role)
    with everywhere():
        candidacies.apply_standing(
            interview.candidacy, Standing.HIRED, ATS, raw="Hired", at=timezone.now()
        )

    text = page(staff, interview).text

    assert "The ATS says Hired." in text
    assert "Cancel this interview?" in text
    assert reverse("interview_cancel", args=[interview.pk]) in text


def test_interviews_tab_offers_what_fits(staff: Client, role: Role) -> None:
    interview = make(role)

    text = page(staff, interview, "candidacy_interviews").text

    assert booking_url(interview) in text
    assert reverse("interview_press", args=[interview.pk, "extend"]) in text
    assert "another-chance" not in text


def test_cancel_needs_a_reason_and_says_what_cannot_be_undone(staff: Client, role: Role) -> None:
    interview = make(role)
    address = reverse("interview_cancel", args=[interview.pk])

    assert "This cannot be undone" in staff.get(address).text
    assert "Say why." in staff.post(address, {"reason": " "}).text
    staff.post(address, {"reason": "The role is closed"})

    with everywhere():
        interview.refresh_from_db()
    assert (interview.state, interview.reason) == ("canceled", "The role is closed")


def test_a_refused_verb_is_told_in_the_form(staff: Client, role: Role) -> None:
    interview = make(role, state=InterviewState.COMPLETED)

    canceled = staff.post(reverse("interview_cancel", args=[interview.pk]), {"reason": "x"})
    resent = staff.post(reverse("interview_press", args=[interview.pk, "resend"]))

    assert "cannot become canceled" in canceled.text
    assert "This interview is completed now." in resent.text


@pytest.mark.parametrize(
    ("act", "before", "kind"),
    [
        ("resend", "scheduling", "invite_resent"),
        ("extend", "scheduling", "window_extended"),
        ("another-chance", "no_show", "reopened"),
    ],
)
def test_one_press_acts(act: str, before: str, kind: str, staff: Client, role: Role) -> None:
    interview = make(role, state=before)
    address = reverse("interview_press", args=[interview.pk, act])

    staff.get(address)
    with everywhere():
        assert interview.events.count() == 0
    staff.post(address)

    with everywhere():
        assert interview.events.get().kind == kind


def test_an_unknown_press_is_not_found(staff: Client, role: Role) -> None:
    address = reverse("interview_press", args=[make(role).pk, "delete"])

    assert staff.post(address).status_code == 404


@pytest.mark.parametrize(("kind", "status"), [(Kind.RECRUITER, 403), (Kind.ORG_ADMIN, 302)])
def test_redo_is_offered_again_by_admins(kind: Kind, status: int, sign_in: Any, role: Role) -> None:
    interview = make(
        role,
        state=InterviewState.COMPLETED,
        redo_offer_ends_at=timezone.now() - timedelta(hours=1),
    )

    answer = sign_in(kind).post(reverse("interview_press", args=[interview.pk, "redo"]))

    assert answer.status_code == status


@pytest.fixture
def interviewer(role: Role) -> Any:
    interviewer = factories.InterviewerFactory()
    role.format.interviewers.add(interviewer)
    for weekday in range(7):
        Availability.objects.create(
            interviewer=interviewer, weekday=weekday, starts=time(8), ends=time(18)
        )
    return interviewer


def test_recruiter_reschedules_in_their_own_zone(
    staff: Client, role: Role, interviewer: Any
) -> None:
    staff.user.zone = "Asia/Kolkata"  # type: ignore[attr-defined]
    staff.user.save()  # type: ignore[attr-defined]
    interview = make(role)
    address = reverse("interview_reschedule", args=[interview.pk])

    offer = staff.get(address).context["offer"]
    start = offer.parts[0].starts[0]
    assert start.utcoffset() == timedelta(hours=5, minutes=30)
    staff.post(address, {"start": start.isoformat()})
    taken = staff.post(address, {"start": start.isoformat()})

    with everywhere():
        interview.refresh_from_db()
    assert interview.starts_at == start
    assert "That time has just been taken." in taken.text


def test_rescheduling_begins_in_the_week_of_the_time_that_is_booked(
    staff: Client, role: Role, interviewer: Any
) -> None:
    starts = timezone.now() + timedelta(days=15)
    interview = make(role, scheduled=True, starts_at=starts)
    address = reverse("interview_reschedule", args=[interview.pk])

    offer = staff.get(address).context["offer"]
    first = staff.get(address, {"day": str(timezone.now().date())}).context["offer"]

    assert starts.date() in [day.date for day in offer.week]
    assert first.day < offer.day - timedelta(days=12)


def test_rescheduling_without_a_time_asks_for_one(staff: Client, role: Role) -> None:
    address = reverse("interview_reschedule", args=[make(role).pk])

    assert "Choose a time." in staff.post(address).text
    assert "Choose one of the times." in staff.post(address, {"start": "tomorrow"}).text


def test_result_shows_original_and_redo_beside_each_other(
    staff: Client, role: Role, scoped: Organization
) -> None:
    interview = make(role, scheduled=True, state=InterviewState.IN_PROGRESS)
    sittings.finish(interview, SYSTEM)
    interview.refresh_from_db()
    again = redo.take(interview, SYSTEM)
    written_up(interview, 2)
    Interview.objects.filter(pk=again.pk).update(state=InterviewState.COMPLETED)
    again.refresh_from_db()
    written_up(again, 4)

    _, text = page(staff, interview, "candidacy_result").text.split('aria-label="Candidacy"')

    assert text.index("Original interview") < text.index("Redo")
    assert "Solid and quick." in text
    assert "Mean score 2.0" in text
    assert "Mean score 4.0" in text


def test_settings_change_recruiter_followers_and_profile(
    staff: Client, role: Role, organization: Organization
) -> None:
    interview = make(role)
    candidacy = interview.candidacy
    grace = factories.MembershipFactory(organization=organization).user
    pk = [candidacy.pk]

    staff.post(reverse("candidacy_recruiter", args=pk), {"recruiter": grace.pk})
    staff.post(reverse("candidacy_follow", args=pk), {"follower": grace.pk})
    staff.post(reverse("candidacy_profile", args=pk), {"profile_url": "https://ats.example/1"})

    with everywhere():
        candidacy.refresh_from_db()
        follower = candidacy.followers.get()
    assert candidacy.recruiter == grace
    assert candidacy.profile_url == "https://ats.example/1"
    assert follower.user == grace

    staff.post(reverse("candidacy_unfollow", args=[candidacy.pk, follower.pk]))
    with everywhere():
        assert not candidacy.followers.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "x" * 600])
def test_profile_url_must_be_an_address(url: str, staff: Client, role: Role) -> None:
    interview = make(role)

    answer = staff.post(
        reverse("candidacy_profile", args=[interview.candidacy_id]), {"profile_url": url}
    )

    assert answer.context["profile_form"].errors


def test_settings_take_no_people_from_elsewhere(staff: Client, role: Role) -> None:
    pk = [make(role).candidacy_id]
    foreign = factories.MembershipFactory().user.pk

    for name, field in [("recruiter", "recruiter"), ("follow", "follower")]:
        answer = staff.post(reverse(f"candidacy_{name}", args=pk), {field: foreign})
        assert "Select a valid choice" in answer.text
    with everywhere():
        assert Candidacy.objects.get(pk=pk[0]).recruiter_id != foreign


def test_final_status_is_taken_back_with_a_reason(staff: Client, role: Role) -> None:
    interview = make(role, candidacy__standing=Standing.REJECTED, candidacy__active=False)
    address = reverse("candidacy_reopen", args=[interview.candidacy_id])

    assert "Say why." not in staff.get(address).text
    staff.post(address, {"reason": "A mistake in the ATS"})
    again = staff.post(address, {"reason": "Twice"})

    with everywhere():
        candidacy = Candidacy.objects.get(pk=interview.candidacy_id)
    assert (candidacy.standing, candidacy.active) == ("", True)
    assert "Only hired, rejected and withdrawn can be reopened." in again.text


def test_notifications_tab_says_who_will_be_told(staff: Client, role: Role) -> None:
    interview = make(role)
    with everywhere():
        interviews.resend_invite(interview, SYSTEM)

    text = page(staff, interview, "candidacy_notifications").text

    assert str(interview.candidacy.recruiter) in text
    assert "Invite sent again" in text


def test_earlier_interviews_are_told_as_far_as_the_viewer_may_know(
    sign_in: Any, role: Role
) -> None:
    done = timezone.now() - timedelta(days=10)
    other = factories.RoleFactory(group=role.group, name="Data engineer")
    before = make(other, state=InterviewState.COMPLETED, ended_at=done)
    client = sign_in(Kind.VENDOR_RECRUITER)
    with everywhere():
        candidacy = factories.CandidacyFactory(
            role=role, candidate=before.candidate, recruiter=client.user
        )
        interview = factories.InterviewFactory(candidacy=candidacy)

    vendor = page(client, interview, "candidacy_interviews").text
    recruiter = page(sign_in(), interview, "candidacy_interviews").text

    assert "Completed" in vendor
    assert "Data engineer" not in vendor
    assert "Data engineer" in recruiter


@pytest.mark.parametrize(
    "name",
    [
        "candidacy",
        "candidacy_interviews",
        "candidacy_result",
        "candidacy_notifications",
        "candidacy_settings",
    ],
)
def test_queries_do_not_grow_with_what_is_shown(
    name: str, staff: Client, role: Role, count_queries: Any
) -> None:
    interview = make(role, state=InterviewState.CANCELED)
    address = reverse(name, args=[interview.candidacy_id])
    with everywhere():
        candidacies.add_follower(interview.candidacy, factories.UserFactory(), SYSTEM)
        interviews.announce(interview, "invited", SYSTEM)
    with_one = count_queries(staff, address)

    with everywhere():
        for _ in range(2):
            other = factories.InterviewFactory(
                candidacy=interview.candidacy, candidate=interview.candidate, state="canceled"
            )
            candidacies.add_follower(interview.candidacy, factories.UserFactory(), SYSTEM)
            interviews.announce(other, "invited", SYSTEM)

    assert count_queries(staff, address) == with_one

"""The invite form: every way it can end, by its own words (D2, D3, D9, D14, L)."""

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import Availability, Candidacy, Interview, InviteAttempt
from candidates.states import InterviewState
from portal.models import Kind, Organization
from portal.scope import everywhere
from roles.models import Role, RoleStatus
from tests import factories

pytestmark = pytest.mark.django_db

L1 = "Missing or invalid role on the job."
L2 = (
    "Phone is too short (minimum is 7 characters). "
    "Correct or remove the phone number on the candidate&#x27;s profile."
)
L3 = (
    "Invite failed: Role already has an active interview for this candidate. "
    "Please visit this interview to make changes to it."
)
L4 = "Recruiter and candidate can&#x27;t be the same."
L5 = "Name or e-mail is missing or not valid."


@pytest.fixture
def role(organization: Organization) -> Role:
    return factories.RoleFactory(group__organization=organization, name="Backend engineer")


@pytest.fixture
def staff(sign_in: Any) -> Client:
    """A recruiter, signed in."""
    return sign_in()


def send(client: Client, role: Role, /, **fields: Any) -> Any:
    """Press "Invite" with everything right but what the test says."""
    filled = {
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "role": role.pk,
        "recruiter": client.user.pk,  # type: ignore[attr-defined]
        "how": "candidate",
        "key": str(uuid.uuid4()),
        **fields,
    }
    return client.post(reverse("invite"), filled)


def attempts() -> list[InviteAttempt]:
    with everywhere():
        return list(InviteAttempt.objects.order_by("pk"))


def interviews() -> list[Interview]:
    with everywhere():
        return list(Interview.objects.select_related("candidacy__recruiter").order_by("pk"))


def completed(role: Role, email: str = "ada@example.org") -> Interview:
    """An interview of Ada's in this role, completed last month."""
    done = timezone.now() - timedelta(days=30)
    with everywhere():
        return factories.InterviewFactory(
            candidacy__role=role,
            candidacy__candidate__email=email,
            candidacy__state=InterviewState.COMPLETED,
            state=InterviewState.COMPLETED,
            ended_at=done,
        )


def test_form_invites_and_mails_the_booking_link(staff: Client, role: Role) -> None:
    follower = factories.MembershipFactory(organization=role.organization).user

    answer = send(staff, role, followers=[follower.pk], phone="+49 30 1234567")

    [interview] = interviews()
    assert answer.url == reverse("candidacy", args=[interview.candidacy_id])
    assert interview.state == InterviewState.SCHEDULING
    assert interview.candidacy.recruiter == staff.user  # type: ignore[attr-defined]
    with everywhere():
        assert interview.candidacy.followers.get().user == follower
    assert [attempt.outcome for attempt in attempts()] == ["sent"]


def test_invite_as_is_preset_to_oneself(staff: Client, role: Role) -> None:
    form = staff.get(reverse("invite")).context["form"]

    assert form["recruiter"].value() == staff.user.pk  # type: ignore[attr-defined]


def test_pressing_twice_invites_once(staff: Client, role: Role) -> None:
    key = str(uuid.uuid4())

    first, second = send(staff, role, key=key), send(staff, role, key=key)

    assert first.url == second.url
    assert len(interviews()) == 1


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("role", "", L1),
        ("name", " ", L5),
        ("email", "", L5),
        ("email", "ada at example", L5),
        ("phone", "12345", L2),
    ],
)
def test_field_errors_stand_at_their_field_in_their_words(
    field: str, value: str, text: str, staff: Client, role: Role
) -> None:
    page = send(staff, role, **{field: value})

    assert page.status_code == 200
    assert text in page.text
    assert list(page.context["form"].errors) == ["email" if value == " " else field]
    assert interviews() == []
    assert [bool(attempt.dismissed_at) for attempt in attempts()] == [True]


def test_recruiter_cannot_be_the_candidate(staff: Client, role: Role) -> None:
    page = send(staff, role, email=staff.user.email.upper())  # type: ignore[attr-defined]

    assert L4 in page.text
    assert list(page.context["form"].errors) == ["recruiter"]


def test_all_field_errors_are_reported_together(staff: Client, role: Role) -> None:
    page = send(staff, role, role="", email="x", phone="1")

    assert set(page.context["form"].errors) == {"role", "email", "phone"}
    assert attempts()[0].codes == ["L1", "L5", "L2"]


def test_d3_what_is_too_long_hides_no_other_error(staff: Client, role: Role) -> None:
    page = send(staff, role, role="", name="x" * 201, email="y", phone="1")
    errors = page.context["form"].errors
    odd = send(staff, role, name="a\0", phone="0" * 61, profile_url="x").context["form"].errors

    assert {field: len(told) for field, told in errors.items()} == {
        "name": 1, "email": 1, "phone": 1, "role": 1,
    }  # fmt: skip
    assert set(odd) == {"name", "phone", "profile_url"}
    assert attempts() == []


def test_a_corrected_form_goes_through_after_an_error(staff: Client, role: Role) -> None:
    page = send(staff, role, phone="1")

    assert send(staff, role, key=page.context["form"]["key"].value()).status_code == 302
    assert len(interviews()) == 1


def test_duplicate_links_to_the_current_interview(staff: Client, role: Role) -> None:
    send(staff, role)
    page = send(staff, role)

    assert L3 in page.text
    assert reverse("candidacy", args=[interviews()[0].candidacy_id]) in page.text
    assert len(interviews()) == 1


def test_archived_and_foreign_roles_are_invalid(staff: Client, role: Role) -> None:
    with everywhere():
        archived = factories.RoleFactory(group=role.group, status=RoleStatus.ARCHIVED)
        foreign = factories.RoleFactory()

    for other in (archived, foreign):
        assert L1 in send(staff, other).text
    assert interviews() == []


def test_recruiter_and_followers_must_reach_the_group(staff: Client, role: Role) -> None:
    elsewhere = factories.MembershipFactory(organization=role.organization, all_groups=False)
    other = factories.GroupFactory(organization=role.organization)
    elsewhere.groups.add(other)

    page = send(staff, role, recruiter=elsewhere.user.pk, followers=[elsewhere.user.pk])

    assert set(page.context["form"].errors) == {"recruiter", "followers"}
    assert interviews() == []


def test_fields_that_nobody_may_set_are_refused(staff: Client, role: Role) -> None:
    page = send(staff, role, organization=1, state="completed")

    assert "This form has no field" in page.text
    assert interviews() == []


def test_prefilled_form_saves_nothing(staff: Client, role: Role) -> None:
    page = staff.post(
        reverse("invite"), {"action": "prefill", "name": "Grace", "role": role.pk, "email": "x"}
    )

    assert 'value="Grace"' in page.text
    assert f'<option value="{role.pk}" selected>' in page.text
    assert page.context["form"].errors == {}
    assert attempts() == []


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 30, "\x00", "1.5"])
def test_odd_ids_are_errors_and_never_a_crash(odd: str, staff: Client, role: Role) -> None:
    for field in ("role", "recruiter", "followers", "held", "key", "day", "start", "how"):
        assert send(staff, role, **{field: odd}).status_code in (200, 404), field
    prefilled = {"action": "prefill", "role": odd, "followers": odd, "recruiter": odd}
    assert staff.post(reverse("invite"), prefilled).status_code == 200
    assert interviews() == []


# Schedule for the candidate (D9)


@pytest.fixture
def interviewer(role: Role) -> Any:
    """Somebody who is there around the clock."""
    interviewer = factories.InterviewerFactory()
    role.format.interviewers.add(interviewer)
    for weekday in range(7):
        Availability.objects.create(
            interviewer=interviewer, weekday=weekday, starts=time(8), ends=time(18)
        )
    return interviewer


def test_scheduling_offers_free_times_before_anything_is_sent(
    staff: Client, role: Role, interviewer: Any
) -> None:
    page = send(staff, role, how="schedule")

    offer = page.context["offer"]
    assert offer.parts
    assert attempts() == []

    start = offer.parts[0].starts[0]
    send(staff, role, how="schedule", start=start.isoformat())

    [interview] = interviews()
    assert interview.state == InterviewState.SCHEDULED
    assert interview.starts_at == start
    assert interview.interviewer == interviewer


def test_scheduling_reports_field_errors_first(staff: Client, role: Role) -> None:
    assert L2 in send(staff, role, how="schedule", phone="1").text


def test_scheduling_without_a_free_time_says_so(staff: Client, role: Role) -> None:
    assert "No interviewer is free" in send(staff, role, how="schedule").text


def test_another_day_can_be_looked_at(staff: Client, role: Role, interviewer: Any) -> None:
    day = (timezone.now() + timedelta(days=9)).date()

    page = send(staff, role, how="schedule", day=day.isoformat())

    assert page.context["offer"].day == day
    assert attempts() == []


def test_a_taken_time_leaves_nothing_and_offers_others(
    staff: Client, role: Role, interviewer: Any
) -> None:
    start = send(staff, role, how="schedule").context["offer"].parts[0].starts[0]
    send(staff, role, how="schedule", start=start.isoformat(), email="first@example.org")

    page = send(staff, role, how="schedule", start=start.isoformat())

    assert "That time has just been taken." in page.text
    assert page.context["offer"]
    assert len(interviews()) == 1


def test_an_open_invite_is_scheduled_and_not_doubled(
    staff: Client, role: Role, interviewer: Any
) -> None:
    send(staff, role)
    start = send(staff, role, how="schedule").context["offer"].parts[0].starts[0]

    send(staff, role, how="schedule", start=start.isoformat())

    [interview] = interviews()
    assert interview.starts_at == start


# Interviewed recently (D13, D14, D18)


@pytest.fixture
def warned(organization: Organization) -> Organization:
    organization.recent_interview_warning = True
    organization.save()
    return organization


def test_warning_tells_date_interview_counts_and_result(
    staff: Client, role: Role, warned: Organization
) -> None:
    before = completed(role)

    page = send(staff, role)

    earlier = page.context["earlier"]
    assert (earlier.interview, earlier.in_role, earlier.in_all) == (before.pk, 1, 1)
    assert reverse("candidacy_result", args=[before.candidacy_id]) in page.text
    assert "Invite anyway" in page.text
    assert len(interviews()) == 1


def test_vendor_recruiter_gets_date_and_counts_without_link(
    sign_in: Any, role: Role, warned: Organization
) -> None:
    before = completed(role)
    client = sign_in(Kind.VENDOR_RECRUITER)

    page = send(client, role)
    attempt = client.get(reverse("attempt", args=[attempts()[0].pk]))

    for shown in (page, attempt):
        assert shown.context["earlier"].interview is None
        assert f"/candidacies/{before.candidacy_id}/" not in shown.text
        assert f"interview {before.pk}" not in shown.text


def test_invite_anyway_records_who_confirmed(
    staff: Client, role: Role, warned: Organization
) -> None:
    completed(role)
    follower = factories.MembershipFactory(organization=role.organization).user
    page = send(staff, role, followers=[follower.pk])
    held = page.context["attempt"].pk

    for _ in range(2):  # twice is once
        answer = send(staff, role, followers=[follower.pk], held=held, action="confirm")

    attempt, new = attempts()[0], interviews()[-1]
    assert answer.url == reverse("candidacy", args=[new.candidacy_id])
    assert len(interviews()) == 2
    assert attempt.confirmed_by == staff.user  # type: ignore[attr-defined]
    with everywhere():
        assert new.candidacy.followers.get().user == follower
        assert new.events.filter(kind="invite_confirmed").count() == 1


def test_cancel_at_the_warning_invites_nobody(
    staff: Client, role: Role, warned: Organization
) -> None:
    completed(role)
    held = send(staff, role).context["attempt"].pk

    send(staff, role, held=held, action="cancel")

    assert attempts()[0].dismissed_at
    assert len(interviews()) == 1


def test_a_foreign_attempt_cannot_be_confirmed(
    staff: Client, role: Role, warned: Organization
) -> None:
    with everywhere():
        theirs = factories.RoleFactory()
        foreign = InviteAttempt.objects.create(
            organization=theirs.organization, source="form", role=theirs, outcome="L6",
            recruiter=factories.UserFactory(), name="Eve", email="eve@example.org",
        )  # fmt: skip

    assert send(staff, role, held=foreign.pk, action="confirm").status_code == 404
    with everywhere():
        assert not Candidacy.objects.exists()

"""The attempts to invite: which wait, their exact words, confirming and dismissing (D16, D18)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates import invites
from candidates.actors import ATS
from candidates.models import Interview, InviteAttempt, Source
from candidates.wishes import Wish
from portal.models import Kind, Organization
from portal.scope import everywhere
from roles.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(organization: Organization) -> Role:
    organization.recent_interview_warning = True
    organization.save()
    return factories.RoleFactory(group__organization=organization)


@pytest.fixture
def staff(sign_in: Any) -> Client:
    """A recruiter, signed in."""
    return sign_in()


def attempt(role: Role, /, **fields: Any) -> InviteAttempt:
    """An attempt from the ATS, with everything right but what the test says."""
    with everywhere():
        wish = Wish(
            **{
                "organization": role.organization,
                "source": Source.WEBHOOK,
                "by": ATS,
                "name": "Ada Lovelace",
                "email": "ada@example.org",
                "role": role,
                "recruiter": factories.MembershipFactory(organization=role.organization).user,
                **fields,
            }
        )
        return invites.invite(wish)


def held(role: Role) -> InviteAttempt:
    with everywhere():
        factories.InterviewFactory(
            candidacy__role=role,
            candidacy__candidate__email="ada@example.org",
            state="completed",
            ended_at=timezone.now() - timedelta(days=20),
        )
    return attempt(role)


def test_list_shows_what_waits_with_its_exact_text(staff: Client, role: Role) -> None:
    failed = attempt(role, phone="123")
    attempt(role, email="grace@example.org", name="Grace Hopper")

    waiting = staff.get(reverse("attempts")).text
    everything = staff.get(reverse("attempts"), {"show": "all"}).text

    assert "Phone is too short (minimum is 7 characters)." in waiting
    assert reverse("attempt", args=[failed.pk]) in waiting
    assert "Grace Hopper" not in waiting
    assert "Grace Hopper" in everything


def test_nothing_waiting_says_so(staff: Client) -> None:
    assert "Nothing waits for you" in staff.get(reverse("attempts")).text


def test_list_is_filtered_by_outcome(staff: Client, role: Role) -> None:
    attempt(role, phone="123")
    attempt(role, name="", email="bad")

    page = staff.get(reverse("attempts"), {"outcome": "L5"})

    assert [row.outcome for row, _ in page.context["rows"]] == ["L5"]
    assert len(staff.get(reverse("attempts"), {"outcome": "odd"}).context["rows"]) == 2


def test_attempts_without_a_role_are_for_every_group(sign_in: Any, role: Role) -> None:
    lost = attempt(role, role=None)
    client = sign_in(all_groups=False)

    page = client.get(reverse("attempt", args=[lost.pk]))

    assert "Missing or invalid role on the job." in page.text
    assert "Then move the candidate out of the stage and back in." in page.text


def test_held_attempt_is_confirmed_once_and_recorded(staff: Client, role: Role) -> None:
    waiting = held(role)
    address = reverse("attempt", args=[waiting.pk])

    assert "Recently interviewed: completed" in staff.get(address).text
    done = staff.post(address)
    again = staff.post(address)

    with everywhere():
        waiting.refresh_from_db()
        assert Interview.objects.count() == 2
    assert done.url == reverse("candidacy", args=[waiting.candidacy_id])
    assert waiting.confirmed_by == staff.user  # type: ignore[attr-defined]
    assert again.status_code == 200
    assert str(staff.user) in staff.get(done.url).text  # type: ignore[attr-defined]


def test_d14_vendor_recruiters_never_read_which_interview_it_was(
    staff: Client, role: Role, sign_in: Any
) -> None:
    waiting = held(role)
    staff.post(reverse("attempt", args=[waiting.pk]))
    vendor = sign_in(Kind.VENDOR_RECRUITER)
    with everywhere():
        InviteAttempt.objects.filter(pk=waiting.pk).update(by=vendor.user)

    page = vendor.get(reverse("attempt", args=[waiting.pk])).text

    assert "Recently interviewed: completed" in page
    assert "Identical interviews in 6 months: 1 in this role" in page
    assert "(interview" not in page
    assert f"/candidacies/{waiting.interview.candidacy_id}/" not in page


def test_d16_an_invite_settles_the_other_attempts_for_the_same_person_and_role(
    staff: Client, role: Role
) -> None:
    first, second = held(role), attempt(role)
    failed, other = attempt(role, phone="1"), attempt(role, email="grace@example.org", phone="1")

    staff.post(reverse("attempt", args=[second.pk]))

    waiting = [row for row, _ in staff.get(reverse("attempts")).context["rows"]]
    with everywhere():
        first.refresh_from_db()
        failed.refresh_from_db()
    assert waiting == [other]
    assert (first.confirmed_by, bool(first.dismissed_at)) == (staff.user, False)  # type: ignore[attr-defined]
    assert (failed.confirmed_by, bool(failed.dismissed_at)) == (None, True)


def test_d16_a_healed_invite_leaves_nothing_waiting(staff: Client, role: Role) -> None:
    attempt(role, phone="1")
    attempt(role)

    assert staff.get(reverse("attempts")).context["rows"] == []


def test_d18_followers_chosen_with_a_held_invite_follow_once_it_is_confirmed(
    staff: Client, role: Role
) -> None:
    chosen, gone = factories.MembershipFactory.create_batch(2, organization=role.organization)
    held(role)
    waiting = attempt(role, followers=(chosen.user, gone.user))
    gone.archived_at = timezone.now()
    gone.save()

    staff.post(reverse("attempt", args=[waiting.pk]))

    with everywhere():
        waiting.refresh_from_db()
        assert waiting.candidacy.followers.get().user == chosen.user


def test_dismissed_attempt_waits_no_longer(staff: Client, role: Role) -> None:
    waiting = held(role)

    staff.post(reverse("attempt_dismiss", args=[waiting.pk]))

    assert staff.get(reverse("attempts")).context["rows"] == []
    with everywhere():
        assert Interview.objects.count() == 1


def test_looking_changes_nothing(staff: Client, role: Role) -> None:
    waiting = held(role)

    staff.get(reverse("attempt", args=[waiting.pk]))

    assert staff.get(reverse("attempt_dismiss", args=[waiting.pk])).status_code == 405
    with everywhere():
        assert InviteAttempt.objects.get(pk=waiting.pk).confirmed_at is None


@pytest.mark.parametrize("kind", [Kind.HIRING_MANAGER, Kind.GRADER])
def test_who_cannot_invite_sees_no_attempts(kind: Kind, sign_in: Any, role: Role) -> None:
    waiting = held(role)
    client = sign_in(kind)

    for address in (reverse("attempts"), reverse("attempt", args=[waiting.pk])):
        assert client.get(address).status_code == 403


def test_queries_do_not_grow_with_the_rows(staff: Client, role: Role, count_queries: Any) -> None:
    attempt(role, phone="1")
    with_one = count_queries(staff, reverse("attempts"))
    attempt(role, phone="2")
    held(role)

    assert count_queries(staff, reverse("attempts")) == with_one

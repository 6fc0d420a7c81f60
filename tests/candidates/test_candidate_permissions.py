"""Who may enter which candidate page: signed out, elsewhere, and with too little permission."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import InterviewEvent, InviteAttempt, Resume
from candidates.urls import urlpatterns
from portal.models import Kind, Mail, Organization
from portal.permissions import WHO_CAN, Act
from portal.scope import everywhere
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = ["funnel", "funnel_filters", "funnel_export", "saved_views"]
INVITERS_LISTS = ["invite", "attempts", "bulk_remind", "bulk_cancel", "bulk_reassign"]
READ = [
    "candidacy", "candidacy_interviews", "candidacy_result", "candidacy_notifications",
    "candidacy_resume",
]  # fmt: skip
ACT = ["candidacy_settings", "candidacy_reopen", "candidacy_resume_remove"]
POST_ONLY = [
    "candidacy_recruiter", "candidacy_follow", "candidacy_profile", "candidacy_resume_new",
]  # fmt: skip
INTERVIEW = ["interview_reschedule", "interview_cancel"]


class Rows:
    """One candidacy with everything an address can name."""

    def __init__(self, organization: Organization) -> None:
        with everywhere():
            role = factories.RoleFactory(group__organization=organization)
            self.interview = factories.InterviewFactory(candidacy__role=role)
            self.candidacy = self.interview.candidacy
            self.attempt = InviteAttempt.objects.create(
                organization=organization, source="form", role=role, outcome="L6",
                recruiter=self.candidacy.recruiter, name="Eve", email="eve@example.org",
            )  # fmt: skip
            Resume.objects.create(
                organization=organization, candidacy=self.candidacy, name="cv.txt", kind="txt",
                content=b"Ada", uploaded_by=self.candidacy.recruiter,
            )  # fmt: skip
            self.follower = self.candidacy.followers.create(
                organization=organization, user=factories.UserFactory()
            )

    def addresses(self) -> list[str]:
        """Every address of the staff pages that names a row."""
        candidacy, interview = self.candidacy.pk, self.interview.pk
        return [
            *(reverse(name, args=[candidacy]) for name in READ + ACT + POST_ONLY),
            *(reverse(name, args=[interview]) for name in INTERVIEW),
            reverse("interview_press", args=[interview, "resend"]),
            reverse("candidacy_unfollow", args=[candidacy, self.follower.pk]),
            reverse("attempt", args=[self.attempt.pk]),
            reverse("attempt_dismiss", args=[self.attempt.pk]),
        ]


def every_row() -> tuple[int, ...]:
    with everywhere():
        return (
            InterviewEvent.objects.count(),
            Mail.objects.count(),
            InviteAttempt.objects.filter(confirmed_at=None, dismissed_at=None).count(),
        )


def test_every_address_is_tried_here(organization: Organization) -> None:
    known = {pattern.name for pattern in urlpatterns if hasattr(pattern, "name")}
    listed = {*LISTS, *INVITERS_LISTS, *READ, *ACT, *POST_ONLY, *INTERVIEW}
    listed |= {"interview_press", "candidacy_unfollow", "attempt", "attempt_dismiss"}
    listed |= {"saved_view_delete"}  # its owner's alone: test_saved_views.py
    staff = {name for name in known if not name.startswith(("interviewer", "mail", "unsubscribe"))}

    assert staff <= listed


def test_nobody_enters_signed_out(client: Client, organization: Organization) -> None:
    rows = Rows(organization)
    for address in [*map(reverse, LISTS + INVITERS_LISTS), *rows.addresses()]:
        for answer in (client.get(address), client.post(address)):
            if answer.status_code != 405:
                assert answer.url.startswith(reverse("account_login")), address


def test_another_organization_is_not_there(sign_in: Any) -> None:
    rows = Rows(factories.OrganizationFactory())
    before, client = every_row(), sign_in(Kind.ORG_ADMIN)

    for address in rows.addresses():
        for answer in (client.get(address), client.post(address, {"reason": "x"})):
            assert answer.status_code in (404, 405), address
    assert every_row() == before
    assert rows.candidacy.candidate.name not in client.get(reverse("funnel")).text


def test_another_group_is_refused_with_who_can_help(
    sign_in: Any, organization: Organization
) -> None:
    rows = Rows(organization)
    before, client = every_row(), sign_in(Kind.RECRUITER, all_groups=False)

    for address in rows.addresses():
        answer = client.post(address, {"reason": "x"})
        if answer.status_code == 405:
            answer = client.get(address)
        assert answer.status_code == 403, address
        assert "Recruiters and admins" in answer.text, address
    assert every_row() == before


@pytest.mark.parametrize("kind", [Kind.HIRING_MANAGER, Kind.GRADER])
def test_who_only_reads_cannot_act(kind: Kind, sign_in: Any, organization: Organization) -> None:
    rows = Rows(organization)
    before, client = every_row(), sign_in(kind)
    with everywhere():
        role = rows.candidacy.role
        (role.hiring_managers if kind == Kind.HIRING_MANAGER else role.graders).add(client.user)

    for name in READ:
        assert client.get(reverse(name, args=[rows.candidacy.pk])).status_code == 200, name
    for address in rows.addresses():
        if address not in [reverse(name, args=[rows.candidacy.pk]) for name in READ]:
            answer = client.post(address, {"reason": "x"})
            if answer.status_code == 405:
                answer = client.get(address)
            assert answer.status_code == 403, address
            assert WHO_CAN[Act.INVITE] in answer.text or "Recruiters and admins" in answer.text
    text = client.get(reverse("candidacy_interviews", args=[rows.candidacy.pk])).text
    assert "/book/" not in text
    assert every_row() == before


def test_follower_of_another_role_sees_no_result(sign_in: Any, organization: Organization) -> None:
    rows = Rows(organization)
    client = sign_in(Kind.HIRING_MANAGER)
    with everywhere():
        rows.candidacy.followers.create(organization=organization, user=client.user)

    assert client.get(reverse("candidacy", args=[rows.candidacy.pk])).status_code == 200
    refused = client.get(reverse("candidacy_result", args=[rows.candidacy.pk]))
    assert refused.status_code == 403
    assert WHO_CAN[Act.SEE_RESULTS] in refused.text


def test_vendor_recruiter_finds_only_whom_they_invited(
    sign_in: Any, organization: Organization
) -> None:
    rows, others = Rows(organization), Rows(organization)
    client = sign_in(Kind.VENDOR_RECRUITER)
    with everywhere():
        rows.candidacy.invited_by = client.user
        rows.candidacy.save()

    assert client.get(reverse("candidacy_result", args=[rows.candidacy.pk])).status_code == 200
    assert client.get(reverse("candidacy", args=[others.candidacy.pk])).status_code == 403
    assert len(client.get(reverse("funnel")).context["rows"]) == 1


def test_interviewers_have_pages_of_their_own(client: Client, organization: Organization) -> None:
    rows = Rows(organization)
    client.force_login(factories.InterviewerFactory())

    for address in [*map(reverse, LISTS + INVITERS_LISTS), *rows.addresses()]:
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (403, 405), address


def test_support_acts_everywhere(client: Client, organization: Organization) -> None:
    rows = Rows(organization)
    client.force_login(factories.SupportFactory())

    page = client.get(reverse("candidacy_settings", args=[rows.candidacy.pk]))

    assert page.status_code == 200

"""One's own profile, messaging for the whole organization, and help (D13, K3, O8)."""

from typing import Any

import pytest
from django.test import Client

from portal.models import Kind, Organization
from portal.permissions import TABLE
from tests import factories

OTHERS = [Kind.GROUP_ADMIN, Kind.RECRUITER, Kind.HIRING_MANAGER, Kind.GRADER, Kind.VENDOR_RECRUITER]


@pytest.mark.parametrize("address", ["/settings/", "/settings/messaging/", "/help/"])
def test_nobody_signed_in_is_sent_to_sign_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("kind", [Kind.ORG_ADMIN, *OTHERS])
def test_everybody_changes_their_own_profile(sign_in: Any, kind: Kind) -> None:
    client = sign_in(kind)

    answer = client.post("/settings/", {"name": "Ada", "zone": "Asia/Tokyo", "theme": "dark"})

    assert answer.url == "/settings/"
    client.user.refresh_from_db()
    assert (client.user.name, client.user.zone, client.user.theme) == ("Ada", "Asia/Tokyo", "dark")
    assert 'data-theme="dark"' in client.get("/settings/").text


@pytest.mark.parametrize("make", [factories.InterviewerFactory, factories.SupportFactory])
def test_staff_of_the_service_have_a_profile_and_help(client: Client, db: None, make: Any) -> None:
    client.force_login(make())

    assert client.get("/settings/").status_code == 200
    assert client.get("/help/").status_code == 200
    assert client.get("/settings/messaging/").status_code == 403


@pytest.mark.parametrize(
    "field", ["email", "is_active", "service_role", "archived_at", "password", "id", "last_login"]
)
def test_fields_nobody_may_set_are_refused(sign_in: Any, field: str) -> None:
    client = sign_in()
    sent = {"name": "Changed", "zone": "UTC", "theme": "dark", field: "1"}

    page = client.post("/settings/", sent)

    assert "This form has no field" in page.text
    before = client.user.name
    client.user.refresh_from_db()
    assert client.user.name == before


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("zone", "Mars/Base"), ("theme", "pink"), ("name", "a\x00b")]
)
def test_wrong_entries_are_refused_and_not_shown_as_saved(
    sign_in: Any, field: str, value: str
) -> None:
    client = sign_in()
    before = client.user.name

    sent = {"name": "Changed", "zone": "UTC", "theme": "dark", field: value}
    page = client.post("/settings/", sent)

    assert page.context["form"].has_error(field)
    assert page.context["viewer"].user.name == before
    client.user.refresh_from_db()
    assert client.user.name == before


def test_an_organization_admin_sets_the_recent_interview_warning(
    sign_in: Any, organization: Organization
) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    client.post("/settings/messaging/", {"recent_interview_warning": "on"})
    organization.refresh_from_db()
    assert organization.recent_interview_warning
    client.post("/settings/messaging/", {})
    organization.refresh_from_db()
    assert not organization.recent_interview_warning


@pytest.mark.parametrize("kind", OTHERS)
def test_others_are_told_who_sets_it(sign_in: Any, organization: Organization, kind: Kind) -> None:
    client = sign_in(kind)

    for answer in (
        client.get("/settings/messaging/"),
        client.post("/settings/messaging/", {"recent_interview_warning": "on"}),
    ):
        assert answer.status_code == 403
        assert "An organization admin can do this." in answer.text
    assert "Candidate messaging" not in client.get("/settings/").text
    organization.refresh_from_db()
    assert not organization.recent_interview_warning


def test_help_says_where_to_write_and_shows_the_table(sign_in: Any, settings: Any) -> None:
    settings.SUPPORT_EMAIL = "care@liaison.example"

    page = sign_in().get("/help/").text

    assert "mailto:care@liaison.example" in page
    for act in TABLE:
        assert act[1:] in page

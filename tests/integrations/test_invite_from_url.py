"""Paste a profile URL: the invite form is filled from the ATS, and notes flow there (D7, D8)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidacy, InviteAttempt, Source
from integrations.models import Application, Call, Connection, Job
from integrations.sandbox.cast import ADA, L1_NO_ROLE, L3_TWICE, RITA
from integrations.sandbox.models import Account, Fault, FaultKind
from portal.models import Kind
from portal.permissions import WHO_CAN, Act
from tests import factories
from tests.queue import drain_queue

PAGE = "/candidates/invite/from-url/"
PERSON = "https://app.greenhouse.io/people/{0.candidate}"
EXACT = PERSON + "?application_id={0.application}"


def paste(client: Client, url: str) -> Any:
    return client.post(PAGE, {"url": url})


def shown(page: Any) -> dict[str, Any]:
    form = page.context["form"]
    return {name: form[name].value() for name in ("name", "email", "phone", "role", "recruiter",
                                                  "profile_url", "source")}  # fmt: skip


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).url.startswith("/accounts/login/")


@pytest.mark.parametrize("kind", [Kind.HIRING_MANAGER, Kind.GRADER])
def test_who_may_not_invite_is_told_who_can(kind: Kind, sign_in: Any) -> None:
    page = sign_in(kind).get(PAGE)

    assert page.status_code == 403
    assert WHO_CAN[Act.INVITE] in page.text


def test_d7_the_form_is_filled_and_the_notes_flow(loop: Any, sign_in: Any) -> None:
    client = sign_in(Kind.RECRUITER)

    page = paste(client, EXACT.format(ADA))

    assert shown(page) == {
        "name": "Ada Lovelace", "email": ADA.address, "phone": ADA.phone,
        "role": str(loop.role.pk), "recruiter": str(loop.rita.pk),
        "profile_url": EXACT.format(ADA), "source": "url",
    }  # fmt: skip
    assert not InviteAttempt.objects.exists()
    form = page.context["form"]
    client.post("/candidates/invite/", {**shown(page), "how": "candidate",
                                        "key": form["key"].value()})  # fmt: skip
    while drain_queue():
        pass
    application = Application.objects.get()
    assert application.candidacy == Candidacy.objects.get()
    assert application.job_remote_id == str(ADA.job)
    assert InviteAttempt.objects.get().source == Source.URL
    assert loop.status() == "Invited"


def test_one_application_needs_no_choice(loop: Any, sign_in: Any) -> None:
    page = paste(sign_in(), PERSON.format(ADA))

    assert shown(page)["profile_url"] == EXACT.format(ADA)


def test_of_several_applications_one_is_chosen(loop: Any, sign_in: Any) -> None:
    Job.objects.create(
        organization=loop.connection.organization, connection=loop.connection,
        remote_id=str(L3_TWICE.job), code="REQ", name="Backend Engineer", status="open",
    )  # fmt: skip
    client = sign_in()

    page = paste(client, PERSON.format(L3_TWICE))

    assert "Which application?" in page.text
    assert len(page.context["found"]) == 2
    assert {each.job for each in page.context["found"]} == {"Backend Engineer", "Job 3491"}
    chosen = paste(client, page.context["found"][0].applicant.profile_url)
    assert shown(chosen)["name"] == "Dora Twice"


def test_a_job_without_a_role_is_told_and_the_rest_filled(loop: Any, sign_in: Any) -> None:
    page = paste(sign_in(), EXACT.format(L1_NO_ROLE))

    assert "Missing or invalid role on the job." in page.text
    assert shown(page)["role"] in (None, "")
    assert shown(page)["name"] == "Lin Zhao"


def test_a_recruiter_without_an_account_is_told(loop: Any, sign_in: Any) -> None:
    loop.rita.memberships.all().delete()
    page = paste(sign_in(Kind.ORG_ADMIN), EXACT.format(ADA))

    assert f"{RITA.first_name} {RITA.last_name} has no account here." in page.text


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/people/1", "nonsense", "https://app.greenhouse.io.evil.example/people/1",
     "http://169.254.169.254/people/1", "https://app.greenhouse.io/jobs/3", "\x00", "x" * 400],
)  # fmt: skip
def test_p53_other_addresses_are_never_fetched(loop: Any, sign_in: Any, url: str) -> None:
    page = paste(sign_in(), url)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Call.objects.exists()


def test_somebody_the_ats_does_not_know(loop: Any, sign_in: Any) -> None:
    page = paste(sign_in(), "https://app.greenhouse.io/people/1?application_id=2")

    assert "Greenhouse knows no application at this address" in page.text


def test_l7_an_ats_that_is_away_loses_nothing(loop: Any, sign_in: Any) -> None:
    Fault.objects.create(vendor="greenhouse", kind=FaultKind.SERVER_ERROR)

    page = paste(sign_in(), EXACT.format(ADA))

    assert "We could not reach Greenhouse. Nothing is lost; try again at" in page.text
    assert page.context["form"]["url"].value() == EXACT.format(ADA)


def test_a_missing_scope_and_a_refused_key_are_told(loop: Any, sign_in: Any) -> None:
    client = sign_in()
    account = Account.objects.get()
    Account.objects.update(scopes=[scope for scope in account.scopes if "candidates" not in scope])
    lacking = paste(client, EXACT.format(ADA))
    Account.objects.update(client_secret="changed", token_generation=9)
    refused = paste(client, EXACT.format(ADA))

    assert "does not let us read applications and candidates" in lacking.text
    assert "Greenhouse refuses the key" in refused.text
    assert Connection.objects.get().key_refused_at


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("key_refused_at", "refuses the key"),
        ("paused_at", "is paused"),
        ("probe_at", "Nothing is lost; try again at"),
    ],
)
def test_p30_a_connection_that_is_not_open_is_not_asked(
    loop: Any, sign_in: Any, state: str, said: str
) -> None:
    Connection.objects.update(**{state: timezone.now() + timedelta(hours=1)})

    page = paste(sign_in(), EXACT.format(ADA))

    assert said in page.text
    assert not Call.objects.exists()


def test_connections_of_other_groups_are_not_asked(loop: Any, sign_in: Any) -> None:
    client = sign_in(Kind.RECRUITER, all_groups=False)
    sales = factories.GroupFactory(organization=loop.connection.organization)
    client.user.memberships.get().groups.add(sales)

    page = paste(client, EXACT.format(ADA))

    assert "No ATS connected here has profile addresses like this one" in page.text
    assert not Call.objects.exists()

"""The ATS tab of a candidacy: what was told, what waits and why, and sending again (D8, H7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from candidates import candidacies, interviews, slots
from candidates.actors import CANDIDATE, person
from candidates.models import Candidacy
from integrations.models import Application, AtsUpdate
from integrations.sandbox.cast import ADA
from portal.models import Kind, Organization
from portal.permissions import WHO_CAN, Act
from portal.work import WorkState
from tests import factories

URL = "https://app.greenhouse.io/people/800001?application_id=700001"


@pytest.fixture
def candidacy(scoped: Organization) -> Candidacy:
    role = factories.RoleFactory(group__organization=scoped)
    return factories.CandidacyFactory(role=role, profile_url=URL)


@pytest.fixture
def application(candidacy: Candidacy) -> Application:
    connection = factories.ConnectionFactory(group=candidacy.role.group)
    return connection.applications.create(
        organization=connection.organization, remote_id="700001", candidate_remote_id="800001",
        candidacy=candidacy,
    )  # fmt: skip


def update(application: Application, kind: str = "scheduled", **fields: Any) -> AtsUpdate:
    return AtsUpdate.objects.create(
        organization=application.organization, application=application, kind=kind, **fields
    )


def tab(candidacy: Candidacy) -> str:
    return f"/candidacies/{candidacy.pk}/ats/"


def resend(client: Client, found: AtsUpdate) -> Any:
    return client.post(f"{tab(found.application.candidacy)}{found.pk}/resend/", follow=True)


def test_ids_address_and_posts_with_their_state_are_shown(
    application: Application, candidacy: Candidacy, sign_in: Any
) -> None:
    update(application, "scheduled", state=WorkState.DONE, attempts=2, sent_at=timezone.now())
    update(
        application, "result", error="Greenhouse answered 503.",
        next_attempt_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip

    page = sign_in().get(tab(candidacy)).text

    assert "application 700001" in page
    assert "800001" in page
    assert URL.replace("&", "&amp;") in page
    assert "Sent" in page
    assert "next try" in page
    assert "Greenhouse answered 503." in page
    assert page.index("Result") < page.rindex("Scheduled")


def test_nothing_tied_says_the_next_step(candidacy: Candidacy, sign_in: Any) -> None:
    assert "Store the profile address" in sign_in().get(tab(candidacy)).text


def test_who_sees_no_integrations_is_told_who_does(
    application: Application, candidacy: Candidacy, sign_in: Any
) -> None:
    client = sign_in(Kind.HIRING_MANAGER)
    candidacy.role.hiring_managers.add(client.user)
    page = client.get(tab(candidacy)).text

    assert WHO_CAN[Act.SEE_INTEGRATIONS] in page
    assert "700001" not in page.replace(URL, "")


def test_nobody_else_finds_it(
    application: Application, candidacy: Candidacy, client: Client, sign_in: Any
) -> None:
    found = update(application, state=WorkState.GAVE_UP)
    assert client.get(tab(candidacy)).url.startswith("/accounts/login/")
    stranger = factories.MembershipFactory(kind=Kind.ORG_ADMIN).user
    client.force_login(stranger)

    assert client.get(tab(candidacy)).status_code == 404
    assert resend(client, found).status_code == 404
    assert client.post(f"{tab(candidacy)}tell/").status_code == 404
    assert AtsUpdate.objects.get().state == WorkState.GAVE_UP


@pytest.mark.parametrize(
    ("state", "then"),
    [
        (WorkState.GAVE_UP, WorkState.UNCLEAR),
        (WorkState.PARKED, WorkState.UNCLEAR),
        (WorkState.UNCLEAR, WorkState.UNCLEAR),
        (WorkState.WAITING, WorkState.WAITING),
        (WorkState.DONE, WorkState.WAITING),
        (WorkState.WORKING, WorkState.WORKING),
        (WorkState.MERGED, WorkState.MERGED),
    ],
)
def test_h7_a_post_is_sent_again_by_hand(
    application: Application, sign_in: Any, state: WorkState, then: WorkState
) -> None:
    found = update(application, state=state, strikes=8)

    page = resend(sign_in(), found)

    found.refresh_from_db()
    assert found.state == then
    if state in (WorkState.WORKING, WorkState.MERGED):
        assert "is being sent, or a newer one says it" in page.text
        assert "Send again" not in page.text
    else:
        assert "goes out again now" in page.text
        assert found.strikes == 0
        assert found.next_attempt_at <= timezone.now()


def test_an_update_of_another_candidacy_is_not_there(
    application: Application, candidacy: Candidacy, sign_in: Any
) -> None:
    other = factories.CandidacyFactory(role=candidacy.role)
    found = update(application, state=WorkState.GAVE_UP)

    answer = sign_in().post(f"{tab(other)}{found.pk}/resend/")

    assert answer.status_code == 404


def test_three_updates_cost_as_many_queries_as_one(
    application: Application, candidacy: Candidacy, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in()
    update(application)
    one = count_queries(client, tab(candidacy))
    update(application, "result")
    more = Application.objects.create(
        organization=application.organization, connection=application.connection,
        remote_id="700002", candidacy=candidacy,
    )  # fmt: skip
    update(more)

    assert count_queries(client, tab(candidacy)) == one


def test_d8_a_profile_address_given_later_and_what_happened_so_far(
    loop: Any, sign_in: Any, live_server: Any
) -> None:
    client = sign_in(Kind.RECRUITER)
    candidacy = factories.CandidacyFactory(
        role=loop.role, candidate__email=ADA.address, candidate__name="Ada Lovelace"
    )
    interview = factories.InterviewFactory(candidacy=candidacy)
    interviews.cancel(interview, "Changed plans", person(client.user))
    candidacies.change_profile_url(candidacy, URL, person(client.user))
    loop.work()
    before = loop.notes()

    for _ in range(2):
        page = client.post(f"{tab(candidacy)}tell/", follow=True)
        loop.work()

    assert before == []
    assert "each thing once" in page.text
    assert [note.splitlines()[0] for note in loop.notes()] == [
        "Interview canceled. Reason: Changed plans."
    ]
    sandbox = f"{loop.connection.base_url}/people/800001?application_id=700001"
    assert sandbox in client.get(tab(candidacy)).text
    assert client.get(sandbox.removeprefix(live_server.url)).status_code == 200


def test_j4_the_hiring_team_follows_one_tied_by_its_address_too(loop: Any) -> None:
    candidacy = factories.CandidacyFactory(role=loop.role, profile_url=URL, recruiter=loop.rita)
    interview = factories.InterviewFactory(candidacy=candidacy)
    candidacies.change_profile_url(candidacy, URL, person(loop.rita))
    [slot, *_] = slots.offered(interview, timezone.now())

    interviews.book(interview, slot.start, CANDIDATE)
    loop.work()

    assert [each.user.name for each in candidacy.followers.all()] == ["Hugo Hart"]
    assert Application.objects.get().job_remote_id == str(ADA.job)

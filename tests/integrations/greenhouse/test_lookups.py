"""What the connector reads at the toy Greenhouse, over real HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import AccessToken, Call
from integrations.problems import KeyRefused, NotThere
from integrations.sandbox import cast
from integrations.sandbox.greenhouse import moves
from integrations.sandbox.greenhouse.store import account, store
from integrations.sandbox.models import Call as Received
from integrations.vocabulary import (
    AtsJob,
    AtsPerson,
    JobChanged,
    RecruiterChanged,
    StateChanged,
    Status,
    TeamRole,
)
from tests.integrations.greenhouse.conftest import payload, signed

RITA = AtsPerson("3128", "rita.moss@example.com", "Rita Moss")
ADA = "https://app.greenhouse.io/people/800001"


def received(method: str, path: str) -> int:
    """How often the toy was called there."""
    return Received.objects.filter(method=method, path__startswith=path).count()


def test_a_profile_url_fills_the_form(toy: Greenhouse) -> None:
    [found] = toy.application_at(f" {ADA}?application_id= 700001#application ")
    assert (found.application, found.candidate, found.job) == ("700001", "800001", "3485")
    assert (found.name, found.email) == ("Ada Lovelace", "ada@example.org")
    assert (found.phone, found.role_value) == ("+1 212 555 0100", "Backend Engineer")
    assert found.recruiter == RITA
    assert found.profile_url == f"{ADA}?application_id=700001"


def test_d07_a_url_of_a_person_brings_all_their_open_applications(toy: Greenhouse) -> None:
    found = toy.application_at("https://app.greenhouse.io/people/800005")
    assert {one.application for one in found} == {"700005", "700105"}


def test_a_url_whose_ids_do_not_belong_together_finds_nothing(toy: Greenhouse) -> None:
    assert toy.application_at("https://app.greenhouse.io/people/1?application_id=700001") == []
    with pytest.raises(NotThere):
        toy.application_at("https://app.greenhouse.io/people/1?application_id=1")


@pytest.mark.parametrize("source", ["candidate", "coordinator"])
def test_j1_the_recruiter_is_the_applications(toy: Greenhouse, source: str) -> None:
    toy.connection.choices["recruiter_source"] = source
    name = "recruiter_id" if source == "candidate" else "coordinator_id"
    store.change(store.get("applications", 700001), **{name: 3131})
    found = toy.application("700001")
    assert found.recruiter
    assert found.recruiter.email == "sam.okafor@example.com"


def test_without_a_scope_for_people_the_rest_is_filled(toy: Greenhouse) -> None:
    lose(("harvest:job_owners:list", "harvest:jobs:list"))
    found = toy.application("700001")
    assert (found.name, found.role_value, found.recruiter) == ("Ada Lovelace", "", None)


def lose(scopes: tuple[str, ...]) -> None:
    customer = account()
    customer.scopes = [scope for scope in customer.scopes if scope not in scopes]
    customer.save()


def test_j4_the_hiring_team_comes_responsible_recruiters_first(toy: Greenhouse) -> None:
    team = toy.hiring_team("3485")
    assert (team[0].person, team[0].role, team[0].responsible) == (RITA, TeamRole.RECRUITER, True)
    assert {member.role for member in team} >= {TeamRole.RECRUITER, TeamRole.HIRING_MANAGER}
    assert all(member.person.email for member in team)


def test_j3_a_changed_job_is_read_anew(toy: Greenhouse) -> None:
    recruiter, job = toy.parse(signed(payload("job_updated")))
    assert recruiter == RecruiterChanged("3485", RITA)
    assert isinstance(job, JobChanged)
    assert (job.job.remote_id, job.job.role_value) == ("3485", "Backend Engineer")


def test_a_stage_change_looks_the_jobs_recruiter_up(toy: Greenhouse) -> None:
    _, invite = toy.parse(signed(payload("candidate_stage_change")))
    assert invite.applicant.recruiter == RITA  # type: ignore[union-attr]


def test_jobs_are_copied_with_a_constant_number_of_calls(toy: Greenhouse) -> None:
    page = toy.jobs(None, "")
    assert page.cursor == ""
    jobs = {job.remote_id: job for job in page.rows}
    assert set(jobs) == {str(job.number) for job in cast.JOBS}
    backend: AtsJob = jobs["3485"]
    assert (backend.name, backend.status, jobs["3490"].status) == (
        "Backend Engineer", "open", "closed",
    )  # fmt: skip
    assert backend.location
    assert backend.description
    assert backend.assigned[0].person.remote_id == "3128"
    assert received("GET", "/sandbox/greenhouse/v3/") <= 7


def test_templates_are_no_jobs(toy: Greenhouse) -> None:
    store.change(store.get("jobs", 3488), is_template=True)
    assert "3488" not in {job.remote_id for job in toy.jobs(None, "").rows}


def test_people_and_stages_are_copied(toy: Greenhouse) -> None:
    people = toy.people(None, "").rows
    assert RITA in people
    assert all(person.email for person in people)  # service accounts are hidden
    stages = toy.stages("").rows
    assert {stage.job for stage in stages} == {str(job.number) for job in cast.JOBS}
    assert "Technical Interview" in {stage.name for stage in stages}


def test_lists_go_on_at_their_cursor(toy: Greenhouse) -> None:
    seen: list[str] = []
    rows, cursor = toy.harvest.page("applications", per_page=5)
    while True:
        seen += [str(row["id"]) for row in rows]
        if not cursor:
            break
        rows, cursor = toy.harvest.page("applications", cursor)
    assert len(seen) == len(set(seen)) == store.rows("applications").count()


def test_g3_states_changed_since_then_are_read(toy: Greenhouse) -> None:
    states = {state.application: state for state in toy.states(None, "").rows}
    assert states["700001"].status is Status.IN_PROCESS
    assert str(cast.PROSPECT.application) not in states
    later = datetime.now(UTC) + timedelta(days=3)
    assert toy.states(later, "").rows == ()


def test_an_end_is_read_with_its_reason(toy: Greenhouse) -> None:
    moves.reject(700001, 15)
    [state] = toy.states_of(("700001", "999"))
    assert isinstance(state, StateChanged)
    assert (state.status, state.raw) == (Status.WITHDRAWN, "rejected: Withdrew")


def test_one_token_serves_many_calls_and_is_kept_sealed(toy: Greenhouse) -> None:
    toy.people(None, "")
    toy.stages("")
    assert received("POST", "/sandbox/greenhouse/auth/token") == 1
    row = AccessToken.objects.get()
    raw = AccessToken.objects.values_list("sealed", flat=True).get()
    assert row.sealed["token"] not in str(raw)


def test_a_token_about_to_end_is_renewed(toy: Greenhouse) -> None:
    toy.people(None, "")
    AccessToken.objects.update(expires_at=datetime.now(UTC) + timedelta(seconds=50))
    toy.people(None, "")
    assert received("POST", "/sandbox/greenhouse/auth/token") == 2


def test_a_revoked_token_is_renewed_once(toy: Greenhouse) -> None:
    toy.people(None, "")
    customer = account()
    customer.token_generation += 1
    customer.save()
    toy.people(None, "")
    assert received("POST", "/sandbox/greenhouse/auth/token") == 2


def test_a_token_of_another_key_is_not_used(toy: Greenhouse) -> None:
    toy.people(None, "")
    toy.connection.secrets = {**toy.connection.secrets, "client_secret": "wrong"}
    with pytest.raises(KeyRefused, match="client ID and secret"):
        toy.people(None, "")


def test_k7_each_call_leaves_a_row_without_personal_data(toy: Greenhouse) -> None:
    toy.application("700001")
    calls = list(Call.objects.order_by("pk"))
    assert [call.method for call in calls[:2]] == ["POST", "GET"]
    assert calls[1].path == "/sandbox/greenhouse/v3/applications?per_page=500&ids=700001"
    assert all(call.status == 200 and not call.error for call in calls)

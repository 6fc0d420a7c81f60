"""The pages that map jobs to roles and stages to statuses (A6, A7, G7, L1)."""

from typing import Any

import pytest
from django.utils import timezone

from candidates.models import Candidacy, InviteAttempt, Outcome, Source
from candidates.states import Standing
from integrations import handlers
from integrations.mapping import applying, job_roles, job_rules
from integrations.models import Connection, Job, Stage
from integrations.vocabulary import Status
from portal import paging
from portal.models import Kind
from portal.permissions import WHO_CAN, Act
from roles.models import Role, RoleStatus
from tests import factories


@pytest.fixture
def role(connection: Connection) -> Role:
    return factories.RoleFactory(group=connection.group, name="Backend Engineer")


def jobs_page(connection: Connection) -> str:
    return f"/organizations/acme/integration/{connection.pk}/jobs/"


def stages_page(connection: Connection) -> str:
    return f"/organizations/acme/integration/{connection.pk}/stages/"


def job(connection: Connection, name: str, **fields: Any) -> Job:
    number = str(Job.objects.count() + 1)
    return Job.objects.create(
        organization=connection.organization, connection=connection, remote_id=number,
        code=f"REQ-{number}", name=name, **{"status": "open", **fields},
    )  # fmt: skip


def stage(connection: Connection, name: str, **fields: Any) -> Stage:
    return Stage.objects.create(
        organization=connection.organization, connection=connection, name=name,
        remote_id=str(Stage.objects.count() + 1), **fields,
    )  # fmt: skip


def names(page: Any) -> list[str]:
    return [(row.get("job") or row["stage"]).name for row in page.context["rows"]]


def save(client: Any, address: str, sent: dict[str, Any]) -> Any:
    """Send a mapping, see what it would change, and confirm that."""
    previewed = client.post(address, sent)
    assert "Save the mapping" in previewed.text
    return client.post(address, {**sent, "confirmed": "1"}, follow=True)


# Jobs


def test_a6_the_role_of_the_ats_wins_and_what_leads_nowhere_comes_first(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    other = factories.RoleFactory(group=connection.group, name="Designer")
    old = factories.RoleFactory(group=connection.group, name="Old", status=RoleStatus.ARCHIVED)
    job(connection, "A named", role_value=" backend engineer ")
    job(connection, "B mapped", role=role)
    job(connection, "C drifting", role_value="Backend Engineer", role=other)
    job(connection, "D closed", status="closed")
    job(connection, "E nothing")
    job(connection, "F unknown", role_value="Pilot", role=role)
    job(connection, "G archived", role=old)
    job(connection, "H archived in the ATS", role_value="Old")
    job(connection, "I gone", gone_at=timezone.now())

    page = sign_in(Kind.ORG_ADMIN).get(jobs_page(connection))

    assert [name[0] for name in names(page)] == list("EFGHABCD")
    told = {
        row["job"].name[0]: (row["leads"].role, row["leads"].word) for row in page.context["rows"]
    }
    assert told["A"] == told["B"] == (role, "Ready")
    assert told["C"] == (role, "Differs")
    assert {told[letter] for letter in "DEFGH"} == {(None, "No role")}


@pytest.mark.parametrize("value", ["", "backend ENGINEER", "Pilot"])
def test_the_page_says_what_an_invite_does(
    connection: Connection, role: Role, sign_in: Any, value: str
) -> None:
    found = job(connection, "Backend", role_value=value, role=role)

    page = sign_in(Kind.ORG_ADMIN).get(jobs_page(connection))

    invited_to = handlers.role_for(connection, found.remote_id, value)
    assert page.context["rows"][0]["leads"].role == invited_to


def test_a_job_is_mapped_by_hand(connection: Connection, role: Role, sign_in: Any) -> None:
    mapped, other = job(connection, "Backend"), job(connection, "Other", role=role)

    page = save(
        sign_in(Kind.ORG_ADMIN), jobs_page(connection),
        {f"job_{mapped.pk}": role.pk, f"job_{other.pk}": ""},
    )  # fmt: skip

    assert "Saved: 2 jobs" in page.text
    assert Job.objects.get(pk=mapped.pk).role == role
    assert Job.objects.get(pk=other.pk).role is None


def test_jobs_that_the_form_does_not_name_stay_as_they_are(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    shown, came_later = job(connection, "Backend"), job(connection, "Later", role=role)

    save(sign_in(Kind.ORG_ADMIN), jobs_page(connection), {f"job_{shown.pk}": role.pk})

    assert Job.objects.get(pk=came_later.pk).role == role


def test_p41_foreign_roles_and_jobs_are_refused(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    mine = job(connection, "Backend")
    sales = factories.RoleFactory(group__organization=connection.organization, name="Seller")
    elsewhere = factories.ConnectionFactory(group__organization=connection.organization)
    theirs = job(elsewhere, "Theirs")
    client = sign_in(Kind.ORG_ADMIN)

    for sent in (
        {f"job_{mine.pk}": sales.pk},
        {f"job_{mine.pk}": "x"},
        {f"job_{theirs.pk}": role.pk},
        {"job_99999999999999999999": role.pk},
        {"job_": role.pk, "other": "1"},
    ):
        page = client.post(jobs_page(connection), sent)
        assert page.status_code == 200, sent
        assert page.context["form"].errors, sent
    assert not Job.objects.exclude(role=None).exists()


def test_l1_who_waits_for_a_role_is_counted(connection: Connection, sign_in: Any) -> None:
    wanting = job(connection, "Office manager")
    for number in ("1", "2"):
        attempt = InviteAttempt.objects.create(
            organization=connection.organization, source=Source.WEBHOOK, outcome=Outcome.L1
        )
        connection.applications.create(
            organization=connection.organization, remote_id=number,
            job_remote_id=wanting.remote_id, attempt=attempt,
        )  # fmt: skip

    page = sign_in(Kind.ORG_ADMIN).get(jobs_page(connection))

    assert "2 candidates could not be invited" in page.text


def test_jobs_are_searched_by_name_code_and_role(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    job(connection, "Backend", role_value="Engineer")
    job(connection, "Designer")
    client = sign_in()

    assert names(client.get(jobs_page(connection), {"q": "BACK"})) == ["Backend"]
    assert names(client.get(jobs_page(connection), {"q": "req-2"})) == ["Designer"]
    assert names(client.get(jobs_page(connection), {"q": "engin"})) == ["Backend"]
    assert "Nothing fits" in client.get(jobs_page(connection), {"q": "zzz"}).text
    assert client.get(jobs_page(connection), {"q": "\x00"}).status_code == 200


def test_every_job_is_on_one_page(
    connection: Connection, role: Role, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        paging.page_of, "__kwdefaults__", {**paging.page_of.__kwdefaults__, "size": 2}
    )
    for name in "ABCDE":
        job(connection, name, role=role if name < "C" else None)
    client = sign_in()

    seen: list[str] = []
    asked: dict[str, str] = {}
    while asked is not None and len(seen) < 9:
        page = client.get(jobs_page(connection), asked)
        seen += names(page)
        older = page.context["shown"].older
        if not older:
            break
        asked = {"older": older}

    assert seen == list("CDEAB")


@pytest.mark.parametrize("address", [jobs_page, stages_page])
def test_three_rows_cost_as_many_queries_as_one(
    address: Any, connection: Connection, role: Role, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    job(connection, "First", role=role)
    stage(connection, "First")
    one = count_queries(client, address(connection))
    for name in ("Second", "Third"):
        job(connection, name, role=factories.RoleFactory(group=connection.group))
        stage(connection, name, standing=Standing.OFFER)

    assert count_queries(client, address(connection)) == one


@pytest.mark.parametrize("address", [jobs_page, stages_page])
def test_a_recruiter_reads_and_does_not_map(
    address: Any, connection: Connection, role: Role, sign_in: Any
) -> None:
    shown = job(connection, "First", role=role)
    found = stage(connection, "First")
    client = sign_in(Kind.RECRUITER)

    assert "Preview the change" not in client.get(address(connection)).text
    sent = {f"job_{shown.pk}": ""} if address is jobs_page else {f"stage_{found.pk}": "offer"}
    refused = client.post(address(connection), sent)
    assert refused.status_code == 403
    assert WHO_CAN[Act.RUN_INTEGRATIONS] in refused.text


@pytest.mark.parametrize("address", [jobs_page, stages_page])
def test_an_empty_list_says_the_next_step(
    address: Any, connection: Connection, sign_in: Any
) -> None:
    assert "is copied yet" in sign_in().get(address(connection)).text


def test_what_the_ats_says_is_shown_as_text(connection: Connection, sign_in: Any) -> None:
    job(connection, "<script>alert(1)</script>", role_value="<b>x</b>")
    page = sign_in(Kind.ORG_ADMIN).get(jobs_page(connection)).text

    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page


# Stages


def in_stage(connection: Connection, role: Role, name: str, **fields: Any) -> Candidacy:
    candidacy = factories.CandidacyFactory(role=role)
    connection.applications.create(
        organization=connection.organization, remote_id=f"a{candidacy.pk}", candidacy=candidacy,
        **{"stage": name, "status": Status.IN_PROCESS, "changed_at": timezone.now(), **fields},
    )  # fmt: skip
    return candidacy


def test_g7_mapping_a_stage_applies_to_those_who_wait_in_it(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    first, other = stage(connection, "Onsite"), stage(connection, "onsite", job_remote_id="2")
    waiting, also = (in_stage(connection, role, name) for name in ("Onsite", "ONSITE"))
    elsewhere = in_stage(connection, role, "Phone")
    ended = in_stage(connection, role, "Onsite", status=Status.REJECTED)
    client = sign_in(Kind.ORG_ADMIN)

    assert names(client.get(stages_page(connection))) == ["Onsite"]
    [row] = client.get(stages_page(connection)).context["rows"]
    assert (row["inside"].count, len(row["inside"].names), row["proposed"]) == (
        2, 2, "Onsite interview",
    )  # fmt: skip
    previewed = client.post(stages_page(connection), {f"stage_{first.pk}": "onsite"})
    assert "The status of 2 candidates changes" in previewed.text
    assert Stage.objects.get(pk=first.pk).standing == ""
    save(client, stages_page(connection), {f"stage_{first.pk}": "onsite"})
    assert "Applying the mapping" in client.get(stages_page(connection)).text
    applying.run_due()

    assert "2 statuses changed" in client.get(stages_page(connection)).text
    standings = [
        Candidacy.objects.get(pk=each.pk).standing for each in (waiting, also, elsewhere, ended)
    ]
    assert standings == [Standing.ONSITE, Standing.ONSITE, "", ""]
    assert set(Stage.objects.filter(pk__in=[first.pk, other.pk]).values_list("standing")) == {
        ("onsite",)
    }
    event = waiting.events.get()
    assert event.user == client.user


def test_g4_final_stays_final(connection: Connection, role: Role, sign_in: Any) -> None:
    found = stage(connection, "Onsite")
    hired = in_stage(connection, role, "Onsite")
    Candidacy.objects.update(standing=Standing.HIRED)

    save(sign_in(Kind.ORG_ADMIN), stages_page(connection), {f"stage_{found.pk}": "onsite"})
    applying.run_due()

    assert Candidacy.objects.get(pk=hired.pk).standing == Standing.HIRED


def test_a_stage_mapped_to_nothing_leaves_the_status_alone(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    found = stage(connection, "Onsite", standing=Standing.ONSITE)
    candidacy = in_stage(connection, role, "Onsite")
    Candidacy.objects.update(standing=Standing.PHONE_SCREEN)

    save(sign_in(Kind.ORG_ADMIN), stages_page(connection), {f"stage_{found.pk}": ""})
    applying.run_due()

    assert Stage.objects.get().standing == ""
    assert Candidacy.objects.get(pk=candidacy.pk).standing == Standing.PHONE_SCREEN


@pytest.mark.parametrize("standing", ["moon", "x" * 99])
def test_a_standing_that_is_none_is_refused(
    connection: Connection, sign_in: Any, standing: str
) -> None:
    found = stage(connection, "Onsite")

    page = sign_in(Kind.ORG_ADMIN).post(stages_page(connection), {f"stage_{found.pk}": standing})

    assert "Select a valid choice" in page.text
    assert Stage.objects.get().standing == ""


# Every page of the part

PAGES = ("jobs/", "jobs/rules/", "stages/", "stages/trigger/", "people/", "roles/",
         "mapping-changes/")  # fmt: skip


def test_rules_stages_and_changes_cost_the_same_for_one_row_and_three(
    connection: Connection, role: Role, sign_in: Any, count_queries: Any
) -> None:
    client, here = sign_in(Kind.ORG_ADMIN), jobs_page(connection).removesuffix("jobs/")

    def one_more(name: str) -> None:
        found = job(connection, name)
        job_rules.add(connection, "name", "equals", name, role)
        job_roles.save(connection, [job_roles.Step(found, role)], client.user)
        stage(connection, name)

    one_more("A")
    one = {page: count_queries(client, here + page) for page in PAGES}
    one_more("B")
    one_more("C")

    assert {page: count_queries(client, here + page) for page in PAGES} == one


def test_b3_recruiters_read_every_page_and_press_nothing(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    found, client = job(connection, "A"), sign_in(Kind.RECRUITER)
    rule = job_rules.add(connection, "name", "equals", "A", role)
    change = job_roles.save(connection, [job_roles.Step(found, role)], client.user)
    assert change is not None
    here = jobs_page(connection).removesuffix("jobs/")
    for page in (*PAGES, f"jobs/{found.pk}/"):
        shown = client.get(here + page)
        assert shown.status_code == 200, page
        assert '<button class="button primary"' not in shown.text, page
    pressed = (
        *PAGES[:5], "jobs/rules/apply/", f"jobs/rules/{rule.pk}/up/",
        f"jobs/rules/{rule.pk}/remove/", f"jobs/{found.pk}/", f"jobs/{found.pk}/keep-ours/",
        f"jobs/{found.pk}/take-theirs/", "roles/compare/", "roles/push/",
        f"mapping-changes/{change.pk}/",
    )  # fmt: skip

    for page in pressed:
        assert client.post(here + page).status_code == 403, page


def test_a_row_of_another_connection_is_not_found(
    connection: Connection, role: Role, sign_in: Any
) -> None:
    other = factories.ConnectionFactory(group=connection.group)
    found, client = job(connection, "A"), sign_in(Kind.ORG_ADMIN)
    rule = job_rules.add(connection, "name", "equals", "A", role)
    change = job_roles.save(connection, [job_roles.Step(found, role)], client.user)
    assert change is not None
    elsewhere = jobs_page(other).removesuffix("jobs/")

    assert client.get(f"{elsewhere}jobs/{found.pk}/").status_code == 404
    for page in (f"jobs/rules/{rule.pk}/remove/", f"mapping-changes/{change.pk}/"):
        assert client.post(elsewhere + page).status_code == 404
    assert Job.objects.get().role == role

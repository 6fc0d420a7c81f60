"""What mapping does: rules, many jobs at once, undo, our own wording, stages, people (A6, A7)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from candidates.models import Candidacy, Outcome
from candidates.states import Standing
from integrations import handlers, mirror, stages, sync
from integrations.mapping import (
    applying,
    ats_people,
    history,
    job_applying,
    job_roles,
    job_rules,
    positions,
    role_drift,
    stage_applying,
    stage_meanings,
)
from integrations.models import Connection, Job, MappingChange, Person, Stage
from integrations.sandbox.cast import ADA, BACKEND, CLOSED, L1_NO_ROLE, NO_ROLE, STAGE_TECHNICAL
from integrations.sandbox.greenhouse import jobs as toy_jobs
from integrations.sandbox.models import Record
from integrations.vocabulary import AtsJob, AtsStage, JobChanged, RoleOption, Status
from portal.models import Kind, User
from roles.models import Role, RoleStatus
from tests import factories
from tests.integrations.conftest import Loop


@pytest.fixture
def role(connection: Connection) -> Role:
    return factories.RoleFactory(group=connection.group, name="Backend Engineer")


@pytest.fixture
def ines(connection: Connection) -> User:
    return factories.MembershipFactory(
        organization=connection.organization, kind=Kind.ORG_ADMIN
    ).user


@pytest.fixture
def ats_jobs(connection: Connection) -> Callable[..., list[Job]]:
    """Let the ATS have these jobs, and read them."""

    def ats_jobs(*found: AtsJob) -> list[Job]:
        mirror.keep_jobs(connection, found)
        return list(Job.objects.filter(connection=connection).order_by("pk"))

    return ats_jobs


def page(connection: Connection, rest: str) -> str:
    return f"/organizations/acme/integration/{connection.pk}/{rest}"


# Rules


def test_a7_the_first_rule_that_fits_a_job_maps_it_and_only_jobs_nobody_decided(
    connection: Connection, role: Role, ines: User, ats_jobs: Any
) -> None:
    other = factories.RoleFactory(group=connection.group, name="Designer")
    old = factories.RoleFactory(group=connection.group, status=RoleStatus.ARCHIVED)
    ats_jobs(
        AtsJob("1", "ENG-1", "Senior Engineer", "open", department="Engineering"),
        AtsJob("2", "X-2", "Painter", "open", department=" design "),
        AtsJob("3", "X-3", "Cook", "open"),
        AtsJob("4", "ENG-4", "Named engineer", "open", role_value="Designer"),
        AtsJob("5", "ENG-5", "Closed engineer", "closed"),
        AtsJob("6", "ENG-6", "Left alone", "open"),
    )
    left_alone = Job.objects.get(remote_id="6")
    job_roles.save(connection, [job_roles.Step(left_alone, role)], ines)
    job_roles.save(connection, [job_roles.Step(left_alone, None)], ines)
    job_rules.add(connection, "code", "contains", "eng-", old)
    job_rules.add(connection, "department", "equals", "Design", other)
    last = job_rules.add(connection, "code", "contains", "eng-", role)
    job_rules.add(connection, "name", "contains", "engineer", other)

    plan = {step.job.name: step.to for _, step in job_rules.plan(connection)}
    assert plan == {"Senior Engineer": role, "Painter": other}
    assert job_rules.apply(connection) == 2
    assert job_rules.apply(connection) == 0

    job_rules.move_up(last)
    assert [rule.pk for rule in job_rules.rules(connection)][1] == last.pk
    told = MappingChange.objects.order_by("-pk").filter(by=None).values_list("reason", flat=True)
    assert set(told) == {"Rule: Code contains “eng-”.", "Rule: Department is “Design”."}


def test_a7_a_new_job_that_a_rule_fits_is_mapped_as_soon_as_the_ats_tells_of_it(
    connection: Connection, role: Role
) -> None:
    job_rules.add(connection, "name", "contains", "backend", role)

    handlers.handle(JobChanged(AtsJob("9", "R-9", "Backend hero", "open")), connection, "test")

    assert Job.objects.get().role == role


# Many jobs at once, and the way back


def test_a6_many_jobs_get_one_role_and_the_change_is_taken_back_for_a_day(
    connection: Connection, role: Role, ats_jobs: Any, sign_in: Any
) -> None:
    found = ats_jobs(*(AtsJob(str(n), f"R-{n}", f"Job {n}", "open") for n in range(1, 61)))
    client = sign_in(Kind.ORG_ADMIN)
    ticked = {"chosen": [found[0].pk, found[1].pk], "role": role.pk}

    assert "Choose the role" in client.post(page(connection, "jobs/"), {"chosen": found[0].pk}).text
    client.post(page(connection, "jobs/"), {**ticked, "confirmed": "1"})
    assert Job.objects.filter(role=role).count() == 2
    every = {"everything": "on", "role": role.pk}
    previewed = client.post(page(connection, "jobs/"), every)
    assert "58 jobs would lead to another role" in previewed.text
    assert "And 8 more" in previewed.text
    client.post(page(connection, "jobs/"), {**every, "confirmed": "1"})
    assert Job.objects.filter(role=role).count() == 60

    found[5].refresh_from_db()
    job_roles.save(connection, [job_roles.Step(found[5], None)], client.user)
    newest, many, few = MappingChange.objects.order_by("-pk")
    refused = client.post(page(connection, f"mapping-changes/{many.pk}/"), follow=True)
    assert "Only the last change" in refused.text
    for change in (newest, many):
        client.post(page(connection, f"mapping-changes/{change.pk}/"))
    assert Job.objects.filter(role=role).count() == 2
    MappingChange.objects.filter(pk=few.pk).update(at=timezone.now() - timezone.timedelta(days=2))
    with pytest.raises(history.CannotTakeBack):
        history.take_back(few, client.user)
    shown = client.get(page(connection, "mapping-changes/")).text
    assert "and 48 more" in shown
    assert MappingChange.objects.filter(undone_by=client.user).count() == 2


def test_a6_a_worker_gives_many_jobs_their_roles_a_batch_at_a_time_and_takes_them_back(
    connection: Connection, role: Role, ats_jobs: Any, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(job_applying, "BATCH", 2)
    found = ats_jobs(*(AtsJob(str(n), f"R-{n}", f"Job {n}", "open") for n in range(5)))
    client, here = sign_in(Kind.ORG_ADMIN), page(connection, "jobs/")
    job_rules.add(connection, "name", "contains", "job", role)
    every = {"everything": "on", "role": role.pk, "confirmed": "1"}

    saved = client.post(here, every, follow=True).text
    assert "5 jobs get another role" in saved
    assert "2 of 5" in saved
    assert "Preview the change" not in saved
    assert "being applied" in client.post(here, {**every, "role": 0}, follow=True).text
    assert job_rules.apply(connection) == 0
    applying.run_due()

    change = MappingChange.objects.get()
    assert (change.looked_at, change.came_to) == (5, "5 of 5 jobs changed.")
    assert Job.objects.filter(role=role, role_by_hand=True).count() == 5
    assert "Preview the change" in client.get(here).text

    Job.objects.filter(pk=found[4].pk).update(role=None)
    undo = page(connection, f"mapping-changes/{change.pk}/")
    assert "how far that is" in client.post(undo, follow=True).text
    applying.run_due()
    assert not Job.objects.filter(role=role).exists()
    assert "4 of 5 jobs changed." in client.get(page(connection, "mapping-changes/")).text


# A job as it is worded here


def test_a7_a_local_edit_locks_its_field_and_a_conflict_is_decided_side_by_side(
    connection: Connection, ats_jobs: Any, sign_in: Any
) -> None:
    theirs = AtsJob("1", "R-1", "Eng II", "open", location="Oslo", description="<b>Build</b> it")
    [job] = ats_jobs(theirs)
    client, here = sign_in(Kind.ORG_ADMIN), page(connection, f"jobs/{job.pk}/")
    wording = {"name": "Backend Engineer", "location": "Oslo", "status": "open",
               "description": "Build it"}  # fmt: skip

    assert "1 field changed" in client.post(here, wording, follow=True).text
    ats_jobs(AtsJob("1", "R-1", "Eng III", "open", location="Bergen", description="Build it"))

    job = Job.objects.get()
    told = {line.field.value: (line.value, line.conflict) for line in positions.lines(job)}
    assert told["name"] == ("Backend Engineer", True)
    assert told["location"] == ("Bergen", False)
    assert "The ATS differs" in client.get(page(connection, "jobs/")).text
    assert "Eng III" in client.get(here).text
    client.post(f"{here}keep-ours/", {"field": "name"})
    assert positions.conflicts(Job.objects.get()) == 0
    client.post(f"{here}take-theirs/", {"field": "name"})
    assert positions.name_of(Job.objects.get()) == "Eng III"


def test_o2_a_closed_job_invites_nobody_and_says_so(loop: Loop) -> None:
    found = sync.start(loop.connection)
    sync.run_due()
    found.refresh_from_db()
    assert found.state == "done"
    job = Job.objects.get(remote_id=str(BACKEND.number))
    positions.edit(job, {"status": "closed"}, loop.rita)
    loop.move(ADA)
    loop.deliver()

    assert not Candidacy.objects.filter(candidate__email=ADA.address).exists()
    assert any("The job is closed." in result for _, result in loop.deliveries())
    assert Job.objects.get(remote_id=str(CLOSED.number)).takes_no_invites


# Stages


def read_stages(connection: Connection, **named: str) -> None:
    """A whole list of stages: ids with their names."""
    began = timezone.now()
    rows = [AtsStage(number.strip("s"), name) for number, name in named.items()]
    mirror.keep_stages(connection, rows)
    stages.settle(connection, began)


def test_k15_the_stage_that_invites_is_followed_through_renames_and_missed_when_gone(
    connection: Connection, sign_in: Any
) -> None:
    connection.choices["trigger_stage"] = "Technical Interview"
    connection.save()
    assert not stages.trigger_is_missing(connection)

    read_stages(connection, s1="technical interview", s2="Technical Interview", s3="Offer")
    read_stages(connection, s1="Coding", s2="Technical Interview", s3="Offer")
    assert stages.renamed_triggers(connection) == ["Coding"]
    connector: Any = connection.connector
    assert connector.is_trigger("Coding", "1")
    assert not connector.is_trigger("Coding", "7")

    read_stages(connection, s1="Coding", s2="coding", s3="Offer")
    assert stages.trigger_name(connection) == "Coding"
    assert "was renamed in the ATS" in MappingChange.objects.get().reason

    read_stages(connection, s3="Offer")
    assert stages.trigger_is_missing(connection)
    client = sign_in(Kind.ORG_ADMIN)
    assert "nobody is invited by a stage move" in client.get(page(connection, "stages/")).text
    client.post(page(connection, "stages/trigger/"), {"stage": "Offer"})
    connection.refresh_from_db()
    assert not stages.trigger_is_missing(connection)
    history.take_back(MappingChange.objects.latest("pk"), client.user)
    connection.refresh_from_db()
    assert stages.trigger_is_missing(connection)


def test_p35_an_empty_list_of_stages_takes_none_as_gone(connection: Connection) -> None:
    read_stages(connection, s1="Offer")
    read_stages(connection)

    assert stages.live(connection).count() == 1


def test_k15_a_renamed_stage_still_invites_before_the_next_sync(loop: Loop) -> None:
    sync.start(loop.connection)
    sync.run_due()
    toy_jobs.rename_stage(BACKEND.stage(STAGE_TECHNICAL), "Coding call", everywhere=False)
    loop.move(ADA)
    loop.deliver()

    assert loop.candidacy(ADA).state == "scheduling"


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("Offer", Standing.OFFER),
        ("Verbal offers", Standing.OFFER),
        ("On-site", Standing.ONSITE),
        ("Final round", Standing.ONSITE),
        ("Recruiter Screen", Standing.PHONE_SCREEN),
        ("Technical Interview", Standing.IN_ASSESSMENT),
        ("Take-home", Standing.IN_ASSESSMENT),
        ("Application Review", ""),
    ],
)
def test_g7_a_stage_name_suggests_a_status(name: str, standing: str) -> None:
    assert stage_meanings.proposed(name) == standing


def test_g7_a_worker_applies_a_stage_to_all_who_wait_a_batch_at_a_time_and_back(
    connection: Connection, role: Role, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_applying, "BATCH", 2)
    read_stages(connection, s1="Onsite")
    for number in range(5):
        candidacy = factories.CandidacyFactory(role=role)
        connection.applications.create(
            organization=connection.organization, remote_id=str(number), candidacy=candidacy,
            stage="onsite", status=Status.IN_PROCESS, changed_at=timezone.now(),
        )  # fmt: skip
    stage = Stage.objects.get()
    [step] = stage_meanings.plan(connection, {stage: Standing.ONSITE})
    assert (step.inside.count, len(step.inside.names), step.different) == (5, 3, 5)
    stage_meanings.save(connection, [step], ines)
    applying.run_due()

    change = MappingChange.objects.get()
    assert (change.total, change.looked_at, change.changed) == (5, 5, 5)
    assert Candidacy.objects.filter(standing=Standing.ONSITE).count() == 5
    history.take_back(change, ines)
    applying.run_due()
    assert Stage.objects.get().standing == ""
    assert MappingChange.objects.get().done_at is not None


# People


def test_j2_everybody_who_is_nobody_here_is_listed_with_the_reason(
    connection: Connection, sign_in: Any, count_queries: Any
) -> None:
    organization, group = connection.organization, connection.group

    def member(email: str, **fields: Any) -> None:
        user = factories.UserFactory(email=email, name=email.partition("@")[0])
        factories.MembershipFactory(organization=organization, user=user, **fields)

    member("able@acme.example", kind=Kind.RECRUITER)
    client = sign_in(Kind.ORG_ADMIN)
    people = [("able", "Able@acme.example"), ("silent", "")]
    for number, (name, email) in enumerate(people):
        Person.objects.create(
            organization=organization, connection=connection, remote_id=str(number), name=name,
            email=email.lower(),
        )  # fmt: skip
    two = count_queries(client, page(connection, "people/"))
    member("left@acme.example", kind=Kind.RECRUITER, archived_at=timezone.now())
    member("apart@acme.example", kind=Kind.RECRUITER, all_groups=False)
    member("hugo@acme.example", kind=Kind.HIRING_MANAGER)
    factories.MembershipFactory(user=factories.UserFactory(email="abroad@acme.example"))
    for name in ("left", "apart", "hugo", "abroad", "nobody"):
        Person.objects.create(
            organization=organization, connection=connection, remote_id=name, name=name,
            email=f"{name}@acme.example",
        )  # fmt: skip

    found = list(ats_people.people(connection, ""))
    told = {each.name: ats_people.matches(connection, found)[each.pk] for each in found}
    assert told["able"].word == "Recruits"
    assert told["hugo"].word == "Follows"
    reasons = {name: match.reason for name, match in told.items() if match.word == "Nobody here"}
    assert reasons == {
        "silent": "The ATS tells no e-mail.",
        "left": "left is archived here.",
        "apart": f"apart has no access to the group {group}.",
        "abroad": "Nobody with this e-mail has an account here.",
        "nobody": "Nobody with this e-mail has an account here.",
    }
    assert count_queries(client, page(connection, "people/")) == two


def test_j1_the_source_of_the_recruiter_and_the_stand_in_are_chosen(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    sent = {"recruiter_source": "coordinator", "fallback_recruiter": client.user.pk}

    assert "Saved." in client.post(page(connection, "people/"), sent, follow=True).text

    connection.refresh_from_db()
    assert connection.choice("recruiter_source") == "coordinator"
    assert connection.fallback_recruiter == client.user


# The list of roles in the ATS


def test_c5_differences_of_the_two_lists_are_named() -> None:
    ours = [RoleOption(f"role-{n}", name) for n, name in enumerate("ABCD")]
    theirs = [RoleOption("role-0", "A"), RoleOption("role-1", "Old B"), RoleOption("", "C"),
              RoleOption("role-9", "Z"), RoleOption("", "Own")]  # fmt: skip

    told = {line.ours or line.theirs: line.word for line in role_drift.compare(ours, theirs)}

    assert told == {
        "A": "Same", "B": "Named otherwise", "C": "Same", "D": "Missing there",
        "Z": "Extra there", "Own": "Not ours",
    }  # fmt: skip


def test_c5_the_list_is_read_by_a_worker_and_one_press_pushes_ours(
    loop: Loop, sign_in: Any
) -> None:
    client, here = sign_in(Kind.ORG_ADMIN), page(loop.connection, "roles/")
    assert "never compared" in client.get(here).text
    client.post(f"{here}compare/")
    loop.work()
    before = client.get(here).text
    assert "Site Reliability Engineer" in before

    Role.objects.filter(name="Data Engineer").update(name="Data Wizard")
    client.post(f"{here}push/")
    loop.work()

    names = {row.data["name"] for row in Record.objects.filter(kind="custom_field_options")}
    assert "Data Wizard" in names
    assert "Same" in client.get(here).text
    assert "Missing there" not in client.get(here).text


# The whole way


def test_a6_a_held_candidate_is_invited_after_the_job_is_mapped(loop: Loop, sign_in: Any) -> None:
    sync.start(loop.connection)
    sync.run_due()
    loop.move(L1_NO_ROLE)
    loop.deliver()
    assert loop.connection.applications.get().attempt.outcome == Outcome.L1
    job = Job.objects.get(remote_id=str(NO_ROLE.number))
    assert job.department == "Operations"
    client = sign_in(Kind.ORG_ADMIN)
    sent = {f"job_{job.pk}": loop.role.pk}

    assert (
        '<td data-label="Waiting">1</td>' in client.post(page(loop.connection, "jobs/"), sent).text
    )
    saved = client.post(page(loop.connection, "jobs/"), {**sent, "confirmed": "1"}, follow=True)
    assert "1 candidate could not be invited before" in saved.text
    loop.move(L1_NO_ROLE, 1)
    loop.move(L1_NO_ROLE)
    loop.deliver()

    assert loop.candidacy(L1_NO_ROLE).role == loop.role

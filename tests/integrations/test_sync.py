"""The sync: compared a page at a time, final is final, absence proves nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from candidates import candidacies, slots
from candidates import interviews as verbs
from candidates.actors import CANDIDATE, person
from candidates.states import EventKind, Standing
from integrations import sync
from integrations.models import Application, Connection, Job, Person, Stage, SyncRun
from integrations.sandbox import faults
from integrations.sandbox.cast import ADA, BACKEND, SAM, STAGE_OFFER, STAGE_ONSITE, STAGE_SCREEN
from integrations.sandbox.greenhouse import jobs, moves
from integrations.sandbox.greenhouse.store import account
from integrations.sandbox.models import Delivery as SandboxDelivery
from integrations.sandbox.models import Fault, FaultKind, Record
from portal.models import Kind
from tests import factories
from tests.integrations.conftest import Loop


def run_sync(loop: Loop) -> SyncRun:
    run = sync.start(loop.connection)
    loop.work()
    run.refresh_from_db()
    return run


def give_the_job_to_sam() -> None:
    jobs.edit(
        BACKEND.number,
        name=BACKEND.name,
        role=BACKEND.option,
        status="open",
        recruiter=SAM.number,
    )


def lose_webhooks() -> None:
    SandboxDelivery.objects.all().delete()


def test_a7_the_first_sync_copies_jobs_people_and_stages(loop: Loop) -> None:
    run = run_sync(loop)

    assert (run.state, run.error) == ("done", "")
    job = Job.objects.get(remote_id=str(BACKEND.number))
    assert (job.name, job.code, job.status) == ("Backend Engineer", "REQ-3485", "open")
    assert job.location == "Budapest, HU"
    assert job.role_value == "Backend Engineer"
    assert Person.objects.filter(email="rita.moss@example.com").exists()
    assert Stage.objects.filter(name="Onsite", standing=Standing.ONSITE).exists()


def test_g3_a_hire_that_no_webhook_told_is_found_by_the_sync(loop: Loop) -> None:
    loop.invite()
    moves.hire(ADA.application)
    lose_webhooks()

    run_sync(loop)

    assert loop.candidacy().standing == Standing.HIRED
    assert loop.candidacy().get_standing_display() == "Hired"


def test_g4_p14_final_is_final_whatever_comes_later(loop: Loop) -> None:
    loop.invite()
    moves.hire(ADA.application)
    loop.deliver()
    assert loop.candidacy().standing == Standing.HIRED

    moves.unhire(ADA.application)
    loop.move(stage=STAGE_OFFER)
    loop.deliver()
    run_sync(loop)

    candidacy = loop.candidacy()
    assert candidacy.standing == Standing.HIRED
    assert candidacy.events.filter(kind=EventKind.STANDING_IGNORED).exists()


def test_g4_a_person_reopens_a_final_status_with_a_reason(loop: Loop) -> None:
    loop.invite()
    moves.hire(ADA.application)
    loop.deliver()
    candidacies.reopen_standing(loop.candidacy(), "Hired by mistake.", person(loop.rita))

    moves.unhire(ADA.application)
    loop.move(stage=STAGE_ONSITE)
    loop.deliver()

    assert loop.candidacy().standing == Standing.ONSITE


def test_g1_a_stage_move_is_followed_at_once(loop: Loop) -> None:
    loop.invite()
    loop.move(stage=STAGE_ONSITE)
    loop.deliver()

    candidacy = loop.candidacy()
    assert (candidacy.standing, candidacy.standing_raw) == (Standing.ONSITE, "Onsite")


def test_p38_an_unmapped_stage_changes_nothing(loop: Loop) -> None:
    loop.invite()
    loop.move(stage=STAGE_SCREEN)
    loop.deliver()

    assert loop.candidacy().standing == Standing.IN_ASSESSMENT
    assert "mapped to no status" in loop.deliveries()[-1][1]


def test_j3_the_jobs_new_recruiter_follows_by_webhook(loop: Loop) -> None:
    interview = loop.invite()
    sam = factories.UserFactory(email=SAM.email, name="Sam Okafor")
    factories.MembershipFactory(
        organization=loop.connection.organization, user=sam, kind=Kind.RECRUITER
    )
    give_the_job_to_sam()
    loop.deliver()

    interview.candidacy.refresh_from_db()
    assert interview.candidacy.recruiter == sam


def test_j3_a_recruiter_without_an_account_changes_nothing_and_the_log_says_why(
    loop: Loop,
) -> None:
    interview = loop.invite()
    give_the_job_to_sam()
    loop.deliver()

    interview.candidacy.refresh_from_db()
    assert interview.candidacy.recruiter == loop.rita
    assert any("has no account" in result for _, result in loop.deliveries())


def test_j3_a_recruiter_whom_a_person_chose_stays(loop: Loop) -> None:
    candidacy = loop.invite().candidacy
    for email, name in ((SAM.email, "Sam Okafor"), ("kim@acme.example", "Kim")):
        user = factories.UserFactory(email=email, name=name)
        factories.MembershipFactory(
            organization=loop.connection.organization, user=user, kind=Kind.RECRUITER
        )
    candidacies.change_recruiter(candidacy, user, person(loop.rita))
    give_the_job_to_sam()
    loop.deliver()

    candidacy.refresh_from_db()
    assert candidacy.recruiter == user
    assert any("1 keep the recruiter a person chose" in said for _, said in loop.deliveries())


def test_p35_an_application_missing_from_the_answer_is_not_taken_as_gone(loop: Loop) -> None:
    loop.invite()
    Record.objects.filter(kind="applications", number=ADA.application).delete()

    run = run_sync(loop)

    assert run.state == "done"
    assert Application.objects.get().gone_at is None
    assert loop.candidacy().standing == Standing.IN_ASSESSMENT


@pytest.mark.parametrize("kind", [FaultKind.HTML, FaultKind.TRUNCATED, FaultKind.SERVER_ERROR])
def test_p35_a_bad_page_fails_the_run_and_changes_nothing(loop: Loop, kind: FaultKind) -> None:
    loop.invite()
    before = Job.objects.count()
    faults.switch_on("greenhouse", kind, path="/v3/jobs", seconds=60)

    run = run_sync(loop)

    assert run.state == "failed"
    assert run.error
    assert Job.objects.count() == before
    assert loop.candidacy().standing == Standing.IN_ASSESSMENT


def test_p34_an_interrupted_sync_goes_on_at_its_page(loop: Loop) -> None:
    run = sync.start(loop.connection)
    SyncRun.objects.filter(pk=run.pk).update(step="people", cursor="")
    loop.work()

    run.refresh_from_db()
    assert run.state == "done"
    assert Job.objects.count() == 0
    assert Person.objects.count() > 0


def test_p37_k13_a_sync_never_runs_twice_at_once(loop: Loop) -> None:
    sync.start(loop.connection)

    with pytest.raises(sync.AlreadyRunning):
        sync.start(loop.connection)
    assert SyncRun.objects.count() == 1


def test_p28_a_full_window_is_waited_out_by_the_sync(loop: Loop) -> None:
    faults.switch_on("greenhouse", FaultKind.TOO_MANY, path="/v3/users", seconds=5)
    run = run_sync(loop)
    assert run.state == "running"
    assert run.step == "people"

    Fault.objects.all().delete()
    cache.clear()
    SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    Connection.objects.update(probe_at=None)
    sync.run_due()

    run.refresh_from_db()
    assert run.state == "done"


def test_a_missing_permission_leaves_its_step_out_and_says_so(loop: Loop) -> None:
    credential = account()
    credential.scopes = [s for s in credential.scopes if s != "harvest:job_posts:list"]
    credential.save()
    loop.invite()
    moves.hire(ADA.application)
    lose_webhooks()

    run = run_sync(loop)

    assert run.state == "failed"
    assert "jobs left out" in run.error
    assert loop.candidacy().standing == Standing.HIRED


def test_g9_a_final_status_with_an_open_interview_cancels_only_where_wanted(
    loop: Loop, settings: Any
) -> None:
    interview = loop.invite()
    slot = slots.offered(interview, timezone.now())[-1]
    verbs.book(interview, slot.start, CANDIDATE)
    organization = loop.connection.organization
    organization.cancel_on_final_status = True
    organization.save()
    moves.hire(ADA.application)
    loop.deliver()

    interview.refresh_from_db()
    assert interview.state == "canceled"
    assert "hired" in interview.reason

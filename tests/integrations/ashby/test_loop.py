"""The loop at the toy Ashby, over real HTTP: moves and assessments in, notes and results back."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from candidates import interviews, slots, write_ups
from candidates.actors import CANDIDATE, SYSTEM
from candidates.models import Interview, InviteAttempt
from candidates.states import InterviewState, Standing
from integrations import connections, health, options, sync
from integrations.models import AtsUpdate, CapabilityProof, Connection, Delivery, Job, Stage
from integrations.sandbox import cast, deliveries
from integrations.sandbox.ashby import moves, partner
from integrations.sandbox.ashby.access import ASHBY
from integrations.sandbox.ashby.partner import PartnerProblem
from integrations.sandbox.ashby.store import account, store
from integrations.sandbox.cast import ADA, L1_NO_ROLE, L4_RECRUITER, STAGE_TECHNICAL
from integrations.sandbox.models import Hook, Record
from portal.models import Organization
from tests import toys
from tests.integrations.conftest import Staff
from tests.queue import drain_queue

ALAN, HEDY = cast.ORDINARY[0], cast.ORDINARY[7]


@dataclass
class Loop:
    """A connection to the toy Ashby, and what a person does on either side of it."""

    connection: Connection
    staff: Staff

    def move(self, who: cast.Applicant, stage: int = STAGE_TECHNICAL) -> None:
        """Move somebody in Ashby, and let both sides work until nothing is left."""
        job = next(job for job in cast.JOBS if job.number == who.job)
        moves.change_stage(who.application, job.stage(stage))
        self.deliver()

    def deliver(self) -> None:
        deliveries.deliver_due()
        self.work()

    def work(self) -> None:
        while drain_queue():
            pass

    def start(self, who: cast.Applicant, name: str) -> Record:
        """Start an assessment in Ashby, chosen from the list that it asks for."""
        types = {one["name"]: one["assessment_type_id"] for one in partner.list_assessments()}
        return partner.start(store.get("applications", who.application), types[name], name)

    def book(self, interview: Interview) -> None:
        interviews.book(interview, slots.offered(interview, timezone.now())[0].start, CANDIDATE)
        self.work()

    def notes(self, who: cast.Applicant) -> list[str]:
        """The notes on somebody in Ashby, oldest first."""
        rows = store.rows("notes", candidate=who.candidate).order_by("number")
        return [row["content"] for row in rows]

    def status(self, who: cast.Applicant) -> str:
        """The status field of somebody's application in Ashby."""
        fields = store.get("applications", who.application)["fields"]
        return str(fields[str(cast.STATUS_FIELD)])

    def sync(self) -> str:
        self.connection.refresh_from_db()
        run = sync.start(self.connection)
        sync.run_due()
        run.refresh_from_db()
        return f"{run.state} {run.error}".strip()


@pytest.fixture
def loop(live_server: Any, settings: Any, scoped: Organization, staff: Staff) -> Loop:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    settings.SITE_URL = live_server.url
    connection = connections.create(
        "ashby",
        staff.group,
        base_url=live_server.url + ASHBY.base_path,
        values={
            "api_key": ASHBY.api_key,
            "calls_per_second": "1000",
            "webhook_secret": ASHBY.webhook_secret,
            "assessment_key": ASHBY.partner_key,
            "role_field": ASHBY.role_field,
            "status_field": ASHBY.status_field,
            "trigger_stage": ASHBY.trigger_stage,
            "stages": "Technical Interview=in_assessment, Onsite=onsite, Offer=offer",
        },
    )
    toys.load(live_server.url, connections.addresses(connection), vendor="ashby")
    return Loop(connection, staff)


def shown(assessment: Record) -> dict[str, Any]:
    """What Ashby shows of an assessment: the values of its last update by name."""
    last = store.get("assessments", assessment.number)["updates"][-1]
    return {
        name: value["value"] for name, value in last.items()
        if isinstance(value, dict) and "value" in value
    }  # fmt: skip


def test_the_whole_loop_at_ashby(loop: Loop, client: Client) -> None:
    """One world for all of it: building it costs more than what happens in it."""
    _is_proved(loop)
    _a_move_invites(loop)
    _errors_come_back_as_notes(loop)
    _an_assessment_goes_to_its_result(loop)
    _the_sync_finds_what_no_webhook_told(loop)
    _a_url_fills_the_form(loop, client)


def _is_proved(loop: Loop) -> None:
    """Every check is green, pings were answered, and our roles stand beside the customer's."""
    loop.deliver()
    assert not Hook.objects.filter(disabled=True).exists()
    health.check(loop.connection)
    proofs = CapabilityProof.objects.values_list("capability", "ok", "remedy")
    assert [proof for proof in proofs if not proof[1]] == []
    assert len(proofs) == 7
    options.push_due()
    field = store.get("customFields", cast.ROLE_FIELD)
    labels = [one["label"] for one in field["selectableValues"] if not one["isArchived"]]
    assert labels == [*cast.ROLES.values(), *cast.UNKNOWN_ROLE.values()]  # adopted by name


def _a_move_invites(loop: Loop) -> None:
    """D10, H1, J4: two webhooks tell of one move, one invites; the booking is told."""
    loop.move(ADA)
    interview = Interview.objects.get()
    assert (interview.state, interview.candidate.email) == ("scheduling", ADA.address)
    candidacy = interview.candidacy
    assert (candidacy.recruiter, candidacy.role) == (loop.staff.rita, loop.staff.role)
    assert candidacy.standing == Standing.IN_ASSESSMENT
    assert (loop.notes(ADA), loop.status(ADA)) == ([], "Invited")
    loop.book(interview)
    [note] = loop.notes(ADA)
    assert note.startswith("Interview scheduled for")
    assert loop.status(ADA).startswith("Scheduled for")
    assert [each.user.name for each in candidacy.followers.all()] == ["Hugo Hart"]
    interviews.cancel(interview, "A test.", SYSTEM)
    loop.move(ADA, cast.STAGE_ONSITE)
    loop.move(ADA)
    assert InviteAttempt.objects.count() == 2  # out and in again is a new attempt (D11)


def _errors_come_back_as_notes(loop: Loop) -> None:
    loop.move(L1_NO_ROLE)
    loop.move(L4_RECRUITER)
    assert "Missing or invalid role on the job." in loop.notes(L1_NO_ROLE)[-1]
    assert "Recruiter and candidate can't be the same." in loop.notes(L4_RECRUITER)[-1]
    assert not AtsUpdate.objects.exclude(state="done").exists()


def _an_assessment_goes_to_its_result(loop: Loop) -> None:
    """Started in Ashby, booked and written up here; deleting it there cancels nothing (E3)."""
    with pytest.raises(PartnerProblem, match="Recruiter and candidate"):
        loop.start(L4_RECRUITER, "Backend Engineer")
    started = loop.start(ALAN, "Backend Engineer")
    assert shown(started)["assessment_status"] == "Invited"
    with pytest.raises(PartnerProblem, match="already being assessed"):
        loop.start(ADA, "Backend Engineer")
    interview = Interview.objects.get(uid=started["assessmentId"])
    assert interview.candidacy.recruiter == loop.staff.rita
    loop.book(interview)
    assert shown(started)["assessment_status"].startswith("Scheduled for")
    assert loop.notes(ALAN)[-1].startswith("Interview scheduled for")
    partner.cancel(store.get("assessments", started.number))
    assert shown(started)["assessment_status"].startswith("Not canceled by Ashby: scheduled")
    Interview.objects.filter(pk=interview.pk).update(
        state=InterviewState.COMPLETED, ended_at=timezone.now()
    )
    interview.refresh_from_db()
    scores = dict.fromkeys(interview.candidacy.role.format.competencies, 3)
    write_ups.save_draft(interview, scores, "strong_yes", "Clear and calm.", SYSTEM)
    write_ups.submit(interview, SYSTEM)
    loop.work()
    done = store.get("assessments", started.number)
    assert done["state"] == "Complete"
    assert shown(done)["assessment_result"].lower() == "strong yes"
    assert done["updates"][-1]["metadata"][0]["value"] == 3.0
    assert "Job: Backend Engineer" in loop.notes(ALAN)[-1]
    assert not AtsUpdate.objects.exclude(state="done").exists()


def _the_sync_finds_what_no_webhook_told(loop: Loop) -> None:
    """G3, A7: all is copied once, then what changed; confidential jobs are not there (P35)."""
    assert loop.sync() == "done"
    assert Job.objects.count() == len(cast.JOBS)
    backend = Job.objects.get(code=f"REQ-{cast.BACKEND.number}")
    assert (backend.status, backend.role_value) == ("open", "Backend Engineer")
    assert (backend.location, backend.department) == ("Budapest", "Engineering")
    assert backend.description == "We are looking for a Backend Engineer."
    assert Stage.objects.filter(name="Technical Interview").count() == len(cast.JOBS) + 1
    Hook.objects.update(disabled=True)
    moves.hire(ALAN.application)
    customer = account()
    customer.token_generation += 1  # every token is expired: all is read again
    customer.save()
    assert loop.sync() == "done"
    candidacy = Interview.objects.get(candidate__email=ALAN.address).candidacy
    assert candidacy.standing == Standing.HIRED
    moves.archive(ADA.application, 15)
    assert loop.sync() == "done"
    candidacy = Interview.objects.filter(candidate__email=ADA.address)[0].candidacy
    assert candidacy.standing == Standing.WITHDRAWN
    assert not Delivery.objects.exclude(state__in=("done", "ignored")).exists()


def _a_url_fills_the_form(loop: Loop, client: Client) -> None:
    """D7: an address of a person with one open application is enough."""
    client.force_login(loop.staff.rita)
    person = store.name("candidates", HEDY.candidate)
    url = f"https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{person}"
    page = client.post("/candidates/invite/from-url/", {"url": url})
    form = page.context["form"]
    assert form["email"].value() == HEDY.address
    assert form["profile_url"].value() == (
        f"{url}/applications/{store.name('applications', HEDY.application)}/feed"
    )

"""The loop with the toy Jobvite over real HTTP: a move, an invite, news and results in fields."""

from dataclasses import dataclass
from datetime import time
from typing import Any

import pytest
from django.utils import timezone

from candidates import interviews, slots
from candidates.actors import CANDIDATE
from candidates.models import Availability, Interview, InviteAttempt
from candidates.states import InterviewState, Standing
from integrations import connections, health, options, profiles, sync
from integrations.capabilities import Capability
from integrations.models import AtsUpdate, Connection, Delivery, Job, Person, Stage, SyncRun
from integrations.sandbox import cast, deliveries
from integrations.sandbox.cast import ADA, Applicant
from integrations.sandbox.jobvite import moves
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import store
from portal import memberships
from portal.models import Kind, Organization
from tests import factories, toys
from tests.queue import drain_queue

SCREEN, TRIGGER, ONSITE = 7102, 7103, 7104  # states of the toy's workflow


@dataclass
class Loop:
    """A connection to the toy Jobvite, and what a person does on either side of it."""

    connection: Connection

    def move(self, who: Applicant, state: int = TRIGGER) -> None:
        """Move somebody in Jobvite, and let both sides work until nothing is left."""
        moves.move(who.application, state)
        self.deliver()

    def deliver(self) -> None:
        deliveries.deliver_due()
        while drain_queue():
            pass

    def field(self, code: str, who: Applicant = ADA) -> Any:
        return store.get("applications", who.application)["customField"].get(code)


@pytest.fixture
def loop(live_server: Any, settings: Any, scoped: Organization) -> Loop:
    """Acme's connection to the toy Jobvite, whose webhooks come to the running server."""
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    settings.SITE_URL = live_server.url
    group = factories.GroupFactory(organization=scoped, name="Engineering", slug="engineering")
    for person, kind in ((cast.RITA, Kind.RECRUITER), (cast.HUGO, Kind.HIRING_MANAGER),
                         (cast.SAM, Kind.GRADER)):  # fmt: skip
        user = factories.UserFactory(
            email=person.email, name=f"{person.first_name} {person.last_name}"
        )
        memberships.add(scoped, user, memberships.Access(kind, groups=[group]))
    role = factories.RoleFactory(group=group, name="Backend Engineer", notice_hours=0)
    for name in ("Frontend Engineer", "Data Engineer"):
        factories.RoleFactory(group=group, name=name, format=role.format)
    interviewer = factories.InterviewerFactory()
    for weekday in range(7):
        Availability.objects.create(
            interviewer=interviewer, weekday=weekday, starts=time(0), ends=time(23, 59)
        )
    role.format.interviewers.add(interviewer)
    made = connections.create(
        "jobvite",
        group,
        base_url=live_server.url + JOBVITE.base_path,
        values={
            "api_key": JOBVITE.api_key,
            "api_secret": JOBVITE.api_secret,
            "webhook_key": JOBVITE.signing_key,
            "trigger_stage": JOBVITE.trigger_state,
            "stages": "Onsite=onsite, Offer=offer",
            "calls_per_second": "1000",
        },
    )
    Connection.objects.filter(pk=made.pk).update(active=True)
    toys.load(live_server.url, connections.addresses(made), vendor="jobvite")
    return Loop(made)


def test_d10_h1_j5_the_whole_loop(loop: Loop) -> None:
    store.change(
        store.get("jobs", ADA.job),
        customField={JOBVITE.role_field: "Backend Engineer",
                     JOBVITE.followers_field: [cast.SAM.email, "gone@example.com"]},
    )  # fmt: skip

    loop.move(ADA)
    interview = Interview.objects.get()
    assert interview.candidate.email == ADA.address
    assert interview.candidacy.recruiter.email == cast.RITA.email
    assert loop.field(JOBVITE.status_field) == "Invited"

    slot = slots.offered(interview, timezone.now())[-1]
    interviews.book(interview, slot.start, CANDIDATE)
    loop.deliver()
    assert loop.field(JOBVITE.status_field).startswith("Scheduled for ")
    followers = {one.user.email for one in interview.candidacy.followers.all()}
    assert followers == {cast.SAM.email, cast.HUGO.email}

    interviews.cancel(Interview.objects.get(), "A test.", CANDIDATE)
    loop.deliver()
    assert loop.field(JOBVITE.status_field) == "Canceled"
    loop.move(ADA, ONSITE)
    loop.move(ADA)
    assert Interview.objects.filter(state=InterviewState.SCHEDULING).count() == 1

    moves.hire(ADA.application)
    loop.deliver()
    interview.candidacy.refresh_from_db()
    assert interview.candidacy.standing == Standing.HIRED
    assert set(AtsUpdate.objects.values_list("state", flat=True)) == {"done"}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}


def test_l_why_nobody_was_invited_stands_in_the_status_field(loop: Loop) -> None:
    expected = {
        cast.L1_NO_ROLE: "Missing or invalid role on the job. In Jobvite open the requisition",
        cast.L1_UNKNOWN_ROLE: "Missing or invalid role on the job.",
        cast.L2_SHORT_PHONE: "Phone is too short (minimum is 7 characters).",
        cast.L4_RECRUITER: "Recruiter and candidate can't be the same.",
        cast.L5_NO_EMAIL: "Name or e-mail is missing or not valid.",
        cast.L3_TWICE: "Invited",
        cast.L3_TWICE_AGAIN: "Invite failed: Role already has an active interview",
    }
    for who in expected:
        moves.move(who.application, TRIGGER)
        loop.deliver()

    for who, words in expected.items():
        assert loop.field(JOBVITE.status_field, who).startswith(words)
    assert Interview.objects.count() == 1

    moves.move(cast.L2_SHORT_PHONE.application, SCREEN)
    store.change(store.get("candidates", cast.L2_SHORT_PHONE.candidate), mobile="")
    loop.move(cast.L2_SHORT_PHONE)
    assert InviteAttempt.objects.count() == len(expected) + 1
    assert loop.field(JOBVITE.status_field, cast.L2_SHORT_PHONE) == "Invited"


def test_g3_c5_j5_checks_lists_and_the_daily_comparison(loop: Loop) -> None:
    proofs = health.check(loop.connection)
    assert {proof.capability for proof in proofs if proof.ok} == set(Capability)
    Connection.objects.update(options_due_at=timezone.now())
    options.push_due()
    listed = {row["entityType"] + row["fieldCode"]: row["options"] for row in store.rows("fields")}
    assert set(listed["Requisition" + JOBVITE.role_field]) >= {"Backend Engineer", "Data Engineer"}
    assert listed["Requisition" + JOBVITE.followers_field] == sorted(
        [cast.RITA.email, cast.HUGO.email, cast.SAM.email]
    )

    loop.move(ADA)
    moves.move(ADA.application, ONSITE)  # and its webhook is lost
    sync.start(loop.connection)
    sync.run_due()
    assert set(SyncRun.objects.values_list("state", "error")) == {("done", "")}
    assert Job.objects.get(code__contains=str(cast.BACKEND.number)).role_value == "Backend Engineer"
    assert Person.objects.filter(email=cast.RITA.email).exists()
    assert Stage.objects.get(name="Onsite").standing == Standing.ONSITE
    assert Interview.objects.get().candidacy.standing == Standing.ONSITE

    eid = store.name("applications", ADA.application)
    url = f"https://app.jobvite.com/candidate?applicationId={eid}"
    assert profiles.page_of(loop.connection, url).endswith(
        f"/sandbox/jobvite/candidate?{url[-22:]}"
    )
    [found] = loop.connection.connector.application_at(url)
    assert (found.email, found.role_value) == (ADA.address, "Backend Engineer")
    assert found.profile_url == url

"""The loop at the toy Lever, over real HTTP: a move, an invite, a booking, notes, the sync."""

from collections import Counter
from dataclasses import dataclass
from datetime import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from candidates import interviews, slots
from candidates.actors import CANDIDATE
from candidates.models import Availability, Interview, InviteAttempt
from candidates.states import InterviewState, Standing
from integrations import connections, health, profiles, sync
from integrations.models import (
    AccessToken,
    Application,
    CapabilityProof,
    Connection,
    Job,
    Outage,
    Stage,
    SyncRun,
)
from integrations.models import Call as OurCall
from integrations.sandbox import cast, deliveries
from integrations.sandbox.cast import ADA, HUGO, L1_NO_ROLE, RITA, STAGE_TECHNICAL
from integrations.sandbox.lever import events, moves, oauth, people
from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.cast import FIRST_APPLICANT, NOT_TO_BE_CONTACTED, WITHDREW
from integrations.sandbox.lever.store import GRANTS, account, store
from integrations.sandbox.models import Delivery as Sent
from portal.models import Kind, Organization, User
from tests import factories, toys
from tests.queue import drain_queue

TOKENS = ("stage_token", "archive_token", "hired_token", "deleted_token", "application_token")
US = "https://liaison.test/"


@dataclass
class Loop:
    """A connection to the toy Lever, and what a person does on either side of it."""

    connection: Connection
    rita: User

    def move(self, who: cast.Applicant = ADA, stage: int = STAGE_TECHNICAL) -> None:
        """Move somebody in Lever, and let both sides work until nothing is left."""
        moves.move(who.application, store.get("stages", FIRST_APPLICANT + stage)["id"])
        self.deliver()

    def deliver(self) -> None:
        deliveries.deliver_due()
        self.work()

    def work(self) -> None:
        while drain_queue():
            pass

    def notes(self, who: cast.Applicant = ADA) -> list[str]:
        """The notes on somebody's opportunity in Lever, oldest first."""
        rows = store.rows("notes", opportunity=opportunity(who)).order_by("number")
        return [row.data["fields"][0]["value"] for row in rows]

    def tags(self, who: cast.Applicant = ADA) -> list[str]:
        """The tags of ours on somebody's opportunity in Lever."""
        tags = store.get("opportunities", who.application)["tags"]
        return [tag for tag in tags if tag.startswith("Interview:")]

    def sync(self) -> str:
        run = sync.start(self.connection)
        sync.run_due()
        run.refresh_from_db()
        return f"{run.state} {run.error}".strip()


def opportunity(who: cast.Applicant) -> str:
    return store.name("opportunities", who.application)


def reason(number: int) -> str:
    return store.name("archive_reasons", number)


@pytest.fixture
def loop(live_server: Any, settings: Any, scoped: Organization) -> Loop:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    settings.SITE_URL = live_server.url
    group = factories.GroupFactory(organization=scoped)
    rita, hugo = (
        factories.UserFactory(email=one.email, name=one.first_name) for one in (RITA, HUGO)
    )
    factories.MembershipFactory(organization=scoped, user=rita, kind=Kind.RECRUITER)
    factories.MembershipFactory(organization=scoped, user=hugo, kind=Kind.HIRING_MANAGER)
    role = factories.RoleFactory(group=group, name="Backend Engineer", notice_hours=0)
    interviewer = factories.InterviewerFactory()
    for weekday in range(7):
        Availability.objects.create(
            interviewer=interviewer, weekday=weekday, starts=time(0), ends=time(23, 59)
        )
    role.format.interviewers.add(interviewer)
    connection = connections.create(
        "lever",
        group,
        base_url=live_server.url + LEVER.base_path,
        auth_url=live_server.url + LEVER.auth_path,
        values={
            "api_key": LEVER.api_key,
            "role_tag": LEVER.role_prefix,
            "trigger_stage": LEVER.trigger_stage,
            "user_id": store.name("users", RITA.number),
            "stages": "Technical Interview=in_assessment, Onsite=onsite, Offer=offer",
            **dict.fromkeys(TOKENS, LEVER.webhook_secret),
        },
    )
    toys.load(live_server.url, connections.addresses(connection), vendor="lever")
    return Loop(connection, rita)


def test_the_whole_loop_at_lever(loop: Loop, client: Client) -> None:
    """One world for all of it: building it costs more than what happens in it."""
    health.check(loop.connection)
    proofs = CapabilityProof.objects.values_list("capability", "ok", "remedy")
    assert [proof for proof in proofs if not proof[1]] == []
    loop.connection.refresh_from_db()
    assert loop.connection.active

    # A stage move invites, a booking is told, the hiring team follows (D10, H1, J4)
    loop.move()
    interview = Interview.objects.get()
    assert (interview.state, interview.candidate.email) == ("scheduling", ADA.address)
    assert (interview.candidacy.recruiter, interview.candidacy.role.name) == (
        loop.rita, "Backend Engineer",
    )  # fmt: skip
    assert interview.candidacy.standing == Standing.IN_ASSESSMENT
    assert loop.tags() == ["Interview: Invited"]
    interviews.book(interview, slots.offered(interview, timezone.now())[0].start, CANDIDATE)
    loop.work()
    assert loop.notes()[-1].startswith("Interview scheduled for")
    assert loop.tags() == ["Interview: Scheduled"]
    assert [follower.user.name for follower in interview.candidacy.followers.all()] == ["Hugo"]

    # The same delivery again, and again with another token, invites nobody (D11, P4)
    known = Sent.objects.filter(hook__event="candidateStageChange").latest("pk")
    events.rerun(known)
    events.emit("candidateStageChange", store.get("opportunities", ADA.application))
    loop.deliver()
    assert InviteAttempt.objects.count() == 1

    # Errors come back as notes (D12, L1); who must not be contacted is left alone
    loop.move(L1_NO_ROLE)
    loop.move(NOT_TO_BE_CONTACTED)
    assert "Missing or invalid role on the job." in loop.notes(L1_NO_ROLE)[-1]
    assert loop.tags(L1_NO_ROLE) == ["Interview: Invite error"]
    assert loop.notes(NOT_TO_BE_CONTACTED) == []
    assert InviteAttempt.objects.count() == 2

    # A candidate who is moved to another opportunity is followed to it (G6)
    moved = people.transfer(ADA.application, cast.SENIOR_BACKEND.number, reason(WITHDREW))
    loop.deliver()
    interview.candidacy.refresh_from_db()
    assert interview.candidacy.standing == Standing.IN_ASSESSMENT
    assert Application.objects.get(candidacy=interview.candidacy).remote_id == moved["id"]
    moves.move(moved.number, store.get("stages", FIRST_APPLICANT + cast.STAGE_ONSITE)["id"])
    loop.deliver()
    interview.candidacy.refresh_from_db()
    assert interview.candidacy.standing == Standing.ONSITE

    # The sync copies all, and finds what no webhook told (G3, A7)
    assert loop.sync() == "done"
    assert Stage.objects.filter(gone_at=None).count() == 8
    backend = Job.objects.get(code=f"REQ-{cast.BACKEND.number}")
    assert (backend.status, backend.role_value) == ("open", "Backend Engineer")
    customer = account()
    customer.settings["switched_on"] = []
    customer.save()
    moves.archive(moved.number, reason(WITHDREW))
    assert loop.sync() == "done"
    interview.candidacy.refresh_from_db()
    assert interview.candidacy.standing == Standing.WITHDRAWN
    assert Interview.objects.get().state == InterviewState.SCHEDULED

    # The address of a page fills the form (D7)
    client.force_login(loop.rita)
    url = f"https://hire.lever.co/candidates/{opportunity(cast.L2_SHORT_PHONE)}"
    page = client.post("/candidates/invite/from-url/", {"url": url})
    assert "pia@example.org" in page.text

    followed = client.get(profiles.page_of(loop.connection, url), follow=True)
    assert "Pia Short" in followed.text

    # Signed in by OAuth it goes on; the toy ends a sign-in whose refresh token is used twice
    granted = " ".join(["offline_access", *GRANTS])
    asked = QueryDict(mutable=True)
    asked.update({"client_id": LEVER.client_id, "redirect_uri": US, "scope": granted})
    [code] = parse_qs(urlsplit(oauth.consent(asked)).query)["code"]
    signed_in = {"sign_in": "with_an_app", "client_id": LEVER.client_id, "redirect_url": US}
    secret = {"client_secret": LEVER.client_secret, "code": code, "api_key": "ended"}
    connections.change(loop.connection, signed_in | secret)
    for _ in range(2):
        assert loop.sync() == "done"
        AccessToken.objects.update(expires_at=timezone.now())

    # Lever never had to say that we are too fast, and nothing failed (P28)
    assert not OurCall.objects.filter(status=429).exists()
    assert not Outage.objects.exists()

    # A thousand opportunities on 11 pages cost 11 calls, and the dictionaries one each
    facts = dict(store.get("opportunities", L1_NO_ROLE.application).data)
    del facts["id"]
    store.add_many("opportunities", [facts] * 1_050)
    SyncRun.objects.all().delete()
    assert loop.sync() == "done"
    read = OurCall.objects.filter(sync=SyncRun.objects.get()).values_list("path", flat=True)
    resources = Counter(urlsplit(path).path.rpartition("/")[2] for path in read)
    assert resources["opportunities"] == 11
    once = ("postings", "users", "stages", "archive_reasons")
    assert all(resources[name] <= 1 for name in once)

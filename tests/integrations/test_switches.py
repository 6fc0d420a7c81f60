"""Capabilities that people switch off: what is off does nothing, and says who switched it."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidates import interviews, slots
from candidates.actors import CANDIDATE
from candidates.models import Interview, InviteAttempt
from candidates.states import Standing
from integrations import handlers, health, options, outbox, switches, sync
from integrations.capabilities import Capability, Proof
from integrations.logs import acts
from integrations.models import (
    AtsUpdate,
    CapabilityProof,
    Condition,
    Connection,
    Delivery,
    Switch,
    SyncState,
)
from integrations.sandbox.cast import ADA, ORDINARY, STAGE_ONSITE
from integrations.sandbox.greenhouse import partner
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Account, PartnerCall, Record
from integrations.sandbox.models import Call as SandboxCall
from integrations.trace import dry_run
from integrations.vocabulary import RecruiterChanged
from portal.models import Kind
from portal.work import WorkState

PAGE = "/organizations/acme/integration/"
ADDRESS = f"https://app.greenhouse.io/people/{ADA.candidate}?application_id={ADA.application}"
OFF = "Switched off on the Integration page by Rita Moss on "
C = Capability


def _switch(loop: Any, *capabilities: Capability, on: bool = False) -> None:
    for each in capabilities:
        switches.switch(loop.connection, each, on=on, by=loop.rita)


def _book(interview: Interview) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    offered = [slot for slot in slots.offered(interview, timezone.now()) if slot.start > tomorrow]
    interviews.book(interview, offered[0].start, CANDIDATE)


def _calls() -> int:
    return SandboxCall.objects.count()


def test_k1_invites_that_are_off_are_kept_and_ignored_with_the_reason(loop: Any) -> None:
    _switch(loop, C.INVITE_BY_WEBHOOK)
    loop.move(ADA)
    loop.deliver()

    assert not InviteAttempt.objects.exists()
    delivery = Delivery.objects.latest("pk")
    assert delivery.state == WorkState.IGNORED
    assert OFF in delivery.result
    [*_, last] = dry_run.of_application(loop.connection, str(ADA.application))
    assert OFF in last.texts[0]

    [role, *_] = options.offered(loop.connection)
    with suppress(partner.PartnerProblem):
        partner.send_test(store.get("applications", ORDINARY[0].application), role.key, "", None)
    answered = PartnerCall.objects.filter(name="send_test").latest("pk")
    assert answered.status == 422
    assert OFF in answered.answer

    _switch(loop, C.INVITE_BY_WEBHOOK, on=True)
    acts.replay(delivery, loop.rita)
    loop.work()

    assert Interview.objects.get().candidate.email == ADA.address


def test_k1_updates_that_are_off_are_not_made_and_those_that_wait_are_discarded(loop: Any) -> None:
    interview = loop.invite()
    Connection.objects.update(paused_at=timezone.now())
    _book(interview)
    assert AtsUpdate.objects.filter(AtsUpdate.OPEN).count() == 2

    assert switches.switch(loop.connection, C.POST_UPDATES, on=False, by=loop.rita) == 1
    _switch(loop, C.HIRING_TEAM)
    Connection.objects.update(paused_at=None)
    before = AtsUpdate.objects.count()
    interviews.release_slot(Interview.objects.get(), CANDIDATE)
    _book(Interview.objects.get())
    loop.work()

    assert AtsUpdate.objects.count() == before
    assert not AtsUpdate.objects.filter(AtsUpdate.OPEN).exists()
    discarded = AtsUpdate.objects.filter(state=WorkState.DISCARDED)
    assert {update.kind for update in discarded} == {"scheduled", outbox.HIRING_TEAM}
    assert all(OFF in update.error for update in discarded)
    assert loop.notes() == []
    assert not loop.candidacy().followers.exists()

    again = discarded.get(kind="scheduled")
    with pytest.raises(acts.CannotAct, match=OFF):
        acts.resend(again, loop.rita)
    outbox.resend(again)  # by whom the switch was not asked: a race
    loop.work()
    again.refresh_from_db()
    assert (again.state, loop.notes()) == (WorkState.DISCARDED, [])
    _switch(loop, C.POST_UPDATES, on=True)
    acts.resend(again, loop.rita)
    loop.work()
    assert len(loop.notes()) == 1


def test_k1_states_recruiters_and_roles_that_are_off_stay_as_they_are(loop: Any) -> None:
    interview = loop.invite()
    _switch(loop, C.STATE_UPDATES, C.RECRUITER_UPDATES, C.ROLES_MATCH)
    loop.move(ADA, STAGE_ONSITE)
    loop.deliver()
    told = handlers.handle(RecruiterChanged(str(ADA.job), None), loop.connection, "d")
    run = sync.start(loop.connection)
    sync.run_due()
    loop.role.name = "Backend Engineer II"
    loop.role.save()
    options.mark_changed(loop.role)
    loop.work()

    assert loop.candidacy().standing == Standing.IN_ASSESSMENT
    assert OFF in loop.deliveries()[-1][1]
    assert not told.changed
    assert OFF in told.text
    run.refresh_from_db()
    assert run.state == SyncState.DONE
    assert "Backend Engineer II" not in _options()
    assert interview.candidacy.recruiter == loop.rita

    _switch(loop, C.STATE_UPDATES, C.ROLES_MATCH, on=True)
    loop.work()

    assert loop.candidacy().standing == Standing.ONSITE
    assert "Backend Engineer II" in _options()


def _options() -> str:
    return str(list(Record.objects.filter(kind="custom_field_options").values_list("data")))


def test_k1_an_address_that_may_not_be_looked_up_says_who_switched_it_off(
    loop: Any, sign_in: Any
) -> None:
    _switch(loop, C.INVITE_BY_URL)
    before = _calls()

    page = sign_in(Kind.RECRUITER).post("/candidates/invite/from-url/", {"url": ADDRESS})

    assert OFF in page.text
    assert _calls() == before


def test_k4_what_is_off_is_not_tested_and_what_is_on_again_is_at_once(
    loop: Any, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    client.user.name = "Ines Ferro"
    client.user.save()
    address = f"{PAGE}{loop.connection.pk}/"
    scopes = Account.objects.get().scopes
    without = [scope for scope in scopes if not scope.endswith("job_hiring_managers:list")]
    Account.objects.update(scopes=without)
    health.check(loop.connection)
    assert client.get(address).context["panel"].condition == Condition.DEGRADED

    press = {"capability": C.HIRING_TEAM, "to": "off"}
    page = client.post(f"{address}switch/", press, follow=True)
    health.check(Connection.objects.get())
    health.keep(loop.connection, Proof(C.HIRING_TEAM, ok=False, tried="A test under way."))
    panel = client.get(address).context["panel"]

    assert "Switched off: Look up hiring team members from the ATS." in page.text
    assert "Switched off by Ines Ferro on" in page.text
    assert panel.condition == Condition.CONNECTED
    assert {line.tone for line in panel.lines if line.capability == C.HIRING_TEAM} == {"off"}
    assert not CapabilityProof.objects.filter(capability=C.HIRING_TEAM).exists()

    Account.objects.update(scopes=scopes)
    page = client.post(f"{address}switch/", {**press, "to": "on"}, follow=True)
    assert "It is tested now." in page.text
    loop.work()
    assert CapabilityProof.objects.get(capability=C.HIRING_TEAM).ok
    said = list(Switch.objects.order_by("pk").values_list("capability", "on", "by__name"))
    assert said == [(C.HIRING_TEAM, False, "Ines Ferro"), (C.HIRING_TEAM, True, "Ines Ferro")]


def test_k1_what_the_ats_does_not_offer_cannot_be_switched(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    address = f"{PAGE}{connection.pk}/switch/"

    def press(**fields: str) -> str:
        return client.post(address, fields, follow=True).text

    assert "does not offer this" in press(capability=C.FOLLOWER_LIST, to="on")
    assert "Nothing was switched." in press(capability="everything", to="off")
    Connection.objects.update(disconnected_at=timezone.now())
    assert "The key of this connection was deleted" in press(capability=C.HIRING_TEAM, to="off")
    assert not Switch.objects.exists()
    assert client.get(address).status_code == 405
    assert sign_in(Kind.RECRUITER).post(address, {}).status_code == 403

"""The outbox: told once, in order, tried again as the ATS asks, and never lost."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from candidates import interviews, slots
from candidates.actors import CANDIDATE, SYSTEM, person
from candidates.models import Interview
from integrations import connections, health, outbox
from integrations.capabilities import Capability
from integrations.models import AccessToken, AtsUpdate, Connection, Outage
from integrations.sandbox import faults
from integrations.sandbox.cast import ADA
from integrations.sandbox.greenhouse.store import account
from integrations.sandbox.models import Call, Fault, FaultKind
from portal.work import WorkState
from tests.integrations.conftest import Loop
from tests.queue import drain_queue

NOTES = "/v3/notes"


def book(interview: Interview, nth: int = 0) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    offered = [slot for slot in slots.offered(interview, timezone.now()) if slot.start > tomorrow]
    interviews.book(interview, offered[nth].start, CANDIDATE)


def try_again() -> None:
    """Let the time pass that rows and the connection wait for, then sweep."""
    AtsUpdate.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    Connection.objects.update(probe_at=None)
    cache.clear()
    outbox.drain()
    drain_queue()


def test_h4_updates_of_an_application_go_out_in_order(loop: Loop) -> None:
    interview = loop.invite()
    book(interview)
    book(interview, nth=3)
    interviews.cancel(interview, "The position was filled.", person(loop.rita))

    loop.work()

    words = [" ".join(note.split()[:2]) for note in loop.notes()]
    assert words == ["Interview scheduled", "Interview rescheduled", "Interview canceled."]
    assert loop.status() == "Canceled"


def test_h9_a_note_holds_the_fact_first_and_no_contact_data(loop: Loop) -> None:
    interview = loop.invite()
    book(interview)
    loop.work()

    note = loop.notes()[-1]
    first, second, *_ = note.splitlines()
    assert first.startswith("Interview scheduled for ")
    assert "UTC" in first
    assert second == "Role: Backend Engineer"
    assert ADA.address not in note
    assert ADA.phone not in note


def test_h8_an_unsent_reschedule_gives_way_to_a_newer_one(loop: Loop) -> None:
    interview = loop.invite()
    book(interview)
    loop.work()
    connections.pause(loop.connection)

    book(interview, nth=2)
    book(interview, nth=4)
    connections.resume(loop.connection)
    loop.work()

    scheduled, told = [note.splitlines()[0] for note in loop.notes()]
    first_told = scheduled.removeprefix("Interview scheduled for ")
    assert told.startswith(f"Interview rescheduled from {first_told} to ")
    assert AtsUpdate.objects.filter(state=WorkState.MERGED).count() == 1


def test_h8_a_reschedule_that_a_later_update_speaks_of_is_told(loop: Loop) -> None:
    interview = loop.invite()
    book(interview)
    loop.work()
    connections.pause(loop.connection)
    for nth in (2, 4):
        book(interview, nth=nth)
        interviews.release_slot(interview, SYSTEM)
        book(interview, nth=nth + 1)
    connections.resume(loop.connection)
    loop.work()

    assert not AtsUpdate.objects.filter(state=WorkState.MERGED).exists()
    assert len(loop.notes()) == 7


def test_h5_p28_a_429_is_waited_out_then_each_note_goes_once(loop: Loop) -> None:
    interview = loop.invite()
    faults.switch_on("greenhouse", FaultKind.TOO_MANY, seconds=2)
    book(interview)
    loop.work()
    assert loop.notes() == []

    Fault.objects.all().delete()
    try_again()

    assert len(loop.notes()) == 1


def test_h6_p27_after_a_lost_answer_the_marker_is_looked_for(loop: Loop) -> None:
    interview = loop.invite()
    faults.switch_on("greenhouse", FaultKind.DROPPED, path=NOTES, method="POST", left=1)
    book(interview)
    loop.work()
    try_again()
    try_again()

    assert len(loop.notes()) == 1
    assert AtsUpdate.objects.exclude(state=WorkState.DONE).count() == 0
    assert Call.objects.filter(method="GET", path__contains=NOTES).exists()


def test_p31_html_with_200_is_a_failure_and_is_tried_again(loop: Loop) -> None:
    interview = loop.invite()
    faults.switch_on("greenhouse", FaultKind.HTML, path="/v3/applications", left=1)
    book(interview)
    loop.work()
    try_again()

    assert len(loop.notes()) == 1


def test_h5_p30_a_refused_key_stops_calls_and_a_new_one_sends_what_waits(loop: Loop) -> None:
    interview = loop.invite()
    credential = account()
    credential.client_secret = "changed-in-the-ats"
    credential.save()
    AccessToken.objects.all().delete()
    book(interview)
    loop.work()
    loop.connection.refresh_from_db()
    word, _ = health.condition(loop.connection)
    assert word == "needs_attention"
    calls = Call.objects.count()
    outbox.drain()
    assert Call.objects.count() == calls
    assert loop.notes() == []

    connections.change(loop.connection, {"client_secret": "changed-in-the-ats"})
    loop.work()

    assert len(loop.notes()) == 1
    assert Outage.objects.filter(ended_at=None).count() == 0


def test_h5_a_missing_permission_stops_that_capability_only(loop: Loop) -> None:
    interview = loop.invite()
    credential = account()
    credential.scopes = [scope for scope in credential.scopes if scope != "harvest:notes:create"]
    credential.save()
    book(interview)
    loop.work()

    red = loop.connection.proofs.get(capability=Capability.POST_UPDATES)
    assert not red.ok
    assert "notes:create" in red.remedy
    assert AtsUpdate.objects.filter(state=WorkState.WAITING, kind="scheduled").count() == 1
    loop.connection.refresh_from_db()
    assert loop.connection.key_refused_at is None


def test_h5_after_72_hours_of_bad_answers_an_update_gives_up_and_lets_the_next_go(
    loop: Loop,
) -> None:
    interview = loop.invite()
    faults.switch_on("greenhouse", FaultKind.SERVER_ERROR, path=NOTES, seconds=60)
    book(interview)
    loop.work()
    AtsUpdate.objects.filter(kind="scheduled").update(
        failing_since=timezone.now() - timedelta(hours=73)
    )
    try_again()

    given_up = AtsUpdate.objects.get(kind="scheduled")
    assert given_up.state == WorkState.GAVE_UP
    assert "72 hours" in given_up.error
    Fault.objects.all().delete()
    interviews.cancel(interview, "Late.", SYSTEM)
    try_again()
    assert loop.notes()[-1].startswith("Interview canceled")


def test_p29_five_failures_open_the_breaker_and_it_heals_by_itself(
    loop: Loop, settings: Any
) -> None:
    interview = loop.invite()
    faults.switch_on("greenhouse", FaultKind.SERVER_ERROR, path="/v3/", seconds=600)
    book(interview)
    for _ in range(8):
        try_again()
    loop.connection.refresh_from_db()
    assert health.is_probing(loop.connection)
    assert Outage.objects.filter(ended_at=None).count() == 1

    Fault.objects.all().delete()
    try_again()
    loop.connection.refresh_from_db()

    assert len(loop.notes()) == 1
    assert loop.connection.refusals == 0
    assert Outage.objects.filter(ended_at=None).count() == 0

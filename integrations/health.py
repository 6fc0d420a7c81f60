"""How a connection is: what failed, since when, and when to try again (K5, K6, P29, P30)."""

import time
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils import timezone

from integrations import switches
from integrations.capabilities import AT_ONCE, Capability, Proof
from integrations.models import (
    AtsUpdate,
    CapabilityProof,
    Condition,
    Connection,
    Delivery,
)
from integrations.problems import (
    AskedToWait,
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.sealed import SealBroken
from integrations.watch import outages
from portal.wakeups import wake
from portal.work import backoff

BREAKER = 5  # failures in a row before only probes go out (P29)
PROBE_PAUSE = timedelta(minutes=3)
KEY_PAUSE = 600.0  # seconds between looks while the key is refused
PERMISSION_PAUSE = 900.0  # seconds between tries while a person must change something there
CHECK_EVERY = timedelta(minutes=10)
NOTED_EVERY = 10.0  # seconds between two notes of a webhook that came
RESTS_ON_WEBHOOKS = (Capability.INVITE_BY_WEBHOOK, Capability.RECRUITER_UPDATES)
_refused: dict[int, float] = {}


def succeeded(connection: Connection, capability: Capability | None = None) -> None:
    """A call was answered as it should be: outages end, the breaker closes."""
    Connection.objects.filter(pk=connection.pk).update(
        last_ok_at=Now(), refusals=0, probe_at=None, problem=""
    )
    connection.refusals = 0
    if outages.end(connection):
        _ask_review(connection)
    if capability:
        CapabilityProof.objects.filter(
            connection=connection, capability=capability, ok=True
        ).update(at=Now())


def failed(
    connection: Connection, problem: VendorProblem, capability: Capability | None = None
) -> None:
    """A call failed: what that means for the connection as a whole."""
    if isinstance(problem, KeyRefused):
        _refuse_key(connection, problem)
    elif isinstance(problem, PermissionMissing):
        if capability:
            prove(connection, capability)
    elif isinstance(problem, NotThere | Rejected):
        return
    elif isinstance(problem, AskedToWait):
        _hold(connection, problem.retry_after)
    else:
        _count(connection, problem)


def _refuse_key(connection: Connection, problem: KeyRefused) -> None:
    Connection.objects.filter(pk=connection.pk).update(
        key_refused_at=Coalesce("key_refused_at", Now()), problem=problem.reason
    )
    outages.begin(connection, problem.reason)
    _ask_review(connection)


def _hold(connection: Connection, seconds: float) -> None:
    """Make no call before the vendor's own time has passed (P28)."""
    until = Now() + timedelta(seconds=seconds)
    Connection.objects.filter(pk=connection.pk).update(
        probe_at=Greatest(Coalesce("probe_at", until), until)
    )


def _count(connection: Connection, problem: VendorProblem) -> None:
    Connection.objects.filter(pk=connection.pk).update(
        refusals=F("refusals") + 1, problem=problem.reason
    )
    connection.refresh_from_db(fields=["refusals"])
    pause = min(backoff(connection.refusals), PROBE_PAUSE)
    if is_probing(connection):
        _hold(connection, max(pause.total_seconds(), problem.retry_after))
    elif problem.retry_after:
        _hold(connection, problem.retry_after)
    outages.begin(connection, problem.reason)
    if connection.refusals == BREAKER:
        _ask_review(connection)


def _ask_review(connection: Connection) -> None:
    """Have the issues of this connection compared with what is now."""
    Connection.objects.filter(pk=connection.pk).update(next_review_at=Now())
    wake("integrations.tasks.review_issues")


def pause_after(problem: VendorProblem) -> timedelta:
    """How long to leave a piece of work alone after this problem."""
    if isinstance(problem, PermissionMissing | NotThere | Rejected):
        return timedelta(seconds=PERMISSION_PAUSE)
    return max(timedelta(seconds=problem.retry_after), backoff(1))


def is_probing(connection: Connection) -> bool:
    """Whether the breaker is open: one update at a time tries whether the ATS is back."""
    return connection.refusals >= BREAKER


def believed(connection: Connection) -> None:
    """An authentic webhook arrived, new or repeated: the connection is heard (K8, K9).

    Noted now and then, and at once after one was refused; what rests on webhooks is tested then.
    """
    refused_at, heard_at = connection.hook_refused_at, connection.last_hook_at
    if refused_at and not (heard_at and heard_at > refused_at):
        noted = Connection.objects.filter(pk=connection.pk).update(last_hook_at=Now())
        checks = Connection.objects.filter(pk=connection.pk, active=True, key_refused_at=None)
        if noted and checks.update(next_check_at=Now()):
            wake("integrations.tasks.check_connections")
    elif heard_at is None or timezone.now() - heard_at > timedelta(seconds=NOTED_EVERY):
        Connection.objects.filter(pk=connection.pk).update(last_hook_at=Now())


def worked_on(connection: Connection, delivery: Delivery) -> None:
    """A webhook was understood and what it says was done."""
    CapabilityProof.objects.filter(
        connection=connection, capability=Capability.INVITE_BY_WEBHOOK, ok=True
    ).update(at=Now(), tried=f"Worked on the webhook of {delivery.received_at:%d %b %H:%M} UTC.")


def refused(connection: Connection) -> None:
    """Somebody called this connection's address and was not believed; counted now and then."""
    if time.monotonic() - _refused.get(connection.pk, -NOTED_EVERY) < NOTED_EVERY:
        return
    _refused[connection.pk] = time.monotonic()
    Connection.objects.filter(pk=connection.pk).update(hook_refused_at=Now())
    _ask_review(connection)


def _is_believed(connection: Connection, proof: Proof) -> Proof:
    """A capability that rests on webhooks is not proved while the last one was refused."""
    connection.refresh_from_db(fields=["hook_refused_at", "last_hook_at"])
    refused_at, heard_at = connection.hook_refused_at, connection.last_hook_at
    rests_on_them = proof.capability in RESTS_ON_WEBHOOKS and (
        connection.connector.capabilities[proof.capability] == AT_ONCE
    )
    if not rests_on_them or refused_at is None:
        return proof
    if heard_at and heard_at > refused_at:
        return proof
    return replace(
        proof,
        ok=False,
        tried=f"Looked at the last webhook, of {refused_at:%d %b %H:%M} UTC: it was refused.",
        remedy="Its signature does not match the webhook secret of this connection. Type the "
        "secret into every webhook of the ATS again, or replace it here.",
    )


def condition(connection: Connection) -> tuple[Condition, str]:
    """The status word, and the reason in a sentence (K5)."""
    if connection.disconnected_at:
        return Condition.DISCONNECTED, "Its key was deleted; waiting updates are parked."
    if connection.paused_at:
        return Condition.PAUSED, "Paused by hand: webhooks are kept, nothing is sent."
    if connection.key_refused_at:
        return Condition.NEEDS_ATTENTION, connection.problem or "The ATS refuses the key."
    if not connection.active:
        return Condition.DRAFT, "The set-up is not finished."
    red = [proof for proof in connection.proofs.all() if not proof.ok]
    if red:
        return Condition.DEGRADED, red[0].remedy
    if connection.refusals:
        return Condition.DEGRADED, connection.problem
    return Condition.CONNECTED, "Everything that was tried works."


def check(connection: Connection) -> list[Proof]:
    """Test the connection: try each capability in use, and keep the proofs (K3)."""
    proofs = []
    for capability in switches.in_use(connection):
        proof = prove(connection, capability)
        if proof is None:
            break
        proofs.append(proof)
    _after_check(connection, proofs)
    return proofs


def prove(connection: Connection, capability: Capability) -> Proof | None:
    """Try one capability and keep the proof; None when the ATS could not be asked."""
    try:
        proof = connection.connector.check(capability)
    except SealBroken as problem:
        _refuse_key(connection, KeyRefused(f"{problem} Enter the key again."))
        return None
    except VendorProblem as problem:
        failed(connection, problem)
        return None
    proof = _is_believed(connection, proof) if proof.ok else proof
    keep(connection, proof)
    return proof


def keep(connection: Connection, proof: Proof) -> None:
    """Keep what a check tried and what came of it, unless it was switched off meanwhile."""
    connection.refresh_from_db(fields=["switched_off"])
    if not switches.is_on(connection, proof.capability):
        return
    before = CapabilityProof.objects.filter(
        connection=connection, capability=proof.capability
    ).first()
    now = timezone.now()
    same = before is not None and before.ok == proof.ok
    since = (before.ok_since or before.red_since or now) if before and same else now
    CapabilityProof.objects.update_or_create(
        connection=connection,
        capability=proof.capability,
        defaults={
            "organization_id": connection.organization_id,
            "ok": proof.ok,
            "tried": proof.tried[:300],
            "remedy": proof.remedy[:500],
            "at": now,
            "ok_since": since if proof.ok else None,
            "red_since": None if proof.ok else since,
        },
    )
    if not same:
        _ask_review(connection)


@transaction.atomic
def _after_check(connection: Connection, proofs: list[Proof]) -> None:
    good = [proof.capability for proof in proofs if proof.ok]
    if good:
        succeeded(connection)
        Connection.objects.filter(pk=connection.pk).update(key_refused_at=None)
    if good and not connection.active:
        _begin(connection)
    if Capability.POST_UPDATES in good:
        release_waiting(connection)
    _plan_check(connection)


def _begin(connection: Connection) -> None:
    """The first test succeeded: push our roles, and read everything once (C5, G10)."""
    Connection.objects.filter(pk=connection.pk).update(
        active=True, options_due_at=Now(), next_sync_at=Now()
    )
    wake("integrations.tasks.push_options")
    wake("integrations.tasks.run_syncs")


def _plan_check(connection: Connection) -> None:
    """Test again in ten minutes, spread out; not while the key is refused (K6, P30).

    A test that was broken off goes on when the ATS may be called again. What was asked for while
    this test ran is due, and stays so.
    """
    spread = timedelta(seconds=connection.pk * 37 % 120)
    later = Case(When(probe_at__gt=Now(), then="probe_at"), default=Now() + CHECK_EVERY + spread)
    not_asked = Connection.objects.filter(pk=connection.pk).exclude(next_check_at__lte=Now())
    not_asked.filter(key_refused_at=None).update(next_check_at=later)
    not_asked.filter(key_refused_at__isnull=False).update(next_check_at=None)


def release_waiting(connection: Connection) -> None:
    """Let what waited for a key or a permission go now (H5, P30)."""
    AtsUpdate.objects.filter(
        AtsUpdate.OPEN & ~Q(state="working"), application__connection=connection
    ).update(next_attempt_at=Now())
    Delivery.objects.filter(Delivery.OPEN & ~Q(state="working"), connection=connection).update(
        next_attempt_at=Now()
    )
    wake("integrations.tasks.drain_outbox")
    wake("integrations.tasks.drain_inbox")

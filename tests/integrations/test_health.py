"""How a connection is: what a test proves, begins and plans, and what it stops."""

from django.test import Client

from integrations import connections, health
from integrations.capabilities import Capability, Proof
from integrations.models import AccessToken, CapabilityProof, Connection, Delivery
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.store import account
from integrations.sandbox.models import Record
from integrations.watch import checks
from tests import factories
from tests.integrations.conftest import Loop
from tests.integrations.test_inbox import PING, post


def offered_roles() -> set[str]:
    rows = Record.objects.filter(kind="custom_field_options", data__active=True)
    return {row.data["name"] for row in rows}


def test_c5_the_first_test_that_succeeds_pushes_our_roles_and_reads_everything(
    loop: Loop,
) -> None:
    Connection.objects.update(active=False)
    loop.connection.refresh_from_db()
    factories.RoleFactory(group=loop.connection.group, name="Kernel Engineer")
    assert "Kernel Engineer" not in offered_roles()

    proofs = health.check(loop.connection)
    loop.work()

    assert all(proof.ok for proof in proofs)
    loop.connection.refresh_from_db()
    assert loop.connection.active
    assert "Kernel Engineer" in offered_roles()
    assert loop.connection.jobs.exists()
    assert loop.connection.next_check_at


def test_k8_a_refused_webhook_turns_what_rests_on_webhooks_red(client: Client, loop: Loop) -> None:
    health._refused.clear()
    address = f"/ats/{loop.connection.token}/webhook"
    post(client, address, PING, "a-secret-typed-wrong")

    red = {proof.capability for proof in health.check(loop.connection) if not proof.ok}
    assert red == {Capability.INVITE_BY_WEBHOOK, Capability.RECRUITER_UPDATES}

    post(client, address, PING, GREENHOUSE.webhook_secret)
    loop.work()
    assert all(proof.ok for proof in health.check(loop.connection))


def test_p30_no_check_runs_by_itself_while_the_key_is_refused(loop: Loop) -> None:
    credential = account()
    credential.client_secret = "changed-in-the-ats"
    credential.save()
    AccessToken.objects.all().delete()

    checks.ask(loop.connection)
    loop.work()

    loop.connection.refresh_from_db()
    assert loop.connection.key_refused_at
    assert loop.connection.next_check_at is None

    connections.change(loop.connection, {"client_secret": "changed-in-the-ats"})
    loop.work()
    loop.connection.refresh_from_db()
    assert loop.connection.key_refused_at is None
    assert loop.connection.next_check_at


def test_k8_a_repeated_ping_proves_the_webhooks_again(client: Client, loop: Loop) -> None:
    health._refused.clear()
    address = f"/ats/{loop.connection.token}/webhook"
    post(client, address, PING, GREENHOUSE.webhook_secret)
    loop.work()
    post(client, address, PING, "a-secret-typed-wrong")
    health.check(loop.connection)

    post(client, address, PING, GREENHOUSE.webhook_secret)
    loop.work()

    proof = CapabilityProof.objects.get(capability=Capability.INVITE_BY_WEBHOOK)
    assert proof.ok, proof.tried
    assert Delivery.objects.filter(endpoint="webhook").count() == 1


def test_k8_a_refused_assessment_call_says_nothing_of_the_webhooks(
    client: Client, loop: Loop
) -> None:
    health._refused.clear()

    answer = client.get(f"/ats/{loop.connection.token}/list_tests")

    loop.connection.refresh_from_db()
    assert answer.status_code == 401
    assert loop.connection.hook_refused_at is None


def test_k5_a_red_capability_says_since_when(loop: Loop) -> None:
    kind = Capability.HIRING_TEAM
    red, green = Proof(kind, ok=False, tried="Tried."), Proof(kind, ok=True, tried="Tried.")
    stored = CapabilityProof.objects.filter(capability=kind)

    health.keep(loop.connection, red)
    began = stored.get().red_since
    health.keep(loop.connection, red)
    assert (stored.get().red_since, stored.get().ok_since) == (began, None)

    health.keep(loop.connection, green)
    assert stored.get().red_since is None
    assert stored.get().ok_since

"""Webhooks: the signed bytes, who hears what, and the schedule of attempts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from integrations.sandbox import faults
from integrations.sandbox.deliveries import deliver_due
from integrations.sandbox.greenhouse import events, jobs, moves, people
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Account, Delivery, FaultKind, Hook
from tests.integrations.sandbox.conftest import Product, assert_same_shape
from tests.integrations.sandbox.greenhouse.conftest import fact

VECTORS = [
    (
        (
            '{"action":"candidate_stage_change",'
            '"payload":{"application":{"id":700001,"status":"active"}}}'
        ),
        "778e5c63ab48997811e7c329a1d5dabeb5af508b21afe89226c4f0095e9cca01",
    ),
    (
        (
            r'{"action":"job_updated","payload":{"job":{"id":5,'
            r'"notes":"\u003cp\u003eOl\u00e1\u003c/p\u003e"}}}'
        ),
        "baeb9fc096df64891b819fc337a276618f92f8d9e6720949c41d79613352615f",
    ),
]
STAGE, TECHNICAL = 71416, "Technical Interview"
JOB_KEYS = (
    "id name requisition_id notes confidential job_post_id status created_by_id created_at "
    "opened_at closed_at departments offices hiring_team openings custom_fields"
)
APPLICATION_GONE = (
    "id candidate_id job_id created_at source_id candidate_rejection_reason_id "
    "rejection_note_id rejected_at referrer_id prospect rejected_by_user_id"
)
PERSON = (
    "id first_name last_name company title created_at headline is_private recruiter_user_id "
    "coordinator_user_id can_email"
)
HIRED = "id opening credited_to source url candidate job jobs custom_fields offer"


@pytest.mark.parametrize(("body", "digest"), VECTORS)
def test_the_signature_is_the_vendors(body: str, digest: str) -> None:
    assert events.encode(json.loads(body)) == body
    assert events.signature("demo-secret-1", body) == f"sha256 {digest}"


def sent(event: str) -> dict[str, Any]:
    """The payload of the only delivery of this event."""
    body = json.loads(Delivery.objects.get(hook__event=event).body)
    assert body["action"] == event
    return dict(body["payload"])


def test_a_move_tells_the_hook_in_the_vendors_shape(hooks: list[Hook]) -> None:
    moves.move(700001, STAGE)

    payload = sent("candidate_stage_change")
    expected = fact("candidate_stage_change")["payload"]
    assert_same_shape(payload, expected)
    application = payload["application"]
    assert application["status"] == "active"
    assert application["current_stage"]["name"] == TECHNICAL
    assert application["url"].startswith("https://app.greenhouse.io/people/800001?")
    assert len(application["last_activity_at"]) == len("2026-11-20T16:38:36Z")


def test_a_move_changes_the_application_and_its_stage_rows(world: Any) -> None:
    before = store.get("applications", 700001)
    moves.move(700001, STAGE)

    after = store.get("applications", 700001)
    rows = store.rows("application_stages", application_id=700001)
    current = [row for row in rows if row["current"]]
    assert after["updated_at"] > before["updated_at"]
    assert after["last_activity_at"] > before["last_activity_at"]
    assert [row["job_interview_stage_id"] for row in current] == [STAGE]
    assert after["stage_id"] == current[0].number
    assert len(rows) == 5


def test_two_moves_in_one_second_differ_in_their_times(hooks: list[Hook]) -> None:
    moves.move(700001, STAGE)
    moves.move(700001, 71415)
    moves.move(700001, STAGE)

    bodies = {delivery.body for delivery in Delivery.objects.all()}
    assert len(bodies) == 3


def test_rejecting_and_taking_it_back(hooks: list[Hook]) -> None:
    moves.reject(700001, 14)
    rejected = sent("reject_candidate")["application"]
    assert (rejected["status"], rejected["rejection_reason"]["name"]) == ("rejected", "Too junior")
    assert rejected["rejection_details"] == {"custom_fields": {}}
    assert store.get("applications", 700001)["stage_id"]

    moves.unreject(700001)
    back = sent("unreject_candidate")["application"]
    assert (back["status"], back["rejected_at"], back["rejection_reason"]) == ("active", None, None)


def test_hiring_says_neither_status_nor_stage(hooks: list[Hook]) -> None:
    moves.hire(700001)
    assert set(sent("hire_candidate")["application"]) == set(HIRED.split())

    moves.unhire(700001)
    assert sent("unhire_candidate")["application"]["status"] == "active"


def test_a_hired_candidate_cannot_be_moved(world: Any) -> None:
    moves.hire(700001)

    with pytest.raises(moves.NotNow, match="hired"):
        moves.move(700001, STAGE)


def test_a_job_tells_its_team_by_user_ids(hooks: list[Hook]) -> None:
    jobs.edit(3485, name="Backend Engineer", role=9001, status="open", recruiter=3131)

    job = sent("job_updated")["job"]
    assert set(job) == set(JOB_KEYS.split())
    assert job["hiring_team"] == {
        "hiring_managers": [{"user_id": 3129, "employee_id": None}],
        "sourcers": [{"user_id": 3132, "employee_id": None}],
        "recruiters": [{"user_id": 3131, "employee_id": None}],
        "coordinators": [{"user_id": 3130, "employee_id": None}],
    }


def test_a_new_job_and_a_new_candidate_are_told(hooks: list[Hook]) -> None:
    job = jobs.add("Test Engineer", 9001, 3128)
    people.add(job.number, "Joan", "Clarke", "joan@example.org", "")

    assert sent("job_created")["job"]["name"] == "Test Engineer"
    assert sent("new_candidate_application")["application"]["candidate"]["phone_numbers"] == []


def test_people_who_change_or_go_are_told(hooks: list[Hook]) -> None:
    people.edit(800001, first_name="Ada", last_name="King", email="ada@example.org", phone="")
    assert "is_private" not in sent("update_candidate")["candidate"]

    people.merge(800012, 800011)
    merged = sent("merge_candidate")
    assert (set(merged["person"]), merged["new_candidate_id"]) == (set(PERSON.split()), 800011)
    assert store.get("applications", 700012)["candidate_id"] == 800011

    people.anonymize(800013)
    assert sent("candidate_anonymized")["candidate_id"] == 800013
    assert store.get("candidates", 800013)["email_addresses"] == []

    people.delete_application(700105)
    gone = sent("delete_application")["application"]
    assert set(gone) == set(APPLICATION_GONE.split())

    people.delete(800010)
    assert sent("delete_candidate")["person"]["deleted_application_ids"] == [700010]
    assert store.find("applications", 700010) is None


def test_a_delivery_arrives_signed_with_its_event_id(hooks: list[Hook], product: Product) -> None:
    moves.move(700001, STAGE)
    deliver_due()

    (heard,) = product.heard
    ours = events.signature(GREENHOUSE.webhook_secret, heard["body"].decode())
    assert heard["headers"]["Signature"] == ours
    assert heard["headers"]["Greenhouse-Event-ID"] == Delivery.objects.get().event_id
    assert Delivery.objects.get().state == "delivered"


@pytest.mark.parametrize("status", [201, 204, 302, 400, 500])
def test_anything_but_200_is_tried_again(hooks: list[Hook], product: Product, status: int) -> None:
    product.answers["/hook"] = (status, b"")
    moves.move(700001, STAGE)
    deliver_due()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.due_at - delivery.first_due_at == timedelta(minutes=1)
    assert delivery.answers[0]["status"] == status


def test_seven_attempts_on_the_vendors_schedule(hooks: list[Hook]) -> None:
    Hook.objects.update(url="http://127.0.0.1:9/hook")
    moves.move(700001, STAGE)
    waits = []
    while Delivery.objects.filter(state="waiting").exists():
        Delivery.objects.update(due_at=timezone.now())
        deliver_due(limit=1)
        delivery = Delivery.objects.get()
        waits.append((delivery.due_at - delivery.first_due_at).total_seconds() / 60)

    assert waits[:6] == [1, 16, 76, 196, 436, 916]
    assert (delivery.state, delivery.attempts) == ("gave up", 7)


def test_the_schedule_can_be_shortened(hooks: list[Hook], product: Product) -> None:
    Account.objects.update(retry_scale=0.01)
    product.answers["/hook"] = (500, b"")
    moves.move(700001, STAGE)
    deliver_due(limit=1)

    delivery = Delivery.objects.get()
    assert delivery.due_at - delivery.first_due_at == timedelta(seconds=0.6)


def test_a_failed_ping_disables_the_hook_and_it_stays_silent(
    hooks: list[Hook], product: Product
) -> None:
    product.answers["/hook"] = (400, b"")
    hook = Hook.objects.get(event="candidate_stage_change")
    events.ping(hook)
    deliver_due()
    hook.refresh_from_db()
    assert hook.disabled

    moves.move(700001, STAGE)
    assert not Delivery.objects.filter(ping=False).exists()


def test_a_ping_is_signed_and_names_no_action(
    hooks: list[Hook], product: Product, client: Client
) -> None:
    hook = Hook.objects.get(event="job_updated")
    form = {"name": hook.name, "event": hook.event, "url": hook.url, "secret": "new-secret"}
    client.post(f"/sandbox/greenhouse/settings/hooks/{hook.pk}/", form)
    deliver_due()

    (heard,) = product.heard
    assert "action" not in json.loads(heard["body"])
    assert heard["headers"]["Signature"] == events.signature("new-secret", heard["body"].decode())


def test_a_bad_signature_on_demand(hooks: list[Hook], product: Product) -> None:
    faults.switch_on("greenhouse", FaultKind.BAD_SIGNATURE, left=1)
    moves.move(700001, STAGE)
    moves.move(700001, 71415)
    deliver_due()

    good = [
        heard["headers"]["Signature"]
        == events.signature(GREENHOUSE.webhook_secret, heard["body"].decode())
        for heard in product.heard
    ]
    assert good == [False, True]


def test_duplicates_on_demand_share_event_id_and_body(hooks: list[Hook], product: Product) -> None:
    faults.switch_on("greenhouse", FaultKind.DUPLICATE, copies=20)
    moves.move(700001, STAGE)
    deliver_due()

    assert len(product.heard) == 20
    assert len({heard["headers"]["Greenhouse-Event-ID"] for heard in product.heard}) == 1
    assert len({heard["body"] for heard in product.heard}) == 1


def test_shuffling_on_demand_changes_the_order(hooks: list[Hook]) -> None:
    faults.switch_on("greenhouse", FaultKind.SHUFFLE, delay=60, seed=4)
    for turn in range(10):
        moves.move(700001, STAGE if turn % 2 else 71415)

    due = [delivery.pk for delivery in Delivery.objects.order_by("due_at")]
    assert due != sorted(due)

"""The fault switches and the log."""

import gzip
import json
from typing import Any

import pytest
import requests
from django.utils import timezone

from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Call, Fault
from tests.integrations.sandbox.greenhouse.conftest import V3, Api

CONTROL = "/sandbox/greenhouse/faults"
LOG = "/sandbox/greenhouse/log.json"
NOTE = {"candidate_id": 800001, "application_id": 700001, "body": "Hello"}


def switch_on(api: Api, **how: Any) -> Any:
    return api.client.post(CONTROL, json.dumps(how), content_type="application/json")


def test_faults_are_listed_switched_on_and_off(api: Api) -> None:
    made = switch_on(api, kind="500", seconds=60)
    assert made.status_code == 201
    assert [row["kind"] for row in api.client.get(CONTROL).json()["faults"]] == ["500"]

    assert api.client.delete(CONTROL).json() == {"faults": []}
    assert api.get("jobs").status_code == 200


def test_an_unknown_fault_is_422(api: Api) -> None:
    assert switch_on(api, kind="earthquake").status_code == 422


def test_429_carries_the_time_that_is_left(api: Api) -> None:
    switch_on(api, kind="429", seconds=60)

    answer = api.post("notes", NOTE)

    assert answer.status_code == 429
    assert 58 <= int(answer["Retry-After"]) <= 60
    assert not store.rows("notes").exists()


def test_the_log_shows_a_call_that_came_too_early(api: Api) -> None:
    switch_on(api, kind="429", seconds=60, left=1)
    api.get("jobs")
    api.get("jobs")
    Call.objects.update(retry_until=timezone.now())
    api.get("jobs")

    calls = api.client.get(LOG).json()["calls"]
    assert [call["early"] for call in calls if "/v3/" in call["path"]] == [False, True, False]


def test_an_odd_retry_after_can_be_asked_for(api: Api) -> None:
    switch_on(api, kind="429", seconds=60, retry_after="soon")

    assert api.get("jobs")["Retry-After"] == "soon"


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("401", 401), ("403", 403)])
def test_a_refusal_does_no_work(api: Api, kind: str, status: int) -> None:
    switch_on(api, kind=kind, left=1)

    assert api.post("notes", NOTE).status_code == status
    assert not store.rows("notes").exists()
    assert api.post("notes", NOTE).status_code == 201


def test_a_500_may_come_after_the_work(api: Api) -> None:
    switch_on(api, kind="500", left=1, after_work=True)

    assert api.post("notes", NOTE).status_code == 500
    assert store.rows("notes").count() == 1


def test_403_for_one_scope_leaves_the_others(api: Api) -> None:
    switch_on(api, kind="403", seconds=60, scope="harvest:notes:create")

    assert api.post("notes", NOTE).status_code == 403
    assert api.get("notes").status_code == 200


def test_html_comes_with_status_200(api: Api) -> None:
    switch_on(api, kind="html", seconds=60)

    answer = api.get("jobs")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_truncated_json_comes_after_the_work(api: Api) -> None:
    switch_on(api, kind="truncated", left=1)

    answer = api.post("notes", NOTE)

    with pytest.raises(ValueError):
        json.loads(answer.content)
    assert store.rows("notes").count() == 1


def test_a_huge_answer_is_small_on_the_wire(api: Api) -> None:
    switch_on(api, kind="huge", left=1)

    answer = api.get("jobs")

    assert len(answer.content) < 100_000
    whole = gzip.decompress(answer.content)
    assert len(whole) > 64 * 1024 * 1024
    assert json.loads(whole)


def test_a_dripping_answer_is_whole_in_the_end(api: Api) -> None:
    switch_on(api, kind="drip", left=1, delay=1)

    answer = api.post("notes", NOTE)

    assert answer.status_code == 201
    pieces = list(answer.streaming_content)
    assert len(pieces) == 2
    assert json.loads(b"".join(pieces))["body"] == "Hello"


def test_slow_takes_its_time(api: Api) -> None:
    switch_on(api, kind="slow", left=1, delay=0.3)
    api.get("jobs")

    call = Call.objects.get(fault="slow")
    assert call.answered_at
    assert (call.answered_at - call.received_at).total_seconds() >= 0.3


def test_a_fault_keeps_to_its_path_and_method(api: Api) -> None:
    switch_on(api, kind="500", path="/v3/notes", method="POST")

    assert api.get("notes").status_code == 200
    assert api.get("jobs").status_code == 200
    assert api.post("notes", NOTE).status_code == 500


def test_the_token_endpoint_can_be_struck_by_its_path(api: Api) -> None:
    switch_on(api, kind="500", path="/auth/")

    assert api.token().status_code == 500


def test_chance_follows_the_seed(api: Api) -> None:
    runs = []
    for _ in range(2):
        Fault.objects.all().delete()
        switch_on(api, kind="500", chance=0.5, seed=7)
        runs.append([api.get("jobs").status_code for _ in range(20)])

    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


def test_every_note_that_came_is_in_the_log(api: Api) -> None:
    for _ in range(3):
        api.post("notes", NOTE)

    calls = api.client.get(LOG).json()["calls"]
    posts = [call for call in calls if call["method"] == "POST" and "/notes" in call["path"]]
    assert [json.loads(call["body"]) for call in posts] == [NOTE] * 3
    assert {call["status"] for call in posts} == {201}


@pytest.mark.django_db(transaction=True)
def test_a_dropped_answer_is_lost_after_the_work(api: Api, live_server: Any) -> None:
    switch_on(api, kind="dropped", left=1)

    with pytest.raises(requests.ConnectionError):
        requests.post(live_server.url + V3 + "notes", json=NOTE, headers=api.headers, timeout=5)

    assert store.rows("notes").count() == 1
    assert Call.objects.get(fault="dropped").status == 201

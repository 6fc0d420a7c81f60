"""Paging and filters of Harvest v3."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from integrations.sandbox.greenhouse import moves
from integrations.sandbox.records import stamp
from tests.integrations.sandbox.greenhouse.conftest import Api

ALONE = {"errors": ["When passing a cursor, do not include other query params."]}


def next_page(api: Api, answer: Any) -> Any:
    address, _, relation = answer["Link"].partition("; ")
    assert relation == 'rel="next"'
    return api.client.get(address.strip("<>"), headers=api.headers)


def test_pages_follow_each_other_by_cursor_newest_number_first(api: Api) -> None:
    first = api.get("applications", per_page=10)
    second = next_page(api, first)
    third = next_page(api, second)

    numbers = [row["id"] for page in (first, second, third) for row in page.json()]
    assert len(numbers) == len(set(numbers)) == 23
    assert numbers == sorted(numbers, reverse=True)
    assert third["Link"] == ""


def test_a_cursor_remembers_the_filters(api: Api) -> None:
    first = api.get("applications", per_page=2, job_ids=3485)
    second = next_page(api, first)

    assert {row["job_id"] for row in second.json()} == {3485}


def test_a_cursor_must_come_alone(api: Api) -> None:
    cursor = api.get("applications", per_page=2)["Link"].partition("cursor=")[2].partition(">")[0]

    answer = api.get("applications", cursor=cursor, per_page=2)

    assert (answer.status_code, answer.json()) == (422, ALONE)


def test_a_broken_cursor_is_422(api: Api) -> None:
    assert api.get("applications", cursor="x!").status_code == 422


@pytest.mark.parametrize(
    "params",
    [
        {"per_page": 0},
        {"per_page": 501},
        {"ids": ",".join(map(str, range(51)))},
        {"ids": "one"},
        {"status": "in_process"},
        {"nonsense": 1},
        {"updated_at": "2026-01-01"},
        {"updated_at": "gte|yesterday"},
        {"prospect": "maybe"},
    ],
)
def test_what_the_vendor_does_not_take_is_422(api: Api, params: dict[str, Any]) -> None:
    answer = api.get("applications", **params)

    assert answer.status_code == 422
    assert isinstance(answer.json()["errors"][0], str)


def test_fifty_ids_are_taken(api: Api) -> None:
    ids = ",".join(str(number) for number in range(699960, 700010))

    rows = api.get("applications", ids=ids).json()

    assert [row["id"] for row in rows] == list(range(700009, 700000, -1))


def test_active_is_asked_and_in_process_is_answered(api: Api) -> None:
    moves.hire(700002)

    active = api.get("applications", status="active").json()
    hired = api.get("applications", status="hired").json()

    assert {row["status"] for row in active} == {"in_process"}
    assert [row["id"] for row in hired] == [700002]


def test_times_are_filtered_by_bounds(api: Api) -> None:
    before = datetime.now(UTC)
    moves.move(700001, 71416)
    later = stamp(before + timedelta(hours=1))

    inside = api.get("applications", updated_at=f"gte|{stamp(before)}|lte|{later}").json()
    outside = api.get("applications", updated_at=f"gt|{later}").json()

    assert [row["id"] for row in inside] == [700001]
    assert outside == []


def test_fields_trim_the_rows(api: Api) -> None:
    assert api.get("jobs", ids=3485, fields="id,name").json() == [
        {"id": 3485, "name": "Backend Engineer"}
    ]


def test_service_accounts_are_hidden_unless_asked_for(api: Api) -> None:
    shown = {row["id"] for row in api.get("users").json()}
    everyone = {row["id"] for row in api.get("users", show_service_accounts="true").json()}

    assert everyone - shown == {3141}


@pytest.mark.parametrize(
    ("kind", "params", "found"),
    [
        ("jobs", {"status": "closed"}, {3490}),
        ("jobs", {"requisition_id": "REQ-3487"}, {3487}),
        ("jobs", {"office_id": 55}, set()),
        ("jobs", {"custom_field_option_id": 9003}, {3487}),
        ("applications", {"candidate_ids": 800005}, {700005, 700105}),
        ("applications", {"prospect": "true"}, {700022}),
        ("applications", {"prospective_job_ids": 3485}, {700022}),
        ("applications", {"stage_name": "Offer"}, {700012, 700019}),
        ("custom_fields", {"field_type": "job", "active": "true"}, {123}),
        ("custom_field_options", {"custom_field_ids": 124}, set()),
        ("job_interview_stages", {"job_ids": 3485}, {71414, 71415, 71416, 71417, 71418}),
    ],
)
def test_a_filter_finds_its_rows(
    api: Api, kind: str, params: dict[str, Any], found: set[int]
) -> None:
    assert {row["id"] for row in api.get(kind, **params).json()} == found


def test_a_single_row_has_no_address_but_for_rejection_reasons(api: Api) -> None:
    assert api.get("applications/700001").status_code == 404
    assert api.get("rejection_reasons/14").json()["name"] == "Too junior"

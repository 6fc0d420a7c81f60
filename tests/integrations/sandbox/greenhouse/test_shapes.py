"""Every answer has the names and types of the vendor's own examples."""

import pytest

from tests.integrations.sandbox.conftest import assert_same_shape
from tests.integrations.sandbox.greenhouse.conftest import Api, fact

LISTS = (
    "applications",
    "candidates",
    "jobs",
    "job_owners",
    "users",
    "job_interview_stages",
    "application_stages",
    "rejection_reasons",
    "custom_fields",
    "custom_field_options",
    "job_posts",
    "job_post_locations",
    "offices",
)


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_has_the_vendors_shape(api: Api, kind: str) -> None:
    rows = api.get(kind).json()

    assert rows
    assert_same_shape(rows[0], fact(kind), kind)


def test_rejection_details_have_the_vendors_shape(api: Api) -> None:
    api.client.post("/sandbox/greenhouse/applications/700001/reject/", {"reason": 14})

    rows = api.get("rejection_details", application_ids=700001).json()

    assert_same_shape(rows[0], fact("rejection_details"), "rejection_details")


def test_custom_fields_are_objects_by_key_with_the_options_text(api: Api) -> None:
    job = api.get("jobs", ids=3485).json()[0]

    assert job["custom_fields"] == {
        "liaison_role": {
            "name": "Liaison Role",
            "type": "single_select",
            "value": "Backend Engineer",
        }
    }


def test_times_are_utc_with_milliseconds(api: Api) -> None:
    row = api.get("candidates", ids=800001).json()[0]

    assert row["created_at"].endswith("Z")
    assert len(row["created_at"]) == len("2026-05-05T22:36:04.296Z")


def test_ids_do_not_fit_in_32_bits(api: Api) -> None:
    note = api.post("notes", {"candidate_id": 800001, "body": "Hello"}).json()

    assert note["id"] > 2**32


@pytest.mark.parametrize("kind", ["departments", "job_hiring_managers"])
def test_lists_without_an_example_answer_too(api: Api, kind: str) -> None:
    assert api.get(kind).json()[0]["id"]

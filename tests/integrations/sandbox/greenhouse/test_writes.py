"""What API clients may write."""

from typing import Any

import pytest

from integrations.sandbox.greenhouse.store import store
from tests.integrations.sandbox.conftest import assert_same_shape
from tests.integrations.sandbox.greenhouse.conftest import Api, fact

NOTE = {
    "candidate_id": 800001,
    "application_id": 700001,
    "user_id": 3128,
    "body": "Interview scheduled",
    "visibility": "public",
    "note_type": "NOTE",
}
FILE = {"application_id": 700001, "filename": "result.pdf", "type": "other", "content": "JVBERg=="}


def test_a_note_is_answered_in_the_vendors_shape(api: Api) -> None:
    answer = api.post("notes", NOTE)

    assert answer.status_code == 201
    assert_same_shape(answer.json(), fact("note"), "note")
    assert answer.json()["visibility"] == "publicly_visible"


def test_the_same_note_twice_is_two_notes(api: Api) -> None:
    api.post("notes", NOTE)
    api.post("notes", NOTE)

    assert len(api.get("notes", application_ids=700001).json()) == 2


def test_a_note_is_for_admins_unless_said_otherwise(api: Api) -> None:
    note = api.post("notes", {"candidate_id": 800001, "body": "Hello"}).json()

    assert (note["visibility"], note["type"], note["user_id"]) == (
        "admin_only_visible",
        "NOTE",
        3140,
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"body": " "}, 422),
        ({"visibility": "everyone"}, 422),
        ({"note_type": "POEM"}, 422),
        ({"user_id": 1}, 422),
        ({"candidate_id": "x"}, 422),
        ({"candidate_id": 1}, 404),
        ({"application_id": 700002}, 404),
    ],
)
def test_a_bad_note_is_refused(api: Api, change: dict[str, Any], status: int) -> None:
    assert api.post("notes", NOTE | change).status_code == status
    assert not store.rows("notes").exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_a_body_that_is_no_json_object_is_422(api: Api, body: bytes) -> None:
    answer = api.client.post(
        "/sandbox/greenhouse/v3/notes", body, content_type="application/json", headers=api.headers
    )

    assert answer.status_code == 422


def test_custom_fields_are_written_as_an_array_and_read_as_an_object(api: Api) -> None:
    written = [{"name_key": "liaison_status", "value": "Scheduled"}]
    written += [{"name_key": "notice_period", "value": "1 month"}]

    row = api.patch("applications/700001", {"custom_fields": written}).json()

    assert row["custom_fields"]["liaison_status"]["value"] == "Scheduled"
    assert row["custom_fields"]["notice_period"]["value"] == "1 month"


def test_custom_fields_left_out_are_emptied(api: Api) -> None:
    written = [{"name_key": "liaison_status", "value": "Scheduled"}]

    row = api.patch("applications/700001", {"custom_fields": written}).json()

    assert row["custom_fields"]["notice_period"]["value"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"liaison_status": "Scheduled"},
        [{"name_key": "nonsense", "value": "x"}],
        [{"name_key": "liaison_status", "value": 5}],
        [{"name_key": "liaison_status", "value": "x" * 256}],
        ["liaison_status"],
    ],
)
def test_badly_written_custom_fields_are_422(api: Api, fields: Any) -> None:
    assert api.patch("applications/700001", {"custom_fields": fields}).status_code == 422


def test_a_retired_custom_field_cannot_be_written(api: Api) -> None:
    api.client.post("/sandbox/greenhouse/settings/fields/124/")
    written = [{"name_key": "liaison_status", "value": "Scheduled"}]

    assert api.patch("applications/700001", {"custom_fields": written}).status_code == 422


def test_the_recruiter_of_an_application_can_be_set(api: Api) -> None:
    assert api.patch("applications/700001", {"recruiter_id": 3131}).json()["recruiter_id"] == 3131
    assert api.patch("applications/700001", {"recruiter_id": 1}).status_code == 422
    assert api.patch("applications/700001", {"status": "hired"}).status_code == 422


def test_a_candidates_collections_are_replaced_whole(api: Api) -> None:
    new = [{"value": "ada@example.com", "type": "work"}]

    row = api.patch("candidates/800001", {"email_addresses": new}).json()

    assert row["email_addresses"] == new
    assert_same_shape(row, fact("candidates"), "candidates")


def test_options_can_be_added_renamed_and_retired(api: Api) -> None:
    body = {"custom_field_id": 123, "name": "Platform Engineer", "external_id": "role-12"}
    option = api.post("custom_field_options", body)
    assert option.status_code == 201
    assert_same_shape(option.json(), fact("custom_field_options"), "option")
    assert api.post("custom_field_options", body).status_code == 422

    api.patch("custom_field_options/9001", {"name": "Backend II"})
    job = api.get("jobs", ids=3485).json()[0]
    assert job["custom_fields"]["liaison_role"]["value"] == "Backend II"

    assert api.send("DELETE", "custom_field_options/9001").json()["active"] is False
    job = api.get("jobs", ids=3485).json()[0]
    assert job["custom_fields"]["liaison_role"]["value"] == "Backend II"
    offered = api.get("custom_field_options", custom_field_ids=123, active="true").json()
    assert 9001 not in {row["id"] for row in offered}


def test_attachments_take_exactly_one_of_content_and_url(api: Api) -> None:
    assert api.post("attachments", FILE).status_code == 201
    assert api.post("attachments", FILE | {"url": "https://files.example/x"}).status_code == 422
    assert api.post("attachments", FILE | {"type": "poem"}).status_code == 422
    page = FILE | {"type": "take_home_test", "filename": "a.html"}
    assert api.post("attachments", page).status_code == 422


def test_a_new_resume_demotes_the_old_one(api: Api) -> None:
    first = api.post("attachments", FILE | {"type": "resume"}).json()
    api.post("attachments", FILE | {"type": "resume"})

    assert store.get("attachments", first["id"])["type"] == "other"


def test_what_v3_does_not_have_is_404(api: Api) -> None:
    assert api.post("applications/700001", {}).status_code == 404
    assert api.patch("users/3128", {}).status_code == 404
    assert api.send("DELETE", "notes/1").status_code == 404

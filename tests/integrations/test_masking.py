"""What of an ATS's data a log may keep (K7, P66)."""

import json
from typing import Any

import pytest

from integrations.logs import masking

APPLICATION = {
    "id": 700001,
    "status": "active",
    "last_activity_at": "2026-11-20T16:38:36Z",
    "current_stage": {"id": 71416, "name": "Technical Interview"},
    "jobs": [{"id": 4001, "name": "Engineer", "custom_fields": {"role": {"value": "Backend"}}}],
    "custom_fields": {"hobby": {"name": "Hobby", "type": "short_text", "value": "Chess"}},
    "candidate": {
        "id": 800001,
        "first_name": "Dana",
        "name": "Dana Kovacs",
        "title": "Engineer at Kovacs",
        "email_addresses": [{"value": "dana@mail.test", "type": "personal"}],
        "phone_numbers": [{"value": "36155501000", "type": "mobile"}],
        "mobile": 36155501000,
        "can_email": True,
        "note": "Call her at home.",
        "url": "https://app.example.com/people/800001",
    },
}


def masked(data: Any, **more: Any) -> Any:
    return json.loads(masking.json_text(data, most=100_000, **more))


def test_k7_ids_times_and_states_stay_and_whatever_may_be_of_a_person_goes() -> None:
    shown = masked(APPLICATION)

    assert shown["id"] == 700001
    assert shown["status"] == "active"
    assert shown["last_activity_at"] == "2026-11-20T16:38:36Z"
    assert shown["current_stage"]["name"] == "Technical Interview"
    assert shown["jobs"][0]["custom_fields"]["role"]["value"] == "Backend"
    assert shown["custom_fields"]["hobby"] == {"name": "Hobby", "type": "short_text", "value": "…"}
    person = shown["candidate"]
    assert person.pop("id") == 800001
    assert set(map(str, person.values())) == {
        "…", "[{'value': '…', 'type': '…'}]"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("about", "shown"), [("jobs", "Engineer"), ("users", "…"), ("custom_field_options", "Engineer")]
)
def test_a_name_stays_where_the_list_is_of_no_people(about: str, shown: str) -> None:
    assert masked([{"id": 1, "name": "Engineer"}], about=about) == [{"id": 1, "name": shown}]


def test_a_text_stays_where_it_names_a_stage_or_a_reason() -> None:
    shown = masked({"data": [{"stage": {"text": "Onsite"}, "text": "Dana"}]}, about="opportunities")
    assert shown == {"data": [{"stage": {"text": "Onsite"}, "text": "…"}]}
    assert masked({"data": [{"text": "Withdrew"}]}, about="archive_reasons")["data"] == [
        {"text": "Withdrew"}
    ]
    assert masked({"data": {"text": "Note"}}, about="notes") == {"data": {"text": "…"}}


def test_a_body_is_cut_and_one_of_a_million_values_is_not_gone_through() -> None:
    many = json.dumps([{"id": number} for number in range(100_000)]).encode()

    assert len(masking.body(many)) == masking.MOST
    assert "99999" not in masking.body(many, most=100_000)
    deep: Any = "x"
    for _ in range(50):
        deep = [deep]
    assert "x" not in masking.json_text(deep)
    assert masking.body(b'{"email": "da') == "(13 bytes that are no JSON are not kept)"
    assert masking.body(b"") == ""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("No body for ada@example.org.", "No body for …@…"),
        ("Call +49 170 1234567 or (030) 901 820.", "Call … or …."),
        ("Call 030/901-820.", "Call …."),
        ("Bearer abc.def-ghi is over", "… is over"),
        ("token ghp_16C7e42F292c6912E7710c838347Ae178B4a", "token …"),
        ("Ref 0c9f8a3e-1f5b-4d0e-9a57-2f1c3b4d5e6f", "Ref 0c9f8a3e-1f5b-4d0e-9a57-2f1c3b4d5e6f"),
        ("Number 700001 of 2026-11-22, 14:30.", "Number 700001 of 2026-11-22, 14:30."),
        ("The key open-sesame is wrong\x00.", "The key … is wrong."),
    ],
)  # fmt: skip
def test_p66_words_lose_contact_data_tokens_and_keys(said: str, shown: str) -> None:
    assert masking.text(said, ["open-sesame"]) == shown


def test_headers_and_parameters_keep_their_names() -> None:
    sent = {"Authorization": "Bearer abc", "Content-Type": "application/json", "X-Odd": "Ada"}
    assert masking.headers(sent) == {
        "authorization": "…", "content-type": "application/json", "x-odd": "…"
    }  # fmt: skip
    address = "https://a.example/v3/users?phone=%2B49170123&ids=1,2&q=Ada&since=2026-01-01"
    assert masking.path(address) == "/v3/users?phone=…&ids=1,2&q=…&since=2026-01-01"


def test_a_request_id_stays_whole_and_nothing_else_passes_for_one() -> None:
    given = {"X-Request-Id": "Root=1-67891233-abcdef012345678912345678"}
    assert masking.headers(given) == {"x-request-id": given["X-Request-Id"]}
    assert masking.request_id({"cf-ray": "8f1e2d3c4b5a6978-FRA"}) == "8f1e2d3c4b5a6978-FRA"
    assert masking.request_id({"x-request-id": "ada@example.org"}) == ""
    assert masking.request_id({"request-id": "+49 170 1234567"}) == ""

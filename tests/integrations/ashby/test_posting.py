"""What Ashby receives from us: each note once, the assessment's status, our roles."""

import base64
from typing import Any

import pytest

from integrations.connectors.ashby.connector import Ashby
from integrations.problems import Rejected, VendorProblem
from integrations.vocabulary import Note, NoteKind, RoleOption
from tests.integrations.ashby.conftest import APPLICATION, CANDIDATE, JOB, OTHER, Stand, refusal

OURS = "98765432-1111-4222-8333-444455556666"
LINK = "https://liaison.example/c/1"


def note(**fields: Any) -> Note:
    return Note(
        **{
            "application": APPLICATION,
            "candidate": CANDIDATE,
            "job": JOB,
            "job_name": "Backend Engineer",
            "kind": NoteKind.SCHEDULED,
            "marker": "3f1c",
            "text": "Interview scheduled for Tue 1 Dec 2026, 15:00 UTC\nRole: Backend II",
            "status": "Scheduled",
            "link": LINK,
            **fields,
        }
    )


def updated(stand: Stand) -> dict[str, Any]:
    """The last assessment update, its values by name."""
    sent = stand.asked("assessment.update")[-1]
    return {
        name: value["value"] if isinstance(value, dict) else value for name, value in sent.items()
    }


def test_h2_a_note_stands_on_the_candidate_and_names_the_job(ashby: Ashby, stand: Stand) -> None:
    ashby.post(note())
    assert stand.asked("candidate.createNote") == [
        {
            "candidateId": CANDIDATE,
            "note": {
                "type": "text/plain",
                "value": "Interview scheduled for Tue 1 Dec 2026, 15:00 UTC\nRole: Backend II\n"
                "Job: Backend Engineer\n\nRef 3f1c",
            },
            "sendNotifications": False,
            "isPrivate": False,
        }
    ]
    assert stand.asked("assessment.update") == []
    assert stand.headers["accept"] == "application/json; version=1"
    assert stand.headers["content-type"] == "application/json"
    assert stand.headers["authorization"] == "Basic " + base64.b64encode(b"the-key:").decode()


def test_j6_only_the_result_notifies_and_private_notes_are_private(
    ashby: Ashby, stand: Stand
) -> None:
    ashby.connection.choices = {"note_visibility": "private"}
    ashby.post(note(kind=NoteKind.RESULT, candidate=""))
    [written] = stand.asked("candidate.createNote")
    assert (written["sendNotifications"], written["isPrivate"]) == (True, True)
    assert written["candidateId"] == CANDIDATE  # of the application


def test_h2_an_assessment_shows_status_result_score_and_page(ashby: Ashby, stand: Stand) -> None:
    ashby.post(note(order=OURS))
    now = updated(stand).pop("timestamp")
    assert isinstance(now, int)
    assert now > 1_700_000_000_000  # milliseconds
    assert updated(stand) == {
        "assessment_id": OURS, "timestamp": now, "assessment_status": "Scheduled",
        "assessment_profile_url": LINK,
    }  # fmt: skip
    canceled = note(order=OURS, kind=NoteKind.CANCELED, status="Canceled", text="Canceled.\nRole")
    ashby.post(canceled)
    assert updated(stand)["cancelled_reason"] == "Canceled."
    done = note(order=OURS, kind=NoteKind.RESULT, result="Strong yes", score=3.5, status="Ready")
    ashby.post(done)
    sent = updated(stand)
    assert (sent["assessment_result"], sent["assessment_profile_url"]) == ("Strong yes", LINK)
    [score] = sent["metadata"]
    assert (score["type"], score["value"]) == ("numeric_score", 3.5)
    assert len(stand.asked("candidate.createNote")) == 3


def test_a_first_status_was_told_with_the_answer_to_the_start(ashby: Ashby, stand: Stand) -> None:
    ashby.post(note(kind=NoteKind.INVITED, text="", order=OURS))
    assert stand.seen == []


@pytest.mark.parametrize("code", ["assessment_not_found", "invalid_input"])
def test_a_refused_update_holds_no_note_back_and_is_shown(
    ashby: Ashby, stand: Stand, code: str
) -> None:
    stand.scripts["assessment.update"] = lambda asked: refusal(code)
    with pytest.raises(VendorProblem, match=code):
        ashby.post(note(order=OURS))
    assert len(stand.asked("candidate.createNote")) == 1


def test_p27_after_a_lost_answer_the_note_is_looked_for(ashby: Ashby, stand: Stand) -> None:
    stand.scripts["candidate.createNote"] = lambda asked: refusal("generic_internal_error")
    with pytest.raises(VendorProblem) as lost:
        ashby.post(note())
    assert lost.value.unclear
    notes = [{"id": OTHER, "content": "Interview scheduled\n\nRef 3f1c"}]
    pages = {"": (notes[:0], "more"), "more": (notes, "")}

    def listed(asked: dict[str, Any]) -> dict[str, Any]:
        rows, cursor = pages[asked.get("cursor", "")]
        more = {"nextCursor": cursor} if cursor else {}
        return {"success": True, "results": rows, "moreDataAvailable": bool(cursor), **more}

    stand.scripts["candidate.listNotes"] = listed
    ashby.post(note(unclear=True))
    assert len(stand.asked("candidate.createNote")) == 1
    with pytest.raises(VendorProblem):
        ashby.post(note(unclear=True, marker="77aa"))
    assert len(stand.asked("candidate.createNote")) == 2


def test_d12_the_status_stands_in_a_field_of_the_application(ashby: Ashby, stand: Stand) -> None:
    ashby.connection.choices = {"status_field": "Interview Status"}
    field = {"id": OTHER, "title": "interview status", "objectType": "Application"}
    rows = [{**field, "id": CANDIDATE, "isArchived": True}, {**field, "isArchived": False}]
    stand.scripts["customField.list"] = lambda asked: {
        "success": True, "results": rows, "moreDataAvailable": False, "syncToken": "x",
    }  # fmt: skip
    stand.scripts["customField.setValues"] = lambda asked: {}
    ashby.post(note(text="", status="Invited", order=OURS, kind=NoteKind.INVITED))
    assert stand.asked("customField.setValues") == [
        {
            "objectId": APPLICATION,
            "objectType": "Application",
            "values": [{"fieldId": OTHER, "fieldValue": "Invited"}],
        }
    ]
    rows.clear()
    ashby.post(note())
    assert len(stand.asked("candidate.createNote")) == 1
    with pytest.raises(Rejected, match="Interview Status"):
        ashby.post(note(text=""))


# Roles (C5)

BACKEND, DATA = RoleOption("role-1", "Backend Engineer"), RoleOption("role-2", "Data Engineer")


@pytest.fixture
def options(stand: Stand) -> list[dict[str, Any]]:
    """The options of the job field, kept by the stand: what is left out is archived."""
    kept = [
        {"label": "Backend Engineer", "value": "be", "isArchived": False},
        {"label": "Of the customer", "value": "own", "isArchived": False},
    ]
    field = {"title": "liaison ROLE", "fieldType": "ValueSelect", "isArchived": False}
    rows = [
        {"id": CANDIDATE, "objectType": "Candidate", **field, "selectableValues": []},
        {"id": OTHER, "objectType": "Job", **field, "selectableValues": kept},
    ]

    def update(asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["customFieldId"] == OTHER
        kept[:] = asked["selectableValues"]
        return rows[1]

    stand.scripts["customField.list"] = lambda asked: {
        "success": True, "results": rows, "moreDataAvailable": False, "syncToken": "x",
    }  # fmt: skip
    stand.scripts["customField.updateSelectableValues"] = update
    return kept


def active(options: list[dict[str, Any]]) -> dict[str, str]:
    return {each["label"]: each["value"] for each in options if not each["isArchived"]}


def test_c05_our_options_are_kept_equal_and_others_left_alone(
    ashby: Ashby, stand: Stand, options: list[dict[str, Any]]
) -> None:
    ashby.publish_roles((BACKEND, DATA))
    own = {"Backend Engineer": "be", "Of the customer": "own"}
    assert active(options) == {**own, "Data Engineer": "liaison-role-2"}
    assert ashby.listed_roles()[-1] == DATA
    ashby.publish_roles((BACKEND, DATA))
    assert len(stand.asked("customField.updateSelectableValues")) == 1
    ashby.publish_roles((BACKEND, RoleOption("role-2", "Data Platform")))
    assert active(options) == {**own, "Data Platform": "liaison-role-2"}
    ashby.publish_roles((BACKEND,))
    assert active(options)["Data Platform"] == "liaison-role-2"  # it may be another connection's
    ashby.publish_roles((BACKEND,), retired={DATA})
    assert active(options) == own
    ashby.publish_roles((BACKEND, DATA))
    assert active(options) == {**own, "Data Engineer": "liaison-role-2"}


def test_a_missing_role_field_says_so_and_an_empty_one_asks_for_none(
    ashby: Ashby, options: list[dict[str, Any]]
) -> None:
    ashby.connection.choices = {"role_field": "nowhere"}
    with pytest.raises(Rejected, match="nowhere"):
        ashby.publish_roles((BACKEND,))
    ashby.connection.choices = {"role_field": ""}
    ashby.publish_roles((BACKEND,))
    with pytest.raises(Rejected, match="keeps no list"):
        ashby.listed_roles()

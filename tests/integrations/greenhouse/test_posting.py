"""What the toy Greenhouse receives from us: each note once, the status, our roles."""

from typing import Any

import pytest

from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.problems import NotThere, Rejected, VendorProblem
from integrations.sandbox import faults
from integrations.sandbox.greenhouse.store import VENDOR, account, store
from integrations.sandbox.models import Call, FaultKind
from integrations.vocabulary import Note, NoteKind, RoleOption


def note(**fields: Any) -> Note:
    return Note(
        **{
            "application": "700001",
            "candidate": "800001",
            "job": "3485",
            "kind": NoteKind.SCHEDULED,
            "marker": "3f1c",
            "text": "Interview scheduled",
            "status": "Scheduled",
            **fields,
        }
    )


def notes() -> list[dict[str, Any]]:
    return [row.data for row in store.rows("notes").order_by("number")]


def values(application: int = 700001) -> Any:
    return store.get("applications", application)["custom_fields"]


def test_h2_a_note_and_the_status_arrive(toy: Greenhouse) -> None:
    toy.post(note())
    [written] = notes()
    assert written["body"] == "Interview scheduled\n\nRef 3f1c"
    assert (written["application_id"], written["candidate_id"]) == (700001, 800001)
    assert (written["user_id"], written["visibility"]) == (3140, "publicly_visible")
    assert values()["liaison_status"] == "Scheduled"


def test_other_custom_fields_keep_their_values(toy: Greenhouse) -> None:
    application = store.get("applications", 700001)
    as_status = store.get("custom_fields", 124).data
    like_status = as_status | {"id": 990, "name_key": "tier", "value_type": "single_select"}
    field = store.add("custom_fields", number=990, **like_status)
    option = store.add("custom_field_options", custom_field_id=field.number, name="Gold",
                       external_id=None, sort_order=0, active=True)  # fmt: skip
    store.change(application, custom_fields={"notice_period": "A month", "tier": option.number})
    toy.post(note())
    assert values() == {
        "notice_period": "A month", "tier": option.number, "liaison_status": "Scheduled",
    }  # fmt: skip


def test_a_status_alone_writes_no_note(toy: Greenhouse) -> None:
    toy.post(note(text=""))
    assert notes() == []
    assert values()["liaison_status"] == "Scheduled"


def test_a_status_that_stands_there_is_not_written_again(toy: Greenhouse) -> None:
    toy.post(note(text=""))
    toy.post(note(text=""))
    assert Call.objects.filter(method="PATCH").count() == 1


@pytest.mark.parametrize("filter_name", ["application_ids", "candidate_ids"])
@pytest.mark.parametrize("kind", [FaultKind.DROPPED, FaultKind.SERVER_ERROR, FaultKind.TRUNCATED])
def test_p27_after_a_lost_answer_the_note_is_looked_for(
    toy: Greenhouse, kind: FaultKind, filter_name: str
) -> None:
    toy.connection.choices["notes_filter"] = filter_name
    faults.switch_on(VENDOR, kind, path="/notes", method="POST", left=1, after_work=True)
    with pytest.raises(VendorProblem) as lost:
        toy.post(note())
    assert lost.value.unclear
    toy.post(note(unclear=True))
    assert len(notes()) == 1


def test_p31_a_page_of_html_is_no_word_that_the_status_was_set(toy: Greenhouse) -> None:
    faults.switch_on(VENDOR, FaultKind.HTML, method="PATCH", left=1)
    with pytest.raises(VendorProblem):
        toy.post(note(text=""))
    assert "liaison_status" not in values()


def test_a_note_that_did_not_arrive_is_sent_again(toy: Greenhouse) -> None:
    faults.switch_on(VENDOR, FaultKind.SERVER_ERROR, path="/notes", method="POST", left=1)
    with pytest.raises(VendorProblem):
        toy.post(note())
    toy.post(note(unclear=True))
    assert len(notes()) == 1


def test_p28_no_call_is_made_before_retry_after_has_passed(toy: Greenhouse) -> None:
    toy.people(None, "")
    faults.switch_on(VENDOR, FaultKind.TOO_MANY, left=1, retry_after="60")
    with pytest.raises(VendorProblem) as asked:
        toy.post(note())
    assert (asked.value.retry_after, asked.value.unclear) == (60, False)
    count = Call.objects.count()
    with pytest.raises(VendorProblem) as waiting:
        Greenhouse(toy.connection).post(note())
    assert 55 < waiting.value.retry_after <= 60
    assert Call.objects.count() == count


def test_a_missing_status_field_does_not_hold_the_note_back(toy: Greenhouse) -> None:
    store.change(store.get("custom_fields", 124), active=False)
    toy.post(note())
    assert len(notes()) == 1
    with pytest.raises(Rejected, match="liaison_status"):
        toy.post(note(text=""))


def test_an_application_that_is_gone_says_so(toy: Greenhouse) -> None:
    with pytest.raises(NotThere):
        toy.post(note(application="1", candidate=""))


def test_a_candidate_that_we_do_not_know_is_looked_up(toy: Greenhouse) -> None:
    toy.post(note(candidate="", status=""))
    assert notes()[0]["candidate_id"] == 800001


def test_a_result_calls_the_assessment_back(toy: Greenhouse) -> None:
    test = store.add("take_home_tests", application_id=700001, check=False)
    callback = (f"{account().site_url}/sandbox/greenhouse/integrations/testing_partners/"
                f"take_home_tests/{test.number}")  # fmt: skip
    toy.post(note(callback=callback))
    assert store.get("take_home_tests", test.number)["check"] is False
    toy.post(note(kind=NoteKind.RESULT, callback=callback, marker="77aa"))
    assert store.get("take_home_tests", test.number)["check"] is True


@pytest.mark.parametrize("callback", ["https://evil.example/x", "http://127.0.0.1:1/x"])
def test_p53_a_callback_elsewhere_is_not_called(toy: Greenhouse, callback: str) -> None:
    toy.post(note(kind=NoteKind.RESULT, callback=callback))
    assert len(notes()) == 1


# Roles (C5)


def options() -> dict[str, str]:
    rows = store.rows("custom_field_options", custom_field_id=123, active=True)
    return {row["name"]: row["external_id"] or "" for row in rows}


BACKEND, DATA = RoleOption("role-1", "Backend Engineer"), RoleOption("role-2", "Data Engineer")


def test_c05_options_of_our_names_are_adopted_and_others_left_alone(toy: Greenhouse) -> None:
    before = options()
    toy.publish_roles((BACKEND, DATA, RoleOption("role-3", "Mobile Engineer")))
    after = options()
    assert (after["Backend Engineer"], after["Data Engineer"]) == ("role-1", "role-2")
    assert after["Mobile Engineer"] == "role-3"
    assert set(after) == {*before, "Mobile Engineer"}


def test_c05_a_rename_keeps_the_option_and_a_second_push_changes_nothing(toy: Greenhouse) -> None:
    toy.publish_roles((BACKEND,))
    number = store.rows("custom_field_options", external_id="role-1").get().number
    toy.publish_roles((RoleOption("role-1", "Platform Engineer"),))
    assert store.get("custom_field_options", number)["name"] == "Platform Engineer"
    writes = Call.objects.exclude(method="GET").count()
    toy.publish_roles((RoleOption("role-1", "Platform Engineer"),))
    assert Call.objects.exclude(method="GET").count() == writes


def test_c05_roles_may_swap_names(toy: Greenhouse) -> None:
    toy.publish_roles((BACKEND, DATA))
    toy.publish_roles((RoleOption("role-1", DATA.name), RoleOption("role-2", BACKEND.name)))
    assert options()[DATA.name] == "role-1"
    assert options()[BACKEND.name] == "role-2"


def test_c05_a_role_is_retired_and_comes_back(toy: Greenhouse) -> None:
    toy.publish_roles((BACKEND, DATA))
    toy.publish_roles((DATA,))
    assert options()[BACKEND.name] == "role-1"  # it may be another connection's
    toy.publish_roles((DATA,), retired={BACKEND})
    assert BACKEND.name not in options()
    toy.publish_roles((BACKEND, DATA))
    assert options()[BACKEND.name] == "role-1"


def test_a_missing_role_field_says_so(toy: Greenhouse) -> None:
    toy.connection.choices["role_field"] = "nowhere"
    with pytest.raises(Rejected, match="nowhere"):
        toy.publish_roles((BACKEND,))

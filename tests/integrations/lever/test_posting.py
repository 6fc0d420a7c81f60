"""What Lever receives from us: each note once, one tag for the status, roles by their names."""

from typing import Any

import pytest

from integrations.connectors.lever.connector import Lever
from integrations.problems import NotThere, Rejected, VendorProblem
from integrations.vocabulary import Note, NoteKind, RoleOption
from tests.integrations.lever.conftest import OPPORTUNITY, POSTING, RITA, Account, answer

HERE = f"/v1/opportunities/{OPPORTUNITY}"


def note(**fields: Any) -> Note:
    return Note(
        **{
            "application": OPPORTUNITY,
            "candidate": "",
            "job": "",
            "kind": NoteKind.SCHEDULED,
            "marker": "3f1c",
            "text": "Interview scheduled",
            "status": "Scheduled for 24 Nov 2026 09:00 UTC",
            **fields,
        }
    )


@pytest.fixture(autouse=True)
def writes(account: Account) -> None:
    """Notes are kept, and tags; the contact's fields come back empty, as Lever sends them."""
    notes: list[Any] = []
    row = {**account.opportunity, "name": "", "emails": [], "phones": []}

    def add_note(headers: dict[str, str], body: Any) -> tuple[int, Any]:
        notes.append({"id": f"n{len(notes)}", "fields": [{"value": body["value"]}]})
        return 201, answer("note")

    def add_tags(headers: dict[str, str], body: Any) -> tuple[int, Any]:
        row["tags"] = [*row["tags"], *body["tags"]]
        return 200, {"data": row}

    def remove_tags(headers: dict[str, str], body: Any) -> tuple[int, Any]:
        row["tags"] = [tag for tag in row["tags"] if tag not in body["tags"]]
        return 200, {"data": row}

    account.answers[f"POST {HERE}/notes"] = add_note
    account.answers[f"GET {HERE}/notes"] = lambda *_: (200, {"data": notes, "hasNext": False})
    account.answers[f"POST {HERE}/addTags"] = add_tags
    account.answers[f"POST {HERE}/removeTags"] = remove_tags
    account.tags = row  # type: ignore[attr-defined]


def sent(account: Account, what: str) -> list[Any]:
    return [body for name, _, body in account.asked if name == f"POST {HERE}/{what}"]


def test_h2_a_note_and_the_status_arrive(lever: Lever, account: Account) -> None:
    lever.post(note(text="Interview scheduled\nReason: @rita asked, a@b.test"))

    [written] = sent(account, "notes")
    assert written == {
        "value": "Interview scheduled\nReason: @ rita asked, a@ b.test\n\nRef 3f1c",
        "secret": False,
        "notifyFollowers": False,
    }
    assert [name for name, _, _ in account.asked] == [f"POST {HERE}/addTags", f"POST {HERE}/notes"]
    assert all(query == [("perform_as", RITA)] for _, query, _ in account.asked)


def test_h9_one_tag_tells_the_status_and_the_customers_tags_stay(
    lever: Lever, account: Account
) -> None:
    before = list(account.tags["tags"])  # type: ignore[attr-defined]
    for kind in (NoteKind.INVITED, NoteKind.SCHEDULED, NoteKind.RESCHEDULED, NoteKind.RESULT):
        lever.post(note(kind=kind, text=""))

    assert account.tags["tags"] == [*before, "Interview: Result ready"]  # type: ignore[attr-defined]
    assert sent(account, "notes") == []


def test_j6_only_the_result_asks_lever_to_tell_followers(lever: Lever, account: Account) -> None:
    lever.connection.choices.update(note_visibility="secret", status_tag="", user_id="")
    lever.post(note(kind=NoteKind.RESULT))
    [written] = sent(account, "notes")
    assert (written["notifyFollowers"], written["secret"]) == (True, True)
    assert [query for _, query, _ in account.asked] == [[]]


def test_p27_after_a_lost_answer_the_note_is_looked_for(lever: Lever, account: Account) -> None:
    account.answers[f"GET {HERE}/notes"] = {"data": [{"fields": None, "text": "Note"}]}
    assert lever.holds(note()) is False
    lever.post(note(unclear=True))
    account.answers[f"GET {HERE}/notes"] = {"data": [answer("note")["data"]]}
    assert lever.holds(note()) is True
    lever.post(note(unclear=True))
    assert len(sent(account, "notes")) == 1
    account.answers[f"POST {HERE}/notes"] = lambda *_: (500, {"code": "x", "message": "Sorry"})
    with pytest.raises(VendorProblem) as lost:
        lever.post(note())
    assert lost.value.unclear


def test_a_tag_that_lever_refuses_does_not_hold_the_note_back(
    lever: Lever, account: Account
) -> None:
    account.answers[f"POST {HERE}/addTags"] = lambda *_: (403, {"code": "x", "message": "No"})
    lever.post(note())
    assert len(sent(account, "notes")) == 1
    with pytest.raises(VendorProblem, match="403"):
        lever.post(note(text=""))


def test_an_opportunity_that_is_gone_says_so(lever: Lever) -> None:
    for number in ("unknown", "../users", ""):
        with pytest.raises(NotThere):
            lever.post(note(application=number))


# Roles (C5)


def test_c05_roles_are_the_tags_that_begin_so(lever: Lever, account: Account) -> None:
    assert lever.listed_roles() == (RoleOption("", "Backend II"),)
    assert "role: Backend Engineer" in lever.role_hint()
    lever.publish_roles((RoleOption("role-1", "Backend II", ("Backend I",)),))
    assert [name for name, _, _ in account.asked] == ["GET /v1/tags"] * 2


def test_c05_postings_follow_a_renamed_role(lever: Lever, account: Account) -> None:
    posting, path = answer("posting")["data"], f"POST /v1/postings/{POSTING}"
    account.answers["GET /v1/postings"] = {"data": [posting], "hasNext": False}
    account.answers[path] = {"data": posting}
    renamed = (RoleOption("role-1", "Backend III", ("Backend II",)),)
    lever.publish_roles(renamed)

    name, query, body = account.asked[-1]
    assert (name, query, body) == (path, [("perform_as", RITA)], {"tags": ["role: Backend III"]})
    assert ("tag", "role: Backend II") in account.asked[-2][1]
    lever.connection.choices["user_id"] = ""
    with pytest.raises(Rejected, match="ID of a Lever user"):
        Lever(lever.connection).publish_roles(renamed)

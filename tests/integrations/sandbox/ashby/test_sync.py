"""Pages by cursor, changes by sync token, and the five errors that end a run."""

from typing import Any

import pytest

from integrations.sandbox.ashby import moves, people
from integrations.sandbox.models import Account
from tests.integrations.sandbox.ashby.conftest import Api, switch


def walk(api: Api, method: str, **body: Any) -> tuple[list[Any], str]:
    """Every row of a list, and the token of its last page."""
    rows: list[Any] = []
    while True:
        answer = api(method, **body)
        assert answer["success"], answer
        assert ("nextCursor" in answer) == answer["moreDataAvailable"] != ("syncToken" in answer)
        rows += answer["results"]
        if not answer["moreDataAvailable"]:
            return rows, answer["syncToken"]
        body["cursor"] = answer["nextCursor"]


def test_a_first_run_reads_all_and_a_later_one_what_changed(api: Api) -> None:
    rows, token = walk(api, "application.list", limit=10)
    assert len({row["id"] for row in rows}) == 23

    assert walk(api, "application.list", syncToken=token)[0] == []
    moves.hire(700001)
    moves.archive(700009, 14)
    changed, newer = walk(api, "application.list", limit=1, syncToken=token)
    assert [row["status"] for row in changed] == ["Hired", "Archived"]
    assert walk(api, "application.list", syncToken=newer)[0] == []


def test_a_page_changes_under_the_reader_and_nothing_is_lost(api: Api) -> None:
    first = api("candidate.list", limit=5)
    people.delete(800001)
    people.add(3485, "Joan Clarke", "joan@example.org", "")
    rest, _ = walk(api, "candidate.list", limit=5, cursor=first["nextCursor"])

    names = [row["name"] for row in first["results"] + rest]
    assert len(names) == len(set(names)) == 24
    assert "Joan Clarke" in names


@pytest.mark.parametrize("status", [200, 400])
def test_the_five_errors_of_a_run(api: Api, status: int) -> None:
    switch(token_error_status=str(status))

    def fails(**body: Any) -> str:
        answer = api.client.post(
            "/sandbox/ashby/application.list",
            body,
            content_type="application/json",
            headers={"Authorization": "Basic c2FuZGJveC1hc2hieS1rZXk6"},
        )
        assert (answer.status_code, answer.json()["success"]) == (status, False)
        return str(answer.json()["errorInfo"]["code"])

    _, token = walk(api, "application.list")
    cursor = api("application.list", limit=5)["nextCursor"]
    assert fails(syncToken="83rWzAAqr") == "sync_token_invalid"
    assert fails(syncToken=token, status="Active") == "sync_token_invalid"
    assert fails(cursor="nonsense") == "invalid_next_cursor"
    assert fails(cursor=cursor, syncToken=token) == "invalid_next_cursor"

    switch(incremental_pages=0)
    assert fails(syncToken=token) == "incremental_sync_too_large"
    Account.objects.update(token_generation=2)
    assert fails(syncToken=token) == "sync_token_expired"
    assert fails(cursor=cursor, limit=5) == "next_cursor_expired"

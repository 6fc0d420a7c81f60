"""What the sync reads of Lever's lists: each page once, by tokens that are sent on unchanged."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.connectors.lever.connector import Lever
from integrations.problems import NotThere, VendorProblem
from integrations.vocabulary import (
    AtsJob,
    AtsPerson,
    AtsStage,
    CandidateGone,
    Page,
    StateChanged,
    Status,
    TeamMember,
    TeamRole,
)
from tests.integrations.lever.conftest import OPPORTUNITY, POSTING, RITA, Account, answer

SAM = AtsPerson("aaaa0000-0000-4000-8000-000000000010", "sam.okafor@acme.test", "Sam Okafor")
SINCE = datetime(2026, 11, 22, 4, tzinfo=UTC)
TOKEN = "%5B101%2C1790000000000%2C%22b1a7c2de-1111-4c0b-9a55-2f6f0d9e0001%22%5D"


def lists(account: Account, name: str, *pages: list[Any]) -> None:
    """Let a list have these pages, each with the token of the next."""
    tokens = [TOKEN.replace("101", str(101 + place)) for place in range(len(pages) - 1)]
    left = [
        {"data": rows, "hasNext": True, "next": token}
        for rows, token in zip(pages, tokens, strict=False)
    ]
    left.append({"data": pages[-1], "hasNext": False})
    account.answers[f"GET /v1/{name}"] = lambda *_: (200, left.pop(0))


def test_p34_each_page_goes_on_at_its_token(lever: Lever, account: Account) -> None:
    row = account.opportunity
    ended = {**row, "id": "ended", "archived": {"reason": "x", "archivedAt": 1_790_100_000_000}}
    nobody = {**row, "id": "anonymous", "isAnonymized": True, "updatedAt": 1_790_000_000_000}
    lists(account, "opportunities", [row, ended], [nobody, {**row, "id": None}])
    lists(account, "opportunities/deleted", [{"id": "deleted", "deletedBy": RITA}])

    first = lever.states(SINCE, "")
    second = lever.states(SINCE, first.cursor)
    third = lever.states(SINCE, second.cursor)

    news = [*first.rows, *second.rows, *third.rows]
    assert [(type(one), one.application) for one in news] == [
        (StateChanged, OPPORTUNITY), (StateChanged, "ended"), (CandidateGone, "anonymous"),
        (CandidateGone, "deleted"),
    ]  # fmt: skip
    assert (first.cursor, third.cursor) == (TOKEN, "")
    asked = [dict(query) for name, query, _ in account.asked if "opportunities" in name]
    assert [one.get("offset") for one in asked] == [None, TOKEN, None]
    assert asked[0]["updated_at_start"] == asked[2]["deleted_at_start"] == "1795320000000"
    assert "archived" not in asked[0]


def test_the_first_sync_reads_a_page_a_call_and_the_reasons_once(
    lever: Lever, account: Account
) -> None:
    row = {**account.opportunity, "archived": {"reason": "eeee0000-0000-4000-8000-000000000007"}}
    lists(account, "opportunities", *[[{**row, "id": f"o-{number}"}] for number in range(11)])
    cursor, seen = "", []
    while True:
        page = Lever(lever.connection).states(None, cursor)  # as another process would
        seen += [one.status for one in page.rows]
        if not (cursor := page.cursor):
            break

    assert seen == [Status.HIRED] * 11
    assert len(account.asked) == 12


def test_confidential_rows_are_asked_for_only_where_that_is_chosen(
    lever: Lever, account: Account
) -> None:
    for choice in ("left_out", "included"):
        lever.connection.choices["confidential"] = choice
        lists(account, "postings", [])
        lever.jobs(SINCE, "")
    assert [query for _, query, _ in account.asked] == [
        [("limit", "100"), ("updated_at_start", "1795320000000")],
        [("limit", "100"), ("updated_at_start", "1795320000000"), ("confidentiality", "all")],
    ]


def test_a7_a_posting_becomes_a_job(lever: Lever, account: Account) -> None:
    named = ("categories", "owner", "requisitionCodes", "reqCode", "content", "followers")
    bare = {"id": "bare", "text": "", "state": "rejected", **dict.fromkeys(named)}
    lists(account, "postings", [{**answer("posting")["data"], "owner": RITA}, bare])
    job, least = lever.jobs(None, "").rows

    assert job == AtsJob(
        POSTING, "REQ-77", "Backend Engineer", "open", "published", "Budapest; Vienna",
        "Engineering",
        "<div>Build things.</div>\n<h3>Needs</h3>\n<ul><li>SQL</li></ul>",
        "Backend II",
        assigned=job.assigned,
    )  # fmt: skip
    assert [(one.person.remote_id, one.role) for one in job.assigned] == [
        (RITA, TeamRole.RECRUITER),
        (SAM.remote_id, TeamRole.FOLLOWER),
        ("aaaa0000-0000-4000-8000-000000000011", TeamRole.FOLLOWER),
    ]
    assert (least.code, least.name, least.status) == ("bare", "Posting bare", "closed")


def test_people_and_stages_are_copied(lever: Lever, account: Account) -> None:
    left = {
        **answer("user")["data"],
        "id": "left",
        "email": None,
        "deactivatedAt": 1_700_000_000_000,
    }
    lists(account, "users", [answer("user")["data"], left])
    assert lever.people(SINCE, "").rows == (
        AtsPerson(RITA, "rita.moss@acme.test", "Rita Moss"),
        AtsPerson("left", "", "Rita Moss", active=False),
    )
    assert ("includeDeactivated", "true") in account.asked[-1][1]
    stages = lever.stages("")
    assert stages.rows[1] == AtsStage("applicant-new", "New applicant", "", 1)
    assert stages.cursor == ""


def test_g3_p35_states_are_read_anew_and_who_is_unknown_is_left_out(lever: Lever) -> None:
    [state] = lever.states_of((OPPORTUNITY, "unknown", "../users"))
    assert isinstance(state, StateChanged)
    assert (state.application, state.status) == (OPPORTUNITY, Status.IN_PROCESS)


def test_j4_the_team_of_a_posting_comes_owner_first(lever: Lever, account: Account) -> None:
    rita = AtsPerson(RITA, "rita.moss@acme.test", "Rita Moss")
    expected = [
        TeamMember(rita, TeamRole.RECRUITER, responsible=True),
        TeamMember(SAM, TeamRole.FOLLOWER),  # who left is left out
    ]
    assert lever.hiring_team(POSTING) == expected
    account.answers[f"GET /v1/postings/{POSTING}"]["data"]["owner"] = RITA  # not expanded
    assert lever.hiring_team(POSTING) == expected


def test_d7_a_profile_url_fills_the_form(lever: Lever) -> None:
    [found] = lever.application_at(f"https://hire.eu.lever.co/candidates/{OPPORTUNITY}?x=1")
    assert (found.application, found.name, found.job) == (OPPORTUNITY, "Dana Kovacs", POSTING)
    assert lever.application_at("https://hire.lever.co/") == []
    with pytest.raises(NotThere):
        lever.application_at(f"https://hire.lever.co/candidates/{RITA}")


@pytest.mark.parametrize(
    "page",
    [
        {"data": None},
        {"data": [1]},
        {"data": {}},
        {},
        {"data": [], "hasNext": True},
        {"data": [], "hasNext": True, "next": ""},
        {"data": [], "hasNext": True, "next": 5},
        {"data": [], "hasNext": True, "next": TOKEN},
    ],
)
def test_p31_a_page_in_another_shape_is_a_failure(
    lever: Lever, account: Account, page: dict[str, Any]
) -> None:
    account.answers["GET /v1/stages"] = page
    with pytest.raises(VendorProblem):
        lever.stages(TOKEN)


def test_a_list_may_leave_out_that_nothing_follows(lever: Lever, account: Account) -> None:
    account.answers["GET /v1/stages"] = {"data": []}
    assert lever.stages("") == Page(())

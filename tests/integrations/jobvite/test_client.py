"""How Jobvite's answers are understood: its own codes, grants, pages, dates and keys."""

from datetime import UTC, datetime, timedelta

import pytest

from integrations.connectors.jobvite.connector import Jobvite
from integrations.problems import (
    KeyRefused,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from tests.integrations.jobvite.conftest import BAD_KEY, Account, Asked, refusal

PUT, GET = "PUT", "GET"


def test_a_refusal_in_the_body_says_why(jobvite: Jobvite, account: Account) -> None:
    account.refused[PUT, "candidate"] = 200, refusal(403, "No such thing.")
    with pytest.raises(PermissionMissing) as refused:
        jobvite.api.change("candidate", {})
    assert refused.value.reason == "Jobvite answered 403: No such thing."
    account.refused[PUT, "candidate"] = 200, {"errors": {"code": 400, "messages": []}}
    with pytest.raises(Rejected):
        jobvite.api.change("candidate", {})
    account.refused[GET, "candidate"] = 200, {"candidates": None}
    with pytest.raises(VendorProblem, match="something else"):
        jobvite.states(None, "")


@pytest.mark.parametrize("status", [401, 200])
def test_h5_a_missing_grant_looks_like_a_bad_key_and_is_told_apart(
    jobvite: Jobvite, account: Account, status: int
) -> None:
    bad = status, refusal(401, BAD_KEY)
    account.refused[GET, "job"] = bad
    with pytest.raises(PermissionMissing, match="GET Job"):
        jobvite.jobs(None, "")
    account.refused[PUT, "candidate"] = bad
    with pytest.raises(PermissionMissing, match="Update Candidate"):
        jobvite.api.change("candidate", {})

    account.refused[GET, "candidate"] = bad
    account.asked.clear()
    with pytest.raises(KeyRefused, match="Invalid api/secret"):
        jobvite.states(None, "")
    assert len(account.asked) <= 3  # P30
    assert all("0" in dict(one.query).values() for one in account.asked[1:])  # nobody's data


def test_the_key_goes_into_headers_and_never_into_the_address(
    jobvite: Jobvite, account: Account
) -> None:
    jobvite.people(None, "")
    shown = account.asked[-1].headers
    assert (shown["x-jvi-api"], shown["x-jvi-sc"]) == ("demo_api_key", "demo_secret")
    jobvite.connection.choices |= {"auth_mode": "signature", "company_id": "qXy12abc"}
    jobvite.api.change("candidate", {})
    asked = account.asked[-1]
    assert "x-jvi-sc" not in asked.headers
    assert asked.headers["x-jvi-sign"]
    assert (asked.headers["x-company-id"], asked.query) == ("qXy12abc", [("companyId", "qXy12abc")])


def test_p34_pages_overlap_and_end_with_one_that_is_not_full(
    jobvite: Jobvite, account: Account
) -> None:
    everyone = [
        {"eId": f"e{n:07}", "application": {"eId": f"p{n:07}", "workflowState": "New"}}
        for n in range(1, 1_001)
    ]

    def page(asked: Asked) -> object:
        start, count = (int(dict(asked.query)[name]) for name in ("start", "count"))
        return {"candidates": everyone[start - 1 :][:count], "total": 0}

    account.answers[GET, "candidate"] = page
    seen, cursor = [], ""
    for _ in range(10):
        found = jobvite.states(None, cursor)
        seen += [one.application for one in found.rows]
        cursor = found.cursor
        if not cursor:
            break

    assert len(set(seen)) == 1_000
    assert [dict(one.query)["start"] for one in account.asked] == ["1", "491", "981"]


def test_dates_are_asked_for_in_the_pattern_of_the_connection(
    jobvite: Jobvite, account: Account
) -> None:
    since = datetime(2026, 4, 15, 7, tzinfo=UTC)
    expected = {
        "yyyy-MM-dd": "2026-04-14",
        "MM-dd-yyyy": "04-14-2026",
        "MM-dd-yyyy'T'HH:mm:ssZ": "04-14-2026T07:00:00+0000",
    }
    for pattern, first in expected.items():
        jobvite.connection.choices |= {"date_pattern": pattern, "first_row": "0"}
        jobvite.states(since, "")
        query = dict(account.asked[-1].query)
        assert (query["datestart"], query["dateFormat"], query["start"]) == (first, pattern, "0")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert query["dateend"][:10] == f"{tomorrow:%m-%d-%Y}"


def test_p35_what_jobvite_does_not_know_is_left_out(jobvite: Jobvite, account: Account) -> None:
    found = jobvite.states_of(("pT4Xk9wB", "pNobody1", "no id!"))

    assert [one.application for one in found] == ["pT4Xk9wB"]  # type: ignore[union-attr]
    assert {stage.name for stage in jobvite.stages("").rows} >= {"New", "Liaison Assessment"}
    assert [person.email for person in jobvite.people(None, "").rows] == [
        "ode.tamm@example.com", "ivo.saar@example.com",
    ]  # fmt: skip


def test_j4_the_hiring_team_is_that_of_the_application_where_one_is_known(
    jobvite: Jobvite, account: Account
) -> None:
    assert [one.person.name for one in jobvite.hiring_team("oB8Rn3wK", "pT4Xk9wB")] == [
        "Ode Tamm", "Ivo Saar",
    ]  # fmt: skip
    assert jobvite.hiring_team("oC1Zz9wK") == []
    assert [one.resource for one in account.asked] == ["candidate", "job"]

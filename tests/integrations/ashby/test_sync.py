"""Lists by cursor and token, look-ups, and what Ashby's answers mean."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations import applications, http, sync, sync_steps
from integrations.connectors.ashby.client import problem_in
from integrations.connectors.ashby.connector import Ashby
from integrations.models import Call, Connection, SyncRun
from integrations.problems import KeyRefused, NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.vocabulary import AtsJob, AtsPerson, AtsStage, Status, TeamRole
from tests import factories
from tests.integrations.ashby.conftest import (
    APPLICATION,
    CANDIDATE,
    JOB,
    ODE,
    OTHER,
    PLAN,
    Stand,
    application,
    job,
    refusal,
)

SINCE = datetime(2026, 3, 1, tzinfo=UTC)
RECRUITER = AtsPerson(ODE, "ode.tamm@example.com", "Ode Tamm")
NEVER = "00000000-0000-4000-8000-00000000000"
STALE = ["sync_token_expired", "sync_token_invalid", "incremental_sync_too_large"]
LOST = ["next_cursor_expired", "invalid_next_cursor"]


class Listing:
    """A list of Ashby's in pages of two; refuses what it is told to with a code."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.refusals: dict[tuple[str, str], tuple[int, str]] = {}  # by cursor and token
        self.seen: list[tuple[str, str]] = []

    def __call__(self, asked: dict[str, Any]) -> Any:
        cursor, token = asked.get("cursor", ""), asked.get("syncToken", "")
        self.seen.append((cursor, token))
        if (cursor, token) in self.refusals:
            status, code = self.refusals[cursor, token]
            return status, refusal(code)
        start = int(cursor or 0)
        rows = self.rows[-1:] if token else self.rows[start : start + 2]
        more = not token and start + 2 < len(self.rows)
        end = {"nextCursor": str(start + 2)} if more else {"syncToken": f"token-{len(self.rows)}"}
        return {"success": True, "results": rows, "moreDataAvailable": more, **end}


@pytest.fixture
def listing(stand: Stand) -> Listing:
    """Five applications."""
    found = Listing([application(id=f"{NEVER}{number}") for number in range(5)])
    stand.scripts["application.list"] = found
    return found


def read_all(ashby: Ashby, since: datetime | None) -> tuple[list[str], str]:
    """The applications of a whole run of states, and the token it ends with."""
    found, cursor = [], ""
    for _ in range(12):
        page = ashby.states(since, cursor)
        found += [row.application[-1] for row in page.rows]
        cursor = page.cursor
        if not cursor:
            return found, page.token
        assert page.token == ""
    raise AssertionError("The list does not end.")


def test_p34_a_first_run_reads_all_and_ends_with_a_token(ashby: Ashby, listing: Listing) -> None:
    ashby.connection.sync_tokens = {"states": "old"}
    assert read_all(ashby, None) == (["0", "1", "2", "3", "4"], "token-5")
    assert listing.seen == [("", ""), ("2", ""), ("4", "")]


def test_a_later_run_sends_its_token_on_every_page(ashby: Ashby, listing: Listing) -> None:
    ashby.connection.sync_tokens = {"states": "token-5", "jobs": "of another list"}
    assert read_all(ashby, SINCE) == (["4"], "token-5")
    assert listing.seen == [("", "token-5")]


@pytest.mark.parametrize("code", STALE)
@pytest.mark.parametrize("status", [200, 400])
def test_a_token_that_is_no_good_means_reading_everything_again(
    ashby: Ashby, listing: Listing, code: str, status: int
) -> None:
    ashby.connection.sync_tokens = {"states": "old"}
    listing.refusals[("", "old")] = (status, code)
    assert read_all(ashby, SINCE) == (["0", "1", "2", "3", "4"], "token-5")
    assert listing.seen == [("", "old"), ("", ""), ("2", ""), ("4", "")]


@pytest.mark.parametrize("code", LOST)
def test_a_cursor_that_is_no_good_begins_the_run_anew_and_not_for_ever(
    ashby: Ashby, listing: Listing, code: str
) -> None:
    listing.refusals[("4", "")] = (200, code)
    with pytest.raises(VendorProblem, match="to its end"):
        read_all(ashby, None)
    assert listing.seen.count(("", "")) == 4
    place = ashby.states(None, "").cursor
    listing.refusals = {("2", ""): (410, code)}
    assert [row.application[-1] for row in ashby.states(None, place).rows] == ["0", "1"]


def test_p34_the_token_is_kept_with_the_last_page_only(
    ashby: Ashby, stand: Stand, listing: Listing
) -> None:
    """A run of the real sync: it breaks off, goes on, and the next asks for changes only."""
    empty = {"success": True, "results": [], "moreDataAvailable": False, "syncToken": "none"}
    for method in ("job.list", "user.list", "interviewPlan.list"):
        stand.scripts[method] = lambda asked: empty
    connection = ashby.connection
    listing.refusals[("4", "")] = (500, "generic_internal_error")
    sync.start(connection)
    sync.run_due()
    assert SyncRun.objects.get().state == "failed"
    assert set(tokens(connection)) == {"jobs", "people"}
    listing.refusals.clear()
    for _ in range(2):
        connection.refresh_from_db()
        sync.start(connection)
        sync.run_due()
        assert tokens(connection) == {"jobs": "none", "people": "none", "states": "token-5"}
    assert listing.seen[-1] == ("", "token-5")
    assert "syncToken" not in stand.asked("interviewPlan.list")[-1]


def test_p33_the_repair_asks_only_for_what_no_list_told(ashby: Ashby, stand: Stand) -> None:
    """The lists tell every change, so there is no call for each candidacy."""
    connection = ashby.connection
    run = SyncRun(connection=connection, step="repair")
    tied = applications.remember(connection, ashby.application(APPLICATION))
    role = factories.RoleFactory(group=connection.group)
    applications.tie(tied, factories.CandidacyFactory(role=role))
    stand.seen.clear()
    assert [one.application for one in sync_steps.READERS["repair"](run).rows] == [APPLICATION]
    tied.changed_at = SINCE
    tied.save()
    assert sync_steps.READERS["repair"](run).rows == ()
    assert len(stand.asked("application.info")) == 1


def tokens(connection: Connection) -> dict[str, str]:
    return dict(Connection.objects.values_list("sync_tokens", flat=True).get(pk=connection.pk))


@pytest.mark.parametrize(
    "answer",
    [
        {"success": True},
        {"success": True, "results": {}, "moreDataAvailable": False},
        {"success": True, "results": [], "moreDataAvailable": "no"},
        {"success": True, "results": [], "moreDataAvailable": True},
        {"success": True, "results": [{"id": 7}], "moreDataAvailable": False},
        {"success": "yes", "results": [], "moreDataAvailable": False},
        (200, []),
    ],
)
def test_p31_an_odd_page_is_no_page(ashby: Ashby, stand: Stand, answer: Any) -> None:
    stand.scripts["application.list"] = lambda asked: answer
    with pytest.raises(VendorProblem):
        ashby.states(None, "")


def test_jobs_are_copied_with_the_posting_s_description(ashby: Ashby, stand: Stand) -> None:
    opening = {"id": OTHER, "latestVersion": {"identifier": "OP-7"}}
    rows = [
        job(),
        job(id=OTHER, customRequisitionId=None, openings=[opening], status="Archived",
            location={"name": "Tallinn", "externalName": "Remote, Europe"}, jobPostingIds=[]),
        job(id=PLAN, customRequisitionId=None, status="Draft", location=None, hiringTeam=None),
    ]  # fmt: skip
    listing = Listing(rows[:2])
    stand.scripts["job.list"] = listing
    first, second = ashby.jobs(None, "").rows
    assert (first.remote_id, first.code, first.name) == (JOB, "REQ-2471", "Backend Engineer")
    assert (first.status, first.status_raw, first.location) == ("open", "Open", "Tallinn")
    assert (first.department, first.description) == ("Platform", "<p>Build.</p>")
    assert first.role_value == "Backend II"
    assert [(one.person.remote_id, one.role) for one in first.assigned] == [
        (ODE, TeamRole.RECRUITER), (OTHER, TeamRole.OTHER),
    ]  # fmt: skip
    assert (second.code, second.status, second.location) == ("OP-7", "closed", "Remote, Europe")
    assert second.description == ""
    asked = stand.asked("job.list")[0]
    assert asked["status"] == ["Draft", "Open", "Closed", "Archived"]
    assert asked["expand"] == ["location", "openings"]
    stand.scripts["jobPosting.info"] = lambda asked: refusal("job_posting_not_found")
    bare: AtsJob = ashby.sync.job(rows[2])
    assert (bare.code, bare.status, bare.location, bare.assigned) == (PLAN, "draft", "", ())


def test_people_and_stages_are_copied(ashby: Ashby, stand: Stand) -> None:
    user = {"id": ODE, "firstName": "Ode", "lastName": "Tamm", "email": "Ode.Tamm@example.com"}
    gone = {**user, "id": OTHER, "email": "gone@example.com", "isEnabled": False}
    stand.scripts["user.list"] = Listing([{**user, "isEnabled": True}, gone])
    assert ashby.people(None, "").rows == (
        RECRUITER, AtsPerson(OTHER, "gone@example.com", "Ode Tamm", active=False),
    )  # fmt: skip
    stand.scripts["interviewPlan.list"] = Listing([{"id": PLAN}])
    stand.scripts["interviewStage.list"] = lambda asked: (
        [{"id": ODE, "title": "Onsite", "type": "Active", "orderInInterviewPlan": 3}]
        * (asked["interviewPlanId"] == PLAN)
    )
    assert ashby.stages("").rows == (AtsStage(ODE, "Onsite", "", 3),)
    assert ashby.stages("").token == ""


def test_p35_states_that_are_not_there_are_left_out(ashby: Ashby, stand: Stand) -> None:
    gone = refusal("application_not_found")
    stand.scripts["application.info"] = lambda asked: (
        gone if asked["applicationId"] == OTHER else application(status="Hired")
    )
    [found] = ashby.states_of((APPLICATION, OTHER, "700001"))
    assert (found.application, found.status) == (APPLICATION, Status.HIRED)  # type: ignore[union-attr]


# Look-ups


def test_d07_a_profile_url_names_one_application_or_a_person(ashby: Ashby, stand: Stand) -> None:
    page = f"https://app.ashbyhq.com/candidates/pipeline/x/right-side/candidates/{CANDIDATE}"
    [found] = ashby.application_at(f"{page}/applications/{APPLICATION}/feed")
    assert (found.application, found.job, found.email) == (
        APPLICATION, JOB, "mara.quill@example.org",
    )  # fmt: skip
    assert ashby.application_at(f"{page[:-1]}2/applications/{APPLICATION}") == []
    assert ashby.application_at("https://evil.example/x") == []
    theirs = {
        f"{NEVER}1": application(id=f"{NEVER}1", status="Archived"),
        f"{NEVER}2": application(id=f"{NEVER}2", updatedAt="2026-01-01T00:00:00.000Z"),
        f"{NEVER}3": application(id=f"{NEVER}3"),
    }
    stand.scripts["application.info"] = lambda asked: theirs[asked["applicationId"]]
    stand.scripts["candidate.info"] = lambda asked: {
        "id": asked["id"], "applicationIds": [*theirs, None, 7],
    }  # fmt: skip
    assert [one.application[-1] for one in ashby.application_at(page)] == ["3", "2"]
    stand.scripts["candidate.info"] = lambda asked: refusal("candidate_not_found")
    with pytest.raises(NotThere):
        ashby.application_at(page)


def test_j4_the_hiring_team_is_the_applications_else_the_jobs(ashby: Ashby, stand: Stand) -> None:
    assert [one.person for one in ashby.hiring_team(JOB, APPLICATION)] == [RECRUITER]
    stand.scripts["application.info"] = lambda asked: application(hiringTeam=None)
    assert [one.role for one in ashby.hiring_team(JOB, APPLICATION)] == [
        TeamRole.RECRUITER, TeamRole.OTHER,
    ]  # fmt: skip
    assert len(ashby.hiring_team(JOB)) == 2


def test_p28_calls_are_held_to_the_pace_of_the_setting(ashby: Ashby) -> None:
    ashby.connection.choices = {"calls_per_second": "1"}
    with http.budget(60):
        ashby.application(APPLICATION)  # two calls, of which the second waits
    began, ended = Call.objects.order_by("pk").values_list("at", flat=True)
    assert (ended - began).total_seconds() > 0.5
    ashby.connection.choices = {"calls_per_second": "many"}
    assert ashby.pace.per_second == 15


# What an answer means


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, b'{"success":true,"results":{}}', None),
        (200, b'{"success":true}', None),
        (200, b'{"success":false,"errors":["invalid_input"]}', Rejected),
        (200, b'{"success":false}', Rejected),
        (200, b'{"success":false,"errors":["application_not_found"]}', NotThere),
        (200, b'{"success":false,"errorInfo":{"code":"generic_internal_error"}}', VendorProblem),
        (403, b'{"success":false,"errors":["missing_endpoint_permission"]}', PermissionMissing),
        (200, b'{"success":false,"errors":["missing_endpoint_permission"]}', PermissionMissing),
        (403, b"Forbidden", KeyRefused),
        (401, b"", KeyRefused),
        (400, b'{"success":false,"errors":["invalid_input"]}', Rejected),
        (404, b"<html>", None),
        (200, b"<html>", VendorProblem),
        (200, b'{"results":[]}', VendorProblem),
        (200, b'{"success":false,"errors":{"a":1},"errorInfo":[]}', Rejected),
    ],
)
def test_p31_200_may_be_a_failure_and_403_a_wrong_key(
    status: int, answer: bytes, kind: type[VendorProblem] | None
) -> None:
    told = problem_in(status, answer)
    assert (type(told) if told else None) is kind


def test_k7_a_call_is_kept_with_its_request_id_and_error(ashby: Ashby, stand: Stand) -> None:
    stand.scripts["application.info"] = lambda asked: refusal("application_blocked")
    with (
        pytest.raises(Rejected, match="About application_blocked"),
        http.budget(5, reads_only=True),
    ):
        ashby.application(APPLICATION)
    call = Call.objects.get()
    assert (call.status, call.request_id) == (200, "01KSR6K4PC50R0WGNSB15B8A3W")
    assert "application_blocked" in call.error
    assert APPLICATION in call.about
    stand.scripts["application.info"] = lambda asked: application()
    ashby.application(APPLICATION)
    shown = "".join(Call.objects.values_list("response_body", flat=True))
    assert "Mara" not in shown
    assert "mara.quill" not in shown
    assert "+15550100" not in shown

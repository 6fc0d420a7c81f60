"""What the methods answer, held against the vendor's own examples."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.sandbox.ashby import moves
from integrations.sandbox.ashby.store import store
from tests.integrations.sandbox.ashby.conftest import ADA, Api, fact, switch
from tests.integrations.sandbox.conftest import assert_same_shape

USER = "id firstName lastName email globalRole isEnabled updatedAt managerId"
CANDIDATE = """id createdAt updatedAt name primaryEmailAddress emailAddresses primaryPhoneNumber
phoneNumbers socialLinks tags position company school applicationIds resumeFileHandle fileHandles
customFields profileUrl source creditedToUser timezone location fraudStatus"""
BACKEND, DATA, SECRET = (store.name("jobs", number) for number in (3485, 3487, 3492))


def test_answers_have_the_vendors_shapes(api: Api) -> None:
    [application] = [one for one in api.results("application.list") if one["id"] == ADA]
    assert_same_shape(application, fact("application"), "application")
    assert "applicationHistory" in api.results("application.info", applicationId=ADA)

    [closed] = api.results("job.list", status=["Closed"], expand=["location"])
    assert_same_shape(closed, fact("job"), "job")
    [openings] = api.results("job.list", status=["Closed"], expand=["openings"])
    assert openings["openings"][0]["latestVersion"]["identifier"] == "3490-1"
    assert "location" not in openings

    assert set(api.results("user.list")[0]) == set(USER.split())
    candidate = api.results("candidate.info", id=application["candidate"]["id"])
    assert set(candidate) == set(CANDIDATE.split())
    assert candidate["applicationIds"] == [ADA]
    assert set(api.results("apiKey.info")) == {"title", "createdAt", "scopes"}


def test_what_is_not_there_is_absent_or_null_as_the_vendor_has_it(api: Api) -> None:
    silent = store.name("candidates", 800007)
    assert "primaryEmailAddress" not in api.results("candidate.info", id=silent)
    before = api.results("application.info", applicationId=ADA)
    assert before["archiveReason"] is None
    assert "archivedAt" not in before

    moves.archive(700001, 15)
    after = api.results("application.info", applicationId=ADA)
    reason = ("id", "text", "reasonType", "isArchived", "customFields")
    assert after["status"] == "Archived"
    assert set(after["archiveReason"]) == set(reason)
    assert after["archiveReason"]["reasonType"] == "RejectedByCandidate"
    assert after["archivedAt"].endswith("Z")

    history = api.results("application.listHistory", applicationId=ADA)
    assert [visit["stageNumber"] for visit in history] == [0, 1]
    assert ["leftStageAt" in visit for visit in history] == [True, False]
    requisitions = {job["customRequisitionId"] for job in api.results("job.list")}
    assert None in requisitions


def test_confidential_jobs_and_private_fields_are_silently_absent(api: Api) -> None:
    secret = store.name("applications", 700023)
    assert SECRET not in [job["id"] for job in api.results("job.list")]
    assert secret not in [one["id"] for one in api.results("application.list")]
    assert api.code("application.info", applicationId=secret) == "application_not_found"
    assert api.code("job.info", id=SECRET) == "job_not_found"
    titles = [field["title"] for field in api.results("customField.list")]
    assert "Expected salary" not in titles

    switch(confidential_jobs=True, private_fields=True)
    assert api.results("job.info", id=SECRET)["confidential"] is True
    fields = api.results("application.info", applicationId=secret)["customFields"]
    assert {"title": "Expected salary", "value": "100000", "isPrivate": True}.items() <= (
        fields[-1].items()
    )


def test_filters_and_searches(api: Api) -> None:
    later = int(datetime.now(UTC).timestamp() * 1000)
    assert api.results("application.list", createdAfter=later) == []
    assert len(api.results("application.list", createdAfter=1)) == 23
    assert api.code("application.list", createdAfter="2026-01-01") == "invalid_input"
    assert [one["status"] for one in api.results("application.list", status="Lead")] == ["Lead"]
    assert len(api.results("application.list", jobId=DATA)) == 3

    store.change(store.get("jobs", 3487), status="Draft")
    assert DATA not in [job["id"] for job in api.results("job.list")]
    assert [job["id"] for job in api.results("job.list", status=["Draft"])] == [DATA]
    assert [job["id"] for job in api.results("job.search", requisitionId="REQ-3485")] == [BACKEND]
    assert len(api.results("candidate.search", email="ADA@example.org", name="love")) == 1
    assert api.results("candidate.search", email="ada@example.org", name="grace") == []
    assert len(api.results("user.search", email="Rita.Moss@example.com")) == 1


def test_a_posting_has_the_description_and_a_plan_its_stages_in_order(api: Api) -> None:
    job = api.results("job.info", id=BACKEND)
    posting = api.results("jobPosting.info", jobPostingId=job["jobPostingIds"][0])
    told = "descriptionHtml descriptionPlain locationName departmentName teamName workplaceType"
    assert set(told.split()) | {"publishedDate", "jobId"} <= set(posting)
    assert SECRET not in [one["jobId"] for one in api.results("jobPosting.list")]

    stages = api.results("interviewStage.list", interviewPlanId=job["defaultInterviewPlanId"])
    kinds = "Lead PreInterviewScreen PreInterviewScreen Active Active Offer Hired Archived"
    assert [stage["type"] for stage in stages] == kinds.split()
    assert len(api.results("interviewPlan.list")) == 8
    missing = api.code("interviewStage.list", interviewPlanId=BACKEND)
    assert missing == "interview_plan_not_found"


def test_a_note_is_the_candidates_and_as_often_as_it_is_sent(api: Api) -> None:
    ada = store.name("candidates", 800001)
    html = {"type": "text/html", "value": "<h1>Hi</h1><b>bold</b><blink>!</blink>"}
    for note in ("Plain <b>", "Plain <b>", html):
        written = api.results("candidate.createNote", candidateId=ada, note=note)
        assert set(written) == {"id", "createdAt", "isPrivate", "content", "author"}
    assert api.code("candidate.createNote", candidateId=ada, note={"type": "x"}) == "invalid_input"
    assert api.code("candidate.createNote", candidateId=ADA, note="x") == "candidate_not_found"

    notes = api.results("candidate.listNotes", candidateId=ada)
    assert [note["content"] for note in notes] == ["Plain <b>", "Plain <b>", "Hi<b>bold</b>!"]


def test_custom_fields_are_set_one_by_one_and_choices_are_merged(api: Api) -> None:
    fields = {field["title"]: field for field in api.results("customField.list")}
    role, status = fields["Liaison role"], fields["Liaison status"]
    value: dict[str, Any] = {"fieldId": status["id"], "fieldValue": "Scheduled"}
    whose = {"objectId": ADA, "objectType": "Application"}
    api.results("customField.setValues", **whose, values=[value])
    shown = api.results("application.info", applicationId=ADA)["customFields"]
    assert {field["title"]: field["value"] for field in shown} == {
        "Notice period": "1 month",
        "Liaison status": "Scheduled",
    }
    assert api.code("customField.setValue", **whose, **value | {"fieldValue": 5}) == "invalid_input"

    wanted = [{"label": "Backend II", "value": "role-9001"}, {"label": "New", "value": "role-1"}]
    merge = {"customFieldId": role["id"], "selectableValues": wanted}
    merged = api.results("customField.updateSelectableValues", **merge)["selectableValues"]
    kept = [choice["value"] for choice in merged if not choice["isArchived"]]
    assert (kept, len(merged)) == (["role-9001", "role-1"], 5)
    [shown] = api.results("job.info", id=BACKEND)["customFields"]
    assert (shown["value"], shown["valueLabel"]) == ("role-9001", "Backend II")


@pytest.mark.parametrize("where", ["applicationId", "jobId"])
def test_a_member_joins_the_hiring_team(api: Api, where: str) -> None:
    roles = api.results("hiringTeamRole.list", namesOnly=False)
    assert api.results("hiringTeamRole.list") == [role["title"] for role in roles]
    sam = store.name("users", 3131)
    row = {"applicationId": ADA, "jobId": BACKEND}[where]
    api.results("hiringTeam.addMember", **{where: row}, teamMemberId=sam, roleId=roles[0]["id"])

    team = api.results("application.info", applicationId=ADA)["hiringTeam"]
    recruiters = [member["email"] for member in team if member["role"] == "Recruiter"]
    assert recruiters == ["rita.moss@example.com", "sam.okafor@example.com"]


def test_a_stage_is_changed_within_its_plan_only(api: Api) -> None:
    technical, elsewhere, archived = (
        store.name("interviewStages", number) for number in (71416, 71426, 71420)
    )
    moved = api.results("application.changeStage", applicationId=ADA, interviewStageId=technical)
    assert moved["currentInterviewStage"]["title"] == "Technical Interview"
    wrong = {elsewhere: "application_blocked", archived: "invalid_input"}
    for stage, code in (wrong | {BACKEND: "interview_stage_not_found"}).items():
        said = {"applicationId": ADA, "interviewStageId": stage}
        assert api.code("application.changeStage", **said) == code

"""What the API's lists hold, in the vendor's shapes, a page at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import store
from tests.integrations.sandbox.conftest import assert_same_shape
from tests.integrations.sandbox.jobvite.conftest import Api, fact, set_up

ADA, DORA, PROSPECT = 700001, 800005, 700022


def inside(shown: dict[str, Any]) -> dict[str, Any]:
    """The application of an item."""
    found: dict[str, Any] = shown["application"]
    return found


def test_candidates_and_requisitions_have_the_vendors_shapes(api: Api) -> None:
    api.of(ADA, customField=[{"fieldCode": "liaison_status", "value": "Scheduled"}])

    shown, listed = api.application(ADA), api.get("job").json()
    job = next(job for job in listed["requisitions"] if job["eId"] == inside(shown)["job"]["eId"])

    assert_same_shape(shown, fact("candidate"))
    assert_same_shape(job, fact("job"))
    assert listed["status"] == {"code": 200, "messages": []}
    assert job["recruiters"][0]["userName"] == "rita.moss@example.com"
    assert {job["eId"][0], shown["eId"][0], inside(shown)["eId"][0]} == {"o", "e", "p"}
    assert len(shown["eId"]) == 8


def test_the_nulls_and_gaps_of_real_answers_are_there(api: Api) -> None:
    prospect = inside(api.application(PROSPECT))
    jobs = {job["title"]: job for job in api.get("job").json()["requisitions"]}

    assert set(prospect["job"].values()) == {None}
    assert jobs["Office Manager"]["description"] is None
    assert jobs["Quality Engineer"]["description"] == ""
    assert "locations" not in jobs["Data Engineer"]
    assert inside(api.application(700002))["job"]["hiringManagers"] is None

    set_up(job_recruiters=False)
    assert "recruiters" not in api.get("job").json()["requisitions"][0]


def test_an_item_is_an_application_and_can_be_asked_for_by_ids_and_state(api: Api) -> None:
    dora = store.name("candidates", DORA)
    both = api.get("candidate", candidateId=dora).json()["candidates"]
    one = store.name("applications", 700105)
    alone = api.get("candidate", candidateId=dora, applicationId=one).json()["candidates"]
    found = api.get("candidate", wflowstate=["New", "Onsite"]).json()["candidates"]

    assert [item["eId"] for item in both] == [dora, dora]
    assert [inside(item)["eId"] for item in alone] == [one]
    assert {inside(item)["workflowState"] for item in found} == {"New", "Onsite"}


def test_an_unknown_candidate_is_an_empty_list_or_a_404(api: Api) -> None:
    assert api.get("candidate", candidateId="eNobody1").json()["candidates"] == []

    set_up(missing_is_404=True)
    answer = api.get("candidate", candidateId="eNobody1")
    assert (answer.status_code, answer.json()["status"]["code"]) == (404, 404)


def test_dates_limit_a_list_to_what_was_updated_then(api: Api) -> None:
    api.of(ADA, customField=[{"fieldCode": "liaison_status", "value": "Scheduled"}])
    day = datetime.now(UTC)
    window = {"dateend": f"{day:%m-%d-%Y}", "dateFormat": "MM-dd-yyyy"}

    today = api.get("candidate", datestart=f"{day:%m-%d-%Y}", **window).json()["candidates"]
    week = api.get("candidate", datestart=f"{day - timedelta(7):%m-%d-%Y}", **window).json()
    wrong = api.get("candidate", datestart=f"{day:%Y-%m-%d}", dateFormat="MM-dd-yyyy")

    assert [inside(item)["eId"] for item in today] == [store.name("applications", ADA)]
    assert len(week["candidates"]) == 23
    assert wrong.status_code == wrong.json()["status"]["code"] == 400


def test_pages_start_at_1_and_the_last_may_say_a_total_of_0(api: Api) -> None:
    zero, first = (api.get("candidate", start=start, count=10).json() for start in (0, 1))
    last = api.get("candidate", start=21, count=10).json()

    assert zero == first
    assert (len(first["candidates"]), first["total"]) == (10, 23)
    assert (len(last["candidates"]), last["total"]) == (3, 0)
    assert api.get("candidate", count="many").status_code == 400

    set_up(zero_total=False)
    assert api.get("candidate", start=21, count=10).json()["total"] == 23


def test_requisitions_can_be_asked_for_by_id_and_state(api: Api) -> None:
    closed = api.get("job", jobStatus=["Closed", "Filled"]).json()["requisitions"]
    chosen = api.get("job", ids=closed[0]["eId"]).json()["requisitions"]
    ordered = api.get("job", sortBy="requisitionId").json()["requisitions"]

    assert [job["title"] for job in closed] == ["Quality Engineer"]
    assert chosen == closed
    assert [job["requisitionId"] for job in ordered] == sorted(
        job["requisitionId"] for job in ordered
    )


def test_the_small_lists(api: Api) -> None:
    (workflow,) = api.get("workflow").json()["workflows"]
    reasons = api.get("disposition").json()["dispositions"]
    (rita,) = api.get("employee", email="RITA.moss@example.com").json()["employees"]
    fields = api.get("customfield").json()["customFields"]

    assert [set(state) for state in workflow["workflowStates"]] == [{"eId", "name"}] * 8
    assert "Too junior" in [reason["name"] for reason in reasons]
    assert set(rita) == {"eId", "firstName", "lastName", "email", "employeeId"}
    assert fields[0]["fieldCode"] == JOBVITE.role_field
    assert (fields[0]["entityType"], fields[0]["fieldType"]) == ("Requisition", "List")
    assert "Backend Engineer" in fields[0]["options"]

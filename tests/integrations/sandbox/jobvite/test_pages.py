"""The toy's pages: everything a person can do there does what it says."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from integrations.sandbox.jobvite import people, requisitions
from integrations.sandbox.jobvite.store import account, store
from integrations.sandbox.models import Fault
from tests.integrations.sandbox.jobvite.conftest import PAGES, Api

ADA = f"{PAGES}people/800001?application_id=700001"
BACKEND = f"{PAGES}jobs/3485/"


def test_every_page_opens_and_what_is_not_there_is_404(api: Api) -> None:
    there = ["", "people/800001", "people/800022", "jobs/3488/", "settings/"]
    there += ["settings/fields/7301/", "log/", "faults/"]
    gone = ["people/1", "people/800001?application_id=700002", "jobs/1/", "settings/fields/1/"]

    assert {api.client.get(PAGES + path).status_code for path in there} == {200}
    assert {api.client.get(PAGES + path).status_code for path in gone} == {404}
    eid = store.name("applications", 700001)
    named = api.client.get(f"{PAGES}candidate?candidateId=x&applicationId={eid}")
    assert named.headers["Location"] == ADA
    assert api.client.get(f"{PAGES}candidate?applicationId=x%00").status_code == 404


def test_the_buttons_of_an_application(api: Api) -> None:
    def press(verb: str, **said: object) -> str:
        address = f"{PAGES}applications/700001/{verb}/"
        return api.client.post(address, {"back": ADA} | said, follow=True).content.decode()

    assert "Ada Lovelace is now in Technical Interview." in press("move", stage=7103)
    assert "is in Technical Interview already" in press("move", stage=7103)
    assert "Choose a disposition." in press("reject")
    assert "is now in Rejected." in press("reject", reason=7201)
    assert store.get("applications", 700001)["disposition"] == "Too junior"
    assert "is now in Offer Accepted." in press("hire")
    hired = store.get("applications", 700001)
    assert (hired["disposition"], type(hired["hireDate"])) == (None, int)


def test_role_followers_and_team_of_a_requisition(api: Api) -> None:
    chosen = {"liaison_role": "Data Engineer", "liaison_followers": ["sam.okafor@example.com"]}
    api.client.post(f"{BACKEND}fields/", chosen)
    api.client.post(
        BACKEND,
        {
            "title": "Backend II",
            "jobState": "On Hold",
            "recruiters": ["3131"],
            "hiringManagers": ["3129", "3128"],
            "primaryHiringManager": "",
        },
    )

    job = api.application(700001)["application"]["job"]
    assert {one["fieldCode"]: one["value"] for one in job["customField"]} == {
        "liaison_role": "Data Engineer",
        "liaison_followers": "sam.okafor@example.com",
    }
    assert [one["userName"] for one in job["recruiters"]] == ["sam.okafor@example.com"]
    assert (job["primaryHiringManager"], len(job["hiringManagers"])) == (None, 2)
    assert "On Hold" in api.client.get(BACKEND).content.decode()


def test_a_candidates_page_shows_what_came_back(api: Api) -> None:
    status = {"fieldCode": "liaison_status", "value": "Missing or invalid role on the job."}
    api.of(700001, customField=[status], comments=[{"comment": "The result is in."}])

    shown = api.client.get(ADA).content.decode()
    assert "Missing or invalid role on the job." in shown
    assert "The result is in." in shown
    assert "Missing or invalid role on the job." in api.client.get(PAGES).content.decode()


def test_a_candidate_can_be_added_edited_followed_and_deleted(api: Api) -> None:
    answer = api.client.post(f"{BACKEND}candidates/", {"firstName": "Joan", "mobile": "123"})
    page, _, query = answer.headers["Location"].partition("?")
    api.client.post(f"{page}/edit/?{query}", {"firstName": "Joan", "workPhone": "+44 20 7946 0"})
    api.client.post(f"{page}/fields/?{query}", {"liaison_followers": ["rita.moss@example.com"]})

    number = int(query.partition("=")[2])
    shown = api.application(number)
    assert (shown["mobile"], shown["workPhone"]) == ("", "+44 20 7946 0")
    assert shown["application"]["customField"][0]["value"] == "rita.moss@example.com"
    assert "Joan" in api.client.get(answer.headers["Location"]).content.decode()

    api.client.post(f"{page}/remove/?{query}")
    assert store.find("applications", number) is None


def test_a_state_can_be_renamed_but_not_into_another(api: Api) -> None:
    taken = api.client.post(f"{PAGES}states/", {"state": "7102", "name": "Onsite"})
    api.client.post(f"{PAGES}states/", {"state": "7102", "name": "Phone Screen"})

    assert "Another state is called Onsite." in taken.content.decode()
    assert api.application(700001)["application"]["workflowState"] == "Phone Screen"


def test_an_administrator_takes_grants_back_and_keeps_lists_by_hand(api: Api) -> None:
    page = f"{PAGES}settings/"
    form = {"client_id": "key", "client_secret": "secret", "rate_limit": 5, "rate_seconds": 1}
    form |= {"retry_scale": 1, "scopes": ["GET Candidate"], "field_writes": 404}
    form |= {"signature_encoding": "hex", "signature_header": "X-Sign", "states": ["Onsite"]}
    api.client.post(page, form)
    options = {"fieldCode": "liaison_role", "options": "Chef\n\nChef\nCook", "active": "on"}
    api.client.post(f"{page}fields/7301/", options)

    customer = account()
    assert (customer.client_id, customer.scopes) == ("key", ["GET Candidate"])
    assert customer.settings["states"] == ["Onsite"]
    assert (customer.settings["field_writes"], customer.settings["zero_total"]) == (404, False)
    assert store.get("fields", 7301)["options"] == ["Chef", "Cook"]
    assert "Chef, Cook" in api.client.get(page).content.decode()


def test_a_fault_speaks_in_the_vendors_envelope(api: Api) -> None:
    api.client.post(f"{PAGES}faults/", {"kind": "500", "seconds": "60"})
    assert api.get("candidate").json()["status"]["code"] == 500

    Fault.objects.update(kind="401")
    answer = api.get("workflow")
    assert (answer.status_code, answer.json()["status"]["code"]) == (200, 401)


def test_the_first_page_takes_as_many_queries_with_more_rows(api: Api) -> None:
    with CaptureQueriesContext(connection) as before:
        api.client.get(PAGES)
    job = requisitions.add("Test Engineer", recruiters=[3128])
    people.add(job.number, firstName="Joan")
    with CaptureQueriesContext(connection) as after:
        api.client.get(PAGES)

    assert len(after) == len(before)

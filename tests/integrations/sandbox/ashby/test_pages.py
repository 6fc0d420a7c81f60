"""The toy Ashby's pages: everything a person can do there does what it says."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integrations.sandbox.ashby import people
from integrations.sandbox.ashby.store import account, store
from integrations.sandbox.models import Hook
from tests.integrations.sandbox.ashby.conftest import ADA, AT
from tests.integrations.sandbox.conftest import Product

PAGE = f"{AT}people/800001?application_id=700001"


def test_pages_open_with_as_many_queries_for_more_rows(world: None, client: Client) -> None:
    for path in ("", "jobs/3485/", "people/800022", "people/800008", "settings/", "log/"):
        assert client.get(AT + path).status_code == 200
    for path in ("people/1", "people/800001?application_id=700002", "jobs/1/"):
        assert client.get(AT + path).status_code == 404

    with CaptureQueriesContext(connection) as before:
        client.get(AT)
    people.add(3485, "Joan Clarke", "joan@example.org", "")
    with CaptureQueriesContext(connection) as after:
        client.get(AT)
    assert len(after) == len(before)


def test_an_application_is_moved_archived_hired_and_put_back(world: None, client: Client) -> None:
    def press(verb: str, **said: object) -> str:
        answer = client.post(f"{AT}applications/700001/{verb}/", said | {"back": PAGE}, follow=True)
        return answer.content.decode()

    assert "Ada Lovelace is now in Technical Interview." in press("move", stage=71416)
    assert "Choose a stage." in press("move")
    assert "The application is archived." in press("archive", reason=14)
    assert "This application is archived." in press("hire")
    assert "active again" in press("restore")
    assert "The candidate is hired." in press("hire")
    visits = [visit["title"] for visit in store.rows("history", application=700001)]
    assert visits[1:] == ["Technical Interview", "Archived", "Technical Interview", "Hired"]


def test_people_and_jobs_are_changed(world: None, client: Client) -> None:
    client.post(f"{AT}people/800001/edit/", {"name": "Ada King", "email": "", "phone": "123"})
    assert store.get("candidates", 800001)["emailAddresses"] == []
    client.post(f"{AT}applications/700001/recruiter", {"recruiter": 3131})
    assert store.get("applications", 700001)["team"][0] == [3131, "Recruiter"]
    assert store.get("jobs", 3485)["team"][0] == [3128, "Recruiter"]

    form = {"title": "Backend II", "role": "role-9002", "status": "Closed", "recruiter": "3131"}
    client.post(f"{AT}jobs/3485/", form)
    job = store.get("jobs", 3485)
    assert (job["title"], job["status"], bool(job["closedAt"])) == ("Backend II", "Closed", True)
    assert (job["fields"], job["team"][0]) == ({"123": "role-9002"}, [3131, "Recruiter"])
    client.post(f"{AT}jobs/3485/candidates/", {"name": "Joan"})
    assert "Joan" in client.get(f"{AT}jobs/3485/").content.decode()

    client.post(f"{AT}people/800012/remove/", {"act": "merge", "survivor": 800011})
    client.post(f"{AT}people/800014/remove/", {"act": "delete"})
    client.post(f"{AT}people/800001/remove/", {"act": "merge", "survivor": 800001})
    assert [bool(store.find("candidates", n)) for n in (800012, 800014, 800001)] == [0, 0, 1]


def test_an_assessment_is_listed_started_read_and_canceled(hooked: Product, client: Client) -> None:
    def press(**said: str) -> str:
        path = f"{AT}applications/700001/assessments"
        return client.post(path, said).content.decode()

    offer = [{"assessment_type_id": "role-12", "name": "Backend II"}]
    status = {"identifier": "s", "label": "State", "type": "string", "value": "Invited"}
    told = {"assessment_id": "9", "update_request": {"timestamp": 1, "assessment_status": status}}
    for method, results in (("list", offer), ("start", told), ("cancel", told)):
        body = json.dumps({"success": True, "results": results}).encode()
        hooked.answers[f"/assessment.{method}"] = (200, body)

    assert 'value="role-12"' in press(list="1")
    assert "<dt>State</dt>" in press(start="role-12", name="Backend II")
    number = store.rows("assessments").get().number
    assert "no longer wanted" in press(cancel=str(number))
    hooked.answers["/assessment.start"] = (422, b'{"message":"Phone number too short"}')
    assert "Phone number too short" in press(start="role-12", name="Backend II")


def test_a_profile_address_leads_to_the_toys_page(world: None, client: Client) -> None:
    ada = store.name("candidates", 800001)
    profile = f"{AT}candidate-searches/new/right-side/candidates/{ada}"

    assert client.get(profile).headers["Location"] == f"{AT}people/800001"
    assert client.get(f"{profile}/applications/{ADA}/feed").headers["Location"] == PAGE
    assert client.get(profile.replace(ada, ADA)).status_code == 404


def test_settings_grant_permissions_and_expire_tokens(world: None, client: Client) -> None:
    form = {"client_secret": "new", "token_seconds": 60, "rate_limit": 9, "rate_seconds": 5}
    form |= {"retry_scale": 0.1, "scopes": ["jobsRead"], "token_days": 1, "incremental_pages": 2}
    form |= {"token_error_status": "400", "partner_auth": "bearer", "confidential_jobs": "on"}

    client.post(f"{AT}settings/", form)
    client.post(f"{AT}settings/expire/")

    customer = account()
    assert (customer.client_secret, customer.scopes) == ("new", ["jobsRead"])
    assert customer.settings["confidential_jobs"] is True
    assert customer.settings["partner_auth"] == "bearer"
    assert customer.token_generation == 2


def test_a_webhook_is_set_up_by_hand(world: None, client: Client) -> None:
    form = {"name": "Mine", "event": "jobUpdate", "url": "http://127.0.0.1/", "secret": ""}
    client.post(f"{AT}settings/hooks/", form)

    assert Hook.objects.get().deliveries.get().ping

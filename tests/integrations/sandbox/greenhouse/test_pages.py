"""The toy ATS's pages: everything a person can do there does what it says."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integrations.sandbox.greenhouse import jobs, people
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Account, Fault, Hook
from integrations.sandbox.vendors import VENDORS
from tests.integrations.sandbox.greenhouse.conftest import Api

AT = "/sandbox/greenhouse/"
ADA = f"{AT}people/800001?application_id=700001"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "people/800001",
        "people/800022",
        "people/800008",
        "jobs/3485/",
        "jobs/3490/",
        "settings/",
        "log/",
        "faults/",
    ],
)
def test_a_page_opens_without_an_account(world: Any, client: Client, path: str) -> None:
    answer = client.get(AT + path)

    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize("path", ["people/1", "people/800001?application_id=700002", "jobs/1/"])
def test_what_is_not_there_is_404(world: Any, client: Client, path: str) -> None:
    assert client.get(AT + path).status_code == 404


def test_the_first_address_lists_the_vendors(client: Client) -> None:
    shown = client.get("/sandbox/").content.decode()

    for vendor in VENDORS.values():
        assert f'href="/sandbox/{vendor.slug}/"' in shown


def test_moving_on_the_first_page_leads_back_there(world: Any, client: Client) -> None:
    form = {"stage": 71416, "back": AT}

    answer = client.post(f"{AT}applications/700001/move/", form, follow=True)

    assert answer.redirect_chain == [(AT, 302)]
    assert "Ada Lovelace is now in Technical Interview." in answer.content.decode()
    assert store.get("applications", 700001)["stage_name"] == "Technical Interview"


def test_an_address_elsewhere_is_not_followed(world: Any, client: Client) -> None:
    form = {"stage": 71416, "back": "https://evil.example/"}

    answer = client.post(f"{AT}applications/700001/move/", form)

    assert answer.headers["Location"] == AT


@pytest.mark.parametrize(
    ("verbs", "status"),
    [
        (["hire"], "hired"),
        (["hire", "unhire"], "in_process"),
        (["reject"], "rejected"),
        (["reject", "unreject"], "in_process"),
        (["hire", "reject"], "hired"),
    ],
)
def test_the_buttons_of_an_application(
    world: Any, client: Client, verbs: list[str], status: str
) -> None:
    for verb in verbs:
        client.post(f"{AT}applications/700001/{verb}/", {"reason": 14, "back": ADA})

    assert store.get("applications", 700001)["status"] == status


@pytest.mark.parametrize("verb", ["move", "reject"])
def test_a_choice_must_be_made(world: Any, client: Client, verb: str) -> None:
    answer = client.post(f"{AT}applications/700001/{verb}/", {"back": ADA}, follow=True)

    assert "Choose a" in answer.content.decode()


def test_a_note_is_shown_with_author_and_visibility(api: Api) -> None:
    body = "Interview <scheduled>\nSecond line"
    note = {"candidate_id": 800001, "application_id": 700001, "body": body, "user_id": 3128}
    api.post("notes", note | {"visibility": "public"})

    shown = api.client.get(ADA).content.decode()

    assert "Rita Moss" in shown
    assert "publicly_visible" in shown
    assert "Interview &lt;scheduled&gt;\nSecond line" in shown


def test_the_status_field_is_shown_on_both_pages(api: Api) -> None:
    written = [{"name_key": "liaison_status", "value": "Interview scheduled"}]
    api.patch("applications/700001", {"custom_fields": written})

    assert "Interview scheduled" in api.client.get(ADA).content.decode()
    assert "Interview scheduled" in api.client.get(AT).content.decode()


def test_a_candidate_can_be_edited(world: Any, client: Client) -> None:
    form = {"first_name": "Ada", "last_name": "King", "email": "", "phone": "123"}
    form |= {"recruiter": "3131", "coordinator": ""}

    client.post(f"{AT}people/800001/edit/?application_id=700001", form)

    candidate = store.get("candidates", 800001)
    assert (candidate["last_name"], candidate["email_addresses"]) == ("King", [])
    assert store.get("applications", 700001)["recruiter_id"] == 3131


def test_a_candidate_can_be_merged_anonymized_and_deleted(world: Any, client: Client) -> None:
    client.post(f"{AT}people/800012/remove/", {"act": "merge", "survivor": 800011})
    client.post(f"{AT}people/800013/remove/", {"act": "anonymize"})
    client.post(f"{AT}people/800014/remove/", {"act": "delete"})
    client.post(f"{AT}people/800001/remove/", {"act": "merge", "survivor": 800001})

    assert store.find("candidates", 800012) is None
    assert store.get("candidates", 800013)["first_name"] == "Anonymized"
    assert store.find("candidates", 800014) is None
    assert store.find("candidates", 800001)


def test_a_job_can_be_edited_and_handed_over(world: Any, client: Client) -> None:
    form = {"name": "Backend II", "role": "9002", "status": "closed", "recruiter": "3131"}

    client.post(f"{AT}jobs/3485/", form)

    job = store.get("jobs", 3485)
    assert (job["name"], job["status"], jobs.recruiter_of(job)) == ("Backend II", "closed", 3131)
    assert job["closed_at"]
    assert job["custom_fields"]["liaison_role"] == 9002


def test_jobs_and_candidates_can_be_added(world: Any, client: Client) -> None:
    answer = client.post(f"{AT}jobs/", {"name": "Test Engineer", "role": "", "recruiter": "3128"})
    job = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    client.post(f"{AT}jobs/{job}/candidates/", {"first_name": "Joan", "email": "j@example.org"})

    shown = client.get(f"{AT}jobs/{job}/").content.decode()
    assert "Joan" in shown
    assert "Application Review" in shown


def test_settings_change_scopes_and_secrets(world: Any, client: Client) -> None:
    account = Account.objects.get()
    form = {
        "client_id": account.client_id,
        "client_secret": "new-secret",
        "token_seconds": 60,
        "rate_limit": 10,
        "rate_seconds": 5,
        "retry_scale": 0.1,
        "partner_key": "key",
        "scopes": ["harvest:jobs:list"],
    }

    client.post(f"{AT}settings/", form)

    account.refresh_from_db()
    assert (account.client_secret, account.scopes) == ("new-secret", ["harvest:jobs:list"])


def test_hooks_can_be_added_and_removed(world: Any, client: Client) -> None:
    form = {"name": "Mine", "event": "job_updated", "url": "http://127.0.0.1/", "secret": "s"}
    client.post(f"{AT}settings/hooks/", form)
    hook = Hook.objects.get()
    assert hook.deliveries.get().ping

    assert client.get(f"{AT}settings/hooks/{hook.pk}/").status_code == 200
    client.post(f"{AT}settings/hooks/{hook.pk}/", {"remove": "1"})
    assert not Hook.objects.exists()


def test_the_quick_switches_and_the_off_switch(world: Any, client: Client) -> None:
    client.post(f"{AT}faults/", {"kind": "429", "seconds": "60"})
    assert Fault.objects.get().until
    assert "429 Too Many Requests" in client.get(f"{AT}faults/").content.decode()

    client.post(f"{AT}faults/", {"off": "1"})
    assert not Fault.objects.exists()


def test_the_first_page_takes_as_many_queries_with_more_rows(world: Any, client: Client) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(AT)
    job = jobs.add("Test Engineer", 9001, 3128)
    people.add(job.number, "Joan", "Clarke", "joan@example.org", "")
    with CaptureQueriesContext(connection) as after:
        client.get(AT)

    assert len(after) == len(before)

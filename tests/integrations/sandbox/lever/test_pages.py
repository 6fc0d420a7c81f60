"""What people do on the toy Lever's pages."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from integrations.sandbox.cast import ADA, BACKEND, HUGO, PROSPECT
from integrations.sandbox.lever import cast
from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.store import CONFIDENTIAL, GRANTS, account, store
from integrations.sandbox.models import Delivery, Hook, Record
from tests.integrations.sandbox.lever.conftest import Api, id_of

PERSON = f"/sandbox/lever/people/{ADA.candidate}"
TECHNICAL, ONE = id_of("stages", 6), f"opportunities/{id_of('opportunities', ADA.application)}"


@pytest.fixture
def press(api: Api) -> Any:
    """Press a button and hear what is said then."""

    def press(name: str, /, *parts: Any, query: str = "", **said: Any) -> str:
        address = reverse(f"sandbox:lever:{name}", args=parts) + query
        answer: Any = api.client.post(address, said)
        assert answer.status_code == 302, answer.content
        return str(list(get_messages(answer.wsgi_request))[-1])

    return press


def ada() -> Record:
    return store.get("opportunities", ADA.application)


def test_every_page_opens(api: Api) -> None:
    api.post(f"{ONE}/notes", {"value": "Score <b>4</b>", "score": 4, "notifyFollowers": True})
    for path in ("", "log/", "log.json", "faults/", "settings/", f"jobs/{BACKEND.number}/"):
        assert api.client.get(f"/sandbox/lever/{path}").status_code == 200
    assert "Ida Rhodes" in api.client.get("/sandbox/lever/").content.decode()
    page = api.client.get(PERSON).content.decode()

    assert "Score &lt;b&gt;4&lt;/b&gt;" in page
    assert "followers are notified · score 4" in page
    assert f"https://hire.lever.co/candidates/{ada()['id']}" in page
    assert api.client.get(f"/sandbox/lever/people/{PROSPECT.candidate}").status_code == 200
    for missing in ("people/1", "jobs/1/", f"people/{ADA.candidate}?application_id=1"):
        assert api.client.get(f"/sandbox/lever/{missing}").status_code == 404


def test_a_candidate_is_moved_archived_hired_and_brought_back(press: Any) -> None:
    number = ADA.application
    assert "Ada Lovelace is now in Technical Interview." in press(
        "act", number, "move", stage=TECHNICAL
    )
    assert "Choose a stage." in press("act", number, "move", stage="nowhere")
    reason = id_of("archive_reasons", cast.WITHDREW)
    assert "Ada Lovelace is archived: Withdrew." in press("act", number, "archive", reason=reason)
    assert "active again" in press("act", number, "unarchive")
    assert "This opportunity is not archived." in press("act", number, "unarchive")
    hired = id_of("archive_reasons", cast.HIRED)
    assert "Ada Lovelace is hired." in press("act", number, "archive", reason=hired)
    assert ada()["archived"]["reason"] == hired


def test_a_candidate_moves_to_another_job_and_people_are_merged(press: Any) -> None:
    reason = id_of("archive_reasons", cast.WITHDREW)
    said = press("act", ADA.application, "transfer", posting=3487, reason=reason)
    assert "Ada Lovelace has a new opportunity on Data Engineer." in said
    assert ada()["archived"]
    assert "on that posting already" in press("act", ADA.application, "transfer", posting=3485)

    press("merge", ADA.candidate, survivor=cast.SAME_ADDRESS.candidate)
    assert ada()["contact"] == id_of("contacts", cast.SAME_ADDRESS.candidate)
    assert "another person" in press("merge", 800010, survivor=800010)
    press("act", ADA.application, "anonymize")
    press("act", ADA.application, "delete")
    assert store.find("opportunities", ADA.application) is None


def test_who_looks_after_an_opportunity_and_its_tags_are_set(press: Any) -> None:
    hugo = id_of("users", HUGO.number)
    press("opportunity", ADA.application, owner=hugo, followers=[hugo], tags="one, two, one")
    assert (ada()["owner"], ada()["followers"], ada()["tags"]) == (hugo, [hugo], ["one", "two"])

    said = {"name": "Ada King", "email": "", "phone": "123"}
    press("edit-person", ADA.candidate, query=f"?application_id={ADA.application}", **said)
    person = store.get("contacts", ADA.candidate)
    assert (person["name"], person["emails"]) == ("Ada King", [])


def test_postings_stages_and_applicants(press: Any) -> None:
    said = {"text": "Test Engineer", "tags": "role: Backend Engineer", "owner": ""}
    assert press("add-job", **said) == "Test Engineer is published."
    made = store.rows("postings", text="Test Engineer").get()
    said = {"name": "Joan Clarke", "email": "joan@example.org", "phone": ""}
    assert press("add-candidate", made.number, **said) == "The candidate has applied."

    edited = {"text": "Tester", "tags": "", "owner": "", "hiring_manager": "", "state": "closed"}
    assert "No webhook tells of it." in press("job", made.number, **edited)
    joan = store.rows("opportunities", posting=made["id"]).get()
    assert "Tester" in joan["tags"]
    assert "role: Backend Engineer" not in joan["tags"]

    press("rename-stage", stage=TECHNICAL, new_name="Interview")
    assert store.named("stages", TECHNICAL)["text"] == "Interview"


def test_keys_grants_and_confidential_access(api: Api, press: Any) -> None:
    press("new-key", confidential="on")
    assert api.get("stages").status_code == 401
    api.use_key(account().settings["api_key"])
    assert CONFIDENTIAL in account().scopes

    said = {"client_id": LEVER.client_id, "client_secret": "s", "token_seconds": 60}
    said |= {"rate_limit": 10, "retry_scale": 1, "switched_on": ["candidateHired"]}
    kept = [scope for scope in GRANTS if scope != "stages:read:admin"]
    press("settings", **said, scopes=kept)
    assert api.get("stages").status_code == 403
    assert CONFIDENTIAL in account().scopes
    assert account().settings["switched_on"] == ["candidateHired"]
    press("new-key")
    assert CONFIDENTIAL not in account().scopes


def test_webhooks_are_tested_and_run_again(press: Any, client: Client) -> None:
    hook = {"name": "Ours", "event": "candidateHired", "url": "https://app.test/", "secret": "s"}
    press("add-hook", **hook)
    assert not Delivery.objects.exists()  # saving sends nothing

    press("try-hook", Hook.objects.get(vendor="lever").pk)
    press("rerun", Delivery.objects.get().pk)
    first, second = Delivery.objects.order_by("pk")
    assert first.body == second.body
    assert "Enter a number of people" in press("gather", count="many")
    press("gather", count=2)
    assert store.rows("contacts", name="Crowd 1").exists()

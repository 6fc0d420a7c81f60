"""Who may call, how a call is refused, and when it must wait."""

import json
import re

from integrations.sandbox.models import Account
from tests.integrations.sandbox.ashby.conftest import ADA, AT, Api, switch


def test_keys_permissions_methods_and_content_types(api: Api) -> None:
    assert api.results("application.info", applicationId=ADA)["id"] == ADA
    refused = {
        "unknown": api.send("application.dance", "{}"),
        "get": api.client.get(AT + "application.list"),
        "form": api.send("application.list", "{}", "text/plain"),
    }
    Account.objects.update(scopes=["jobsRead"])
    refused["scope"] = api.send("application.list", "{}")
    api.key = "another"
    refused["wrong"] = api.send("job.list", "{}")
    api.key = ""
    refused["none"] = api.send("job.list", "{}")

    statuses = {name: answer.status_code for name, answer in refused.items()}
    expected = {"unknown": 404, "get": 405, "form": 400, "scope": 403, "wrong": 403, "none": 401}
    assert statuses == expected
    assert refused["scope"].json()["errorInfo"]["code"] == "missing_endpoint_permission"
    assert all(answer.json()["success"] is False for answer in refused.values())


def test_a_logical_error_is_http_200_in_a_new_and_an_old_form(api: Api) -> None:
    for content in ("{", "[]", json.dumps({"limit": 101}), json.dumps({"limit": True})):
        answer = api.send("application.list", content)
        body = answer.json()
        assert (answer.status_code, body["success"]) == (200, False)
        assert body["errors"] == ["invalid_input"]
        assert set(body["errorInfo"]) == {"code", "message", "requestId", "meta"}
        assert re.fullmatch("[0-9A-Z]{26}", answer["x-ashby-request-id"])

    switch(old_errors=True)
    assert set(api("application.list", limit=0)) == {"success", "errors"}


def test_too_many_calls_wait_and_a_partners_limit_names_itself(api: Api) -> None:
    Account.objects.update(rate_limit=0)
    own = api.send("job.list", "{}")
    switch(partner_limit=True)
    partners = api.send("job.list", "{}")

    assert (own.status_code, int(own["Retry-After"]) > 0) == (429, True)
    assert "X-RateLimit-Scope" not in own
    assert partners["X-RateLimit-Scope"] == "integration-partner"


def test_a_fault_speaks_the_vendors_words(api: Api) -> None:
    api.client.post(AT + "faults", {"kind": "500", "left": 1})
    answer = api.send("job.list", "{}")

    assert (answer.status_code, answer.json()["errors"]) == (500, ["generic_internal_error"])
    assert api.results("job.list")
    log = api.client.get(AT + "log.json").json()
    assert [call["status"] for call in log["calls"]] == [500, 200]

"""Who may call, and in how many ways Jobvite says no."""

import time
from typing import Any

from integrations.sandbox.jobvite import keys
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import account
from tests.integrations.sandbox.jobvite.conftest import KEYS, PAGES, Api, set_up

INVALID = {
    "status": {
        "code": 401,
        "messages": ["Invalid api/secret. Try again with a valid api/secret"],
    }
}


def told(answer: Any) -> tuple[int, Any]:
    """What HTTP says, and what the body says."""
    return answer.status_code, answer.json()


def test_a_missing_grant_looks_like_a_bad_key(api: Api) -> None:
    customer = account()
    customer.scopes.remove("GET Job")
    customer.save()

    assert told(api.get("job")) == (401, INVALID)
    assert told(api.get("candidate", {})) == (401, INVALID)
    assert told(api.get("candidate", KEYS | {"x-jvi-sc": "wrong"})) == (401, INVALID)
    assert told(api.get("interview")) == (401, INVALID)
    assert api.get("candidate").status_code == 200


def test_some_routes_refuse_in_the_body_alone(api: Api) -> None:
    assert told(api.get("workflow", {})) == (200, INVALID)

    set_up(soft_refusals=["job"])
    assert told(api.get("workflow", {})) == (401, INVALID)
    assert told(api.get("job", {})) == (200, INVALID)


def test_a_call_may_be_signed_and_the_query_counts_only_where_it_still_may(api: Api) -> None:
    epoch = str(int(time.time()))
    signed = {"X-JVI-API": JOBVITE.api_key, "X-JVI-EPOCH": epoch} | {
        "X-JVI-SIGN": keys.signature(JOBVITE.api_key, JOBVITE.api_secret, epoch)
    }
    in_query = {"api": JOBVITE.api_key, "sc": JOBVITE.api_secret}

    assert api.get("job", signed).status_code == 200
    assert api.get("job", signed | {"X-JVI-EPOCH": "1775037600"}).status_code == 401
    assert api.get("job", {}, **in_query).status_code == 401
    set_up(query_keys=True)
    assert api.get("job", {}, **in_query).status_code == 200


def test_what_is_not_routed_is_a_404_or_leads_to_a_page(api: Api) -> None:
    unknown = {"status": {"code": 404, "messages": ["Invalid URL Cannot find API."]}}
    patched = api.client.patch(f"{JOBVITE.base_path}/candidate", headers=KEYS)
    bare = api.client.get(f"{JOBVITE.base_path}/job", headers=KEYS)

    assert told(api.get("application", {})) == (404, unknown)
    assert told(api.get("customField")) == (404, unknown)
    assert [(one.status_code, one["Location"]) for one in (patched, bare)] == [(302, PAGES)] * 2


def test_every_answer_has_the_proxys_headers_and_no_limit_is_told(api: Api) -> None:
    answer = api.get("job")

    assert answer["X-JOBVITE-PROXY"] == "true"
    assert "_remove_" in answer["Set-Cookie"]
    assert not [name for name in answer.headers if "Rate" in name]


def test_a_limit_that_is_set_answers_429_without_a_word_about_waiting(api: Api) -> None:
    customer = account()
    customer.rate_limit = 1
    customer.save()

    codes = [told(api.get("job"))[0] for _ in range(2)]
    refused = api.get("job")

    assert codes == [200, 429]
    assert refused.json()["status"]["code"] == 429
    assert "Retry-After" not in refused

"""Who is let in: the key, tokens that end, refresh tokens that work once, and the bucket."""

from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client

from integrations.sandbox.lever import oauth
from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Account
from tests.integrations.sandbox.lever.conftest import Api

BACK = "https://product.test/back?x=1"
ASKED = {
    "client_id": LEVER.client_id,
    "redirect_uri": BACK,
    "response_type": "code",
    "state": "s-1",
    "scope": "offline_access stages:read:admin",
    "audience": "https://api.lever.co/v1/",
}
CLIENT = {"client_id": LEVER.client_id, "client_secret": LEVER.client_secret}


def consent(client: Client, press: str = "allow", **asked: str) -> dict[str, str]:
    """What the product hears back from the consent page."""
    address = "/sandbox/lever/authorize?" + urlencode(ASKED | asked)
    assert client.get(address).status_code == 200
    answer: Any = client.post(address, {press: "1"})
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


def token(client: Client, **form: str) -> Any:
    return client.post("/sandbox/lever/oauth/token", CLIENT | form)


def connect(client: Client, **asked: str) -> dict[str, Any]:
    code = consent(client, **asked)["code"]
    grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    answer = token(client, **grant)
    assert token(client, **grant).json() == {"error": "invalid_grant"}  # a code works once
    body: dict[str, Any] = answer.json()
    return body


def test_a_wrong_key_a_password_and_no_key_at_all_are_401(api: Api) -> None:
    for key in ("wrong", f"{LEVER.api_key}:password", ""):
        api.use_key(key)
        assert api.get("stages").status_code == 401
    for header in ("", "Basic", "Basic ???", "Bearer", "Bearer x", "Digest x"):
        answer = api.client.get("/sandbox/lever/v1/stages", headers={"Authorization": header})
        assert (answer.status_code, set(answer.json())) == (401, {"code", "message"})


def test_consent_gives_a_token_for_what_was_asked_and_granted(api: Api) -> None:
    body = connect(api.client)

    assert set(body) == {"access_token", "refresh_token", "token_type", "scope", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    api.use_token(body["access_token"])
    assert [api.get("stages").status_code, api.get("users").status_code] == [200, 403]
    assert "refresh_token" not in connect(api.client, scope="stages:read:admin")


def test_a_denial_goes_back_with_its_reason_and_the_state(api: Api) -> None:
    said = consent(api.client, "deny")

    assert (said["x"], said["state"], said["error"]) == ("1", "s-1", "access_denied")
    assert said["error_description"]
    assert api.client.get("/sandbox/lever/authorize", ASKED | {"state": ""}).status_code == 400


def test_refresh_tokens_rotate_end_unused_and_are_revoked(api: Api) -> None:
    old = connect(api.client)
    refresh = {"grant_type": "refresh_token", "refresh_token": old["refresh_token"]}
    new = token(api.client, **refresh).json()

    assert new["refresh_token"] != old["refresh_token"]
    again = token(api.client, **refresh)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    wrong = token(api.client, **refresh | {"client_secret": "wrong"})
    assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
    assert token(api.client, grant_type="password").json() == {"error": "unsupported_grant_type"}

    row = store.rows("refresh_tokens").get()
    store.note(row, createdAt=store.now() - oauth.UNUSED_MS - 1)
    unused = token(api.client, **refresh | {"refresh_token": new["refresh_token"]})
    assert unused.status_code == 400

    api.use_token(new["access_token"])
    assert api.get("stages").status_code == 200
    access = store.rows("access_tokens", token=new["access_token"]).get()
    store.note(access, endsAt=store.now())
    assert api.get("stages").status_code == 401
    api.use_token(connect(api.client)["access_token"])
    api.client.post("/sandbox/lever/settings/revoke/")
    assert api.get("stages").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_of_two_refreshes_at_once_one_fails(api: Api) -> None:
    body = connect(api.client)
    refresh = {"grant_type": "refresh_token", "refresh_token": body["refresh_token"]}
    statuses: list[int] = []

    def run() -> None:
        statuses.append(token(Client(), **refresh).status_code)
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, 400]


def test_the_bucket_holds_twice_its_rate_and_says_nothing_of_waiting(api: Api) -> None:
    Account.objects.filter(vendor="lever").update(rate_limit=1)
    answers = [api.get("stages") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert refused.json() == {"code": "TooManyRequests", "message": "Too Many Requests"}
    assert "Retry-After" not in refused
    assert not any("ratelimit" in name.lower() for name in refused.headers)

"""Tokens, scopes and limits."""

from datetime import UTC, datetime, timedelta

from integrations.sandbox.cast import RITA
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.models import Account, Window
from tests.integrations.sandbox.greenhouse.conftest import TOKEN, V3, Api, basic


def test_a_token_has_the_vendors_shape(api: Api) -> None:
    answer = api.token(GREENHOUSE.sub)

    body = answer.json()
    assert set(body) == {"token_type", "access_token", "expires_at"}
    assert body["token_type"] == "Bearer"
    assert body["access_token"].count(".") == 2
    ends = datetime.fromisoformat(body["expires_at"])
    assert timedelta(minutes=59) < ends - datetime.now(UTC) <= timedelta(hours=1)
    assert answer["X-RateLimit-Limit"] == "60"


def test_a_wrong_secret_is_invalid_client(api: Api) -> None:
    answer = api.token(secret="wrong")

    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


def test_a_wrong_grant_and_an_unknown_user_are_refused_in_oauth_words(api: Api) -> None:
    credential = basic(GREENHOUSE.client_id, GREENHOUSE.client_secret)
    wrong = api.client.post(TOKEN, {"grant_type": "password"}, headers=credential)

    assert (wrong.status_code, wrong.json()) == (400, {"error": "unsupported_grant_type"})
    assert (api.token(1).status_code, api.token(1).json()) == (400, {"error": "invalid_grant"})


def test_without_a_user_the_credential_acts_for_itself(api: Api) -> None:
    api.headers = api.sign_in()

    assert api.get("jobs").status_code == 200


def test_no_token_a_wrong_one_and_a_stale_one_are_401(api: Api) -> None:
    good = api.headers["Authorization"]
    for header in ("", "Bearer", "Bearer a.b.c", good[:-1] + ("A" if good[-1] != "A" else "B")):
        assert api.client.get(V3 + "jobs", headers={"Authorization": header}).status_code == 401

    Account.objects.update(token_seconds=0)
    api.headers = api.sign_in()
    assert api.get("jobs").status_code == 401


def test_revoked_tokens_end_at_once(api: Api) -> None:
    api.client.post("/sandbox/greenhouse/settings/revoke/")

    assert api.get("jobs").status_code == 401
    api.headers = api.sign_in()
    assert api.get("jobs").status_code == 200


def test_a_missing_scope_is_403_at_once(api: Api) -> None:
    account = Account.objects.get()
    account.scopes.remove("harvest:jobs:list")
    account.save()

    assert api.get("jobs").status_code == 403
    assert api.get("users").status_code == 200


def test_a_user_who_is_no_site_admin_is_403(api: Api) -> None:
    api.headers = api.sign_in(RITA.number)

    assert api.get("jobs").status_code == 403


def test_every_answer_carries_the_three_headers(api: Api) -> None:
    first, second = api.get("jobs"), api.get("nonsense")

    assert first["X-RateLimit-Limit"] == "150"
    assert first["X-RateLimit-Remaining"] == "149"
    assert abs(int(first["X-RateLimit-Reset"]) - datetime.now(UTC).timestamp() - 30) < 3
    assert (second.status_code, second["X-RateLimit-Remaining"]) == (404, "148")


def test_the_limiter_refuses_with_retry_after_until_its_window_ends(api: Api) -> None:
    Account.objects.update(rate_limit=2)
    answers = [api.get("jobs").status_code for _ in range(3)]
    refused = api.get("jobs")

    assert answers == [200, 200, 429]
    assert 1 <= int(refused["Retry-After"]) <= 30
    assert refused["X-RateLimit-Remaining"] == "0"

    window = Window.objects.get(name="greenhouse api")
    window.opened_at -= timedelta(seconds=31)
    window.save()
    assert api.get("jobs").status_code == 200


def test_the_token_endpoint_has_a_bucket_of_its_own(api: Api) -> None:
    statuses = [api.token(secret="wrong").status_code for _ in range(60)]

    assert statuses.count(401) == 59  # one was spent on signing in
    assert statuses[-1] == 429
    assert api.get("jobs").status_code == 200

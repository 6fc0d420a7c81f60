"""Signing in to Lever: a key, or OAuth whose refresh token is good once."""

import threading
import time
from typing import Any

import pytest
from django.db import connections as databases
from django.utils import timezone

from integrations import connections, http
from integrations.connectors.lever.connector import Lever
from integrations.models import AccessToken, Connection
from integrations.problems import KeyRefused, VendorProblem
from portal.models import Organization
from portal.scope import inside
from tests import factories
from tests.integrations.lever.conftest import SECRETS, Account, answer, connect

TOKEN = "POST /oauth/token"


class SignIn:
    """Lever's side: each refresh token is good once, and a used one ends the sign-in."""

    def __init__(self, account: Account, seconds: int = 3600) -> None:
        self.good, self.seconds, self.given, self.refused = {"code-1"}, seconds, 0, 0
        self.lock = threading.Lock()
        self.token = ""
        account.answers[TOKEN] = self.grant
        account.answers["GET /v1/stages"] = self.stages

    def grant(self, headers: dict[str, str], form: Any) -> tuple[int, Any]:
        time.sleep(0.05)
        with self.lock:
            used = form.get("code") or form.get("refresh_token")
            if used not in self.good or form["client_secret"] != "the client's secret":
                self.refused += 1
                return 403, {"error": "invalid_grant", "error_description": "Unknown grant."}
            self.given += 1
            self.token, self.good = f"token-{self.given}", {f"refresh-{self.given}"}
            return 200, {
                "access_token": self.token, "refresh_token": f"refresh-{self.given}",
                "token_type": "Bearer", "scope": "offline_access", "expires_in": self.seconds,
            }  # fmt: skip

    def stages(self, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        if headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"code": "Unauthorized", "message": "The token is not valid."}
        return 200, answer("stages")


def by_oauth(organization: Organization, base: str) -> Connection:
    secrets = {**SECRETS, "client_secret": "the client's secret", "code": "code-1"}
    return connect(organization, base, secrets, sign_in="with_an_app", client_id="us",
                   redirect_url="https://liaison.test/")  # fmt: skip


def test_an_api_key_is_the_user_name(lever: Lever, account: Account) -> None:
    seen: list[str] = []

    def stages(headers: dict[str, str], body: Any) -> tuple[int, Any]:
        seen.append(headers["Authorization"])
        return 200, answer("stages")

    account.answers["GET /v1/stages"] = stages
    assert [stage.name for stage in lever.stages("").rows][2] == "Technical interview"
    assert seen == ["Basic YS1sZXZlci1rZXk6"]
    lever.connection.secrets = {}
    with pytest.raises(KeyRefused, match="No API key"):
        lever.stages("")


def test_the_code_is_used_once_and_each_refresh_token_once(
    account: Account, scoped: Organization
) -> None:
    side, connection = SignIn(account), by_oauth(scoped, account.url)
    for _ in range(3):
        Lever(connection).stages("")
    assert side.given == 1
    AccessToken.objects.update(expires_at=timezone.now())
    Lever(connection).stages("")
    side.token = "revoked by Lever"
    Lever(connection).stages("")

    assert (side.given, side.refused) == (3, 0)
    grants = [body["grant_type"] for name, _, body in account.asked if name == TOKEN]
    assert grants == ["authorization_code", "refresh_token", "refresh_token"]
    sealed = AccessToken.objects.values_list("sealed", flat=True).get()
    assert "refresh" not in str(sealed)


def test_a_changed_webhook_token_does_not_end_the_sign_in(
    account: Account, scoped: Organization
) -> None:
    side, connection = SignIn(account), by_oauth(scoped, account.url)
    Lever(connection).stages("")
    connections.change(connection, {"stage_token": "another token"})
    Lever(connection).stages("")
    assert (side.given, side.refused) == (2, 0)


def test_a_sign_in_that_is_over_says_what_to_do_and_a_new_code_mends_it(
    account: Account, scoped: Organization
) -> None:
    side, connection = SignIn(account), by_oauth(scoped, account.url)
    side.good = {"code-2"}
    with pytest.raises(KeyRefused, match="Sign in again"):
        Lever(connection).stages("")
    assert AccessToken.objects.get().renewed_until is None
    connections.change(connection, {"code": "code-2"})
    Lever(connection).stages("")
    assert side.given == 1


def test_a_dry_run_whose_rows_are_taken_back_never_uses_a_refresh_token(
    account: Account, scoped: Organization
) -> None:
    side, connection = SignIn(account), by_oauth(scoped, account.url)
    with http.budget(5, reads_only=True), pytest.raises(VendorProblem, match="next check"):
        Lever(connection).stages("")
    Lever(connection).stages("")
    with http.budget(5, reads_only=True):
        assert Lever(connection).stages("").rows
    assert side.given == 1


@pytest.mark.django_db(transaction=True)
def test_p16_many_processes_use_each_refresh_token_once(account: Account) -> None:
    organization = factories.OrganizationFactory()
    with inside(organization.pk):
        by_oauth(organization, account.url)
    side, found = SignIn(account, seconds=1), []

    def call() -> None:
        with inside(organization.pk):
            try:
                found.append(len(Lever(Connection.objects.get()).stages("").rows))
            finally:
                databases.close_all()

    for _ in range(2):  # a second is less than what a token must still be good for
        threads = [threading.Thread(target=call) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert side.refused == 0
    assert len(found) == 12

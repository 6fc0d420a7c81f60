"""The toy Lever for tests: its world, and a client that holds its key."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Account
from tests import toys

FACTS = Path(__file__).parent / "facts"
V1 = "/sandbox/lever/v1/"


def fact(name: str) -> Any:
    """An example as the vendor shows it."""
    return json.loads((FACTS / f"{name}.json").read_text())


def id_of(kind: str, number: int) -> str:
    """The id of one of the cast."""
    return store.name(kind, number)


def grant(*gone: str, **settings: Any) -> None:
    """Take grants from the key, or change other settings of the customer."""
    customer = Account.objects.get(vendor="lever")
    customer.scopes = [scope for scope in customer.scopes if scope not in gone]
    customer.settings |= settings
    customer.save()


class Api:
    """Calls the API as a product would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.use_key(LEVER.api_key)

    def use_key(self, key: str) -> None:
        self.headers = {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}

    def use_token(self, token: str) -> None:
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(V1 + path, params, headers=self.headers)

    def ids(self, path: str, **params: Any) -> list[str]:
        """The ids of a list's first page."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["data"]]

    def send(self, method: str, path: str, body: Any = None) -> Any:
        text, kind = json.dumps(body), "application/json"
        return self.client.generic(method, V1 + path, text, content_type=kind, headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self.send("PUT", path, body)


@pytest.fixture
def world(db: None) -> None:
    toys.load("http://127.0.0.1:8000", vendor="lever")
    Account.objects.filter(vendor="lever").update(rate_limit=1000)


@pytest.fixture
def api(world: None, client: Client) -> Api:
    return Api(client)

"""The toy Greenhouse for tests: its world, and a client that holds a token."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.world import HOOKED
from integrations.sandbox.hooks import register
from integrations.sandbox.models import Hook
from tests import toys
from tests.integrations.sandbox.conftest import Product

FACTS = Path(__file__).parent / "facts"
V3 = "/sandbox/greenhouse/v3/"
TOKEN = "/sandbox/greenhouse/auth/token"


def fact(name: str) -> Any:
    """An example as the vendor shows it."""
    return json.loads((FACTS / f"{name}.json").read_text())


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


class Api:
    """Calls Harvest with a bearer, as a product would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.headers = self.sign_in(GREENHOUSE.sub)

    def token(self, sub: int | str = "", secret: str = GREENHOUSE.client_secret) -> Any:
        form = {"grant_type": "client_credentials"} | ({"sub": sub} if sub else {})
        return self.client.post(TOKEN, form, headers=basic(GREENHOUSE.client_id, secret))

    def sign_in(self, sub: int | str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(sub).json()['access_token']}"}

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(V3 + path, params, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.generic(
            method,
            V3 + path,
            json.dumps(body),
            content_type="application/json",
            headers=self.headers,
        )

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, body)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)


@pytest.fixture
def world(db: None) -> Any:
    return toys.load("http://127.0.0.1:8000")


@pytest.fixture
def api(world: Any, client: Client) -> Api:
    return Api(client)


@pytest.fixture
def hooks(world: Any, product: Product) -> list[Hook]:
    return register("greenhouse", HOOKED, product.url + "/hook", GREENHOUSE.webhook_secret)

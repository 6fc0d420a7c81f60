"""The toy Ashby for tests: its world, and a client that holds a key."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from integrations.sandbox.ashby.access import ASHBY
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Account
from integrations.sandbox.vendors import VENDORS
from tests import toys
from tests.integrations.sandbox.conftest import Product

AT = "/sandbox/ashby/"
ADA = store.name("applications", 700001)


def fact(name: str) -> Any:
    """An example as the vendor shows it."""
    return json.loads((Path(__file__).parent / "facts" / f"{name}.json").read_text())


def switch(**settings: Any) -> None:
    """Change what only Ashby's customers set."""
    customer = Account.objects.get(vendor="ashby")
    customer.settings |= settings
    customer.save()


class Api:
    """Calls methods with the key, as a product would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.key = ASHBY.api_key

    def send(self, method: str, content: str, kind: str = "application/json") -> Any:
        pair = b64encode(f"{self.key}:ignored".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"} if self.key else {}
        return self.client.post(AT + method, content, content_type=kind, headers=headers)

    def __call__(self, method: str, **body: Any) -> Any:
        """The answer's JSON, whatever its status."""
        return self.send(method, json.dumps(body)).json()

    def results(self, method: str, **body: Any) -> Any:
        answer = self(method, **body)
        assert answer["success"] is True, answer
        return answer["results"]

    def code(self, method: str, **body: Any) -> str:
        """The error of a call that fails with HTTP 200."""
        answer = self.send(method, json.dumps(body))
        assert (answer.status_code, answer.json()["success"]) == (200, False)
        return str(answer.json()["errorInfo"]["code"])


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The toy's data, loaded once a module; each test's changes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        toys.load("http://127.0.0.1:8000", vendor="ashby")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(built: None, db: None) -> None:
    """The toy's data, for one test."""


@pytest.fixture
def api(world: None, client: Client) -> Api:
    return Api(client)


@pytest.fixture
def hooked(world: None, product: Product) -> Product:
    """A product that hears every event, and is asked for assessments."""
    addresses = {"webhook": f"{product.url}/webhook"}
    addresses["assessment.list"] = f"{product.url}/assessment.list"
    VENDORS["ashby"].call_at("http://127.0.0.1:8000", addresses)
    return product

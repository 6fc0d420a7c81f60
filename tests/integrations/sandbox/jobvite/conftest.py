"""The toy Jobvite for tests: its world, a client that holds a key, hooks that are listened to."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from integrations.sandbox.jobvite import world as toy
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import account, store
from tests import toys
from tests.integrations.sandbox.conftest import Product

FACTS = Path(__file__).parent / "facts"
PAGES = "/sandbox/jobvite/"
KEYS = {"x-jvi-api": JOBVITE.api_key, "x-jvi-sc": JOBVITE.api_secret}


def fact(name: str) -> Any:
    """An example as the vendor shows it."""
    return json.loads((FACTS / f"{name}.json").read_text())


class Api:
    """Calls the API with a key, as a product would."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, route: str, keys: dict[str, str] = KEYS, /, **query: Any) -> Any:
        query = {"start": 1, "count": 500} | query
        return self.client.get(f"{JOBVITE.base_path}/{route}", query, headers=keys)

    def put(self, route: str, body: Any) -> Any:
        path = f"{JOBVITE.base_path}/{route}"
        return self.client.put(path, body, content_type="application/json", headers=KEYS)

    def of(self, application: int, **change: Any) -> Any:
        """Change an application."""
        inside = {"eId": store.name("applications", application)} | change
        return self.put("candidate", {"candidate": {"application": inside}})

    def application(self, number: int) -> Any:
        """An application as the API shows it, inside its candidate."""
        eid = store.name("applications", number)
        (found,) = self.get("candidate", applicationId=eid).json()["candidates"]
        return found


def set_up(**settings: Any) -> None:
    """Change how this customer's Jobvite does things."""
    customer = account()
    customer.settings |= settings
    customer.save()


@pytest.fixture
def api(db: None, client: Client) -> Api:
    toys.load("http://127.0.0.1:8000", vendor="jobvite")
    return Api(client)


@pytest.fixture
def hooked(api: Api, product: Product) -> Product:
    """A product that listens to both events."""
    toy.call_at("http://127.0.0.1:8000", {"webhook": f"{product.url}/hook"})
    return product

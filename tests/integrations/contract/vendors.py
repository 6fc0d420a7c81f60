"""The vendors under contract, and a connection of each: saved, or without a database."""

import importlib
from importlib.util import find_spec
from typing import Any

from integrations.connector import Connector
from integrations.connectors import CONNECTORS
from integrations.models import Connection
from portal.models import Group
from tests import factories
from tests.integrations.contract.material import Material


def declared(vendor: str) -> bool:
    """Whether this vendor has given its material."""
    return find_spec(f"tests.integrations.{vendor}.contract") is not None


def material_of(vendor: str) -> Material:
    """What `tests/integrations/<vendor>/contract.py` declares."""
    found: Material = importlib.import_module(f"tests.integrations.{vendor}.contract").MATERIAL
    return found


VENDORS = [vendor for vendor in CONNECTORS if declared(vendor)]
DOORS = {
    f"{vendor}-{door.endpoint}": (vendor, door)
    for vendor in VENDORS
    for door in material_of(vendor).doors
}


def secrets_of(vendor: str) -> dict[str, str]:
    """A secret for each that the vendor's settings name."""
    settings = CONNECTORS[vendor].settings
    return {each.name: f"the-{each.name}-of-ours" for each in settings if each.secret}


def unsaved(vendor: str, **facts: Any) -> Connector:
    """A connector without a database, all its secrets saved."""
    known: Any = {"secrets": secrets_of(vendor), **facts}
    return CONNECTORS[vendor](Connection(vendor=vendor, **known))


def connected(vendor: str, group: Group, url: str) -> Connection:
    """A connection to an account at this address, whose every setting is filled in."""
    asked = [each for each in CONNECTORS[vendor].settings if not each.secret]
    filled = {each.name: each.preset or "1" for each in asked}
    return factories.ConnectionFactory(
        vendor=vendor,
        group=group,
        base_url=url,
        auth_url=url if CONNECTORS[vendor].auth_url else "",
        choices={**filled, **material_of(vendor).choices},
        secrets=secrets_of(vendor),
    )

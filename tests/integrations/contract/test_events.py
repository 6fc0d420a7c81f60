"""Every connector: whatever stands in an event, it is read in our words or called unreadable."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from integrations.connector import Connector
from integrations.connectors import CONNECTORS
from integrations.problems import Refused, Unreadable, VendorProblem
from portal.models import Group
from tests.integrations.contract.conftest import Stand
from tests.integrations.contract.material import Reply
from tests.integrations.contract.vendors import VENDORS, connected, material_of, secrets_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


KEY = r"[^\x00]{1,128}"  # what tells a delivery from others, as its row keeps it


@pytest.fixture
def refused(vendor: str, group: Group, stand: Stand) -> Connector:
    """A connector that may look nothing up."""
    stand.answer = lambda asked: Reply(403, {})
    return CONNECTORS[vendor](connected(vendor, group, stand.url))


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    inner = [
        place
        for key, one in items
        if isinstance(one, dict | list)
        for place in places(one, (*here, key))
    ]
    return [*((*here, key) for key, _ in items), *inner]


def replaced(content: Any, place: tuple[Any, ...], value: Any) -> Any:
    """This JSON with something else in this place."""
    *way, last = place
    inner = content
    for key in way:
        inner = inner[key]
    inner[last] = value
    return content


@pytest.mark.parametrize("vendor", VENDORS)
@hypothesis_settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_p07_any_value_in_any_place_of_an_event_is_read_or_unreadable(
    vendor: str, refused: Connector, data: st.DataObject
) -> None:
    """Its key and all that is read can be kept; to look something up is refused here."""
    material, door = material_of(vendor), material_of(vendor).doors[0]
    event = json.loads(data.draw(st.sampled_from(material.events)))
    content = replaced(event, data.draw(st.sampled_from(places(event))), data.draw(JSON))
    hook = door.knock(json.dumps(content).encode(), secrets_of(vendor)[door.secrets[0]])
    try:
        if refused.verify(hook):
            assert re.fullmatch(KEY, refused.delivery_key(hook))
        news = list(refused.parse(hook))
    except (Refused, Unreadable, VendorProblem):
        return
    assert "\x00" not in repr(news)
    repr(news).encode()

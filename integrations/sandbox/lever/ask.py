"""What a call asks: its parameters, its body, and the user it acts for."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from integrations.sandbox.lever.callers import Caller
from integrations.sandbox.lever.errors import invalid
from integrations.sandbox.lever.showing import Wanted
from integrations.sandbox.lever.store import store
from integrations.sandbox.records import Row


@dataclass(frozen=True)
class Ask:
    """A call that was let in."""

    request: HttpRequest
    caller: Caller

    @property
    def query(self) -> QueryDict:
        """The parameters of the address."""
        return self.request.GET

    @property
    def wanted(self) -> Wanted:
        """What `include` and `expand` name: each repeated, or as a comma list."""
        include, expand = (
            frozenset(
                name.strip()
                for text in self.query.getlist(parameter)
                for name in text.split(",")
                if name.strip()
            )
            for parameter in ("include", "expand")
        )
        return Wanted(include, expand)

    def body(self) -> Row:
        """The JSON object that was sent. Raises Refused."""
        try:
            body = json.loads(self.request.body)
            said = json.dumps(body, ensure_ascii=False).encode()
        except ValueError:
            raise invalid("Request body could not be parsed as JSON.") from None
        if not isinstance(body, dict) or b"\\u0000" in said:
            raise invalid("Request body must be an object of texts that can be kept.")
        return body

    def actor(self, *, required: bool = False) -> str | None:
        """The user named by `perform_as`, else none. Raises Refused."""
        name = self.query.get("perform_as")
        if not name and required:
            raise invalid("perform_as is required.")
        if name and not store.known("users", name):
            raise invalid(f"perform_as user {name} does not exist.")
        return name or None


def texts(body: Row, name: str) -> list[str]:
    """A list of texts in a body. Raises Refused."""
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise invalid(f"{name} must be an array of strings.")
    return value


def text(body: Row, name: str) -> str:
    """A text in a body. Raises Refused."""
    value: Any = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise invalid(f"{name} is required.")
    return str(value)

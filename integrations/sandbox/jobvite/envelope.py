"""Jobvite's envelope: every answer carries a status block, which HTTP's status may contradict."""

from typing import Any

from integrations.sandbox.wire import Answer

HEADERS = {"X-JOBVITE-PROXY": "true", "Set-Cookie": "AWSALBAPP-0=_remove_; Path=/"}
REFUSALS = {
    401: "Invalid api/secret. Try again with a valid api/secret",
    403: "Forbidden",
    429: "Too many requests",
    500: "Internal server error",
}
NO_SUCH_API = "Invalid URL Cannot find API."
NOT_FOUND = "The record was not found"


def success(**body: Any) -> Answer:
    """What was asked for, and that all is well."""
    return _answer(200, body, 200)


def refusal(code: int, message: str, *, http: int | None = None) -> Answer:
    """A refusal; `http` where HTTP says something else than the block."""
    return _answer(http or code, {}, code, message)


def _answer(http: int, body: dict[str, Any], code: int, *messages: str) -> Answer:
    status = {"status": {"code": code, "messages": list(messages)}}
    return Answer(http, body | status, dict(HEADERS))

"""What the status block in an answer of Jobvite says: it counts more than the HTTP status."""

from integrations import reading
from integrations.problems import (
    AskedToWait,
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.reading import Row

NO_ROUTE = "cannot find api"
USUAL_WAIT = 60.0  # seconds: Jobvite names no time
KINDS = {401: KeyRefused, 403: PermissionMissing, 404: NotThere}


class NotOffered(Rejected):
    """Jobvite has no such call at this address: the contract of some is not published."""


def problem(status: int, body: bytes) -> VendorProblem | None:
    """What an answer says went wrong, None where its HTTP status says it all.

    Jobvite answers some refusals with HTTP 200 and the code in the body, and a path it does not
    know with 404 or 405; a record that it does not know is 404 in the body's own block.
    """
    block = _block(body)
    code = _code(block)
    words = _words(block)
    if status == 405 or (status == 404 and (code != 404 or NO_ROUTE in words.lower())):
        return NotOffered(_sentence(status, words))
    return _by_code(code, _sentence(code, words)) if code >= 400 else None


def _by_code(code: int, reason: str) -> VendorProblem:
    if code == 429:
        return AskedToWait(reason, retry_after=USUAL_WAIT)
    if code >= 500:
        return VendorProblem(reason, unclear=True)
    return KINDS.get(code, Rejected)(reason)


def _block(body: bytes) -> Row:
    data = reading.row(reading.parsed(body))
    return reading.row(data.get("status")) or reading.row(data.get("errors"))


def _code(block: Row) -> int:
    code = block.get("code")
    number = int(code) if isinstance(code, str) and code.isdecimal() else code
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def _words(block: Row) -> str:
    said = block.get("messages")
    parts = said if isinstance(said, list) else [said]
    return " ".join(word for word in map(reading.text, parts) if word)


def _sentence(code: int, words: str) -> str:
    return f"Jobvite answered {code}" + (f": {words}" if words else ".")

"""What of an ATS's data a log may keep: ids, times and states; never contact data or keys (K7)."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

HIDDEN = "…"
MOST = 2_000  # characters of a body that are kept
LEAST = 3  # characters that a value takes at least: no more of them are looked at
DEEPEST = 20
MAIL = re.compile(r"[^\s@,;:<>\"'=]+@[^\s@,;:<>\"']+")
PHONE = re.compile(
    r"\+\d[\d\s()./-]{5,}\d"  # with its country
    r"|(?<![\w.-])(?!\d{4}-\d\d-\d\d)\(?\d{2,5}\)?(?:[ ./-]\d{2,5}){2,}(?![\w-])"
)
BEARER = re.compile(r"\b(?:Bearer|Basic)\s+\S+", re.IGNORECASE)
TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}(?![\w-])")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NUMBERS = re.compile(r"[0-9TZgtle|:.,+-]{1,80}")  # numbers and times: no names, no addresses
TIME = re.compile(r"\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-][\d:]+)?)?")
ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
ID_NAME = re.compile(r"(^|_)(id|ids|key)$|[A-Za-z](Id|Ids)$")
SMALL = re.compile(r"\d{1,6}")
PRIVATE = re.compile(
    r"mail|phone|mobile|fax|address|street|city|postal|zip|birth|gender|race|ethnic|disab|veteran"
    r"|secret|token|passw|api_?key|client_id|authori|cookie|signature|passport|national|ssn|tax"
    r"|social|website|linkedin|resume|attachment|photo|salary",
    re.IGNORECASE,
)
TELLING = {
    "action", "event", "status", "state", "kind", "type", "note_type", "visibility", "code",
    "error", "errors", "message", "messages", "detail", "field", "field_type", "name_key",
    "grant_type", "confidentiality", "requisition_id", "eventtype", "fieldcode", "jobstate",
    "workflowstate",
}  # fmt: skip
NAMED = {
    "job", "jobs", "stage", "stages", "current_stage", "from_stage", "to_stage", "new_stage",
    "currentinterviewstage", "job_stages", "interview_stages", "job_interview_stages",
    "department", "departments", "office", "offices", "rejection_reason", "custom_fields",
    "custom_field_options",
}  # fmt: skip
TEXTED = {"stage", "stages", "archive_reasons", "postings"}  # called by a `text`
HEADERS = {
    "accept", "age", "cache-control", "content-length", "content-type", "date", "retry-after",
    "server", "user-agent", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset",
}  # fmt: skip
REQUEST_IDS = re.compile(r"(.+-)?request-id|x-correlation-id|cf-ray", re.IGNORECASE)
REQUEST_ID = re.compile(r"[A-Za-z0-9][\w.:=/-]{0,99}")


def text(said: str, secrets: Iterable[str] = ()) -> str:
    """Words of an ATS or of ours without e-mail addresses, phone numbers, tokens and keys.

    Args:
        secrets: what else must not stand in it, such as the connection's keys.
    """
    clean = said.replace("\x00", "").encode("utf-8", "replace").decode()
    for secret in secrets:
        clean = clean.replace(secret, HIDDEN)
    clean = MAIL.sub("…@…", BEARER.sub(HIDDEN, clean))
    return TOKEN.sub(_unless_uuid, PHONE.sub(HIDDEN, clean))


def path(url: str, params: Mapping[str, Any] | None = None) -> str:
    """The path with the names of its parameters; values only where they are numbers or times."""
    parts = urlsplit(url)
    pairs = [*parse_qsl(parts.query), *((params or {}).items())]
    shown = [f"{name}={_parameter(name, str(value))}" for name, value in pairs]
    return (text(parts.path) + ("?" + "&".join(shown) if shown else ""))[:300]


def headers(sent: Mapping[str, str]) -> dict[str, str]:
    """The names of all headers, and what stands in those that tell nothing of anybody."""
    known = [(text(str(name)).lower()[:60], str(value)) for name, value in sent.items()][:40]
    return {name: _header(name, value) for name, value in known}


def request_id(answered: Mapping[str, str]) -> str:
    """What the vendor's support finds the request by; "" where the answer says nothing like it."""
    given = (str(value) for name, value in answered.items() if REQUEST_IDS.fullmatch(name))
    return next((value for value in given if REQUEST_ID.fullmatch(value)), "")


def body(content: bytes, secrets: Iterable[str] = (), *, about: str = "", most: int = MOST) -> str:
    """A body as a log keeps it: JSON with its values masked; of anything else its size only.

    Args:
        secrets: what must not stand in it, whatever it is.
        about: what the JSON is, such as "jobs": some things have names that may be shown.
        most: how many characters are kept.
    """
    if not content:
        return ""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return f"({len(content):,} bytes that are no JSON are not kept)"
    return json_text(data, secrets, about=about, most=most)


def json_text(data: Any, secrets: Iterable[str] = (), *, about: str = "", most: int = MOST) -> str:
    """JSON with its values masked, indented, cut to so many characters."""
    masked = _Mask(most // LEAST, tuple(secrets)).of(data, (about,))
    shown = json.dumps(masked, indent=1, ensure_ascii=False)
    return shown if len(shown) <= most else shown[: most - 1] + HIDDEN


class _Mask:
    """Goes through JSON, and stops after so many values: an answer may hold a million."""

    def __init__(self, values: int, secrets: tuple[str, ...]) -> None:
        self.left = values
        self.secrets = secrets
        self.names: dict[str, tuple[str, bool]] = {}  # how each is shown, and whether it is private

    def of(self, value: Any, way: tuple[str, ...], *, private: bool = False) -> Any:
        """The value as a log may show it.

        Args:
            way: the names that lead to it, outermost first.
            private: whether one of them says that nobody else should read it.
        """
        self.left -= 1
        if self.left < 0 or len(way) > DEEPEST:
            return HIDDEN
        if isinstance(value, dict):
            return self._object(value, way, private=private)
        if isinstance(value, list):
            return self._list(value, way, private=private)
        if value is None or value == "":
            return value
        if private:
            return HIDDEN
        return self._string(value, way) if isinstance(value, str) else value

    def _object(self, value: dict[str, Any], way: tuple[str, ...], *, private: bool) -> Any:
        shown: dict[str, Any] = {}
        for name, inner in value.items():
            if self.left <= 0:
                break
            as_shown, hidden = self._name(name)
            shown[as_shown] = self.of(inner, (*way, name), private=private or hidden)
        return shown

    def _name(self, name: str) -> tuple[str, bool]:
        """The same few names come with every row of a list."""
        if name not in self.names:
            self.names[name] = text(name, self.secrets)[:60], bool(PRIVATE.search(name))
        return self.names[name]

    def _list(self, value: list[Any], way: tuple[str, ...], *, private: bool) -> list[Any]:
        shown: list[Any] = []
        for inner in value:
            if self.left <= 0:
                break
            shown.append(self.of(inner, way, private=private))
        return shown

    def _string(self, value: str, way: tuple[str, ...]) -> str:
        """A text as it is where its name or its shape says that it is harmless."""
        if TIME.fullmatch(value) or SMALL.fullmatch(value) or UUID.fullmatch(value):
            return value
        if ID_NAME.search(way[-1]) and ID.fullmatch(value):
            return value if value.isdecimal() else text(value, self.secrets)
        return text(value, self.secrets) if _tells(way) else HIDDEN


def _tells(way: tuple[str, ...]) -> bool:
    """Whether the names that lead to a text say that it is about no person."""
    name, *before = reversed([each.lower() for each in way])
    if name == "state" and before[:1] == ["candidates"]:
        return False  # where somebody lives
    if name in TELLING:
        return True
    if name in ("name", "title"):
        return any(each in NAMED for each in before[:2])
    if name == "text":
        return any(each in TEXTED for each in before[:2])
    return name == "value" and "custom_fields" in before and bool({"job", "jobs"} & set(before))


def _header(name: str, value: str) -> str:
    if REQUEST_IDS.fullmatch(name) and REQUEST_ID.fullmatch(value):
        return value
    return text(value)[:200] if name in HEADERS else HIDDEN


def _parameter(name: str, value: str) -> str:
    plain = value in ("true", "false") or NUMBERS.fullmatch(value)
    harmless = plain and not value.startswith("+") and not PRIVATE.search(name)
    return value if harmless else HIDDEN


def _unless_uuid(found: re.Match[str]) -> str:
    return found[0] if UUID.fullmatch(found[0]) else HIDDEN

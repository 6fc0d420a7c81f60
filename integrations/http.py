"""The one way out: every call to an ATS is guarded, limited, logged and understood here (P53)."""

import functools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.exceptions import ConnectTimeout, InvalidURL, SSLError
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import MaxRetryError, NewConnectionError

from integrations import guard, limits, reading
from integrations.connector import Connector
from integrations.logs import calls, masking
from integrations.logs.calls import Came, Reason, Sent
from integrations.problems import (
    AskedToWait,
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)

CONNECT_SECONDS = 5.0
CALL_SECONDS = 30.0
NAP_SECONDS = 2.0  # the longest wait that is slept through rather than handed back
MOST_BYTES = 10 * 1024 * 1024  # after decompression
CHUNK = 64 * 1024
TOO_MANY = 429
USUAL_WAIT = 60.0  # seconds to leave an ATS alone that does not say how long
NOTHING_DONE = (408, 425)
BY_STATUS = {401: KeyRefused, 403: PermissionMissing, 404: NotThere}
NOTHING = Reason()
TOKENS = "token"  # the bucket of calls that fetch an access token


@dataclass
class Budget:
    """Until when (by the monotonic clock) calls may go on, and how many were answered well.

    `gate` is called before the first call, and raises NotNow where none may be made.
    `reason` is kept with each call: the row that it is made for.
    """

    until: float
    gate: Callable[[], None] | None = None
    reason: Reason = NOTHING
    reads_only: bool = False
    answered: int = 0

    def enter(self, bucket: str, *, changes: bool) -> None:
        """Pass the gate, once; where only reading is allowed, refuse what changes something.

        Raises:
            Rejected: for such a call. To fetch a token changes nothing of the customer's.
        """
        if self.reads_only and changes and bucket != TOKENS:
            raise Rejected("Nothing is changed in the ATS while something is only tried out.")
        if self.gate:
            self.gate()
            self.gate = None


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget(
    seconds: float,
    gate: Callable[[], None] | None = None,
    reason: Reason = NOTHING,
    *,
    reads_only: bool = False,
) -> Iterator[Budget]:
    """Let all calls of the block together take so many seconds at most.

    A row is leased to a worker for a time; its calls must not outlast that (P20).
    """
    given = Budget(time.monotonic() + seconds, gate, reason, reads_only)
    token = _budget.set(given)
    try:
        yield given
    finally:
        _budget.reset(token)


@dataclass(frozen=True)
class Reply:
    """What an ATS answered: `data` is the JSON that was asked for, None if none was."""

    status: int
    headers: Mapping[str, str]
    data: Any = None


class Client:
    """Calls the ATS of one connection.

    Args:
        seconds: how long one call may take in all.
    """

    def __init__(self, connector: Connector, *, seconds: float = CALL_SECONDS) -> None:
        self.connector = connector
        self.connection = connector.connection
        self.name = connector.name
        self.hosts = connector.hosts
        self.pace = connector.pace
        self.seconds = seconds

    def send(
        self,
        method: str,
        url: str,
        *,
        expect: type[list[Any]] | type[dict[str, Any]] | None = None,
        bucket: str = "api",
        reads: bool = False,
        **content: Any,
    ) -> Reply:
        """Send one request and read its answer whole.

        Args:
            expect: what the JSON of the answer must be; None: the answer's body is not read.
            bucket: calls that share a limit at the ATS.
            reads: whether a POST only asks: at some ATSs everything is one.
            content: `params`, `json`, `data`, `headers` and `auth`, as requests takes them.

        Raises:
            VendorProblem: in the kind that fits; `unclear` when it may have had its effect.
        """
        self.check_address(url)
        changes = not reads and method not in ("GET", "HEAD")
        if given := _budget.get():
            given.enter(bucket, changes=changes)
        self._wait_for_turn(bucket)
        began, came, error = time.monotonic(), Came(), ""
        try:
            answer, body = self._exchange(method, url, content, changes=changes)
            came = Came(answer.status_code, answer.headers, body)
            self._learn(answer, bucket)
            self._check_answer(answer, body, changes=changes)
            data = None if expect is None else self._read(body, expect, changes=changes)
            _note_answer()
            return Reply(answer.status_code, answer.headers, data)
        except VendorProblem as problem:
            error = problem.reason
            raise
        finally:
            came = replace(came, seconds=time.monotonic() - began, error=error)
            calls.keep(self.connection, Sent(method, url, content), came, _reason())

    def check_address(self, url: str) -> None:
        """Check that this connection's calls may go there. Raises Rejected."""
        own = (self.connection.base_url, self.connection.auth_url)
        guard.check_address(url, hosts=self.hosts, own=own)

    def _wait_for_turn(self, bucket: str) -> None:
        seconds = limits.seconds_left(self.connection.pk, bucket)
        if seconds <= NAP_SECONDS and self.pace and bucket != TOKENS and not is_tryout():
            seconds = max(seconds, limits.turn(self.connection.pk, self.pace, NAP_SECONDS))
        if seconds > NAP_SECONDS:
            raise AskedToWait(f"{self.name} asked us to wait.", retry_after=seconds)
        time.sleep(seconds)

    def _learn(self, answer: requests.Response, bucket: str) -> None:
        """Remember what the answer says about when we may call again."""
        wait = limits.window_wait(answer.headers)
        if not answer.ok:
            wait = max(wait, limits.asked_wait(answer.headers))
        limits.hold(self.connection.pk, bucket, wait)

    def _exchange(
        self, method: str, url: str, content: dict[str, Any], *, changes: bool
    ) -> tuple[requests.Response, bytes]:
        session = _session(self.connection.pk)
        seconds = self._seconds_left()
        with guard.Deadline(seconds) as deadline:
            try:
                with session.request(
                    method,
                    url,
                    stream=True,
                    allow_redirects=False,
                    timeout=(CONNECT_SECONDS, seconds),
                    **content,
                ) as answer:
                    body = b"".join(self._chunks(answer, changes=changes))
            except requests.RequestException as problem:
                raise self._no_answer(problem, deadline, changes=changes) from None
        if deadline.passed:
            raise self._too_slow(changes=changes)
        return answer, body

    def _seconds_left(self) -> float:
        given = _budget.get()
        left = min(self.seconds, given.until - time.monotonic()) if given else self.seconds
        if left < 1:
            raise VendorProblem(f"{self.name} is slow; the rest is tried again later.")
        return left

    def _chunks(self, answer: requests.Response, *, changes: bool) -> Any:
        size = 0
        for chunk in answer.iter_content(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                reason = f"{self.name}'s answer is larger than we read."
                raise VendorProblem(reason, unclear=changes)
            yield chunk

    def _no_answer(
        self, problem: requests.RequestException, deadline: guard.Deadline, *, changes: bool
    ) -> VendorProblem:
        if deadline.passed or isinstance(problem, requests.ReadTimeout):
            return self._too_slow(changes=changes)
        if isinstance(problem, InvalidIPAddress):
            return VendorProblem(f"{self.name}'s host leads to an address that is not public.")
        if _never_sent(problem):
            return VendorProblem(f"{self.name} could not be reached.")
        reason = f"{self.name} broke off its answer."
        return VendorProblem(reason, unclear=changes)

    def _too_slow(self, *, changes: bool) -> VendorProblem:
        reason = f"{self.name} did not answer within {self.seconds:g} seconds."
        return VendorProblem(reason, unclear=changes)

    def _check_answer(self, answer: requests.Response, body: bytes, *, changes: bool) -> None:
        status = answer.status_code
        if status < 500 and status != TOO_MANY:
            self._check_words(status, body, changes=changes)
        if 200 <= status < 300:
            return
        words = _words(body, calls.secrets_of(self.connection))
        reason = f"{self.name} answered {status}" + (f": {words}" if words else ".")
        wait = limits.asked_wait(answer.headers) or limits.window_wait(answer.headers)
        if status == TOO_MANY:
            raise AskedToWait(reason, retry_after=wait or USUAL_WAIT)
        if status in NOTHING_DONE:
            raise VendorProblem(reason, retry_after=wait)
        if 400 <= status < 500:
            raise BY_STATUS.get(status, Rejected)(reason)
        raise VendorProblem(reason, retry_after=wait, unclear=changes)

    def _check_words(self, status: int, body: bytes, *, changes: bool) -> None:
        """Raise what the vendor says in words of its own, whatever the status."""
        told = self.connector.problem_in(status, body)
        if told is None:
            return
        words = masking.text(told.reason, calls.secrets_of(self.connection))[:300]
        raise type(told)(words, retry_after=told.retry_after, unclear=told.unclear and changes)

    def _read(self, body: bytes, expect: type, *, changes: bool) -> Any:
        data = reading.parsed(body)
        if not isinstance(data, expect):
            reason = f"{self.name} answered something else than it promises."
            raise VendorProblem(reason, unclear=changes)
        return data


@functools.lru_cache(maxsize=256)
def _session(connection: int) -> requests.Session:
    """The session of a connection in this process: it keeps sockets, never keys or cookies."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = "Liaison"
    session.mount("https://", guard.Adapter(plain=False))
    session.mount("http://", guard.Adapter(plain=True))
    return session


def is_tryout() -> bool:
    """Whether this is a dry run: its transaction would hold the others' turns up."""
    given = _budget.get()
    return given is not None and given.reads_only


def _note_answer() -> None:
    if given := _budget.get():
        given.answered += 1


def _never_sent(problem: requests.RequestException) -> bool:
    if isinstance(problem, ConnectTimeout | SSLError | InvalidURL):
        return True
    cause = problem.args[0] if problem.args else None
    if isinstance(cause, MaxRetryError):
        return isinstance(cause.reason, NewConnectionError)
    return isinstance(cause, str)  # requests-hardened: the name did not resolve


def _reason() -> Reason:
    given = _budget.get()
    return given.reason if given else NOTHING


def _words(body: bytes, secrets: Iterable[str]) -> str:
    """The ATS's own words about an error, in the places where they usually stand."""
    found = reading.row(reading.parsed(body))
    said = next((found[name] for name in ("errors", "message", "error") if found.get(name)), "")
    parts = said if isinstance(said, list) else [said]
    words = " ".join(part for part in parts if isinstance(part, str))
    return masking.text(" ".join(words.replace("\x00", "").split()), secrets)[:200]

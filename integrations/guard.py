"""The walls around outgoing calls: where they may go, and for how long (P31, P53)."""

import fnmatch
import ipaddress
import re
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from contextvars import ContextVar
from http.client import HTTPResponse
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from integrations.problems import Rejected

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII without space and backslash
PUBLIC_V6 = ipaddress.ip_network("2000::/3")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def check_address(url: str, *, hosts: Iterable[str], own: Iterable[str]) -> None:
    """Check that a call may go to this address.

    Args:
        hosts: patterns of the vendor's real hosts, reached by https on its usual port.
        own: addresses stored with the connection; those on loopback are allowed where
            ALLOW_PRIVATE_ATS_HOSTS is set, by plain http too.

    Raises:
        Rejected: when it may not.
    """
    if not (_is_vendor(url, hosts) or _is_own_loopback(url, own)):
        raise Rejected("Calls to this address are not allowed: it is not one of the ATS's hosts.")


def _is_vendor(url: str, hosts: Iterable[str]) -> bool:
    parts = _split(url)
    if parts is None or parts.scheme != "https" or parts.port not in (None, 443):
        return False
    host = parts.hostname or ""
    known = any(fnmatch.fnmatchcase(host, pattern) for pattern in hosts)
    return known and bool(HOST.fullmatch(host))


def _is_own_loopback(url: str, own: Iterable[str]) -> bool:
    parts = _split(url)
    if not settings.ALLOW_PRIVATE_ATS_HOSTS or parts is None or parts.hostname not in LOOPBACK:
        return False
    origins = {(stored.scheme, stored.netloc) for stored in map(_split, own) if stored}
    return parts.scheme == "http" and (parts.scheme, parts.netloc) in origins


def _split(url: str) -> SplitResult | None:
    """The parts of a plain address; None for one that two readers might read differently."""
    if not PLAIN.fullmatch(url):
        return None
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.port != 0 and "@" not in parts.netloc:
            return parts
    return None


class Deadline:
    """Ends whatever happens inside after so many seconds, by shutting the socket in use.

    A timeout on a socket starts anew with every byte; a peer that drips is stopped by this.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._token = _deadline.set(self)
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        _deadline.reset(self._token)

    def watch(self, connected: socket.socket) -> None:
        """Say which socket to shut when the time is up."""
        self._socket = connected
        if self.passed:
            self._cut()

    def _cut(self) -> None:
        self.passed = True
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


_deadline: ContextVar[Deadline] = ContextVar("deadline")


class _Watched(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        _deadline.get().watch(self.sock)
        return super().getresponse()  # type: ignore[return-value]


class _WatchedTls(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched  # type: ignore[assignment]


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls  # type: ignore[assignment]


class Adapter(IPFilterAdapter):  # type: ignore[misc]
    """Resolves a host once, refuses private addresses, connects to what it checked.

    Plain http is for loopback alone, https for public addresses alone.
    """

    def __init__(self, *, plain: bool) -> None:
        super().__init__(is_https_proto=not plain, allow_loopback=plain)
        self._plain = plain

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Use connections that a Deadline can end."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        """Look again at the address that was chosen: old blocks of IPv6 are let through above."""
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        address = ipaddress.ip_address(host["host"].strip("[]"))
        public = address.version == 4 or address in PUBLIC_V6
        if not (address.is_loopback if self._plain else public):
            raise InvalidIPAddress(address)
        return host, pool

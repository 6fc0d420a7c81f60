"""Every address, for everybody: who gets in, what is found there, and that looking is harmless.

Who is of many kinds asks by turns, one at each address, and so is nonsense of many kinds sent;
with EVERYBODY=1 all of them ask everywhere. What was asked before is not asked again.
"""

import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client, override_settings

from portal.models import Kind
from tests import markup
from tests.addresses import ROWS, Door, Row, routes
from tests.two_organizations import World, build

MISSING = 999_999_999
KEPT_APART = {"django_session", "cache"}  # sessions, and counts of guesses
IN_GROUPS = [kind for kind in Kind if kind not in (Kind.ORG_ADMIN, Kind.SUPPORT)]
UNLIKE = (Kind.ORG_ADMIN, Kind.GRADER, Kind.INTERVIEWER, Kind.SUPPORT)  # in whom views tell apart

NAME = re.compile(r'\bname="([\w-]+)"')
BAD_FORMS = (None, "9" * 25, "\0é")  # without any field, or with this in each
UNSEEN = ("head", "options")  # looks that no page makes
LOOKS = ("get", *UNSEEN)
pytestmark = [pytest.mark.xdist_group("addresses"), pytest.mark.django_db]  # one world for all
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What somebody was answered, and what it did before it was taken back."""

    status: int
    to: str  # where it redirects
    text: str
    templates: set[str]
    wrote: set[str]  # tables; only told of looks
    mails: int

    def shape(self, address: str) -> tuple[int, str]:
        """Without what is new each time, and without the address that was asked for."""
        text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", self.text)
        return self.status, text.replace(address, "ADDRESS")


def _routes(*doors: Door, rows: bool = False) -> Any:
    """The addresses behind these doors; with `rows` those that name a row."""
    chosen = [
        route
        for route, row in ROWS.items()
        if row.door in doors and (row.rows or not rows) and not row.again
    ]
    return pytest.mark.parametrize("route", chosen)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for the whole module; what is done in it is taken back after every question."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        made = build()
        made.sessions = {kind: _signed_in(user) for kind, user in made.viewers.items()}
        for route, row in ROWS.items():
            address = row.address(route, _found(made, row))
            made.pages[route] = _ask(made, _host(route), "get", address).text
        made.fields = {name for page in made.pages.values() for name in NAME.findall(page)}
        yield made
        transaction.set_rollback(True)


def _signed_in(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["session"].value


def _ask(
    world: World, kind: Kind | None, method: str, address: str, *, with_token: bool = True
) -> Answer:
    """What somebody is answered, with the CSRF token or without; asked once and remembered."""
    question = (kind, method, address, with_token)
    if question not in world.asked:
        world.asked[question] = _send(world, kind, method, address, with_token=with_token)
    return world.asked[question]


def _send(
    world: World,
    kind: Kind | None,
    method: str,
    address: str,
    body: Any = None,
    *,
    with_token: bool = True,
) -> Answer:
    world.client.cookies.clear()
    if kind:
        world.client.cookies["session"] = world.sessions[kind]
    world.client.handler.enforce_csrf_checks = not with_token
    looks, sent = method in LOOKS, len(mail.outbox)
    before = _writes() if looks else {}
    with transaction.atomic():
        response = getattr(world.client, method)(address, body)
        transaction.set_rollback(True)
    assert response.status_code < 500 or address == "/readyz", (kind, method, address)
    return Answer(
        status=response.status_code,
        to=response.headers.get("Location", ""),
        text=response.getvalue().decode(),
        templates={template.name for template in response.templates},
        wrote=_written_since(before) if looks else set(),
        mails=len(mail.outbox) - sent,
    )


def _host(route: str) -> Kind:
    """Who is let in here, if anybody with an account is."""
    return Kind.INTERVIEWER if route.startswith("interviewer/") else Kind.ORG_ADMIN


def _some(many: Sequence[T], route: str) -> Sequence[T]:
    """The one whose turn it is at this address, or with EVERYBODY=1 all."""
    if os.environ.get("EVERYBODY"):
        return many
    return [many[zlib.crc32(route.encode()) % len(many)]]


def _viewers(row: Row, route: str) -> tuple[Kind | None, ...]:
    """Nobody, who is let in, and some of whom views tell apart where an account counts."""
    unlike = _some(UNLIKE, route) if row.door == Door.ACCOUNT else ()
    return tuple(dict.fromkeys((None, _host(route), *unlike)))


def _methods(world: World, route: str) -> list[str]:
    """By which of GET and POST this address can be asked at all."""
    if route not in world.methods:
        address = ROWS[route].address(route, _found(world, ROWS[route]))
        answers = {method: _ask(world, None, method, address) for method in ("get", "post")}
        world.methods[route] = [name for name, each in answers.items() if each.status != 405]
    return world.methods[route]


def _found(world: World, row: Row) -> SimpleNamespace:
    return world.toy if row.toy else world.own


def _writes() -> dict[str, int]:
    """How many rows of each table were written in this transaction, also if taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return dict(cursor.fetchall())


def _written_since(before: dict[str, int]) -> set[str]:
    return {table for table, count in _writes().items() if count != before.get(table, 0)}


def test_p39_no_address_is_without_a_row() -> None:
    assert set(routes()) - set(ROWS) == set(), "an address without a row in tests/addresses.py"
    assert set(ROWS) - set(routes()) == set(), "a row without an address"


@_routes(Door.ACCOUNT)
def test_p39_who_is_not_signed_in_is_sent_to_sign_in(world: World, route: str) -> None:
    address = ROWS[route].address(route, world.own)
    answers = [_ask(world, None, method, address) for method in _methods(world, route)]

    assert answers
    assert all(answer.to.startswith("/accounts/login/?next=") for answer in answers)


@_routes(Door.LINK)
def test_p39_a_forged_link_is_as_good_as_none(world: World, route: str) -> None:
    row = ROWS[route]
    good = row.address(route, world.own)
    forged = [row.address(route, world.own, token=token) for token in ("a", world.own.book + "a")]

    for method in _methods(world, route):
        shapes = {_ask(world, None, method, address).shape(address) for address in forged}
        assert len(shapes) == 1
        assert shapes.pop()[0] in (400, 404)
        assert _ask(world, None, method, good).status != 404


@_routes(Door.ACCOUNT, rows=True)
def test_p39_a_foreign_row_is_as_good_as_none(world: World, route: str) -> None:
    """Whoever asks is answered word for word as for a row that never was."""
    row = ROWS[route]
    for part, name in row.rows.items():
        missing = "nowhere" if part == "slug" else MISSING
        theirs = row.address(route, world.own, **{part: getattr(world.foreign, name)})
        nowhere = row.address(route, world.own, **{part: missing})
        asking = _some((_host(route), *UNLIKE[1:]), route)
        for kind, method in product(asking, _methods(world, route)):
            answer = _ask(world, kind, method, theirs)
            if kind == Kind.SUPPORT and part == "slug":
                assert answer.status == 409  # they are of all, one at a time
                continue
            assert answer.status in (403, 404), (kind, theirs)
            assert answer.shape(theirs) == _ask(world, kind, method, nowhere).shape(nowhere)


@_routes(Door.ACCOUNT, rows=True)
def test_p39_a_foreign_row_is_not_found(world: World, route: str) -> None:
    """The test before would hold for a page that nobody may open, too."""
    row, kind = ROWS[route], _host(route)
    theirs, own = row.address(route, world.foreign), row.address(route, world.own)

    for method in _methods(world, route):
        assert _ask(world, kind, method, theirs).status == 404
        assert _ask(world, kind, method, own).status in (200, 302)


@_routes(Door.ACCOUNT, rows=True)
def test_p39_another_groups_row_is_refused(world: World, route: str) -> None:
    row = ROWS[route]
    if set(row.rows) == {"slug"}:
        return  # the organization is theirs too
    address = row.address(route, world.beside)
    for kind, method in product(_some(IN_GROUPS, route), _methods(world, route)):
        assert _ask(world, kind, method, address).status in (403, 404), kind


def test_every_page_is_well_marked_up(world: World) -> None:
    """`make e2e` looks closer, by axe in a browser, in both themes and three widths."""
    found = {route: markup.problems(page) for route, page in world.pages.items()}
    assert {route: problems for route, problems in found.items() if problems} == {}


def test_choosing_nothing_is_told_in_words(world: World) -> None:
    assert [route for route, page in world.pages.items() if ">---------<" in page] == []


@_routes(*Door)
def test_p47_looking_changes_nothing(world: World, route: str) -> None:
    row = ROWS[route]
    address = row.address(route, _found(world, row))
    answers = [_ask(world, kind, "get", address) for kind in _viewers(row, route)]
    answers += [_ask(world, _host(route), each, address) for each in _some(UNSEEN, route)]

    for answer in answers:
        assert answer.wrote - KEPT_APART - row.logs == set()
        assert answer.mails == 0


@_routes(*Door)
def test_p51_a_change_without_the_token_is_refused(world: World, route: str) -> None:
    row = ROWS[route]
    address = row.address(route, _found(world, row))
    others = [(None, "post"), *product([_host(route)], ("put", "patch", "delete"))]
    for kind, method in ((_host(route), "post"), *_some(others, route)):
        answer = _ask(world, kind, method, address, with_token=False)
        refused = "403_csrf.html" in answer.templates
        assert refused is not bool(row.key_holders)
        assert not refused or answer.status == 403


@_routes(*Door)
def test_p56_no_press_fails(world: World, route: str) -> None:
    """Neither with nothing in it nor with nonsense in every field that the site knows."""
    row = ROWS[route]
    address = row.address(route, _found(world, row))
    if "post" not in _methods(world, route):
        return
    _ask(world, None, "post", address)
    for value in _some(BAD_FORMS, route):
        form = dict.fromkeys(world.fields, value) if value else None
        _send(world, _host(route), "post", address, form)

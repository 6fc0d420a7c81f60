"""The verbs of a role: news inside the transaction, races, names (C2, C5)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from portal.scope import everywhere
from roles import changes
from roles.models import Role, RoleChange, ScoringBar
from roles.news import role_changed
from tests import factories


@pytest.fixture
def news() -> Iterator[list[tuple[Role, list[str]]]]:
    heard: list[tuple[Role, list[str]]] = []

    def hear(sender: type[Role], role: Role, changes: list[RoleChange], **_: Any) -> None:
        assert connection.in_atomic_block
        heard.append((role, [line.field for line in changes]))

    role_changed.connect(hear)
    yield heard
    role_changed.disconnect(hear)


def test_every_change_is_announced_with_its_lines(role: Role, news: Any) -> None:
    by = factories.UserFactory()

    changes.change(role, {"name": "Platform", "location": "Berlin"}, by=by)
    changes.archive(role, by=by)
    changes.unarchive(role, by=by)
    made = changes.create(role.group, {"name": "Designer", "format": role.format}, by=by)

    assert news == [
        (role, ["name", "location"]), (role, ["status"]), (role, ["status"]), (made, ["role"]),
    ]  # fmt: skip


def test_what_is_no_change_is_not_announced(role: Role, news: Any) -> None:
    by = factories.UserFactory()

    assert changes.change(role, {"name": role.name, "redo": False}, by=by) == []
    assert changes.unarchive(role, by=by) == []

    assert news == []


def test_a_listener_that_fails_takes_the_change_back(role: Role) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("no")

    role_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            changes.change(role, {"name": "Platform"}, by=factories.UserFactory())
    finally:
        role_changed.disconnect(fail)

    role.refresh_from_db()
    assert role.name == "Backend engineer"
    assert not RoleChange.objects.exists()


def test_a_taken_name_is_refused_by_the_database_too(role: Role) -> None:
    by = factories.UserFactory()
    other = factories.RoleFactory(group=role.group, name="Designer")

    with pytest.raises(changes.NameTaken, match="“Designer” already"):
        changes.change(role, {"name": "Designer"}, by=by)
    with pytest.raises(changes.NameTaken):
        changes.create(role.group, {"name": "Designer", "format": other.format}, by=by)


@pytest.mark.django_db(transaction=True)
def test_changes_at_once_come_one_after_the_other() -> None:
    with everywhere():
        role, by = factories.RoleFactory(), factories.UserFactory()
    start = Barrier(8)

    def set_bar(score: int) -> None:
        with everywhere():
            start.wait()
            changes.change(role, {"pass_score": 1 + score % 4, "window_days": 10 + score}, by=by)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(set_bar, range(8)))

    with everywhere():
        lines = list(RoleChange.objects.filter(field__startswith="days until").order_by("pk"))
        versions = list(ScoringBar.objects.order_by("version").values_list("version", flat=True))
    assert [line.old for line in lines] == ["28", *(line.new for line in lines[:-1])]
    assert versions == list(range(1, len(versions) + 1))

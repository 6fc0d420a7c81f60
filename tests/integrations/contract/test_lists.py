"""Every connector: a sync loses nothing and doubles nothing, however a list moves meanwhile."""

from collections.abc import Callable, Sequence

import pytest
from django.core.cache import cache
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from integrations import sync
from integrations.models import CallClock, Connection, Job, SyncRun
from portal.models import Group, Organization
from tests.integrations.contract.conftest import Stand
from tests.integrations.contract.material import Asked, Material, Reply
from tests.integrations.contract.vendors import VENDORS, connected, material_of

every_vendor = pytest.mark.parametrize("vendor", VENDORS)
MOVING = (  # the numbers on each page of a list of 1 to 4 that moves while it is read
    [1, 2],
    [2, 3],  # overlaps the last one: something came in front
    [],
    [4],
    [1, 2],  # moved to the end
    [],
)


def paged(material: Material, name: str, pages: Sequence[Sequence[int]]) -> Callable[..., Reply]:
    """Answers of an account where this list has these pages, and every other one a row."""
    lists = material.lists

    def answer(asked: Asked) -> Reply:
        wanted = lists.wanted(asked)
        if wanted is None:
            return material.well(asked)
        if wanted[0] != name:
            return lists.page(wanted[0], [lists.row(wanted[0], 1)], "")
        here = int(wanted[1] or 0)
        rows = [lists.row(name, number) for number in pages[here]]
        return lists.page(name, rows, str(here + 1) if here + 1 < len(pages) else "")

    return answer


def synced(connection: Connection) -> SyncRun:
    """A sync, all of it; no wait of an earlier one holds it up."""
    cache.clear()
    CallClock.objects.all().delete()
    run = sync.start(connection)
    sync.run_due()
    run.refresh_from_db()
    return run


@every_vendor
def test_p34_p35_a_list_that_moves_is_copied_whole(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    material, connection = material_of(vendor), connected(vendor, group, stand.url)
    stand.answer = paged(material, "jobs", MOVING)
    run = synced(connection)
    kept = list(Job.objects.filter(gone_at=None).values_list("remote_id", flat=True))
    assert (run.state, run.error) == ("done", "")
    assert {material.lists.remote_id(number) for number in (1, 2, 3, 4)} <= set(kept)
    assert len(kept) == len(set(kept))


@every_vendor
def test_p34_a_place_that_is_no_more_loses_nothing(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    """The run begins anew, or fails with what it has; then the next one reads all of it."""
    material, connection = material_of(vendor), connected(vendor, group, stand.url)
    stale, lists = material.lists.stale, material.lists
    if stale is None:
        return
    answer, forgotten = paged(material, "jobs", [[1, 2], [3, 4]]), [stale]

    def forgetful(asked: Asked) -> Reply:
        goes_on = lists.wanted(asked) == ("jobs", "1")
        return forgotten.pop() if goes_on and forgotten else answer(asked)

    stand.answer = forgetful
    first = synced(connection)
    assert not forgotten
    last = first if first.state == "done" else synced(connection)
    assert last.state == "done"
    assert Job.objects.filter(gone_at=None).count() == 4


@every_vendor
def test_p34_a_thousand_applications_cost_a_call_a_page_and_as_many_statements_each(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    material, connection = material_of(vendor), connected(vendor, group, stand.url)
    size = material.lists.rows_a_page

    def cost(pages: int, rows: int) -> tuple[int, int]:
        """Calls and statements of a sync of so many pages of applications, of so many rows."""
        SyncRun.objects.all().delete()
        stand.asked.clear()
        listed = [range(1 + at * rows, 1 + (at + 1) * rows) for at in range(pages)]
        stand.answer = paged(material, "states", listed)
        with CaptureQueriesContext(database) as queries:
            run = synced(connection)
        assert run.state == "done"
        assert run.seen >= pages * rows
        return len(stand.asked), len(queries)

    many = -(-1_000 // size)
    cost(1, rows=1)  # fetches what is kept for later
    (calls, statements), (calls_of_two, statements_of_two) = cost(1, rows=1), cost(2, rows=1)
    each = statements_of_two - statements
    assert calls_of_two == calls + 1
    assert cost(many, rows=size) == (calls + many - 1, statements + (many - 1) * each)

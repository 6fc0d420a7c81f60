"""What belongs to the whole account: stages, reasons, users, tags, contacts, requisitions."""

from collections import Counter
from collections.abc import Callable

from integrations.sandbox.lever import moves, showing
from integrations.sandbox.lever.ask import Ask
from integrations.sandbox.lever.filters import Filter, asked, having, milliseconds, span, union
from integrations.sandbox.lever.paging import cut, page
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer

DELETED = span("deleted_at", "deleted_ms")
USERS: dict[str, Filter] = {
    "email": union(lambda text: having(email=text)),
    "accessRole": union(lambda text: having(accessRole=text)),
    "includeDeactivated": lambda name, texts: having(),
}
REASONS: dict[str, Filter] = {"type": union(lambda text: having(type=text))}


def one_of(kind: str) -> Callable[[Ask, str], Answer]:
    """A call that reads one row of this kind."""

    def one(ask: Ask, name: str) -> Answer:
        return Answer(200, {"data": showing.plain(kind, [store.named(kind, name)])[0]})

    return one


def stages(ask: Ask) -> Answer:
    """The stages of every posting, in order."""
    return Answer(200, cut(showing.plain("stages", moves.stages()), ask.query))


def archive_reasons(ask: Ask) -> Answer:
    """Why opportunities are archived, inactive reasons too. The list has no `hasNext`."""
    rows = store.rows("archive_reasons").filter(asked(ask.query, REASONS))
    return Answer(200, {"data": showing.plain("archive_reasons", rows)})


def disposition_stages(ask: Ask) -> Answer:
    """Stages with their order, and reasons, in one answer."""
    ranked = [
        {"id": row["id"], "text": row["text"], "pipeline": row["pipeline"], "rank": rank}
        | {"hasInterview": False}
        for rank, row in enumerate(moves.stages())
    ]
    reasons = showing.plain("archive_reasons", store.rows("archive_reasons"))
    return Answer(200, {"data": {"stages": ranked, "archiveReasons": reasons}})


def users(ask: Ask) -> Answer:
    """Users; deactivated ones only on request."""
    found = store.rows("users").filter(asked(ask.query, USERS))
    if ask.query.get("includeDeactivated") != "true":
        found = found.filter(having(deactivatedAt=None))
    return Answer(200, page(found, ("number",), ask.query, _plain("users")))


def tags(ask: Ask) -> Answer:
    """Every tag and how many opportunities carry it; a posting's tag that none carries too."""
    return Answer(200, cut(_counted("tags", known=_tags_of_postings()), ask.query))


def sources(ask: Ask) -> Answer:
    """Every source and how many opportunities have it."""
    return Answer(200, cut(_counted("sources", known=[]), ask.query))


def deleted(kind: str) -> Callable[[Ask], Answer]:
    """A call that lists what is gone: `deleted_opportunities` or `deleted_postings`."""

    def index(ask: Ask) -> Answer:
        found = store.rows(kind).annotate(deleted_ms=milliseconds("deletedAt"))
        found = found.filter(asked(ask.query, DELETED))
        return Answer(200, page(found, ("deleted_ms", "number"), ask.query, _plain(kind)))

    return index


def requisitions(ask: Ask) -> Answer:
    """Requisitions: this customer has none."""
    return Answer(200, cut([], ask.query))


def requisition_fields(ask: Ask) -> Answer:
    """The fields of requisitions. The list has no `hasNext`."""
    return Answer(200, {"data": []})


def _plain(kind: str) -> Callable[[list[Record]], list[Row]]:
    return lambda records: showing.plain(kind, records)


def _tags_of_postings() -> list[str]:
    return [tag for row in store.rows("postings") for tag in row["tags"]]


def _counted(field: str, *, known: list[str]) -> list[Row]:
    counts = Counter(dict.fromkeys(known, 0))
    for values in store.rows("opportunities").values_list(f"data__{field}", flat=True):
        counts.update(values)
    return [{"count": counts[text], "text": text} for text in sorted(counts)]

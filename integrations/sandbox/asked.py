"""The rows that a page's address names: they are there, or the page is not."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from integrations.sandbox.models import Record
from integrations.sandbox.records import Store


def row(store: Store, kind: str, number: int) -> Record:
    """The row of this number. Raises Http404."""
    found = store.find(kind, number)
    if found is None:
        raise Http404
    return found


def application(request: HttpRequest, theirs: QuerySet[Record]) -> Record | None:
    """The one of somebody's applications that `?application_id=` names, else their latest.

    Raises Http404 where it names none of theirs.
    """
    asked = request.GET.get("application_id", "").strip()
    if not asked:
        return theirs.last()
    chosen = theirs.filter(number=int(asked)).first() if asked.isdecimal() else None
    if chosen is None:
        raise Http404
    return chosen

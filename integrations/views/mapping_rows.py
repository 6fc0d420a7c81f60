"""What the mapping pages share: who may act, the rows shown, whether a preview was confirmed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.views.decorators.http import require_http_methods

from integrations import visibility
from integrations.mapping.forms import CONFIRMED
from integrations.models import Connection, MappingChange
from portal.paging import SIZE, Page, page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest

ORDER = ["settled", "name", "pk"]
form_page = require_http_methods(["GET", "HEAD", "POST"])


def connection_of(request: ViewerRequest, pk: int) -> Connection:
    """The connection of an address: looking follows row 7 of the table, mapping row 6 (B3)."""
    act = Act.RUN_INTEGRATIONS if request.method == "POST" else Act.SEE_INTEGRATIONS
    return visibility.connection_for(request.viewer, pk, act)


def shown_rows(
    request: ViewerRequest, found: QuerySet[Any], prefix: str, *, by: Sequence[str] = ORDER
) -> Page[Any]:
    """The rows of the page; of one that is sent those it names, whatever was added meanwhile."""
    if request.method != "POST":
        return page_of(found, request.GET, by=by)
    named = [name.removeprefix(prefix) for name in request.POST if name.startswith(prefix)]
    named += request.POST.getlist("chosen")
    ids = {int(text) for text in named if text.isascii() and text.isdecimal() and len(text) < 19}
    return Page(list(found.filter(pk__in=sorted(ids)[:SIZE]).order_by(*by)))


def progress_of(request: ViewerRequest, change: MappingChange | None) -> dict[str, Any]:
    """How far the newest change is, and the address that tells it anew while it is applied."""
    running = change is not None and change.done_at is None
    return {"last": change, "poll": request.get_full_path() if running else ""}


def confirmed(request: ViewerRequest) -> bool:
    """Whether what is sent was previewed and is to be saved."""
    return CONFIRMED in request.POST

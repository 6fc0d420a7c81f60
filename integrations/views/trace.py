"""Why was there no invite? One question, one time line, one answer in plain words (K7)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from integrations import visibility
from integrations.models import Connection
from integrations.trace.answer import answer
from integrations.trace.case import Kept, gather
from integrations.trace.facts import known_of, stuck
from integrations.trace.forms import Question
from integrations.trace.known import Place
from integrations.trace.lines import lines_of, webhook_url
from integrations.trace.search import find
from integrations.views.places import HERE, connection_page
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import Viewer, ViewerRequest
from portal.views.organizations import page

OF_CONNECTION = {
    Place.JOBS: ("connection_jobs", "Open Mapping > Jobs"),
    Place.STAGES: ("connection_stages", "Open Mapping > Stages"),
    Place.KEY: ("connection_key", "Open the key and settings"),
    Place.OVERVIEW: ("connection", "Open the connection"),
}


@require_safe
@organization_page
def organization_trace(request: ViewerRequest) -> HttpResponse:
    """The question, asked of every connection that the viewer sees."""
    request.viewer.need(Act.SEE_INTEGRATIONS)
    found = visibility.connections(request.viewer).select_related("organization", "group")
    facts = _facts(request, found.order_by("name", "pk"))
    return page(request, HERE, "integrations/trace.html", **facts)


@require_safe
@organization_page
def connection_trace(request: ViewerRequest, pk: int) -> HttpResponse:
    """The question, asked of one connection."""
    found = visibility.connection_for(request.viewer, pk)
    facts = _facts(request, [found])
    return connection_page(
        request, "connection_trace", "integrations/trace_connection.html", found, **facts
    )


def _facts(request: ViewerRequest, connections: Iterable[Connection]) -> dict[str, Any]:
    """The case that is meant with its time line and answer, else those to choose from."""
    form = Question(request.GET)
    words = form.words
    cases = find(request.viewer, connections, words)
    chosen = [case for case in cases if case.key == form.chosen]
    facts: dict[str, Any] = {"form": form, "words": words, "cases": cases}
    if not chosen and len(cases) != 1:
        return facts
    kept = gather(request.viewer, (chosen or cases)[0])
    said = answer(known_of(kept, request.viewer.user.zone))
    return facts | {
        "kept": kept,
        "case": kept.case,
        "said": said,
        "place": _place(request.viewer, said.place, kept),
        "lines": lines_of(kept, request.viewer),
        "trial": _trial(request.viewer, kept),
    }


def _trial(viewer: Viewer, kept: Kept) -> str:
    """The address of a dry run of the application, for those who may make one."""
    connection, number = kept.case.connection, kept.case.remote_id
    if not (connection and number and viewer.may(Act.RUN_INTEGRATIONS, connection.group_id)):
        return ""
    address = reverse("connection_dry_run", args=[connection.organization.slug, connection.pk])
    return f"{address}?{urlencode({'application': number})}"


def _place(viewer: Viewer, place: Place, kept: Kept) -> tuple[str, str] | None:
    """The address where something can be done, and what its link says."""
    connection = kept.case.connection
    if place == Place.KEY and not viewer.may(Act.RUN_INTEGRATIONS):
        place = Place.OVERVIEW  # which says who can
    if place == Place.ATTEMPT and kept.attempts:
        return reverse("attempt", args=[kept.attempts[-1].pk]), "Open the attempt"
    if place == Place.CANDIDACY:
        last = kept.attempts[-1] if kept.attempts else None
        candidacy = kept.candidacy.pk if kept.candidacy else last and last.candidacy_id
        return (reverse("candidacy", args=[candidacy]), "Open the candidacy") if candidacy else None
    if place == Place.DELIVERY and connection:
        return webhook_url(connection, stuck(kept.deliveries)[-1].pk), "Open the webhook"
    if place in OF_CONNECTION and connection:
        name, label = OF_CONNECTION[place]
        return reverse(name, args=[connection.organization.slug, connection.pk]), label
    return None

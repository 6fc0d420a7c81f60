"""The page that compares our roles with the list that an ATS offers (C5)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from integrations import follower_list, health, options, switches
from integrations.capabilities import Capability
from integrations.mapping import role_drift
from integrations.models import Connection, ListedRoles
from integrations.views.mapping_rows import connection_of
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.viewers import ViewerRequest

HERE = "connection_roles"
POLLED_FOR = timedelta(seconds=90)


@require_safe
@organization_page
def roles(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the ATS offered when it was last asked, beside our roles; differences come first."""
    found = connection_of(request, pk)
    listed = ListedRoles.objects.filter(connection=found).first()
    lines = role_drift.drift(found, listed) if listed and listed.read_at else []
    to_paste = _to_paste(found)
    facts = {
        "grade": found.connector.capabilities[Capability.ROLES_MATCH],
        "listed": listed,
        "lines": lines,
        "different": sum(line.tone == "warn" for line in lines),
        "poll": request.path if _runs(listed) else "",
        "to_paste": to_paste,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "integrations/_roles.html", facts)
    return connection_page(request, HERE, "integrations/roles.html", found, **facts)


@require_POST
@organization_page
def compare(request: ViewerRequest, pk: int) -> HttpResponse:
    """Have the ATS's list read now."""
    return _ask(request, connection_of(request, pk), push=False)


@require_POST
@organization_page
def push(request: ViewerRequest, pk: int) -> HttpResponse:
    """Make the ATS's list equal to ours now, and read it again."""
    return _ask(request, connection_of(request, pk), push=True)


def _to_paste(found: Connection) -> list[tuple[str, str]]:
    """The lists of ours that a person pastes into the ATS: title, and an entry a line."""
    wanted = found.connector.lists_to_paste()
    lists = []
    if Capability.ROLES_MATCH in wanted:
        lists.append(("Our roles", [role.name for role in options.offered(found)]))
    if Capability.FOLLOWER_LIST in wanted:
        lists.append(("Who may follow", list(follower_list.offered(found))))
    return [(title, "\n".join(entries)) for title, entries in lists]


def _ask(request: ViewerRequest, found: Connection, *, push: bool) -> HttpResponse:
    off = switches.refusal(found, Capability.ROLES_MATCH)
    if push and off:
        messages.warning(request, f"Nothing is pushed. {off}")
    elif found.open_for_calls:
        role_drift.ask(found, push=push)
    else:
        messages.warning(request, f"Nothing is asked now: {health.condition(found)[1]}")
    return redirect(HERE, found.organization.slug, found.pk)


def _runs(listed: ListedRoles | None) -> bool:
    asked = listed.asked_at if listed else None
    return asked is not None and timezone.now() - asked < POLLED_FOR

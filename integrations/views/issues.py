"""The pages of a connection's issues, and of the vendor's planned maintenance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.entrance import posted
from integrations import visibility
from integrations.models import Connection, Issue, IssueKind
from integrations.views.places import connection_page
from integrations.watch import issues as issue_verbs
from integrations.watch import maintenance as planned
from integrations.watch.forms import Maintenance, Snooze
from portal.entrance import organization_page
from portal.paging import page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest

ORDER = ["place", "last_at", "pk"]
HEADINGS = {"open": "Open", "snoozed": "Snoozed", "ended": "Ended in the last 90 days"}
KEY = ("connection_key", "Replace the key")
HOOKS = ("log_webhooks", "Open the log of webhooks")
WHERE = {  # a page, and what is done there
    IssueKind.BAD_KEY: KEY,
    IssueKind.EXPIRED_SIGN_IN: KEY,
    IssueKind.KEY_EXPIRES: KEY,
    IssueKind.HOOKS_REFUSED: ("connection_key", "Replace the webhook secret"),
    IssueKind.MISSING_PERMISSION: ("connection", "See what was tried, and test again"),
    IssueKind.OFFLINE: ("log_calls", "Open the log of calls"),
    IssueKind.API_ERRORS: ("log_updates", "Open the log of updates"),
    IssueKind.HOOKS_FAILING: HOOKS,
    IssueKind.HOOKS_SILENT: HOOKS,
    IssueKind.SHRUNK: ("log_syncs", "Open the log of syncs"),
}


@require_safe
@organization_page
def issues(request: ViewerRequest, pk: int) -> HttpResponse:
    """What is wrong with a connection: open first, then snoozed, then what ended of late."""
    found = visibility.connection_for(request.viewer, pk)
    known = issue_verbs.listed(found).select_related("snoozed_by")
    shown = page_of(known, request.GET, by=ORDER, descending=True)
    may_run = request.viewer.may(Act.RUN_INTEGRATIONS, found.group_id)
    rows = [(issue, *_where(found, issue, may_run=may_run)) for issue in shown.rows]
    places = [
        (heading, [row for row in rows if row[0].state == state])
        for state, heading in HEADINGS.items()
    ]
    facts = {"page": shown, "places": places, "snoozes": issue_verbs.SNOOZES}
    return connection_page(request, "connection_issues", "integrations/issues.html", found, **facts)


@require_POST
@organization_page
def snooze(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """Let an issue be for a week or a month."""
    found, issue = _issue(request, pk, row)
    form = Snooze(posted(request))
    if form.is_valid() and issue.ended_at is None:
        days = form.cleaned_data["days"]
        issue_verbs.snooze(issue, days, request.viewer.user)
        messages.success(request, f"Snoozed for {days} days. Nobody is mailed of it meanwhile.")
    else:
        messages.warning(request, "This issue cannot be snoozed: it has ended.")
    return _back(found)


@require_POST
@organization_page
def wake_up(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """End the snooze of an issue."""
    found, issue = _issue(request, pk, row)
    issue_verbs.wake_up(issue)
    messages.success(request, "The issue is open again.")
    return _back(found)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def maintenance(request: ViewerRequest, pk: int) -> HttpResponse:
    """When the vendor works on its ATS every week, which counts as no downtime (K6)."""
    act = Act.RUN_INTEGRATIONS if request.method == "POST" else Act.SEE_INTEGRATIONS
    found = visibility.connection_for(request.viewer, pk, act)
    form = Maintenance(posted(request), instance=found)
    if form.is_valid():
        Connection.objects.filter(pk=found.pk).update(**form.cleaned_data)
        messages.success(request, "Saved. The uptime leaves this time out.")
        return redirect("connection_maintenance", slug=found.organization.slug, pk=found.pk)
    if form.is_bound:
        found = visibility.connection_for(request.viewer, pk, act)  # as it is, not as it was typed
    facts = {"form": form, "now": planned.in_words(found)}
    template = "integrations/maintenance.html"
    return connection_page(request, "connection_maintenance", template, found, **facts)


def _issue(request: ViewerRequest, pk: int, row: int) -> tuple[Connection, Issue]:
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    return found, get_object_or_404(Issue, connection=found, pk=row)


def _where(connection: Connection, issue: Issue, *, may_run: bool) -> tuple[str, str]:
    """The address where it is mended, and what the link says; none where they may not go."""
    name, label = WHERE[IssueKind(issue.kind)]
    if issue.ended_at or (name == "connection_key" and not may_run):
        return "", ""
    return reverse(name, args=[connection.organization.slug, connection.pk]), label


def _back(found: Connection) -> HttpResponse:
    return redirect("connection_issues", slug=found.organization.slug, pk=found.pk)

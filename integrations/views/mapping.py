"""The pages that say what an ATS's jobs and stages mean here (A6, A7, G7)."""

from typing import TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from candidates.actors import person
from candidates.entrance import posted
from integrations import mapping, visibility
from integrations.forms import JOB, STAGE, JobRoles, Search, StageStandings
from integrations.models import Job, Stage
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import SIZE, Page, page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest

ORDER = ["settled", "name", "pk"]
Row = TypeVar("Row", Job, Stage)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@organization_page
def jobs(request: ViewerRequest, pk: int) -> HttpResponse:
    """The jobs copied from the ATS and the role each leads to; those without one come first."""
    found = visibility.connection_for(request.viewer, pk, _act(request))
    search = Search(request.GET)
    shown = _shown(request, mapping.jobs(found, search.words), JOB)
    form = JobRoles(posted(request), list(shown.rows), found.group)
    if form.is_valid():
        chosen = {job.pk: form.cleaned_data[f"{JOB}{job.pk}"] for job in shown.rows}
        changed = mapping.map_jobs(list(shown.rows), chosen)
        messages.success(request, f"Saved: {changed} jobs lead to another role now.")
        return redirect(request.get_full_path())
    roles = mapping.roles_of(found, list(shown.rows))
    waiting = mapping.waiting_for_role(found, list(shown.rows))
    rows = [
        (job, form[f"{JOB}{job.pk}"], roles[job.pk], waiting.get(job.remote_id, 0))
        for job in shown.rows
    ]
    facts = {"form": form, "rows": rows, "shown": shown, "search": search}
    return connection_page(request, "connection_jobs", "integrations/jobs.html", found, **facts)


@form_page
@organization_page
def stages(request: ViewerRequest, pk: int) -> HttpResponse:
    """The stages of the ATS and the status each means here; unmapped ones come first (G7)."""
    found = visibility.connection_for(request.viewer, pk, _act(request))
    search = Search(request.GET)
    shown = _shown(request, mapping.stages(found, search.words), STAGE)
    form = StageStandings(posted(request), list(shown.rows))
    if form.is_valid():
        by = person(request.viewer.user)
        moved = sum(
            mapping.map_stage(found, stage.name, form.cleaned_data[f"{STAGE}{stage.pk}"], by)
            for stage in shown.rows
            if form.cleaned_data[f"{STAGE}{stage.pk}"] != stage.standing
        )
        messages.success(request, f"Saved. The status of {moved} candidacies changed with it.")
        return redirect(request.get_full_path())
    waiting = mapping.waiting_in_stage(found)
    rows = [
        (stage, form[f"{STAGE}{stage.pk}"], waiting.get(stage.name.lower(), 0))
        for stage in shown.rows
    ]
    facts = {"form": form, "rows": rows, "shown": shown, "search": search}
    return connection_page(request, "connection_stages", "integrations/stages.html", found, **facts)


def _shown(request: ViewerRequest, found: QuerySet[Row], prefix: str) -> Page[Row]:
    """The rows of the page; of one that is sent those it names, whatever was added meanwhile."""
    if request.method != "POST":
        return page_of(found, request.GET, by=ORDER)
    named = [name.removeprefix(prefix) for name in request.POST if name.startswith(prefix)]
    ids = [int(text) for text in named if text.isascii() and text.isdecimal() and len(text) < 19]
    return Page(list(found.filter(pk__in=ids[:SIZE]).order_by(*ORDER)))


def _act(request: ViewerRequest) -> Act:
    """Mapping follows row 6 of the table, looking row 7 (B3)."""
    return Act.RUN_INTEGRATIONS if request.method == "POST" else Act.SEE_INTEGRATIONS

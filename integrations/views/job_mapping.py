"""The page that says which role each job of an ATS leads to: shown before it is saved (A6, A7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from candidates.entrance import posted
from integrations.forms import Search
from integrations.mapping import history, job_roles, job_rules, positions
from integrations.mapping.forms import JOB, JobRoles
from integrations.mapping.job_roles import Step
from integrations.models import Connection, Mapped
from integrations.views.mapping_rows import (
    confirmed,
    connection_of,
    form_page,
    progress_of,
    shown_rows,
)
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import SIZE, Page
from portal.viewers import ViewerRequest

HERE = "connection_jobs"


@form_page
@organization_page
def jobs(request: ViewerRequest, pk: int) -> HttpResponse:
    """The jobs copied from the ATS and the role each leads to; those without one come first."""
    found = connection_of(request, pk)
    search = Search(request.GET)
    shown = shown_rows(request, job_roles.jobs(found, search.words), JOB)
    form = JobRoles(posted(request), shown.rows, found.group)
    if not form.is_valid():
        return _list(request, found, search, shown, form)
    steps = _steps(found, form, search.words)
    if not steps:
        messages.info(request, "Nothing is different: every job leads where you chose already.")
        return redirect(request.get_full_path())
    if confirmed(request):
        _save(request, found, steps)
        return redirect(request.get_full_path())
    facts = {"form": form, "steps": steps[:SIZE], "more": len(steps) - SIZE, "all": len(steps)}
    return connection_page(request, HERE, "integrations/jobs_preview.html", found, **facts)


def _list(
    request: ViewerRequest, found: Connection, search: Search, shown: Page[Any], form: JobRoles
) -> HttpResponse:
    roles = job_roles.roles_of(found, shown.rows)
    waiting = job_roles.waiting_for_role(found, shown.rows)
    rows = [
        {
            "job": job,
            "name": positions.name_of(job),
            "conflicts": positions.conflicts(job),
            "field": form[f"{JOB}{job.pk}"],
            "leads": roles[job.pk],
            "waiting": waiting.get(job.remote_id, 0),
        }
        for job in shown.rows
    ]
    facts: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "shown": shown,
        "search": search,
        "rules": job_rules.rules(found).count(),
        **progress_of(request, history.newest(found, Mapped.JOBS)),
    }
    facts["busy"] = bool(facts["poll"])
    return connection_page(request, HERE, "integrations/jobs.html", found, **facts)


def _steps(found: Connection, form: JobRoles, words: str) -> list[Step]:
    """What would change: for the jobs of the page, or for all that the search finds."""
    if form.cleaned_data["everything"]:
        every = job_roles.jobs(found, words).defer("description", "assigned").order_by("name", "pk")
        return job_roles.plan(found, dict.fromkeys(every, form.for_all))
    return job_roles.plan(found, form.chosen_roles())


def _save(request: ViewerRequest, found: Connection, steps: list[Step]) -> None:
    """Save what was previewed, and say what comes of it."""
    try:
        change = job_roles.save(found, steps, request.viewer.user)
    except job_roles.StillApplied as refusal:
        messages.warning(request, str(refusal))
    else:
        done = change is None or change.done_at is not None
        messages.success(request, _saved(steps, done=done))


def _saved(steps: list[Step], *, done: bool) -> str:
    waiting = sum(step.waiting for step in steps if step.to)
    jobs = f"{len(steps)} job{'' if len(steps) == 1 else 's'}"
    told = f"Saved: {jobs} lead to another role now."
    if not done:
        told = f"Saved: {jobs} get another role, and below is how far that is."
    if not waiting:
        return told
    return (
        f"{told} {waiting} candidate{'' if waiting == 1 else 's'} could not be invited before: "
        "move them out of the stage and back in the ATS."
    )

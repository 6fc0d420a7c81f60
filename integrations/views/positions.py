"""The page of one job: what the ATS says, what is worded otherwise here, and who decides (A7)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from candidates.entrance import posted
from integrations.mapping import job_roles, positions
from integrations.mapping.forms import OneField, Wording
from integrations.models import Connection, EditedField, Job
from integrations.views.mapping_rows import connection_of, form_page
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.viewers import ViewerRequest


@form_page
@organization_page
def position(request: ViewerRequest, pk: int, job: int) -> HttpResponse:
    """One job: its fields side by side, its people, its role, and a form to word it otherwise."""
    found = connection_of(request, pk)
    shown = _job(found, job)
    form = Wording(posted(request), shown)
    if form.is_valid():
        changed = positions.edit(shown, form.cleaned_data, request.viewer.user)
        told = f"Saved: {changed} field{'' if changed == 1 else 's'} changed."
        messages.success(request, f"{told} What you edited here stays through every sync.")
        return _back(found, shown)
    facts = {
        "job": shown,
        "called": positions.name_of(shown),
        "lines": positions.lines(shown),
        "assigned": positions.assigned(found, shown),
        "leads": job_roles.roles_of(found, [shown])[shown.pk],
        "form": form,
    }
    return connection_page(request, "connection_jobs", "integrations/job.html", found, **facts)


@require_POST
@organization_page
def take_theirs(request: ViewerRequest, pk: int, job: int) -> HttpResponse:
    """Give a field back to the ATS."""
    found = connection_of(request, pk)
    shown, form = _job(found, job), OneField(request.POST)
    if form.is_valid():
        field = EditedField(form.cleaned_data["field"])
        positions.take_theirs(shown, field)
        messages.success(request, f"{field.label} comes from the ATS again.")
    return _back(found, shown)


@require_POST
@organization_page
def keep_ours(request: ViewerRequest, pk: int, job: int) -> HttpResponse:
    """Keep a field as it is here, whatever the ATS says by now."""
    found = connection_of(request, pk)
    shown, form = _job(found, job), OneField(request.POST)
    if form.is_valid():
        field = EditedField(form.cleaned_data["field"])
        positions.keep_ours(shown, field, request.viewer.user)
        messages.success(request, f"{field.label} stays as it is here.")
    return _back(found, shown)


def _job(found: Connection, pk: int) -> Job:
    return get_object_or_404(
        Job.objects.filter(connection=found).select_related("role").prefetch_related("edits"), pk=pk
    )


def _back(found: Connection, job: Job) -> HttpResponse:
    return redirect("connection_job", found.organization.slug, found.pk, job.pk)

"""The page of the rules that map jobs by themselves (A7)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from candidates.entrance import posted
from integrations.mapping import job_rules
from integrations.mapping.forms import NewRule
from integrations.models import Connection, JobRule
from integrations.views.mapping_rows import connection_of, form_page
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import SIZE
from portal.viewers import ViewerRequest

HERE = "connection_rules"


@form_page
@organization_page
def rules(request: ViewerRequest, pk: int) -> HttpResponse:
    """The rules in their order, what they would map now, and a form for another one."""
    found = connection_of(request, pk)
    form = NewRule(posted(request), found.group)
    known = list(job_rules.rules(found))
    if len(known) >= job_rules.MOST and request.method == "POST":
        form.add_error(None, f"A connection has at most {job_rules.MOST} rules. Remove one first.")
    if form.is_valid():
        job_rules.add(found, **form.cleaned_data)
        messages.success(request, "The rule is added. Below is what it would map now.")
        return redirect(request.get_full_path())
    plan = job_rules.plan(found)
    facts = {"form": form, "rules": known, "plan": plan[:SIZE], "all": len(plan)}
    return connection_page(request, HERE, "integrations/rules.html", found, **facts)


@require_POST
@organization_page
def apply(request: ViewerRequest, pk: int) -> HttpResponse:
    """Map now what the rules fit, instead of at the next sync."""
    found = connection_of(request, pk)
    mapped = job_rules.apply(found)
    messages.success(request, f"The rules mapped {mapped} job{'' if mapped == 1 else 's'}.")
    return _back(found)


@require_POST
@organization_page
def move_up(request: ViewerRequest, pk: int, rule: int) -> HttpResponse:
    """Let a rule count before the one above it."""
    found = connection_of(request, pk)
    job_rules.move_up(_rule(found, rule))
    return _back(found)


@require_POST
@organization_page
def remove(request: ViewerRequest, pk: int, rule: int) -> HttpResponse:
    """Drop a rule; the jobs it mapped stay as they are."""
    found = connection_of(request, pk)
    _rule(found, rule).delete()
    messages.success(request, "The rule is removed. Jobs that it mapped keep their role.")
    return _back(found)


def _rule(found: Connection, pk: int) -> JobRule:
    rule = job_rules.rules(found).select_related("connection").filter(pk=pk).first()
    if rule is None:
        raise Http404
    return rule


def _back(found: Connection) -> HttpResponse:
    return redirect(HERE, found.organization.slug, found.pk)

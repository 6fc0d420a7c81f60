"""The pages of an ATS's stages: the status each means here, and the one that invites (G7, K15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from candidates.entrance import posted
from candidates.states import Standing
from integrations import stages
from integrations.forms import Search
from integrations.mapping import history, stage_meanings
from integrations.mapping.forms import STAGE, StageStandings, TriggerStage
from integrations.mapping.stage_meanings import Inside
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
from portal.paging import Page
from portal.viewers import ViewerRequest

HERE = "connection_stages"


@form_page
@organization_page
def standings(request: ViewerRequest, pk: int) -> HttpResponse:
    """The stages of the ATS and the status each means here; unmapped ones come first (G7)."""
    found = connection_of(request, pk)
    search = Search(request.GET)
    shown = shown_rows(request, stage_meanings.stages(found, search.words), STAGE)
    form = StageStandings(posted(request), shown.rows, _proposals(request, shown))
    if not form.is_valid():
        return _list(request, found, search, shown, form)
    steps = stage_meanings.plan(found, form.chosen())
    if not steps:
        messages.info(request, "Nothing is different: every stage means that already.")
        return redirect(request.path)
    if confirmed(request):
        stage_meanings.save(found, steps, request.viewer.user)
        messages.success(request, "Saved. Below is how far it is applied to those who wait.")
        return redirect(request.path)
    facts = {"form": form, "steps": steps}
    return connection_page(request, HERE, "integrations/stages_preview.html", found, **facts)


@form_page
@organization_page
def trigger(request: ViewerRequest, pk: int) -> HttpResponse:
    """Choose the stage that invites, with what each choice would mean (K15)."""
    found = connection_of(request, pk)
    choices = stage_meanings.trigger_choices(found)
    current = stages.trigger_name(found)
    names = {choice.name: choice.name for choice in choices}
    form = TriggerStage(posted(request), names, next(
        (name for name in names if name.casefold() == current.casefold()), ""
    ))  # fmt: skip
    if form.is_valid():
        name = form.cleaned_data["stage"]
        history.trigger_chosen(found, name, request.viewer.user)
        messages.success(request, f"Candidates who enter “{name}” are invited from now on.")
        return redirect(HERE, found.organization.slug, found.pk)
    facts = {"form": form, "choices": choices, "current": current}
    return connection_page(request, HERE, "integrations/trigger.html", found, **facts)


def _list(
    request: ViewerRequest,
    found: Connection,
    search: Search,
    shown: Page[Any],
    form: StageStandings,
) -> HttpResponse:
    inside = stage_meanings.who_is_inside(found, [stage.name for stage in shown.rows])
    rows = [
        {
            "stage": stage,
            "field": form[f"{STAGE}{stage.pk}"],
            "inside": inside.get(stage.name.lower(), Inside()),
            "proposed": _label("" if stage.standing else stage_meanings.proposed(stage.name)),
        }
        for stage in shown.rows
    ]
    facts: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "shown": shown,
        "search": search,
        **progress_of(request, history.newest(found, Mapped.STAGES)),
        **_trigger_facts(found),
    }
    return connection_page(request, HERE, "integrations/stages.html", found, **facts)


def _trigger_facts(found: Connection) -> dict[str, Any]:
    if not type(found.connector).trigger_setting:
        return {"has_trigger": False}
    return {
        "has_trigger": True,
        "trigger": stages.trigger_name(found),
        "trigger_is_missing": stages.trigger_is_missing(found),
        "renamed": stages.renamed_triggers(found),
    }


def _proposals(request: ViewerRequest, shown: Page[Any]) -> dict[int, str]:
    """What the names of unmapped stages suggest, when the page is asked for it."""
    if "proposed" not in request.GET:
        return {}
    return {
        stage.pk: stage_meanings.proposed(stage.name) for stage in shown.rows if not stage.standing
    }


def _label(standing: str) -> str:
    return Standing(standing).label if standing else ""

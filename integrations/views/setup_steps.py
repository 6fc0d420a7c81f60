"""The guided set-up of a connection: its steps, one page each, with the proof of each (K3)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.entrance import posted
from integrations import connections, switches, visibility
from integrations.models import Connection
from integrations.setup import progress
from integrations.setup.forms import LeaveOut, StepForm
from integrations.setup.guide import GuideStep, Proves
from integrations.setup.progress import State, StepState
from integrations.views.places import connection_page, time_asked
from integrations.watch import checks
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest

HERE = "connection_setup"
BUTTONS = {
    Proves.CALLS: "Save and check",
    Proves.NOTE: "Write the note and look for it",
    Proves.WEBHOOK: "Save",
    Proves.QUESTION: "",
    Proves.TEST: "Test the connection",
}
NO_SECOND_KEY = (
    "No key was made: the keys of this connection have changed since the button was shown. "
    "A key is shown once; press the button again if you need a new one."
)
GONE = "The key of {} is deleted. Make a new connection instead."


@require_safe
@organization_page
def overview(request: ViewerRequest, pk: int) -> HttpResponse:
    """Every step and how it is; going on begins at the first that is not over."""
    found = visibility.connection_for(request.viewer, pk)
    steps = progress.steps_of(found)
    facts = {"steps": steps, "next": progress.next_step(steps)}
    return connection_page(request, HERE, "integrations/setup.html", found, **facts)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def step(request: ViewerRequest, pk: int, step: str) -> HttpResponse:
    """What one step asks for; saving it checks it, and the page shows what was found."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    this = progress.step_named(found, step)
    if found.disconnected_at:
        messages.warning(request, GONE.format(found))
        return redirect("connection", slug=found.organization.slug, pk=found.pk)
    form = StepForm(posted(request), found, this)
    if form.is_valid() and _save(form, found, this):
        return _checked(request, found, this, form)
    facts = _facts(request, found, this, form)
    if request.htmx:  # type: ignore[attr-defined]
        facts |= {"connection": found, "organization": request.viewer.organization}
        return render(request, "integrations/_step_proof.html", facts)
    return connection_page(request, HERE, "integrations/setup_step.html", found, **facts)


@require_POST
@organization_page
def leave_out(request: ViewerRequest, pk: int, step: str) -> HttpResponse:
    """Go on without an optional step, for a reason."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    this = progress.step_named(found, step)
    form = LeaveOut(posted(request))
    if not this.optional:
        raise Http404
    if form.is_valid():
        progress.leave_out(found, this, form.cleaned_data["reason"])
        messages.success(request, f"“{this.title}” is left out. You can do it at any time.")
        return redirect("connection_setup", slug=found.organization.slug, pk=found.pk)
    messages.warning(request, "Give a reason, so that others know why the step is left out.")
    return _to(found, this)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def make_key(request: ViewerRequest, pk: int, step: str) -> HttpResponse:
    """Make a key of ours, shown once on the page that answers; the one before is good for a day."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    this = progress.step_named(found, step)
    if not this.makes or found.disconnected_at:
        raise Http404
    if request.method != "POST":
        return _to(found, this)
    key = connections.make_key(found, this.makes, version=request.POST.get("version", ""))
    if not key:
        messages.warning(request, NO_SECOND_KEY)
        return _to(found, this)
    title = type(found.connector).settings_by_name()[this.makes].title
    facts = {"step": this, "title": title, "key": key}
    return connection_page(request, HERE, "integrations/setup_key.html", found, **facts)


def _save(form: StepForm, found: Connection, this: GuideStep) -> bool:
    """Save what was typed; what was proved with something else is forgotten."""
    if not form.has_changed() or not (this.settings or "expires_on" in form.fields):
        return True
    if "expires_on" in form.cleaned_data:
        found.secrets_expire_on = form.cleaned_data["expires_on"]
    try:
        connections.enter(found, form.values())
    except ValidationError as problem:
        form.add_error(None, ValidationError(problem.messages))
        return False
    progress.forget(found, this)
    return True


def _checked(
    request: ViewerRequest, found: Connection, this: GuideStep, form: StepForm
) -> HttpResponse:
    if why := progress.closed(found):
        messages.warning(request, why)
        return _to(found, this)
    if this.proves == Proves.TEST:
        checks.ask(found)
        return redirect(f"{_address(found, this)}?asked={int(timezone.now().timestamp())}")
    if this.proves not in progress.TRIED:
        messages.success(request, "Saved.")
    elif progress.check(found, this, url=form.cleaned_data.get("url", "")):
        messages.success(request, "Checked: this step works.")
    else:
        messages.warning(request, "Checked: something is missing. See below what to do.")
    return _to(found, this)


def _facts(
    request: ViewerRequest, found: Connection, this: GuideStep, form: StepForm
) -> dict[str, Any]:
    steps = progress.steps_of(found)
    state = next(each for each in steps if each.step == this)
    following = steps[state.place] if state.place < len(steps) else None
    titles = found.connector.titles()
    places = connections.addresses(found)
    tested = progress.tested(found, time_asked(request))
    return {
        "steps": steps,
        "state": state,
        "step": this,
        "form": form,
        "following": following,
        "leave_out_form": LeaveOut(),
        "addresses": [(titles[name], places[name]) for name in this.shows],
        "tested": tested,
        "offered": len(switches.in_use(found)),
        "has_key": this.makes in progress.kept(found),
        "version": connections.version_of_keys(found),
        "button": _button(this),
        "poll": request.get_full_path() if _waits(state, tested) else "",
    }


def _button(this: GuideStep) -> str:
    """What pressing the form does, in words; empty for a step that only waits."""
    return "Check" if this.proves == Proves.CALLS and not this.settings else BUTTONS[this.proves]


def _waits(state: StepState, tested: int | None) -> bool:
    """Whether the page changes by itself: it waits for the ATS or for a running test."""
    return tested is not None or state.state == State.WAITING


def _to(found: Connection, this: GuideStep) -> HttpResponse:
    return redirect(_address(found, this))


def _address(found: Connection, this: GuideStep) -> str:
    return reverse("connection_step", args=[found.organization.slug, found.pk, this.name])

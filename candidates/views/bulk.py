"""Acts on several rows of the funnel at once, each on a page that says what will happen."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from candidates import candidacies, funnel, interviews, visibility
from candidates.actors import person
from candidates.entrance import REFUSALS, posted, staff_page
from candidates.forms import Chosen, ChosenReason, ChosenRecruiter
from candidates.models import Candidacy, Interview
from candidates.problems import WrongState
from candidates.states import InterviewState
from portal.paging import SIZE
from portal.permissions import Act
from portal.viewers import ViewerRequest

S = InterviewState
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@staff_page
def remind(request: ViewerRequest) -> HttpResponse:
    """Mail the booking links again (E5)."""
    chosen = _chosen(request)
    form = Chosen(posted(request))
    if not (chosen and form.is_valid()):
        return _page(request, "remind", chosen, form, states=(S.SCHEDULING,))

    def verb(candidacy: Candidacy) -> object:
        return interviews.resend_invite(_latest(candidacy), person(request.viewer.user))

    return _carry_out(request, chosen, verb, "the booking link is on its way again")


@form_page
@staff_page
def cancel(request: ViewerRequest) -> HttpResponse:
    """Cancel the interviews, all for one reason (E2)."""
    chosen = _chosen(request)
    form = ChosenReason(posted(request))
    if not (chosen and form.is_valid()):
        return _page(request, "cancel", chosen, form, states=(S.SCHEDULING, S.SCHEDULED))

    def verb(candidacy: Candidacy) -> object:
        reason = form.cleaned_data["reason"]
        return interviews.cancel(_latest(candidacy), reason, person(request.viewer.user))

    return _carry_out(request, chosen, verb, "the interview is canceled")


@form_page
@staff_page
def reassign(request: ViewerRequest) -> HttpResponse:
    """Give the candidacies to another recruiter."""
    chosen = _chosen(request)
    form = ChosenRecruiter(posted(request), chosen)
    if not (chosen and form.is_valid()):
        return _page(request, "reassign", chosen, form)

    def verb(candidacy: Candidacy) -> object:
        user = form.cleaned_data["recruiter"]
        return candidacies.change_recruiter(candidacy, user, person(request.viewer.user))

    return _carry_out(request, chosen, verb, "the recruiter is changed")


def _chosen(request: ViewerRequest) -> list[Candidacy]:
    """The ticked rows that the viewer finds, at most a page of them.

    Raises:
        PermissionDenied: when they may not act on one of them.
    """
    ticked = (request.POST if request.method == "POST" else request.GET).getlist("candidacy")
    ids = [int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 19][:SIZE]
    found = funnel.with_names(visibility.candidacies(request.viewer).filter(pk__in=ids))
    chosen = list(found.order_by("candidate__name", "pk"))
    for candidacy in chosen:
        request.viewer.need(Act.INVITE, candidacy.role.group_id)
    return chosen


def _page(
    request: ViewerRequest,
    act: str,
    chosen: Sequence[Candidacy],
    form: Chosen,
    *,
    states: Sequence[str] | None = None,
) -> HttpResponse:
    """What will happen, and to whom; the verb decides at last.

    Args:
        states: those in which it can be done; None: any.
    """
    if not chosen:
        messages.warning(request, "Tick at least one candidate first.")
        return redirect("funnel")
    fitting = [candidacy for candidacy in chosen if not states or candidacy.state in states]
    left_out = [candidacy for candidacy in chosen if candidacy not in fitting]
    facts = {"chosen": chosen, "fitting": fitting, "left_out": left_out, "form": form}
    return render(request, f"candidates/bulk_{act}.html", facts)


def _carry_out(
    request: ViewerRequest,
    chosen: Sequence[Candidacy],
    verb: Callable[[Candidacy], object],
    outcome: str,
) -> HttpResponse:
    """Do it to each of them; a refusal leaves out one, not the others."""
    names = []
    for candidacy in chosen:
        try:
            with transaction.atomic():
                verb(candidacy)
        except REFUSALS as refusal:
            messages.warning(request, f"{candidacy.candidate} was left out. {refusal}")
        else:
            names.append(str(candidacy.candidate))
    if names:
        messages.success(request, f"{', '.join(names)}: {outcome}.")
    return redirect("funnel")


def _latest(candidacy: Candidacy) -> Interview:
    interview = candidacy.interviews.order_by("-pk").first()
    if interview is None:
        raise WrongState("No interview was made yet.")
    return interview

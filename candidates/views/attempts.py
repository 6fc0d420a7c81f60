"""The attempts to invite: which failed or wait, why, and what heals them (D16, D18)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import attempts, invites, visibility
from candidates.actors import person
from candidates.entrance import carried_out, need, posted, staff_page
from candidates.forms import AttemptFilter, Confirm
from candidates.models import Candidacy, InviteAttempt, Outcome
from portal.paging import page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.widgets import Tab


@require_safe
@staff_page
def attempt_list(request: ViewerRequest) -> HttpResponse:
    """The attempts that wait for a person, or all of them, newest first."""
    request.viewer.need(Act.INVITE)
    found = visibility.attempts(request.viewer).select_related(
        "role", "recruiter", "interview", "by", "confirmed_by"
    )
    filters = AttemptFilter(request.GET)
    everything = request.GET.get("show") == "all"
    shown = filters.narrow(found if everything else attempts.waiting(found))
    page = page_of(shown, request.GET, by=["pk"], descending=True)
    rows = [(attempt, attempts.text_for(attempt, request.viewer)) for attempt in page.rows]
    tabs = [
        Tab("Waiting", reverse("attempts"), not everything),
        Tab("All", f"{reverse('attempts')}?show=all", everything),
    ]
    facts = {"page": page, "rows": rows, "filters": filters, "tabs": tabs, "all": everything}
    return render(request, "candidates/attempts.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def attempt_page(request: ViewerRequest, pk: int) -> HttpResponse:
    """One attempt: its exact text, what heals it, and the confirmation of a held one (D18)."""
    attempt = _attempt(request, pk)
    form = Confirm(posted(request))

    def confirm() -> object:
        return invites.confirm(attempt, person(request.viewer.user))

    if carried_out(form, confirm):
        attempt.refresh_from_db()
        messages.success(request, f"{attempt.name} is invited. Who confirmed it is recorded.")
        return redirect("candidacy", pk=attempt.candidacy_id)
    facts = {
        "attempt": attempt,
        "form": form,
        "text": attempts.text_for(attempt, request.viewer),
        "remedy": attempts.remedy(attempt),
        "waiting": attempts.is_waiting(attempt),
        "held": attempt.outcome == Outcome.L6 and attempts.is_waiting(attempt),
        "earlier": attempts.warning_for(attempt, request.viewer),
        "candidacy": _seen_candidacy(request, attempt),
    }
    return render(request, "candidates/attempt.html", facts)


@require_POST
@staff_page
def dismiss(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take an attempt off the list of those that wait."""
    attempts.dismiss(_attempt(request, pk))
    messages.success(request, "The attempt is dismissed. Nothing was invited.")
    return redirect("attempts")


def _attempt(request: ViewerRequest, pk: int) -> InviteAttempt:
    known = InviteAttempt.objects.select_related(
        "role__group", "recruiter", "interview__candidacy", "by", "confirmed_by", "organization"
    )
    attempt = get_object_or_404(known, pk=pk)
    need(visibility.attempts(request.viewer), pk)
    request.viewer.need(Act.INVITE, attempt.role.group_id if attempt.role else None)
    return attempt


def _seen_candidacy(request: ViewerRequest, attempt: InviteAttempt) -> Candidacy | None:
    """The candidacy of the attempt, or that of the interview in its way, if the viewer finds it."""
    pk = attempt.candidacy_id or (attempt.interview.candidacy_id if attempt.interview else None)
    return visibility.candidacies(request.viewer).filter(pk=pk).first() if pk else None

"""The settings of a candidacy: recruiter, followers, ATS profile, resume, a status taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import candidacies, resumes
from candidates.actors import person
from candidates.entrance import candidacy_or_404, carried_out, posted, staff_page
from candidates.forms import NewFollower, ProfileUrl, Reason, Recruiter
from candidates.models import Candidacy
from candidates.resume_forms import NewResume
from candidates.states import FINAL
from candidates.views.candidacy import candidacy_page
from portal.viewers import ViewerRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_page
def settings(request: ViewerRequest, pk: int) -> HttpResponse:
    """What can be changed about a candidacy."""
    return settings_page(request, candidacy_or_404(request, pk, to_act=True))


@require_POST
@staff_page
def recruiter(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give the candidacy to another recruiter (J3)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    form = Recruiter(request.POST, candidacy)
    if not form.is_valid():
        return settings_page(request, candidacy, recruiter_form=form)
    user = form.cleaned_data["recruiter"]
    candidacies.change_recruiter(candidacy, user, person(request.viewer.user))
    messages.success(request, f"{user} is the recruiter now.")
    return redirect("candidacy_settings", pk=pk)


@require_POST
@staff_page
def follow(request: ViewerRequest, pk: int) -> HttpResponse:
    """Let somebody hear of the candidacy (J7)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    form = NewFollower(request.POST, candidacy)
    if not form.is_valid():
        return settings_page(request, candidacy, follower_form=form)
    user = form.cleaned_data["follower"]
    candidacies.add_follower(candidacy, user, person(request.viewer.user))
    messages.success(request, f"{user} follows this candidacy now.")
    return redirect("candidacy_settings", pk=pk)


@require_POST
@staff_page
def unfollow(request: ViewerRequest, pk: int, follower: int) -> HttpResponse:
    """Stop telling somebody of the candidacy (J7)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    found = get_object_or_404(candidacy.followers.select_related("user"), pk=follower)
    candidacies.remove_follower(candidacy, found.user, person(request.viewer.user))
    messages.success(request, f"{found.user} does not follow this candidacy any more.")
    return redirect("candidacy_settings", pk=pk)


@require_POST
@staff_page
def profile(request: ViewerRequest, pk: int) -> HttpResponse:
    """Tie the candidacy to a profile in the ATS, or untie it (D8)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    form = ProfileUrl(request.POST, candidacy)
    if not form.is_valid():
        return settings_page(request, candidacy, profile_form=form)
    url = form.cleaned_data["profile_url"]
    if url != candidacy.profile_url:
        candidacies.change_profile_url(candidacy, url, person(request.viewer.user))
    messages.success(request, "The ATS profile URL is saved.")
    return redirect("candidacy_settings", pk=pk)


@form_page
@staff_page
def reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a final status back by hand, for a reason (G4)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    form = Reason(posted(request))

    def take_back() -> object:
        reason = form.cleaned_data["reason"]
        return candidacies.reopen_standing(candidacy, reason, person(request.viewer.user))

    if carried_out(form, take_back):
        messages.success(request, "The candidacy is open again.")
        return redirect("candidacy", pk=pk)
    return render(request, "candidates/reopen.html", {"candidacy": candidacy, "form": form})


def settings_page(
    request: ViewerRequest, candidacy: Candidacy, **sent: forms.BaseForm
) -> HttpResponse:
    """All forms of the page; the one that was sent keeps its errors."""
    facts: dict[str, Any] = {
        "recruiter_form": Recruiter(None, candidacy),
        "follower_form": NewFollower(None, candidacy),
        "profile_form": ProfileUrl(None, candidacy),
        "followers": candidacy.followers.select_related("user").order_by("user__name"),
        "resume_form": NewResume(),
        "resume": resumes.of(candidacy),
        "can_reopen": candidacy.standing in FINAL,
        "open_interview": candidacies.open_interviews(candidacy).first(),
        **sent,
    }
    return candidacy_page(
        request, candidacy, "candidacy_settings", "candidates/settings.html", **facts
    )

"""The way into the candidate pages: who may enter, which row is meant, how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404

from candidates import visibility
from candidates.models import Candidacy, Interview
from candidates.problems import SlotTaken, TooLate, WrongState
from candidates.redo import OfferEnded
from portal.permissions import Act
from portal.viewers import ViewerRequest

View = Callable[..., HttpResponseBase]
REFUSALS = (WrongState, SlotTaken, TooLate, OfferEnded)
NO_STAFF = "Recruiters and admins of the organization can see its candidates."
NOT_THEIRS = "Recruiters and admins of this candidate's group can see this page."


def staff_page(view: View) -> View:
    """Let in people of an organization; interviewers have pages of their own (E12)."""

    @login_required
    @wraps(view)
    def enter(request: ViewerRequest, **kwargs: Any) -> HttpResponseBase:
        if request.viewer.organization is None:
            raise PermissionDenied(NO_STAFF)
        return view(request, **kwargs)

    return enter


def candidacy_or_404(request: ViewerRequest, pk: int, *, to_act: bool = False) -> Candidacy:
    """The candidacy of an address (B7).

    Raises:
        Http404: when this organization has none of this number.
        PermissionDenied: when the viewer may not see it or, wanting to, not act on it.
    """
    known = Candidacy.objects.select_related(
        "candidate", "role__group", "role__format", "recruiter", "organization"
    )
    candidacy = get_object_or_404(known, pk=pk)
    need(visibility.candidacies(request.viewer), pk)
    if to_act:
        request.viewer.need(Act.INVITE, candidacy.role.group_id)
    return candidacy


def interview_or_404(request: ViewerRequest, pk: int) -> Interview:
    """The interview of an address, for somebody who may act on it (B3, first row; B7).

    Raises:
        Http404: when this organization has none of this number.
        PermissionDenied: when the viewer may not see it, or not act on it.
    """
    known = Interview.objects.select_related(
        "candidacy__candidate", "candidacy__role__group", "candidacy__role__format",
        "candidacy__recruiter", "candidate", "interviewer", "redo",
    )  # fmt: skip
    interview = get_object_or_404(known, pk=pk)
    need(visibility.interviews(request.viewer), pk)
    request.viewer.need(Act.INVITE, interview.candidacy.role.group_id)
    return interview


def need(found: QuerySet[Any], pk: int) -> None:
    """Refuse a row of one's own organization that is not among those one finds (B7).

    Raises:
        PermissionDenied: with a sentence that says who can help.
    """
    if not found.filter(pk=pk).exists():
        raise PermissionDenied(NOT_THEIRS)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with: nothing before it is sent, also when it has no fields."""
    return request.POST if request.method == "POST" else None


def carried_out(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Whether a form was right and its verb went through; a refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        verb()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True

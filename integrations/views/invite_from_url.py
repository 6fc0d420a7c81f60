"""Fills the invite form from an ATS profile URL (D7)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from candidates.entrance import posted, staff_page
from candidates.invite_form import groups_to_invite_in
from candidates.models import Source
from candidates.views.invite import invite_page
from candidates.wishes import L1
from integrations import (
    applications,
    follower_list,
    handlers,
    health,
    profiles,
    recruiters,
    switches,
)
from integrations.capabilities import Capability
from integrations.forms import ProfileAddress
from integrations.models import Connection, Job
from integrations.problems import KeyRefused, NotThere, PermissionMissing, VendorProblem
from integrations.sealed import SealBroken
from integrations.vocabulary import Applicant
from portal.permissions import Act
from portal.viewers import Viewer, ViewerRequest

UNKNOWN = (
    "No ATS connected here has profile addresses like this one. Copy the address of the "
    "candidate's page in the ATS, or fill in the form by hand."
)
MENDED = "An admin can mend that on the Integration page; until then fill in the form by hand."


class Closed(Exception):
    """The connection cannot be asked now; the text says why and what to do."""


@dataclass(frozen=True)
class Found:
    """An application that the address may mean."""

    connection: Connection
    applicant: Applicant
    job: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def invite_from_url(request: ViewerRequest) -> HttpResponse:
    """Look the candidate up in the ATS and show the invite form filled; only ids are kept."""
    request.viewer.need(Act.INVITE)
    form = ProfileAddress(posted(request))
    found: list[Found] = []
    if form.is_valid():
        found, problem = _look_up(request.viewer, form.cleaned_data["url"])
        if len(found) == 1:
            return invite_page(request, _known(request, found[0]))
        if problem:
            form.add_error("url", problem)
    facts = {"form": form, "found": found}
    return render(request, "integrations/invite_from_url.html", facts)


def _look_up(viewer: Viewer, url: str) -> tuple[list[Found], str]:
    """The applications that this address may mean, else why there is none (L7)."""
    able = [
        connection
        for connection in profiles.connections_for(url, groups_to_invite_in(viewer))
        if connection.connector.capabilities[Capability.INVITE_BY_URL].offered
    ]
    found: list[Found] = []
    problem = "" if able else UNKNOWN
    for connection in able:
        try:
            _need_open(connection)
            applicants = connection.connector.application_at(url)
        except Closed as closed:
            problem = problem or str(closed)
        except SealBroken:
            problem = problem or f"The key of {connection} must be entered again. {MENDED}"
        except VendorProblem as refusal:
            problem = problem or _told(connection, refusal)
        else:
            health.succeeded(connection, Capability.INVITE_BY_URL)
            found += [_found(connection, one) for one in applicants]
            problem = problem or ("" if applicants else _nobody(connection))
    return found, "" if found else problem


def _need_open(connection: Connection) -> None:
    """Make no call that the connection's state forbids (P28, P30).

    Raises:
        Closed: while it is paused or this is off, its key is refused, or the ATS is away.
    """
    name = connection.connector.name
    if off := switches.refusal(connection, Capability.INVITE_BY_URL):
        raise Closed(f"Inviting from addresses of {connection} is off. {off} {MENDED}")
    if connection.key_refused_at:
        raise Closed(f"{name} refuses the key of {connection}. {MENDED}")
    if connection.paused_at:
        raise Closed(f"{connection} is paused. {MENDED}")
    if connection.probe_at and connection.probe_at > timezone.now():
        raise Closed(_away(name, connection.probe_at))


def _found(connection: Connection, applicant: Applicant) -> Found:
    known = Job.objects.filter(connection=connection, remote_id=applicant.job).first()
    return Found(connection, applicant, known.name if known else f"Job {applicant.job}")


def _told(connection: Connection, refusal: VendorProblem) -> str:
    """A look-up's failure in words, kept with the connection (L7)."""
    name = connection.connector.name
    health.failed(connection, refusal, Capability.INVITE_BY_URL)
    if isinstance(refusal, NotThere):
        return _nobody(connection)
    if isinstance(refusal, KeyRefused):
        return f"{name} refuses the key of {connection}. {MENDED}"
    if isinstance(refusal, PermissionMissing):
        return f"{name} does not let us read applications and candidates. {MENDED}"
    return _away(name, timezone.now() + timedelta(seconds=max(refusal.retry_after, 60)))


def _away(name: str, again: datetime) -> str:
    return (
        f"We could not reach {name}. Nothing is lost; try again at {again:%H:%M} UTC, "
        "or fill in the form by hand."
    )


def _nobody(connection: Connection) -> str:
    return f"{connection.connector.name} knows no application at this address. Check the address."


def _known(request: ViewerRequest, found: Found) -> dict[str, Any]:
    """What the invite form is filled with; all of it can be changed there (D7)."""
    connection, applicant = found.connection, found.applicant
    applications.remember(connection, applicant)
    if applicant.remark:
        messages.warning(request, applicant.remark)
    known: dict[str, Any] = {
        "name": applicant.name,
        "email": applicant.email,
        "phone": applicant.phone,
        "profile_url": applicant.profile_url,
        "source": Source.URL,
        "followers": [str(user.pk) for user in follower_list.chosen(connection, applicant)],
    }
    role = handlers.role_for(connection, applicant.job, applicant.role_value)
    if role and role.takes_invites:
        known["role"] = str(role.pk)
    else:
        messages.warning(request, f"{L1} {found.job} leads to no open role. Choose one below.")
    with suppress(LookupError):
        recruiter, remark = recruiters.recruiter_for(connection, applicant.recruiter)
        known["recruiter"] = str(recruiter.pk)
        if remark:
            messages.info(request, f"{remark} {recruiter} is chosen instead.")
    return known

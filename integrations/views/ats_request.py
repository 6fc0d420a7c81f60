"""The page that asks for an ATS we have no connector for, and the one that thanks for it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from candidates.entrance import posted
from integrations.setup import ats_requests
from integrations.setup.request_forms import AtsRequestForm
from integrations.views.places import HERE
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def request_ats(request: ViewerRequest) -> HttpResponse:
    """Ask for an ATS; support gets a mail with the document."""
    request.viewer.need(Act.RUN_INTEGRATIONS)
    form = AtsRequestForm(posted(request), request.FILES or None)
    organization = request.viewer.organization
    if organization and form.is_valid():
        try:
            ats_requests.ask(organization, request.viewer.user, **form.wish())
        except ats_requests.TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("ats_requested", slug=organization.slug)
    return page(request, HERE, "integrations/request.html", form=form)


@require_safe
@organization_page
def requested(request: ViewerRequest) -> HttpResponse:
    """Say what happens next."""
    request.viewer.need(Act.RUN_INTEGRATIONS)
    return page(request, HERE, "integrations/requested.html")

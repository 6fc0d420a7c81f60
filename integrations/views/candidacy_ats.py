"""A candidacy's ATS tab, and what is pressed there: send an update again, tell all so far."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from candidates.entrance import candidacy_or_404, staff_page
from candidates.views.candidacy import candidacy_page
from integrations import outbox, switches
from integrations.capabilities import Capability
from integrations.logs import acts
from integrations.models import Application, AtsUpdate
from portal.viewers import ViewerRequest

HERE = "candidacy_ats"


@require_safe
@staff_page
def candidacy_ats(request: ViewerRequest, pk: int) -> HttpResponse:
    """The applications tied to a candidacy, and every update they were told."""
    candidacy = candidacy_or_404(request, pk)
    return candidacy_page(request, candidacy, HERE, "integrations/candidacy_ats.html")


@require_POST
@staff_page
def resend(request: ViewerRequest, pk: int, update: int) -> HttpResponse:
    """Send an update again by hand (H7)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    found = get_object_or_404(AtsUpdate, pk=update, application__candidacy=candidacy)
    try:
        acts.resend(found, request.viewer.user)
    except acts.CannotAct as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The update goes out again now.")
    return redirect(HERE, pk=candidacy.pk)


@require_POST
@staff_page
def post_so_far(request: ViewerRequest, pk: int) -> HttpResponse:
    """Tell each application of a candidacy what happened before it was tied (D8)."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    tied = list(Application.objects.filter(candidacy=candidacy, gone_at=None))
    told = [one for one in tied if switches.is_on(one.connection, Capability.POST_UPDATES)]
    for application in told:
        for interview in candidacy.interviews.order_by("pk"):
            outbox.follow(application, interview)
    if told:
        messages.success(request, "What happened so far goes out now, each thing once.")
    elif tied:
        messages.warning(request, switches.refusal(tied[0].connection, Capability.POST_UPDATES))
    else:
        messages.warning(request, "No application of the ATS is tied to this candidacy yet.")
    return redirect(HERE, pk=candidacy.pk)

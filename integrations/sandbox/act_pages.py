"""Pressing a button on an application: the same door for every vendor's acts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from integrations.sandbox.records import Missing, NotNow
from integrations.sandbox.vendor import Vendor


@require_POST
def act(request: HttpRequest, vendor: Vendor, number: int, verb: str) -> HttpResponse:
    """Move, reject, hire or whatever else the vendor's acts hold; then back to where it was."""
    if verb not in vendor.acts:
        raise Http404
    try:
        messages.success(request, vendor.acts[verb](number, request.POST))
    except Missing:
        raise Http404 from None
    except NotNow as problem:
        messages.error(request, str(problem))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return HttpResponseRedirect(back)
    return redirect(f"sandbox:{vendor.slug}:jobs")

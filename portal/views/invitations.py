"""The page behind the link of an invitation; it needs no account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.forms import NewPassword
from portal.invitations import invited


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password; wrong, used and old links look alike (P46)."""
    membership = invited(token)
    if membership is None:
        return render(request, "organizations/invitation_ended.html", status=404)
    form = NewPassword(membership.user, request.POST or None)
    if form.is_valid():
        form.save()
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    facts = {"form": form, "membership": membership}
    return render(request, "organizations/invitation.html", facts)

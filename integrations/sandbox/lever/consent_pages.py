"""Where an administrator lets an application in: Allow and Deny both lead back to it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from integrations.sandbox.lever import oauth


def page(request: HttpRequest) -> HttpResponse:
    """Ask for consent; the parameters stay in the address until there is an answer."""
    asked = request.GET
    if complaint := oauth.complaint(asked):
        return render(request, "sandbox/lever/consent.html", {"complaint": complaint}, status=400)
    if request.method == "POST":
        leave = oauth.consent if "allow" in request.POST else oauth.refusal
        return HttpResponseRedirect(leave(asked))
    scopes = asked["scope"].split()
    return render(request, "sandbox/lever/consent.html", {"scopes": scopes})

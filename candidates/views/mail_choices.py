"""The pages to choose one's mails on, and to stop one kind by the link of a mail (I4, I6)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from candidates import mail_choices
from portal.viewers import ViewerRequest
from portal.views.settings import tabs_for

asking_and_doing = require_http_methods(["GET", "HEAD", "POST"])


@asking_and_doing
@login_required
def choices(request: ViewerRequest) -> HttpResponse:
    """Every kind of mail the viewer can get: send, do not send, or as preset."""
    viewer = request.viewer
    form = mail_choices.ChoiceForm(viewer.user, viewer.kind, request.POST or None)
    if form.is_valid():
        form.save()
        messages.success(request, "Your choice of mails is saved.")
        return redirect("mail_choices")
    facts = {"form": form, "tabs": tabs_for(viewer, "mail_choices")}
    return render(request, "settings/mail_choices.html", facts)


@csrf_exempt
@never_cache
@asking_and_doing
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail: GET asks, POST does it, as mail programs do by themselves (RFC 8058).

    The signed token is the key, so no session and no CSRF token are needed.
    """
    found = mail_choices.read_stop(token)
    if found is None:
        raise Http404
    user, topic = found
    done = request.method == "POST"
    if done:
        mail_choices.stop(user, topic)
    return render(request, "settings/mail_stop.html", {"topic": topic, "done": done})

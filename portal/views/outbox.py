"""The demo's outbox: every mail that was sent, to read and to click through (P46)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.models import RenderedMail
from portal.paging import page_of

View = Callable[..., HttpResponse]

# A mail is a page of its own, which may show its style, open its links, and nothing else.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}
LINKS_LEAVE_THE_FRAME = '<base target="_top">'


def demo_page(view: View) -> View:
    """Only in the demo is there such a page."""

    @require_safe
    @never_cache
    @wraps(view)
    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return enter


@demo_page
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail sent, newest first."""
    sent = RenderedMail.objects.select_related("mail").defer("text", "html", "calendar")
    page = page_of(sent, request.GET, by=["pk"], descending=True)
    return render(request, "outbox/list.html", {"page": page})


@demo_page
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: its HTML in a frame, its text, its calendar entry."""
    return render(request, "outbox/mail.html", {"sent": _sent(pk)})


@csp(MAIL_POLICY)
@xframe_options_sameorigin
@demo_page
def mail_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail itself, sandboxed; its links open in the whole window."""
    before, head, after = _sent(pk).html.partition("<head>")
    return HttpResponse(f"{before}{head}{LINKS_LEAVE_THE_FRAME}{after}")


def _sent(pk: int) -> RenderedMail:
    return get_object_or_404(RenderedMail.objects.select_related("mail"), mail=pk)

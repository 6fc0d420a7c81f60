"""The help page: whom to ask, and who may do what (O8)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.models import Kind
from portal.permissions import TABLE
from portal.viewers import ViewerRequest


@require_GET
@login_required
def help_page(request: ViewerRequest) -> HttpResponse:
    """Where help is, and the permission table as the pages obey it (B3)."""
    table = [(act, [(kind, reached[kind]) for kind in Kind]) for act, reached in TABLE.items()]
    return render(request, "help/help.html", {"kinds": list(Kind), "table": table})

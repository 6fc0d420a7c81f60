"""The pages of an organization's API keys: list, create, revoke."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from portal import api_keys
from portal.entrance import organization_page
from portal.forms import ApiKeyForm
from portal.models import ApiKey, Organization
from portal.paging import page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

HERE = "organization_api_keys"
MADE_BEFORE = (
    "The key {} was made already and is shown once only. If you did not copy it, revoke it and "
    "make another."
)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@organization_page
def key_list(request: ViewerRequest) -> HttpResponse:
    """The keys there are and were, newest first."""
    keys = _keys(request).select_related("created_by", "revoked_by")
    found = page_of(keys, request.GET, by=["pk"], descending=True)
    return page(request, HERE, "organizations/api_keys.html", page=found)


@never_cache
@form_page
@organization_page
def new(request: ViewerRequest) -> HttpResponse:
    """Make a key, shown once on the page that answers; loading that again makes no other."""
    organization = _organization(request)
    form = ApiKeyForm(request.POST or None)
    if form.is_valid():
        made, given = api_keys.make(organization, by=request.viewer.user, **form.cleaned_data)
        if not given:
            messages.warning(request, MADE_BEFORE.format(made))
            return redirect(HERE, slug=organization.slug)
        address = reverse("integration_status", args=[organization.slug])
        facts = {"made": made, "given": given, "address": settings.SITE_URL + address}
        return page(request, HERE, "organizations/api_key_made.html", **facts)
    return page(request, HERE, "organizations/api_key_new.html", form=form)


@form_page
@organization_page
def revoke(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what revoking does, and do it."""
    found = get_object_or_404(_keys(request), pk=pk)
    if request.method == "POST":
        api_keys.revoke(found, request.viewer.user)
        messages.success(request, f"The key {found} is revoked. Programs that use it get 401 now.")
        return redirect(HERE, slug=_organization(request).slug)
    return page(request, HERE, "organizations/api_key_revoke.html", key=found)


def _keys(request: ViewerRequest) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(organization=_organization(request))


def _organization(request: ViewerRequest) -> Organization:
    request.viewer.need(Act.RUN_ORGANIZATION)
    assert request.viewer.organization is not None  # the entrance has seen to it
    return request.viewer.organization

"""The pages that connect an ATS: choose one, give its settings, copy the addresses (K3)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from candidates.entrance import posted
from integrations import connections, visibility
from integrations.connectors import CONNECTORS
from integrations.forms import NewConnection
from integrations.models import Connection
from integrations.views.places import HERE
from integrations.vocabulary import Capability
from portal.entrance import organization_page
from portal.models import Group
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

NO_GROUP = "You act in no group yet. An organization admin can give you access to one."


@require_safe
@organization_page
def choose(request: ViewerRequest) -> HttpResponse:
    """The ATSs there are connectors for, and what each can do."""
    _groups(request)
    vendors = [
        (slug, vendor.name, [(each, vendor.capabilities[each]) for each in Capability])
        for slug, vendor in CONNECTORS.items()
    ]
    return page(request, HERE, "integrations/choose.html", vendors=vendors)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def new(request: ViewerRequest, vendor: str) -> HttpResponse:
    """Connect an ATS; keys of ours are shown once, on the page that answers."""
    groups = _groups(request)
    if vendor not in CONNECTORS:
        raise Http404
    connector = CONNECTORS[vendor]
    form = NewConnection(posted(request), connector=connector, groups=groups)
    made = _create(form, vendor) if form.is_valid() else None
    if made is None:
        facts = {"form": form, "vendor": connector.name}
        return page(request, HERE, "integrations/new.html", **facts)
    return page(request, HERE, "integrations/created.html", **_shown_once(made, form))


def _create(form: NewConnection, vendor: str) -> Connection | None:
    asked = form.cleaned_data
    try:
        return connections.create(
            vendor,
            asked["group"],
            base_url=asked["base_url"],
            auth_url=asked["auth_url"],
            values=form.values(),
            name=asked["name"],
            fallback_recruiter=asked["fallback_recruiter"],
        )
    except ValidationError as problem:
        form.add_error(None, ValidationError(problem.messages))
        return None


def _shown_once(made: Connection, form: NewConnection) -> dict[str, object]:
    """What is to be copied into the ATS: addresses, and the keys made here."""
    titles = {endpoint.name: endpoint.title for endpoint in made.connector.endpoints}
    places = connections.addresses(made).items()
    own = [
        (setting, made.secrets[setting.name])
        for setting in made.connector.settings
        if setting.generated and setting.name not in form.values()
    ]
    return {
        "connection": made,
        "addresses": [(titles[name], url) for name, url in places],
        "own_keys": own,
    }


def _groups(request: ViewerRequest) -> list[Group]:
    """The groups the viewer may connect an ATS for. Raises PermissionDenied when there are none."""
    request.viewer.need(Act.RUN_INTEGRATIONS)
    groups = list(visibility.groups_to_connect(request.viewer))
    if not groups:
        raise PermissionDenied(NO_GROUP)
    return groups

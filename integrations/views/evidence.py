"""The page that takes evidence for a vendor's support out of the logs (K7)."""

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_http_methods

from candidates.entrance import posted
from integrations import visibility
from integrations.logs import acts, evidence
from integrations.logs.forms import EvidenceForm
from integrations.models import Connection, LogAct, What
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest

HERE = "evidence"
SHOWN = 20  # earlier exports
WRITERS = {
    "csv": (evidence.as_csv, "text/csv; charset=utf-8"),
    "json": (evidence.as_json, "application/json"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def export(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask for a log and a period; answer with a file that is written while it is read."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    form = EvidenceForm(posted(request), found.organization.zone)
    if form.is_valid():
        return _file(request, found, form)
    taken = LogAct.objects.filter(connection=found, what=What.EXPORTED)
    facts = {
        "form": form,
        "zone": found.organization.zone,
        "taken": taken.select_related("by").order_by("-pk")[:SHOWN],
    }
    return connection_page(request, HERE, "integrations/logs/evidence.html", found, **facts)


def _file(request: ViewerRequest, found: Connection, form: EvidenceForm) -> HttpResponse:
    asked = form.cleaned_data
    kind = evidence.KINDS[asked["what"]]
    days = f"{asked['first']} to {asked['last']}"
    acts.export(found, request.viewer.user, f"{kind.title}, {days}, {asked['shape'].upper()}")
    write, content_type = WRITERS[asked["shape"]]
    name = f"{asked['what']}-{found.pk}-{asked['first']}-{asked['last']}.{asked['shape']}"
    lines = evidence.lines(kind, found, form.period)
    answer = StreamingHttpResponse(write(lines), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)  # views promise one; it is sent as any other

"""The dry run of a connection: what would happen, step by step, with nothing sent or kept."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from candidates.entrance import posted
from integrations import visibility
from integrations.models import Connection
from integrations.trace import dry_run as trial
from integrations.trace.dry_steps import Step
from integrations.trace.forms import DryRun
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def dry_run(request: ViewerRequest, pk: int) -> HttpResponse:
    """Choose an application or a webhook, and see what would happen to it."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    form = DryRun(posted(request), connection=found, asked=request.GET)
    steps = _run(found, form) if form.is_valid() else None
    facts = {"form": form, "steps": steps}
    return connection_page(
        request, "connection_dry_run", "integrations/dry_run.html", found, **facts
    )


def _run(connection: Connection, form: DryRun) -> list[Step]:
    delivery = form.chosen()
    if delivery:
        return trial.of_delivery(connection, delivery)
    return trial.of_application(connection, form.cleaned_data["application"])

"""The Active funnel as a CSV file."""

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from candidates import funnel_export, visibility
from candidates.entrance import staff_page
from candidates.forms import FunnelFilter
from portal import spreadsheets
from portal.viewers import ViewerRequest


@require_safe
@staff_page
def export(request: ViewerRequest) -> StreamingHttpResponse:
    """Everybody whom the same address of the funnel shows, on all its pages."""
    filters = FunnelFilter(request.GET)
    found = filters.in_tab(filters.narrow(visibility.candidacies(request.viewer)))
    return spreadsheets.download("funnel.csv", funnel_export.HEADER, funnel_export.rows(found))

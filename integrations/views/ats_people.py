"""The page of an ATS's users: who they are here, and who stands in for the others (J1, J2)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from candidates.entrance import posted
from integrations import recruiters
from integrations.forms import Search
from integrations.mapping import ats_people
from integrations.mapping.forms import RecruiterSource
from integrations.views.mapping_rows import ORDER, connection_of, form_page
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import page_of
from portal.viewers import ViewerRequest

HERE = "connection_people"


@form_page
@organization_page
def people(request: ViewerRequest, pk: int) -> HttpResponse:
    """The users of the ATS, those who are nobody here first, and where the recruiter comes from."""
    found = connection_of(request, pk)
    search = Search(request.GET)
    form = RecruiterSource(posted(request), found)
    if form.is_valid():
        recruiters.set_source(
            found,
            form.cleaned_data.get("recruiter_source", ""),
            form.cleaned_data["fallback_recruiter"],
        )
        messages.success(request, "Saved. It holds for every invite from now on.")
        return redirect(request.get_full_path())
    shown = page_of(ats_people.people(found, search.words), request.GET, by=ORDER)
    matches = ats_people.matches(found, shown.rows)
    facts = {
        "form": form,
        "search": search,
        "shown": shown,
        "rows": [(each, matches[each.pk]) for each in shown.rows],
    }
    return connection_page(request, HERE, "integrations/people.html", found, **facts)

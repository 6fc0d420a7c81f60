"""The main navigation: every entry, and who sees it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from portal.models import Kind
from portal.permissions import Act, Reach
from portal.viewers import Viewer


@dataclass(frozen=True)
class Entry:
    """A link of the navigation as one viewer sees it."""

    label: str
    icon: str
    url: str
    current: str  # "page": it is this page; "true": this page lies below it; "": neither


@dataclass(frozen=True)
class _Place:
    label: str
    icon: str
    url_name: str
    need: Act | None = None
    also: str = ""  # where its further pages are


STAFF = (
    _Place("Dashboard", "home", "dashboard"),
    _Place("Candidates", "users", "funnel", Act.SEE_RESULTS, also="/candidacies/"),
    _Place("Roles", "briefcase", "roles", Act.EDIT_ROLES),
    _Place("Organizations", "building-office-2", "organizations"),
    _Place("Settings", "cog-6-tooth", "settings"),
)
INTERVIEWERS = (
    _Place("My interviews", "video-camera", "interviewer_day"),
    _Place("Availability", "calendar-days", "interviewer_availability"),
)


def entries_for(request: HttpRequest) -> list[Entry]:
    """The links this request's viewer may follow; pages that are not there yet are left out."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return []
    places = INTERVIEWERS if viewer.kind == Kind.INTERVIEWER else STAFF
    shown = [
        (place, url) for place in places if _allowed(viewer, place) and (url := _address(place))
    ]
    nearest = max((_nearness(request.path, place, url) for place, url in shown), default=0)
    return [
        Entry(place.label, place.icon, url, _current(request.path, place, url, nearest))
        for place, url in shown
    ]


def _allowed(viewer: Viewer, place: _Place) -> bool:
    return place.need is None or viewer.reach(place.need) is not Reach.NO


def _address(place: _Place) -> str:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""


def _current(path: str, place: _Place, url: str, nearest: int) -> str:
    if path == url:
        return "page"
    return "true" if 0 < _nearness(path, place, url) == nearest else ""


def _nearness(path: str, place: _Place, url: str) -> int:
    """How much of the path this place's address covers; the longest is where the page lies."""
    starts = [each for each in (url, place.also) if each not in ("", "/") or each == path]
    return max((len(each) for each in starts if path.startswith(each)), default=0)

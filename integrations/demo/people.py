"""The demo's organizations, groups and people, and the four who sign in."""

from dataclasses import dataclass
from datetime import time
from functools import cache

from django.contrib.auth.hashers import make_password

from candidates.models import Availability
from portal.models import Group, Kind, Membership, Organization, ServiceRole, User

PASSWORD = "open-the-door"  # noqa: S105  (the demo prints it)


@dataclass(frozen=True)
class Login:
    """Somebody who signs in to the demo."""

    title: str
    email: str


LOGINS = (
    Login("Admin", "ines.ferro@example.com"),
    Login("Recruiter", "rita.moss@example.com"),
    Login("Interviewer", "ivy.chen@example.com"),
    Login("Support", "sasha.reed@example.com"),
)

_MEMBERS = (
    ("ines.ferro@example.com", "Ines Ferro", Kind.ORG_ADMIN, ()),
    ("gus.adeyemi@example.com", "Gus Adeyemi", Kind.GROUP_ADMIN, ("engineering",)),
    ("rita.moss@example.com", "Rita Moss", Kind.RECRUITER, ("engineering", "operations")),
    ("sam.okafor@example.com", "Sam Okafor", Kind.RECRUITER, ("engineering",)),
    ("hugo.hart@example.com", "Hugo Hart", Kind.HIRING_MANAGER, ("engineering",)),
    ("cora.lind@example.com", "Cora Lind", Kind.GRADER, ("engineering",)),
    ("vera.quinn@example.com", "Vera Quinn", Kind.VENDOR_RECRUITER, ("engineering",)),
)
_INTERVIEWERS = (
    ("ivy.chen@example.com", "Ivy Chen", "Europe/Berlin"),
    ("noor.patel@example.com", "Noor Patel", "America/New_York"),
    ("leo.park@example.com", "Leo Park", "Asia/Tokyo"),
)


def load() -> tuple[Organization, Organization]:
    """Make organizations, groups and people, or find them."""
    acme = _organization("acme", "Acme Robotics", "America/New_York", recent=True)
    globex = _organization("globex", "Globex Health", "Europe/Berlin", recent=False)
    _groups(acme, "Engineering", "Operations")
    _groups(globex, "Product")
    for email, name, kind, groups in _MEMBERS:
        _member(acme, user(email, name, acme.zone), kind, groups)
    _member(globex, user("olga.weber@example.com", "Olga Weber", globex.zone), Kind.ORG_ADMIN, ())
    user("sasha.reed@example.com", "Sasha Reed", "UTC", ServiceRole.SUPPORT)
    for email, name, zone in _INTERVIEWERS:
        _hours(user(email, name, zone, ServiceRole.INTERVIEWER))
    return acme, globex


def user(email: str, name: str, zone: str, service_role: str = "") -> User:
    """A person of the demo, made with the demo's password if new."""
    known = User.objects.filter(email=email).first()
    return known or User.objects.create(
        email=email, password=_hashed(), name=name, zone=zone, service_role=service_role
    )


@cache
def _hashed() -> str:
    """Hashed once for all: each time takes as long as a page."""
    return make_password(PASSWORD)


def _organization(slug: str, name: str, zone: str, *, recent: bool) -> Organization:
    organization, _ = Organization.objects.get_or_create(
        slug=slug, defaults={"name": name, "zone": zone, "recent_interview_warning": recent}
    )
    return organization


def _groups(organization: Organization, *names: str) -> None:
    for name in names:
        Group.objects.get_or_create(
            organization=organization, slug=name.lower(), defaults={"name": name}
        )


def _member(organization: Organization, who: User, kind: Kind, groups: tuple[str, ...]) -> None:
    membership, new = Membership.objects.get_or_create(
        organization=organization,
        user=who,
        defaults={"kind": kind, "all_groups": kind == Kind.ORG_ADMIN},
    )
    if new:
        membership.groups.set(organization.groups.filter(slug__in=groups))


def _hours(interviewer: User) -> None:
    """Long hours every day, so that a visitor finds a slot soon."""
    if interviewer.availability.exists():
        return
    Availability.objects.bulk_create(
        Availability(interviewer=interviewer, weekday=weekday, starts=time(6), ends=time(22, 0))
        for weekday in range(7)
    )

"""The users of an ATS and who they are here; whoever is nobody here, with the reason (J2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from candidates.people import RECRUITING, recruiters
from integrations.models import Connection, Person
from portal.models import Kind, Membership, User


@dataclass(frozen=True)
class Match:
    """Who an ATS person is here, and what that means; the reason where it is nobody."""

    user: User | None
    tone: str
    word: str
    reason: str = ""


def people(connection: Connection, words: str) -> QuerySet[Person]:
    """The users of the ATS; those who cannot be recruiters here come first (`settled` is 0)."""
    able = recruiters(connection.group).filter(email=OuterRef("email"))
    found = Person.objects.filter(connection=connection)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return found.annotate(
        settled=Case(
            When(active=False, then=Value(2)),
            When(Exists(able), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )


def matches(connection: Connection, shown: Iterable[Person]) -> dict[int, Match]:
    """Who each of these is here; accounts of other organizations are nobody (A8)."""
    shown = list(shown)
    found = (
        Membership.objects.filter(
            organization=connection.organization_id,
            user__email__in=[each.email for each in shown if each.email],
        )
        .select_related("user")
        .prefetch_related("groups")
    )
    by_email = {membership.user.email: membership for membership in found}
    return {each.pk: _match(connection, each, by_email.get(each.email)) for each in shown}


def _match(connection: Connection, who: Person, membership: Membership | None) -> Match:
    if not who.email:
        return _nobody("The ATS tells no e-mail.")
    if membership is None:
        inactive = "" if who.active else " They are deactivated in the ATS."
        return _nobody(f"Nobody with this e-mail has an account here.{inactive}")
    user = membership.user
    if membership.archived_at or not user.is_active:
        return _nobody(f"{user} is archived here.")
    if not _reaches(connection, membership):
        return _nobody(f"{user} has no access to the group {connection.group}.")
    if membership.kind not in RECRUITING:
        kind = membership.get_kind_display().lower()
        return Match(user, "info", "Follows", f"As a {kind} they follow and cannot recruit.")
    return Match(user, "ok", "Recruits")


def _nobody(reason: str) -> Match:
    return Match(None, "warn", "Nobody here", reason)


def _reaches(connection: Connection, membership: Membership) -> bool:
    return (
        membership.all_groups
        or membership.kind == Kind.ORG_ADMIN
        or connection.group_id in [group.pk for group in membership.groups.all()]
    )

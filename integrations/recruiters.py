"""Who of ours an ATS person is, and who is recruiter when nobody is (J2)."""

from collections.abc import Iterable

from django.db import transaction

from candidates.people import followers, recruiters
from integrations.models import Connection, Person
from integrations.problems import NobodyRecruits
from integrations.vocabulary import AtsPerson
from portal.models import Group, Kind, Membership, User

LONGEST_NAME = 100  # of somebody in the ATS, in a sentence


def recruiter_for(connection: Connection, person: AtsPerson | None) -> tuple[User, str]:
    """The recruiter for an application, and a remark when it is the fallback.

    Raises:
        NobodyRecruits: when the organization has nobody who could be.
    """
    matched = account_of(connection, person)
    if matched:
        return matched, ""
    return fallback(connection), _remark(person)


def _remark(person: AtsPerson | None) -> str:
    if person is None:
        return "The ATS names no recruiter."
    who = (person.name or person.email or "The recruiter")[:LONGEST_NAME]
    return f"{who} has no account here."


def account_of(connection: Connection, person: AtsPerson | None) -> User | None:
    """The active user with this person's e-mail who may recruit in the connection's group."""
    if person is None or not person.email:
        return None
    return recruiters(connection.group).filter(email=person.email.strip().lower()).first()


def accounts_of(connection: Connection, people: Iterable[AtsPerson]) -> dict[str, User]:
    """Those of these people who have an account that reaches the group, by their ids there."""
    by_email = {each.email.lower(): each.remote_id for each in people if each.email}
    able = followers(connection.group).filter(email__in=by_email)
    return {by_email[user.email]: user for user in able}


def follower_accounts(connection: Connection, emails: list[str]) -> list[User]:
    """The active users with these e-mails who may follow in the connection's group (B6)."""
    wanted = [email.strip().lower() for email in emails if email]
    return list(followers(connection.group).filter(email__in=wanted))


def fallback(connection: Connection) -> User:
    """The connection's fallback recruiter, or the group's first admin.

    Raises:
        NobodyRecruits: when there is neither.
    """
    able = recruiters(connection.group)
    chosen = able.filter(pk=connection.fallback_recruiter_id or 0).first()
    admin = chosen or _first_admin(connection.group) or able.first()
    if admin is None:
        raise NobodyRecruits("Nobody in this group can be a recruiter. Invite a recruiter first.")
    return admin


def set_source(connection: Connection, source: str, fallback: User) -> None:
    """Say where recruiters come from ("" leaves that), and who stands in for nobody (J1, J2)."""
    with transaction.atomic():
        held = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        if source:
            held.choices["recruiter_source"] = source
        held.fallback_recruiter = fallback
        held.save(update_fields=["choices", "fallback_recruiter"])


def people_of(connection: Connection, remote_ids: Iterable[str]) -> dict[str, AtsPerson]:
    """These people of the ATS as last synced, by their ids."""
    known = Person.objects.filter(connection=connection, remote_id__in=list(remote_ids))
    return {
        each.remote_id: AtsPerson(each.remote_id, each.email, each.name, each.active)
        for each in known
    }


def _first_admin(group: Group) -> User | None:
    admins = Membership.objects.filter(
        kind__in=[Kind.ORG_ADMIN, Kind.GROUP_ADMIN], organization=group.organization_id
    ).values("user")
    return recruiters(group).filter(pk__in=admins).first()

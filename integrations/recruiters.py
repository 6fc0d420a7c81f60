"""Who of ours an ATS person is, and who is recruiter when nobody is (J2)."""

from candidates.people import followers, recruiters
from integrations.models import Connection, Person
from integrations.vocabulary import AtsPerson
from portal.models import Group, Kind, Membership, User


def recruiter_for(connection: Connection, person: AtsPerson | None) -> tuple[User, str]:
    """The recruiter for an application, and a remark when it is the fallback.

    Raises:
        LookupError: when the organization has nobody who could be.
    """
    matched = account_of(connection, person)
    if matched:
        return matched, ""
    who = f"{person.name or person.email or 'The recruiter'} has" if person else "The ATS names"
    remark = f"{who} no account here." if person else f"{who} no recruiter."
    return fallback(connection), remark


def account_of(connection: Connection, person: AtsPerson | None) -> User | None:
    """The active user with this person's e-mail who may recruit in the connection's group."""
    if person is None or not person.email:
        return None
    return recruiters(connection.group).filter(email=person.email.strip().lower()).first()


def follower_accounts(connection: Connection, emails: list[str]) -> list[User]:
    """The active users with these e-mails who may follow in the connection's group (B6)."""
    wanted = [email.strip().lower() for email in emails if email]
    return list(followers(connection.group).filter(email__in=wanted))


def fallback(connection: Connection) -> User:
    """The connection's fallback recruiter, or the group's first admin.

    Raises:
        LookupError: when there is neither.
    """
    able = recruiters(connection.group)
    chosen = able.filter(pk=connection.fallback_recruiter_id or 0).first()
    admin = chosen or _first_admin(connection.group) or able.first()
    if admin is None:
        raise LookupError("Nobody in this group can be a recruiter. Invite a recruiter first.")
    return admin


def person_of(connection: Connection, remote_id: str) -> AtsPerson | None:
    """A person of the ATS as last synced."""
    known = Person.objects.filter(connection=connection, remote_id=remote_id).first()
    return AtsPerson(known.remote_id, known.email, known.name, known.active) if known else None


def _first_admin(group: Group) -> User | None:
    admins = Membership.objects.filter(
        kind__in=[Kind.ORG_ADMIN, Kind.GROUP_ADMIN], organization=group.organization_id
    ).values("user")
    return recruiters(group).filter(pk__in=admins).first()

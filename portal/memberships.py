"""The verbs of a membership: add, invite, change, archive; an organization keeps an admin (B1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal import mail
from portal.models import MEMBER_KINDS, Group, Kind, Membership, Organization, User
from portal.news import members_changed

INVITATION = "account_invitation"


class LastAdmin(Exception):
    """The organization would be left without an organization admin (B1)."""


class NotPossible(Exception):
    """This person cannot become a member; the text says why."""


@dataclass(frozen=True)
class Access:
    """What somebody is to be in an organization, and which groups they reach (B2)."""

    kind: Kind
    all_groups: bool = False
    groups: Iterable[Group] = field(default_factory=tuple)


def reaching(*groups: Group, kinds: Sequence[Kind] = MEMBER_KINDS) -> QuerySet[User]:
    """The active people of these kinds who reach one of these groups of an organization (B6)."""
    if not groups:
        return User.objects.none()
    reached = (
        Q(memberships__all_groups=True)
        | Q(memberships__kind=Kind.ORG_ADMIN)
        | Q(memberships__groups__in=groups)
    )
    return (
        User.objects.filter(
            reached,
            is_active=True,
            memberships__kind__in=kinds,
            memberships__organization=groups[0].organization_id,
            memberships__archived_at=None,
        )
        .distinct()
        .order_by("name", "pk")
    )


def admins(organization: Organization) -> QuerySet[User]:
    """The active organization admins, by name: whom to ask."""
    return User.objects.filter(
        is_active=True,
        memberships__organization=organization,
        memberships__kind=Kind.ORG_ADMIN,
        memberships__archived_at=None,
    ).order_by("name", "pk")


@transaction.atomic
def invite(organization: Organization, email: str, name: str, access: Access) -> Membership:
    """Make somebody a member and mail them how to sign in.

    Raises:
        NotPossible: when they are a member already or belong to the service's staff.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = User.objects.create_user(email, name=name, zone=organization.zone)
    membership = add(organization, user, access)
    send_invitation(membership)
    return membership


@transaction.atomic
def add(organization: Organization, user: User, access: Access) -> Membership:
    """Make a user a member, without a mail.

    Raises:
        NotPossible: when they are a member already or belong to the service's staff.
    """
    if user.service_role:
        raise NotPossible("This address cannot become a member. Ask support for help.")
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                organization=organization,
                user=user,
                kind=access.kind,
                all_groups=access.all_groups,
            )
    except IntegrityError as problem:
        raise NotPossible(
            "This person is a member already, perhaps an archived one. Find them under People."
        ) from problem
    membership.groups.set(access.groups)
    _let_in(user)
    _announce(membership)
    return membership


def send_invitation(membership: Membership) -> None:
    """Mail a member how to sign in; at most once a minute."""
    minute = timezone.now().strftime("%Y%m%d%H%M")
    mail.queue(
        INVITATION,
        membership.user.email,
        key=f"{INVITATION}:{membership.pk}:{minute}",
        organization=membership.organization,
        membership=membership.pk,
    )


@transaction.atomic
def change(membership: Membership, access: Access) -> Membership:
    """Give a member another kind or other groups.

    Raises:
        LastAdmin: when nobody else is organization admin.
    """
    membership = _lock(membership)
    if access.kind != Kind.ORG_ADMIN:
        _keep_an_admin(membership)
    membership.kind, membership.all_groups = access.kind, access.all_groups
    membership.save(update_fields=["kind", "all_groups"])
    membership.groups.set(access.groups)
    _announce(membership)
    return membership


@transaction.atomic
def archive(membership: Membership) -> Membership:
    """End a membership; who has no other one can no longer sign in (B4).

    Raises:
        LastAdmin: when nobody else is organization admin.
    """
    membership = _lock(membership)
    if membership.archived_at is not None:
        return membership
    _keep_an_admin(membership)
    membership.archived_at = timezone.now()
    membership.save(update_fields=["archived_at"])
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if not user.memberships.filter(archived_at=None).exists():
        user.is_active, user.archived_at = False, membership.archived_at
        user.save(update_fields=["is_active", "archived_at"])
    _announce(membership)
    return membership


@transaction.atomic
def unarchive(membership: Membership) -> Membership:
    """Take an archived member back as what they were."""
    membership = _lock(membership)
    membership.archived_at = None
    membership.save(update_fields=["archived_at"])
    _let_in(membership.user)
    _announce(membership)
    return membership


def _announce(membership: Membership) -> None:
    members_changed.send(sender=Membership, organization=membership.organization)


def _let_in(user: User) -> None:
    if user.archived_at is not None:
        user.is_active, user.archived_at = True, None
        user.save(update_fields=["is_active", "archived_at"])


def _lock(membership: Membership) -> Membership:
    """The membership as it is now, with its organization locked: changes come one by one."""
    Organization.objects.select_for_update(no_key=True).get(pk=membership.organization_id)
    return Membership.objects.select_related("user", "organization").get(pk=membership.pk)


def _keep_an_admin(leaving: Membership) -> None:
    others = Membership.objects.filter(
        organization=leaving.organization_id,
        kind=Kind.ORG_ADMIN,
        archived_at=None,
        user__is_active=True,
    ).exclude(pk=leaving.pk)
    is_admin = leaving.kind == Kind.ORG_ADMIN and leaving.archived_at is None
    if is_admin and not others.exists():
        raise LastAdmin(
            f"{leaving.user} is the only organization admin. "
            "Make somebody else an organization admin first."
        )

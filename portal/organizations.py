"""The verbs of an organization: found it, add and rename groups, change its settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from portal.memberships import Access, add
from portal.models import Group, Kind, Organization, User

SETTINGS = ("name", "zone", "open_roles", "recent_interview_warning", "cancel_on_final_status")
SLUG_LENGTH = 60


class NameTaken(Exception):
    """There is an organization, or a group in this one, of such a name already."""


@transaction.atomic
def found(name: str, *, admin: User, zone: str = "UTC", groups: Sequence[str] = ()) -> Organization:
    """Make an organization with its first admin (B1) and its groups; one of its name if none.

    Raises:
        NameTaken: when the address made of the name is in use.
        NotPossible: when this user cannot be a member.
    """
    try:
        with transaction.atomic():
            organization = Organization.objects.create(
                name=name, slug=_slug(name) or "organization", zone=zone
            )
    except IntegrityError as problem:
        raise NameTaken(f"There is an organization like “{name}” already.") from problem
    for group in groups or [name]:
        create_group(organization, group)
    add(organization, admin, Access(Kind.ORG_ADMIN, all_groups=True))
    return organization


def create_group(organization: Organization, name: str) -> Group:
    """Add a group; roles, and with them candidacies, will belong to it (A2).

    Raises:
        NameTaken: when the organization has such a group.
    """
    try:
        with transaction.atomic():
            return Group.objects.create(
                organization=organization, name=name, slug=_slug(name) or "group"
            )
    except IntegrityError as problem:
        raise _group_taken(name) from problem


def rename_group(group: Group, name: str) -> Group:
    """Give a group another name.

    Raises:
        NameTaken: when the organization has another such group.
    """
    group.name, group.slug = name, _slug(name) or "group"
    try:
        with transaction.atomic():
            group.save(update_fields=["name", "slug"])
    except IntegrityError as problem:
        raise _group_taken(name) from problem
    return group


@transaction.atomic
def change_settings(organization: Organization, settings: Mapping[str, Any]) -> list[str]:
    """Give an organization these settings; those not named stay.

    Args:
        settings: values by the names in SETTINGS; other names are passed over.

    Returns:
        The names of the settings that are different now.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    changed = [
        name
        for name in SETTINGS
        if name in settings and getattr(organization, name) != settings[name]
    ]
    for name in changed:
        setattr(organization, name, settings[name])
    if changed:
        organization.save(update_fields=changed)
    return changed


def _slug(name: str) -> str:
    return slugify(name)[:SLUG_LENGTH].strip("-")


def _group_taken(name: str) -> NameTaken:
    return NameTaken(f"There is a group like “{name}” already. Choose another name.")

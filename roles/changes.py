"""The verbs of a role: create, change, archive; every change is written to its log (C2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from portal.models import Group, User
from roles.models import Role, RoleChange, RoleStatus, ScoringBar
from roles.news import role_changed

FIELDS = (
    "name", "description", "location", "format", "question_set", "redo", "window_days",
    "booking_days", "notice_hours", "grid_minutes", "buffer_minutes", "change_limit_minutes",
)  # fmt: skip
PEOPLE = ("hiring_managers", "graders")
BAR = "pass_score"


class NameTaken(Exception):
    """Another role of the organization has this name already."""


@dataclass(frozen=True)
class _Difference:
    field: str
    old: str
    new: str


def create(group: Group, settings: Mapping[str, Any], *, by: User) -> Role:
    """Keep a new role of a group (A2), with its people and its first bar.

    Args:
        settings: as for `change`; `name` and `format` must be among them.

    Raises:
        NameTaken: when the organization has a role of this name.
    """
    fields = {name: settings[name] for name in FIELDS if name in settings}
    try:
        with transaction.atomic():
            role = Role.objects.create(organization_id=group.organization_id, group=group, **fields)
            list(_set_people(role, settings))
            list(_set_bar(role, settings, by))
            _announce(role, [_Difference("role", "", "Created")], by)
    except IntegrityError as problem:
        raise _name_taken(str(settings["name"])) from problem
    return role


def change(role: Role, settings: Mapping[str, Any], *, by: User) -> list[RoleChange]:
    """Give a role these settings; those not named stay as they are (C2).

    Args:
        settings: values by the names in FIELDS, PEOPLE and BAR; other names are passed over.

    Returns:
        The lines of the change log: one for each setting that is different now.

    Raises:
        NameTaken: when another role of the organization has the new name.
    """
    try:
        with transaction.atomic():
            role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
            differences = [
                *_set_fields(role, settings),
                *_set_people(role, settings),
                *_set_bar(role, settings, by),
            ]
            return _announce(role, differences, by)
    except IntegrityError as problem:
        raise _name_taken(str(settings.get("name", role.name))) from problem


def archive(role: Role, *, by: User) -> list[RoleChange]:
    """Take no more invites to a role; its open interviews go on (C7)."""
    return _set_status(role, RoleStatus.ARCHIVED, by)


def unarchive(role: Role, *, by: User) -> list[RoleChange]:
    """Take invites to a role again."""
    return _set_status(role, RoleStatus.ACTIVE, by)


def current_bar(role: Role) -> ScoringBar | None:
    """The newest version of a role's scoring bar."""
    return ScoringBar.objects.filter(role=role).order_by("-version").first()


@transaction.atomic
def _set_status(role: Role, status: RoleStatus, by: User) -> list[RoleChange]:
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if role.status == status:
        return []
    old = role.get_status_display()
    role.status = status
    role.save(update_fields=["status"])
    return _announce(role, [_Difference("status", old, status.label)], by)


def _set_fields(role: Role, settings: Mapping[str, Any]) -> list[_Difference]:
    differences = {
        name: _difference(name, getattr(role, name), settings[name])
        for name in FIELDS
        if name in settings and getattr(role, name) != settings[name]
    }
    for name in differences:
        setattr(role, name, settings[name])
    if differences:
        role.save(update_fields=list(differences))
    return list(differences.values())


def _set_people(role: Role, settings: Mapping[str, Any]) -> Iterator[_Difference]:
    for name in PEOPLE:
        if name not in settings:
            continue
        people, wanted = getattr(role, name), set(settings[name])
        old = set(people.all())
        if old != wanted:
            people.set(wanted)
            yield _difference(name, old, wanted)


def _set_bar(role: Role, settings: Mapping[str, Any], by: User) -> Iterator[_Difference]:
    """A change makes a new version: results keep the bar they were measured by (C8)."""
    score: Decimal | None = settings.get(BAR)
    bar = current_bar(role)
    if score is None or (bar and bar.pass_score == score):
        return
    ScoringBar.objects.create(
        organization_id=role.organization_id,
        role=role,
        version=bar.version + 1 if bar else 1,
        pass_score=score,
        created_by=by,
    )
    yield _Difference("scoring bar", str(bar.pass_score) if bar else "", f"{score:.2f}")


def _announce(role: Role, differences: Iterable[_Difference], by: User) -> list[RoleChange]:
    lines = [
        RoleChange(
            organization_id=role.organization_id, role=role, by=by,
            field=line.field, old=line.old, new=line.new,
        )
        for line in differences
    ]  # fmt: skip
    changes = RoleChange.objects.bulk_create(lines)
    if changes:
        role_changed.send(sender=Role, role=role, changes=changes)
    return changes


def _difference(name: str, old: Any, new: Any) -> _Difference:
    label = str(Role._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return _Difference(label, _in_words(old), _in_words(new))


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, set):
        return ", ".join(sorted(str(person) for person in value))
    return str(value)


def _name_taken(name: str) -> NameTaken:
    return NameTaken(f"There is a role called “{name}” already. Choose another name.")

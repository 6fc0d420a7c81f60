"""Keeps the options of the job custom field equal to our roles (C5)."""

import re
from collections.abc import Collection

from integrations import reading
from integrations.connectors.greenhouse import custom_fields
from integrations.connectors.greenhouse.client import Harvest
from integrations.problems import Rejected
from integrations.reading import Row
from integrations.vocabulary import RoleOption

OURS = re.compile(r"role-[0-9]+")  # options with other ids are the customer's own: left alone


class RoleList:
    """The options of one custom field.

    Raises:
        Rejected: when there is no such field, or it offers no choice.
        VendorProblem: from every method, when Greenhouse does not do its part.
    """

    def __init__(self, harvest: Harvest, key: str) -> None:
        self.harvest = harvest
        self.field = role_field(harvest, key)

    def listed(self) -> tuple[RoleOption, ...]:
        """The options that jobs can have now; a key that is not ours is left out."""
        rows = self.harvest.by_ids(
            "custom_field_options", "custom_field_ids", [self.field], active="true"
        )
        return tuple(
            RoleOption(_key(row) if OURS.fullmatch(_key(row)) else "", _name(row)) for row in rows
        )

    def publish(self, roles: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()) -> None:
        """Retire, rename and add until the list is ours; done again, it changes nothing.

        A role that comes back gets a new option: Greenhouse does not revive retired ones.
        """
        active, over = [], {role.key for role in retired}
        for row in self.harvest.by_ids(
            "custom_field_options", "custom_field_ids", [self.field], active="true"
        ):
            if _key(row) in over:
                self.harvest.retire("custom_field_options", reading.remote_id(row["id"]))
            else:
                active.append(row)
        found = {role.key: _option_for(role, active) for role in roles}
        self._make_way(roles, found, active)
        for order, role in enumerate(roles):
            self._settle(order, role, found[role.key])

    def _make_way(
        self, roles: tuple[RoleOption, ...], found: dict[str, Row | None], active: list[Row]
    ) -> None:
        """Give roles that swap names another name first: two active options never share one."""
        by_name = {_name(row): row for row in active}
        for role in roles:
            holder = by_name.get(role.name)
            if holder is None or holder is found[role.key]:
                continue
            if _key(holder) not in found:
                raise Rejected(f'Greenhouse has another option with the name "{role.name}".')
            self._change(holder, {"name": f"{_name(holder)} ({_key(holder)})"})

    def _settle(self, order: int, role: RoleOption, row: Row | None) -> None:
        if row is None:
            self.harvest.create(
                "custom_field_options",
                {
                    "custom_field_id": int(self.field),
                    "name": role.name,
                    "sort_order": order,
                    "external_id": role.key,
                },
            )
        elif (_name(row), _key(row)) != (role.name, role.key):
            self._change(row, {"name": role.name, "external_id": role.key})

    def _change(self, row: Row, content: dict[str, str]) -> None:
        self.harvest.change("custom_field_options", reading.remote_id(row["id"]), content)


def role_field(harvest: Harvest, key: str) -> str:
    """The id of the job custom field that offers our roles.

    Raises:
        Rejected: when there is no such field, or it offers no choice.
    """
    field = custom_fields.find(harvest, "job", key)
    if field is None:
        raise Rejected(f'Greenhouse\'s jobs have no active custom field with the key "{key}".')
    if field.get("value_type") != "single_select":
        raise Rejected(f'Greenhouse\'s custom field "{key}" is not of the type Single select.')
    return reading.remote_id(field["id"])


def _option_for(role: RoleOption, rows: list[Row]) -> Row | None:
    """The option that stands for a role: by its key, else one of its name that is nobody's yet."""
    by_key = (row for row in rows if _key(row) == role.key)
    by_name = (row for row in rows if not OURS.fullmatch(_key(row)) and _name(row) == role.name)
    return next(by_key, None) or next(by_name, None)


def _key(row: Row) -> str:
    return reading.text(row.get("external_id"))


def _name(row: Row) -> str:
    return reading.text(row.get("name"))

"""Keeps the options of the job custom field equal to our roles (C5)."""

import re
from collections.abc import Collection
from typing import Any

from integrations import reading
from integrations.connectors.ashby import custom_fields
from integrations.connectors.ashby.client import Rpc
from integrations.problems import Rejected
from integrations.reading import Row
from integrations.vocabulary import RoleOption

PREFIX = "liaison-"  # before the key: the value of an option of ours; others are left alone
OURS = re.compile(rf"{PREFIX}(role-[0-9]+)")
CHOICE = "ValueSelect"
Option = dict[str, Any]  # as it is sent


class RoleList:
    """The options of one custom field of jobs, found by its title.

    Raises:
        Rejected: when there is no such field, or it offers no choice.
        VendorProblem: from every method, when Ashby does not do its part.
    """

    def __init__(self, rpc: Rpc, title: str) -> None:
        self.rpc = rpc
        self.field = _choice(rpc, title)

    def listed(self) -> tuple[RoleOption, ...]:
        """The options that jobs can have now; a key that is not ours is left out."""
        active = (row for row in self._options() if row.get("isArchived") is not True)
        return tuple(RoleOption(_key(row), _label(row)) for row in active)

    def publish(self, roles: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()) -> None:
        """Send the whole list, since Ashby archives what is left out; nothing where it is right."""
        before = [_sent(row) for row in self._options()]
        after = [dict(option) for option in before]
        for role in roles:
            _settle(role, after)
        over = {_value(role) for role in retired}
        for option in after:
            option["isArchived"] = option["isArchived"] or option["value"] in over
        if after != before:
            self.rpc.tell(
                "customField.updateSelectableValues",
                customFieldId=self.field["id"],
                selectableValues=after,
            )

    def _options(self) -> list[Row]:
        return reading.rows(self.field.get("selectableValues"))


def _settle(role: RoleOption, options: list[Option]) -> None:
    """Rename the option that stands for a role, or add one; one of its name is adopted as it is."""
    ours = next((each for each in options if each["value"] == _value(role)), None)
    adopted = any(
        each["label"] == role.name and not each["isArchived"] and not OURS.fullmatch(each["value"])
        for each in options
    )
    if ours is not None:
        ours.update(label=role.name, isArchived=False)
    elif not adopted:
        options.append({"label": role.name, "value": _value(role), "isArchived": False})


def _choice(rpc: Rpc, title: str) -> Row:
    field = custom_fields.find(rpc, "Job", title)
    if field.get("fieldType") != CHOICE:
        raise Rejected(f'Ashby\'s custom field "{title}" is not one of several choices.')
    return field


def _sent(row: Row) -> Option:
    return {
        "label": _label(row),
        "value": reading.text(row.get("value")),
        "isArchived": row.get("isArchived") is True,
    }


def _value(role: RoleOption) -> str:
    return f"{PREFIX}{role.key}"


def _key(row: Row) -> str:
    found = OURS.fullmatch(reading.text(row.get("value")))
    return found[1] if found else ""


def _label(row: Row) -> str:
    return reading.text(row.get("label"))

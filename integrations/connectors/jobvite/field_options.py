"""Keeps the options of two custom fields in step: our roles, and who may follow (C5, J5)."""

from collections.abc import Collection

from integrations import reading
from integrations.connectors.jobvite import payloads
from integrations.connectors.jobvite.client import MOST_PAGES, Api
from integrations.problems import Rejected, VendorProblem
from integrations.reading import Row
from integrations.vocabulary import RoleOption


class FieldOptions:
    """The options of the custom field that a setting names. Every method raises VendorProblem."""

    def __init__(self, api: Api, setting: str) -> None:
        self.api = api
        self.code = api.connection.choice(setting).strip()

    def listed(self) -> list[str]:
        """The options there are now.

        Raises:
            Rejected: when there is no such field.
        """
        options = find(self.api, self.code).get("options")
        texts = options if isinstance(options, list) else []
        return [option for option in map(reading.text, texts) if option]

    def publish_roles(self, roles: tuple[RoleOption, ...], retired: Collection[RoleOption]) -> None:
        """Add, rename and retire until the options are our roles; others are left alone.

        Jobvite keeps names alone: a role is found by its name of now or one it had. An option
        that an open requisition has is left, for its value would be lost.
        """
        before = self.listed()
        ours = [role.name for role in roles]
        over = {name for role in (*roles, *retired) for name in role.former}
        over |= {role.name for role in retired}
        over &= set(before) - set(ours)
        over -= self._in_use(over)
        kept = [option for option in before if option not in over]
        self._replace(before, kept + [name for name in ours if name not in before])

    def publish_people(self, emails: tuple[str, ...]) -> None:
        """Let these people be chosen as followers, and nobody else."""
        self._replace(self.listed(), sorted(emails))

    def _replace(self, before: list[str], after: list[str]) -> None:
        if after == before:
            return
        if are_pasted(self.api):
            raise Rejected(
                f"The options of “{self.code}” in Jobvite differ from the list here. Have the "
                "list pasted into that field, as this connection pushes none."
            )
        self.api.change("customfield", {"customField": {"fieldCode": self.code, "options": after}})

    def _in_use(self, options: set[str]) -> set[str]:
        """Those of these options that open requisitions have; nothing is asked for none."""
        found: set[str] = set()
        cursor = ""
        for _ in range(MOST_PAGES if options else 0):
            rows, cursor = self.api.page("job", cursor)
            going_on = (row for row in rows if payloads.job_status(row) != "closed")
            found |= {payloads.custom_text(row, self.code) for row in going_on}
            if not cursor:
                return found & options
        if options:
            raise VendorProblem("Jobvite's list of jobs does not end.")
        return found


def find(api: Api, code: str) -> Row:
    """The custom field with this code.

    Raises:
        Rejected: when there is none.
    """
    for field in api.all("customfield"):
        if field.get("fieldCode") == code:
            return field
    raise Rejected(f"Jobvite has no custom field with the code “{code}”.")


def are_pasted(api: Api) -> bool:
    """Whether a person pastes our lists into Jobvite, since its API does not take them."""
    return api.connection.choice("lists") == "pasted"

"""Our roles as tags of postings, which opportunities inherit: "role: Backend Engineer" (C5)."""

from integrations import reading
from integrations.connectors.lever import records
from integrations.connectors.lever.client import Api
from integrations.models import Connection
from integrations.problems import Rejected
from integrations.vocabulary import RoleOption


class RoleTags:
    """The tags of one account that name roles. Every method raises VendorProblem.

    Lever makes a tag when something is given it, and drops it with its last use: there is no list
    to fill. What can be kept in step is the name of a role that postings carry.
    """

    def __init__(self, connection: Connection, api: Api) -> None:
        self.api = api
        self.prefix = connection.choice("role_tag")
        self.user = connection.choice("user_id").strip()

    def listed(self) -> tuple[RoleOption, ...]:
        """The roles that tags name; which are ours is told by the name alone."""
        texts = [reading.text(row.get("text")) for row in self.api.all("tags")]
        return tuple(RoleOption("", name) for name in records.tagged_roles(texts, self.prefix))

    def rename(self, roles: tuple[RoleOption, ...]) -> None:
        """Give postings tagged with a former name of a role its name of now.

        Raises:
            Rejected: when there are some, and no user to do it in whose name.
        """
        known = {option.name for option in self.listed()}
        for role in roles:
            for former in role.former:
                if former in known:
                    self._retag(former, role.name)

    def _retag(self, old: str, new: str) -> None:
        tag = self.tag(old)
        for posting in self.api.all("postings", {"tag": tag}):
            if not self.user:
                raise Rejected(
                    f"Postings in Lever are tagged “{tag}”, a role that is called “{new}” now. "
                    "Save the ID of a Lever user here, so that we can change them."
                )
            kept = [one for one in records.tags(posting) if one != tag]
            content = {"tags": [*dict.fromkeys([*kept, self.tag(new)])]}
            self.api.create(f"postings/{records.ref(posting)}", content, self.user)

    def tag(self, role: str) -> str:
        """The tag of a role."""
        return f"{self.prefix.strip()} {role}"

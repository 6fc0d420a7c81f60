"""Custom fields of Ashby: found by their title on jobs or applications."""

from integrations import reading
from integrations.connectors.ashby.client import Rpc
from integrations.problems import Rejected
from integrations.reading import Row


def find(rpc: Rpc, object_type: str, title: str) -> Row:
    """The active custom field of this title on objects of this type.

    Raises:
        Rejected: when there is none.
    """
    wanted = title.strip().casefold()
    for row in rpc.all("customField.list"):
        named = reading.text(row.get("title")).casefold() == wanted
        if named and row.get("objectType") == object_type and row.get("isArchived") is not True:
            return row
    kind = f"{object_type.lower()}s"
    raise Rejected(f'Ashby\'s {kind} have no custom field with the title "{title}".')

"""The vendors we speak to: one line each."""

from integrations.connector import Connector
from integrations.connectors.ashby.connector import Ashby
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.connectors.jobvite.connector import Jobvite
from integrations.connectors.lever.connector import Lever
from integrations.models import Connection

CONNECTORS: dict[str, type[Connector]] = {
    connector.slug: connector for connector in (Greenhouse, Lever, Jobvite, Ashby)
}


def connector_for(connection: Connection) -> Connector:
    """The connector of this connection's vendor."""
    return CONNECTORS[connection.vendor](connection)

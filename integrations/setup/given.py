"""What is typed for a connection: checked, and put among its choices or its secrets."""

import secrets

from django.core.exceptions import ValidationError

from integrations import guard
from integrations.connector import Connector
from integrations.models import Connection
from integrations.problems import Rejected
from integrations.setup.setting import Setting


def check_typed(connection: Connection, connector: type[Connector]) -> None:
    """Raise ValidationError where something does not fit, or calls could not go there (P53)."""
    names = [field.name for field in Connection._meta.fields]
    connection.clean_fields(exclude=set(names) - {"name", "base_url", "auth_url"})
    own = [address for address in (connection.base_url, connection.auth_url) if address]
    for address in own:
        try:
            guard.check_address(address, hosts=connector.hosts, own=own)
        except Rejected as refusal:
            hosts = ", ".join(connector.hosts)
            raise ValidationError(
                f"“{address}” is no address of {connector.name}: its hosts are {hosts}, by https."
            ) from refusal


def put(connection: Connection, connector: type[Connector], values: dict[str, str]) -> None:
    """Set these settings, each where it belongs; nothing is saved yet.

    Raises:
        ValidationError: with a sentence for each that is no setting, or does not take its value.
    """
    known = connector.settings_by_name()
    problems = [_problem(known.get(name), name, value) for name, value in values.items()]
    if any(problems):
        raise ValidationError([problem for problem in problems if problem])
    kept = dict(connection.secrets)
    kept.update({name: value for name, value in values.items() if known[name].secret})
    connection.secrets = kept
    connection.choices = {
        **connection.choices,
        **{name: value for name, value in values.items() if not known[name].secret},
    }


def _problem(setting: Setting | None, name: str, value: str) -> str:
    return setting.flaw_in(value) if setting else f"“{name}” is no setting of this ATS."


def need_required(connection: Connection, connector: type[Connector]) -> None:
    """Raise ValidationError unless every setting that is required is there."""
    given = {**connection.choices, **connection.secrets}
    missing = [s.name for s in connector.settings if s.required and not given.get(s.name)]
    if missing:
        raise ValidationError(f"Set {', '.join(missing)}.")


def add_generated(connection: Connection, connector: type[Connector]) -> None:
    """Make the secrets that are ours to give to the vendor."""
    made = {
        setting.name: secrets.token_urlsafe(32)
        for setting in connector.settings
        if setting.generated and not connection.secrets.get(setting.name)
    }
    connection.secrets = {**connection.secrets, **made}

"""How disputed facts turn out at this customer; the defaults are what is most likely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from integrations.sandbox.jobvite.store import account

Value = str | list[str]


@dataclass(frozen=True)
class Habits:
    """What one customer's Jobvite does in its own way."""

    query_keys: bool = False  # key and secret may stand in the query, as before 2024
    soft_refusals: Sequence[str] = ("workflow", "disposition", "employee")  # HTTP says 200
    missing_is_404: bool = False  # else an unknown candidate is an empty list
    zero_total: bool = True  # the last of several pages says a total of 0
    job_recruiters: bool = True  # `GET /job` tells the recruiters
    field_writes: int = 200  # what `PUT /customfield` answers; 404 and 405 do nothing
    separator: str = ","  # between several values of a field; empty for a JSON list
    signature_header: str = "X-Jobvite-Event-Signature"
    signature_encoding: str = "base64"
    older_keys: bool = False  # webhooks say `candidateId` and `jobId` instead of `id`
    states: Sequence[str] = ()  # `workflowUpdate` only into these states; none: into any

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """The habits among a customer's settings."""
        names = {field.name for field in fields(cls)} & set(data)
        kept: dict[str, Any] = {name: data[name] for name in names}
        return cls(**kept)

    def written(self, value: Value) -> Value:
        """The value of a custom field as answers show it; several are a text or a list."""
        if isinstance(value, str) or not self.separator:
            return value
        return self.separator.join(value)

    def read(self, value: Value) -> list[str]:
        """The values a write means."""
        parts = value.split(self.separator or ",") if isinstance(value, str) else value
        return [part.strip() for part in parts if part.strip()]


def current() -> Habits:
    """The customer's habits as they are set now."""
    return Habits.of(account().settings)

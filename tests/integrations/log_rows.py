"""Rows of the logs, and what a log shows of them."""

from typing import Any

from integrations.models import (
    Application,
    AtsUpdate,
    Call,
    Connection,
    Delivery,
    SyncRun,
    SyncState,
)
from portal.work import WorkState
from tests import factories


def page(connection: Connection, log: str, row: int | None = None, act: str = "") -> str:
    address = f"/organizations/acme/integration/{connection.pk}/{log}/"
    return address + (f"{row}/" if row else "") + (f"{act}/" if act else "")


def application(connection: Connection, number: str = "700001") -> Application:
    candidacy = factories.CandidacyFactory(
        role__group=connection.group,
        candidate__name="Dana Kovacs",
        candidate__email=f"dana.{number}@mail.test",
    )
    return Application.objects.create(
        organization=connection.organization, connection=connection, remote_id=number,
        candidate_remote_id=f"9{number}", candidacy=candidacy,
    )  # fmt: skip


def webhook(connection: Connection, **fields: Any) -> Delivery:
    facts = {"endpoint": "webhook", "body": b"{}", "state": WorkState.DONE, **fields}
    return Delivery.objects.create(
        organization=connection.organization, connection=connection,
        key=f"key-{Delivery.objects.count()}", **facts,
    )  # fmt: skip


def update(tied: Application, kind: str = "scheduled", **fields: Any) -> AtsUpdate:
    event = tied.candidacy.events.create(  # type: ignore[union-attr]
        organization=tied.organization, kind="scheduled", actor="system"
    )
    return AtsUpdate.objects.create(
        organization=tied.organization, application=tied, event=event, kind=kind, **fields
    )


def call(connection: Connection, **fields: Any) -> Call:
    return Call.objects.create(
        organization=connection.organization, connection=connection,
        **{"method": "GET", "path": "/v3/jobs", "status": 200, **fields},
    )  # fmt: skip


def sync(connection: Connection, **fields: Any) -> SyncRun:
    return SyncRun.objects.create(
        organization=connection.organization, connection=connection,
        **{"state": SyncState.DONE, **fields},
    )  # fmt: skip


def found(client: Any, connection: Connection, log: str, **asked: Any) -> list[int]:
    """The rows that a log shows, oldest first."""
    return sorted(row.pk for row in client.get(page(connection, log), asked).context["shown"].rows)

"""What integrations keep, a module for each subject."""

from integrations.models.acts import LogAct, What
from integrations.models.connections import AccessToken, Condition, Connection, new_token
from integrations.models.health import CapabilityProof, Outage
from integrations.models.inbox import Delivery
from integrations.models.logs import Call, SyncRun, SyncState
from integrations.models.mirror import Application, Job, Mirror, Person, Stage
from integrations.models.outbox import AtsUpdate
from integrations.models.roles import RoleOption

__all__ = [
    "AccessToken",
    "Application",
    "AtsUpdate",
    "Call",
    "CapabilityProof",
    "Condition",
    "Connection",
    "Delivery",
    "Job",
    "LogAct",
    "Mirror",
    "Outage",
    "Person",
    "RoleOption",
    "Stage",
    "SyncRun",
    "SyncState",
    "What",
    "new_token",
]

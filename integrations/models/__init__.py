"""What integrations keep, a module for each subject."""

from integrations.models.acts import BulkAct, LogAct, What
from integrations.models.connections import AccessToken, CallClock, Condition, Connection, new_token
from integrations.models.health import CapabilityProof, Outage
from integrations.models.inbox import Delivery
from integrations.models.issues import Issue, IssueKind
from integrations.models.logs import Call, SyncRun, SyncState
from integrations.models.long_acts import LongAct
from integrations.models.mapping import (
    EditedField,
    JobRule,
    LocalEdit,
    Mapped,
    MappingChange,
    RuleField,
    RuleHow,
)
from integrations.models.mirror import Application, Job, Mirror, Person, Stage
from integrations.models.outbox import AtsUpdate
from integrations.models.roles import ListedRoles
from integrations.models.setup import AtsRequest, StepProof
from integrations.models.switches import Switch

__all__ = [
    "AccessToken",
    "Application",
    "AtsRequest",
    "AtsUpdate",
    "BulkAct",
    "Call",
    "CallClock",
    "CapabilityProof",
    "Condition",
    "Connection",
    "Delivery",
    "EditedField",
    "Issue",
    "IssueKind",
    "Job",
    "JobRule",
    "ListedRoles",
    "LocalEdit",
    "LogAct",
    "LongAct",
    "Mapped",
    "MappingChange",
    "Mirror",
    "Outage",
    "Person",
    "RuleField",
    "RuleHow",
    "Stage",
    "StepProof",
    "Switch",
    "SyncRun",
    "SyncState",
    "What",
    "new_token",
]

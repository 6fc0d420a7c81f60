"""Proves each capability by calls that fail exactly when something it needs is missing (K3, K4)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from integrations.capabilities import Capability, Proof
from integrations.connectors.jobvite import field_options, payloads, signature
from integrations.connectors.jobvite.client import GRANTS
from integrations.connectors.jobvite.envelope import NotOffered
from integrations.problems import NotThere, PermissionMissing, Rejected
from integrations.proving import Flaw, prove

if TYPE_CHECKING:
    from integrations.connectors.jobvite.connector import Jobvite

Trial = Callable[["Jobvite", list[str]], None]
Answer = TypeVar("Answer")
SHORTEST_KEY = 8
UPDATE_FIELDS = ("status_field", "result_field", "result_url_field", "scheduled_field")
NOWHERE = "none"  # the id of nothing: a write to it is refused after the grant was looked at
WRITES: Mapping[str, dict[str, Any]] = {
    "candidate": {"candidate": {"application": {"eId": NOWHERE}}},
    "customfield": {"customField": {"fieldCode": NOWHERE, "options": []}},
}


def check(jobvite: "Jobvite", capability: Capability) -> Proof:
    """Try what the capability needs. Raises VendorProblem when it cannot be asked."""
    return prove(capability, [partial(trial, jobvite) for trial in TRIALS[capability]])


def granted(method: str, resource: str) -> Trial:
    """A trial of one grant of the key, by asking for nothing or by changing nothing."""

    def trial(jobvite: "Jobvite", tried: list[str]) -> None:
        def call() -> None:
            if method == "GET":
                jobvite.api.try_reading(resource)
            else:
                jobvite.api.change(resource, WRITES[resource])

        _ask(method, resource, tried, call)

    return trial


def has_webhook_key(jobvite: "Jobvite", tried: list[str]) -> None:
    """Webhooks can be told from forged ones."""
    tried.append("the signing key of the webhook")
    key = jobvite.connection.secrets.get("webhook_key", "")
    if signature.is_signed(jobvite.connection) and len(key) < SHORTEST_KEY:
        raise Flaw("Make a signing key in the set-up, and give it to Jobvite support.")


def has_trigger_state(jobvite: "Jobvite", tried: list[str]) -> None:
    """A workflow has the state that invites."""
    rows = _ask("GET", "workflow", tried, lambda: jobvite.api.all("workflow")) or []
    state = jobvite.connection.choice("trigger_stage")
    tried.append(f"the state “{state}” in the workflows")
    found = (stage for row in rows for stage in payloads.stages(row))
    if not any(jobvite.is_trigger(stage.name, stage.remote_id) for stage in found):
        raise Flaw(
            f"No workflow in Jobvite has a state called “{state}”. Have Jobvite support add "
            "it, or correct the name of the state in this connection's settings."
        )


def has_fields(*settings: str) -> Trial:
    """A trial of the custom fields that these settings name; an empty one asks for none.

    Where lists are pasted, custom fields may be out of the API's reach: then nobody can tell.
    """

    def trial(jobvite: "Jobvite", tried: list[str]) -> None:
        try:
            rows = _ask("GET", "customfield", tried, lambda: jobvite.api.all("customfield")) or []
        except Flaw:
            if field_options.are_pasted(jobvite.api):
                return
            raise
        known = {row.get("fieldCode") for row in rows}
        for code in filter(None, (jobvite.connection.choice(name).strip() for name in settings)):
            tried.append(f"the field “{code}”")
            if code not in known:
                raise Flaw(
                    f"Jobvite has no custom field with the code “{code}”. Have Jobvite support "
                    "add it, or correct its code here."
                )

    return trial


def writes_lists(jobvite: "Jobvite", tried: list[str]) -> None:
    """Lists can be pushed, where they are."""
    if not field_options.are_pasted(jobvite.api):
        granted("PUT", "customfield")(jobvite, tried)


def tells_somewhere(jobvite: "Jobvite", tried: list[str]) -> None:
    """Updates have a place to stand."""
    chosen = jobvite.connection.choice
    if not chosen("status_field").strip() and chosen("comments") == "off":
        tried.append("where updates go")
        raise Flaw("Name a status field in the settings, or let updates be comments.")


def _ask(method: str, resource: str, tried: list[str], call: Callable[[], Answer]) -> Answer | None:
    """What Jobvite answers; None where it refuses a write of nothing, though not for its grant.

    Raises:
        Flaw: where the grant is missing, or the API has no such call.
    """
    name = GRANTS[method, resource]
    tried.append(f"“{name}”")
    try:
        return call()
    except PermissionMissing:
        raise Flaw(
            f"Write to Jobvite support and have “{name}” added to this API key. Jobvite "
            "answers a missing grant like a wrong key; another call shows that it is good."
        ) from None
    except NotOffered as refusal:
        raise Flaw(_not_offered(resource, refusal.reason)) from None
    except (NotThere, Rejected) as refusal:
        if method == "GET":
            raise Flaw(f"{refusal.reason} Check the address of the API.") from None
        return None


def _not_offered(resource: str, reason: str) -> str:
    if resource == "customfield":
        return (
            f"{reason} Your Jobvite keeps custom fields out of its API: choose Pasted for Lists "
            "in custom fields here, and have our lists pasted into them."
        )
    return f"{reason} Check the address of the API."


READS_CANDIDATES = granted("GET", "candidate")
READS_JOBS = granted("GET", "job")
TRIALS: Mapping[Capability, tuple[Trial, ...]] = {
    Capability.INVITE_BY_WEBHOOK: (READS_CANDIDATES, has_webhook_key, has_trigger_state),
    Capability.POST_UPDATES: (
        tells_somewhere, READS_CANDIDATES, granted("PUT", "candidate"), has_fields(*UPDATE_FIELDS),
    ),
    Capability.STATE_UPDATES: (READS_CANDIDATES, granted("GET", "workflow")),
    Capability.ROLES_MATCH: (READS_JOBS, has_fields("role_field"), writes_lists),
    Capability.INVITE_BY_URL: (READS_CANDIDATES,),
    Capability.HIRING_TEAM: (READS_CANDIDATES, READS_JOBS),
    Capability.RECRUITER_UPDATES: (READS_JOBS,),
    Capability.FOLLOWER_LIST: (READS_CANDIDATES, has_fields("followers_field"), writes_lists),
}  # fmt: skip

"""What to do next about a connection, in one sentence with the page where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from integrations.models import Condition, Connection, Issue
from integrations.watch.capability_lines import CapabilityLine
from integrations.watch.freshness import Freshness


@dataclass(frozen=True)
class NextStep:
    """A sentence, and the page of the connection where it is done, if it is done on one."""

    text: str
    page: str = ""  # the name of its address
    link: str = ""


WAIT = NextStep("Nothing: it clears itself. What waits goes out when the ATS answers again.")
NOTHING = NextStep("Nothing: it works by itself.")
BY_CONDITION = {
    Condition.DISCONNECTED: NextStep("Make a new connection if this ATS is still in use."),
    Condition.PAUSED: NextStep("Resume it when it should go on; nothing is lost meanwhile."),
    Condition.NEEDS_ATTENTION: NextStep(
        "Make a new key in the ATS and put it over the old one; what waits goes out then.",
        "connection_key",
        "Replace the key",
    ),
    Condition.DRAFT: NextStep(
        "Go on with the set-up; its last step tests everything.",
        "connection_setup",
        "To the set-up",
    ),
}


def next_step(
    connection: Connection,
    condition: Condition,
    lines: Sequence[CapabilityLine],
    issues: Sequence[Issue],
    freshness: Freshness,
) -> NextStep:
    """The first thing that should be done, the most urgent first."""
    if condition in BY_CONDITION:
        return BY_CONDITION[condition]
    red = next((line for line in lines if line.tone == "bad"), None)
    if red:
        text = f"{red.capability.wording}: {red.remedy} Then press “Test connection”."
        return NextStep(text, "connection_setup", "To the set-up")
    if issues:
        return NextStep(issues[0].remedy, "connection_issues", "To the issues")
    if connection.refusals:
        return WAIT
    if freshness.tone == "bad":
        text = "Press “Sync now”; if that fails, read in the log of syncs why."
        return NextStep(text, "log_syncs", "To the syncs")
    if connection.last_hook_at is None and connection.connector.endpoints:
        vendor = connection.connector.name
        text = (
            f"No webhook has come yet. Register the addresses in {vendor}; once they are, one "
            "comes when somebody moves to another stage there."
        )
        return NextStep(text, "connection_setup", "To the set-up")
    return NOTHING

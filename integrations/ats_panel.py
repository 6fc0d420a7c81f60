"""What a candidacy's page says of the ATS: applications, ids, and every update told (D8, H7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from candidates.models import Candidacy
from integrations import profiles, switches
from integrations.capabilities import Capability
from integrations.models import Application, AtsUpdate
from integrations.outbox import HIRING_TEAM, NOT_AGAIN
from integrations.vocabulary import NoteKind
from portal.work import WorkState

TITLES = {
    NoteKind.INVITED: "Invited",
    NoteKind.INVITE_ERROR: "Invite error",
    NoteKind.SCHEDULED: "Scheduled",
    NoteKind.RESCHEDULED: "Rescheduled",
    NoteKind.SLOT_RELEASED: "Time given up",
    NoteKind.CANCELED: "Canceled",
    NoteKind.NO_SHOW: "No-show",
    NoteKind.ENDED_EARLY: "Ended early",
    NoteKind.REDO_OFFERED: "Redo offered",
    NoteKind.REDO_TAKEN: "Redo taken",
    NoteKind.REDO_DECLINED: "Redo declined",
    NoteKind.RESULT: "Result",
    HIRING_TEAM: "Hiring team looked up",
}
WORDS = {WorkState.DONE: ("sent", "Sent"), WorkState.WORKING: ("sending", "Sending")}


@dataclass(frozen=True)
class Line:
    """One update: what it tells, and how far it is."""

    update: AtsUpdate

    @property
    def title(self) -> str:
        return TITLES.get(self.update.kind, self.update.kind)

    @property
    def state(self) -> str:
        return WORDS.get(WorkState(self.update.state), (self.update.state, ""))[0]

    @property
    def word(self) -> str:
        named = WORDS.get(WorkState(self.update.state))
        return named[1] if named else self.update.get_state_display()

    @property
    def waits(self) -> bool:
        return self.update.state in (WorkState.WAITING, WorkState.UNCLEAR)

    @property
    def press(self) -> str:
        """What sending it again is called, or nothing where that makes no sense (H7)."""
        if self.update.state in NOT_AGAIN:
            return ""
        return "Try now" if self.waits else "Send again"


@dataclass(frozen=True)
class Tied:
    """An application of the ATS that is told what happens in the candidacy."""

    application: Application
    url: str  # its page in the ATS, or in the sandbox; empty when not known
    lines: Sequence[Line]
    off: str = ""  # why nothing more is posted, if somebody switched that off


def tied_to(candidacy: Candidacy) -> list[Tied]:
    """The applications of a candidacy with what they were told, newest first."""
    found = Application.objects.filter(candidacy=candidacy).order_by("pk")
    known = list(found.select_related("connection__organization", "connection__group"))
    updates = AtsUpdate.objects.filter(application__in=known).order_by("-pk")
    lines: dict[int, list[Line]] = {application.pk: [] for application in known}
    for update in updates:
        lines[update.application_id].append(Line(update))
    return [
        Tied(
            each,
            profiles.page_of(each.connection, candidacy.profile_url),
            lines[each.pk],
            switches.refusal(each.connection, Capability.POST_UPDATES),
        )
        for each in known
    ]

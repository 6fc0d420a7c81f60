"""What a connector may ask of us while it answers a call of the vendor's (P6)."""

import hashlib
import uuid

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import pluralize
from django.urls import reverse

from candidates.models import Interview, Outcome, Source
from candidates.problems import KeyReused
from candidates.states import InterviewState
from candidates.write_ups import mean_score
from integrations import handlers, options, switches
from integrations.capabilities import Capability
from integrations.connector import Desk, Invited, Progress
from integrations.logs import understood
from integrations.logs.understood import Facts
from integrations.models import Application, Connection
from integrations.problems import NobodyRecruits
from integrations.vocabulary import Applicant, InviteRequested, RoleOption


class InboxDesk(Desk):
    """Answers for one connection, inside its organization's scope."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.asked: list[Facts] = []  # the last that was asked of it, as the log keeps that
        self.result = ""  # what came of it, in a sentence
        self.did = False  # whether there was something to do or to tell

    def roles(self) -> list[RoleOption]:
        known = list(options.offered(self.connection))
        self._note(f"Told {len(known)} role{pluralize(len(known))}.", kind="roles_asked")
        return known

    def invite(self, applicant: Applicant, *, key: str, callback: str) -> Invited:
        asked = understood.facts_of([InviteRequested(applicant)])[0]
        if off := switches.refusal(self.connection, Capability.INVITE_BY_WEBHOOK):
            self._note(off, **asked)
            return Invited(text=off)
        name = f"call-{hashlib.sha256(key.encode()).hexdigest()}"  # however long the key is
        try:
            with transaction.atomic():
                attempt = handlers.invite(
                    self.connection, applicant, key=name, source=Source.ASSESSMENT,
                    callback=callback,
                )  # fmt: skip
        except (KeyReused, NobodyRecruits) as refusal:
            self._note(f"Not invited: {refusal}", **asked, refused="yes")
            return Invited(text=str(refusal))
        self._note(handlers.result_of(attempt).text, **asked, attempt=attempt.key)
        if attempt.outcome == Outcome.SENT and attempt.interview:
            return Invited(interview=str(attempt.interview.uid), link=_link(attempt.interview))
        return Invited(code=attempt.outcome, text=attempt.text)

    def progress(self, interview: str) -> Progress | None:
        try:
            uid = uuid.UUID(interview)
        except ValueError:
            return None
        tied = Application.objects.filter(
            connection=self.connection, candidacy__interviews__uid=uid
        ).first()
        if tied is None:
            return None
        found = Interview.objects.select_related("candidacy", "write_up").get(uid=uid)
        state = found.get_state_display().lower()
        told = f"Told that the interview is {state}."
        self._note(told, kind="progress_asked", application=tied.remote_id)
        return _progress(found)

    def remark(self, text: str) -> None:
        self._note(text, kind="remark")
        self.did = False

    def _note(self, result: str, **asked: str) -> None:
        self.asked, self.result, self.did = [asked], result, True


def _progress(interview: Interview) -> Progress:
    complete = interview.state == InterviewState.RESULTS_POSTED
    facts = {"Started at": f"{interview.started_at:%Y-%m-%d %H:%M} UTC"} if (
        interview.started_at
    ) else {}  # fmt: skip
    return Progress(
        state=interview.state,
        complete=complete,
        score=mean_score(interview.write_up) if complete else None,
        link=_link(interview),
        facts=facts,
    )


def _link(interview: Interview) -> str:
    return f"{settings.SITE_URL}{reverse('candidacy', args=[interview.candidacy_id])}"

"""What a connector may ask of us while it answers a call of the vendor's (P6)."""

import hashlib
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from candidates.models import Interview, Outcome, Source
from candidates.problems import KeyReused
from candidates.states import InterviewState
from candidates.write_ups import mean_score
from integrations import handlers, options, switches
from integrations.connector import Desk, Invited, Progress
from integrations.models import Connection, Delivery
from integrations.problems import NobodyRecruits
from integrations.vocabulary import Applicant, Capability, RoleOption
from portal.work import WorkState


class InboxDesk(Desk):
    """Answers for one connection, inside its organization's scope."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def roles(self) -> list[RoleOption]:
        return list(options.offered(self.connection))

    def invite(self, applicant: Applicant, *, key: str, callback: str) -> Invited:
        if off := switches.refusal(self.connection, Capability.INVITE_BY_WEBHOOK):
            return Invited(text=off)
        name = f"call-{hashlib.sha256(key.encode()).hexdigest()}"  # however long the key is
        try:
            with transaction.atomic():
                attempt = handlers.invite(
                    self.connection, applicant, key=name, source=Source.ASSESSMENT,
                    callback=callback,
                )  # fmt: skip
        except (KeyReused, NobodyRecruits) as refusal:
            return Invited(text=str(refusal))
        if attempt.outcome == Outcome.SENT and attempt.interview:
            return Invited(interview=str(attempt.interview.uid))
        return Invited(code=attempt.outcome, text=attempt.text)

    def progress(self, interview: str) -> Progress | None:
        try:
            uid = uuid.UUID(interview)
        except ValueError:
            return None
        found = (
            Interview.objects.filter(candidacy__applications__connection=self.connection, uid=uid)
            .select_related("candidacy", "write_up")
            .first()
        )
        return _progress(found) if found else None

    def remark(self, text: str) -> None:
        Delivery.objects.bulk_create(
            [
                Delivery(
                    organization_id=self.connection.organization_id,
                    connection=self.connection,
                    key=f"remark-{uuid.uuid4()}",
                    endpoint="response_error",
                    body=b"",
                    state=WorkState.IGNORED,
                    result=text[:2000],
                )
            ],
            ignore_conflicts=True,
        )


def _progress(interview: Interview) -> Progress:
    complete = interview.state == InterviewState.RESULTS_POSTED
    facts = {"Started at": f"{interview.started_at:%Y-%m-%d %H:%M} UTC"} if (
        interview.started_at
    ) else {}  # fmt: skip
    return Progress(
        state=interview.state,
        complete=complete,
        score=mean_score(interview.write_up) if complete else None,
        link=settings.SITE_URL + reverse("candidacy", args=[interview.candidacy_id]),
        facts=facts,
    )

"""Calls of an ATS that wait for an answer: answered in the request, and kept like webhooks (P6)."""

import uuid
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from integrations.desk import InboxDesk
from integrations.logs import masking, understood
from integrations.logs.calls import secrets_of
from integrations.models import Connection, Delivery
from integrations.problems import Unreadable
from integrations.vocabulary import Answer, Hook
from portal.work import WorkState


def answer(connection: Connection, hook: Hook) -> Answer:
    """Answer a call that is believed, and keep it with what it was told."""
    _note(connection)
    desk = InboxDesk(connection)
    try:
        given = connection.connector.answer(hook, desk)
    except Unreadable as problem:
        given = Answer(422, {"error": str(problem)})
    _keep(connection, hook, desk, given)
    return given


def _note(connection: Connection) -> None:
    """Remember, once a minute at most, that the ATS asked us something and was believed."""
    recent = Q(last_question_at__gt=Now() - timedelta(minutes=1))
    Connection.objects.filter(~recent, pk=connection.pk).update(last_question_at=Now())


def _keep(connection: Connection, hook: Hook, desk: InboxDesk, given: Answer) -> None:
    Delivery.objects.create(
        organization_id=connection.organization_id,
        connection=connection,
        key=f"call-{uuid.uuid4()}",
        endpoint=hook.endpoint,
        headers=connection.connector.kept(hook),
        body=hook.body,
        state=WorkState.DONE if desk.did else WorkState.IGNORED,
        attempts=1,
        done_at=Now(),
        result=(desk.result or f"Answered {given.status}; it asked nothing of Liaison.")[:2000],
        understood=desk.asked,
        about=understood.marks(desk.asked),
        answered=given.status,
        answer="" if given.body is None else masking.json_text(given.body, secrets_of(connection)),
    )

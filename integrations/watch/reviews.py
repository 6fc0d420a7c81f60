"""Reviews: every few minutes, and when something changed, issues are compared with what is."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from integrations.models import Connection, Issue
from integrations.watch import issues, symptoms
from portal.scope import everywhere, inside

EVERY = timedelta(minutes=5)
log = logging.getLogger(__name__)


def run_due() -> None:
    """Review each connection whose time has come; what fails there stops no other (K14)."""
    with everywhere():
        unsettled = Issue.objects.filter(connection=OuterRef("pk"), settled_at=None)
        due = Connection.objects.filter(
            Q(next_review_at=None) | Q(next_review_at__lte=Now()),
            Q(active=True, disconnected_at=None) | Exists(unsettled),
            paused_at=None,
        )
        for connection in due.select_related("organization", "group"):
            with inside(connection.organization_id):
                _try(connection)


def _try(connection: Connection) -> None:
    """Review one that no other worker reviews now."""
    taken = Connection.objects.filter(pk=connection.pk, next_review_at=connection.next_review_at)
    spread = timedelta(seconds=connection.pk * 37 % 60)
    if not taken.update(next_review_at=Now() + EVERY + spread):
        return
    try:
        review(connection)
    except Exception:
        log.exception("issues of connection %s", connection.pk)


@transaction.atomic
def review(connection: Connection) -> None:
    """Note the problems that are there, end those that are not, settle what stayed away."""
    if connection.disconnected_at:
        issues.drop_all(connection)
        return
    found = symptoms.of(connection, timezone.now())
    there = {(problem.kind, problem.subject) for problem in found}
    known = {
        (issue.kind, issue.subject): issue
        for issue in Issue.objects.filter(connection=connection, ended_at=None)
    }
    for problem in found:
        new = (problem.kind, problem.subject) not in known
        if not (new and symptoms.is_explained(problem, found)):
            issues.note_problem(connection, problem)
    for what, issue in known.items():
        if what not in there:
            issues.end_problem(issue)
    issues.settle(connection)

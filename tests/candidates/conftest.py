"""An interviewer who is signed in, and an interview of theirs in any state."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Interview
from candidates.states import InterviewState
from portal.models import User
from portal.scope import everywhere
from tests import factories

HOUR = timedelta(hours=1)


@pytest.fixture
def ivy(client: Client, db: None) -> User:
    """An interviewer in Berlin; `client` is signed in as her."""
    user = factories.InterviewerFactory(name="Ivy Chen", zone="Europe/Berlin")
    client.force_login(user)
    return user


@pytest.fixture
def held_by_ivy(ivy: User, organization) -> Callable[..., Interview]:
    """Makes an interview of hers: its state, when it starts, and other fields."""
    with everywhere():
        role = factories.RoleFactory(
            group__organization=organization,
            name="Engineer",
            format__questions="Reverse a list.",
            question_set="Ask about queues.",
        )
        role.format.interviewers.add(ivy)

    def make(state: str = InterviewState.SCHEDULED, start: datetime | None = None, **fields):
        start = start or timezone.now() - timedelta(minutes=3)
        with everywhere():
            return factories.InterviewFactory(
                candidacy__role=role,
                candidacy__candidate__name=fields.pop("name", "Ada Lovelace"),
                candidacy__candidate__email=fields.pop("email", "ada@example.org"),
                candidacy__candidate__phone="+44 20 7946 0000",
                state=state,
                starts_at=start,
                ends_at=start + HOUR,
                busy_until=start + 1.5 * HOUR,
                interviewer=ivy,
                **fields,
            )

    return make


@pytest.fixture
def fresh() -> Callable[[Interview], Interview]:
    """The interview as it is in the database now."""

    def fresh(interview: Interview) -> Interview:
        with everywhere():
            return Interview.objects.get(pk=interview.pk)

    return fresh

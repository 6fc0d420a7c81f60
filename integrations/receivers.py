"""What integrations do when candidates and roles announce something, in the same transaction."""

from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import receiver

from candidates.models import Candidacy, Interview, InterviewEvent, InviteAttempt, Outcome
from candidates.news import attempt_news, candidacy_tied, interview_news
from integrations import applications, follower_list, notes, options, outbox, profiles
from integrations.models import Application
from portal.models import Organization
from portal.news import members_changed
from roles.models import Role
from roles.news import role_changed


@receiver(interview_news)
def tell_the_ats(event: InterviewEvent, **_: Any) -> None:
    """An event that ATSs hear of becomes an update for each application tied to it (H1)."""
    if event.kind not in notes.KINDS:
        return
    tied = Application.objects.filter(candidacy=event.candidacy_id, gone_at=None)
    for application in tied.select_related("connection"):
        outbox.tell(application, event)


@receiver(attempt_news)
def tie_the_invite(attempt: InviteAttempt, **_: Any) -> None:
    """A confirmed invite goes back to its application; a profile URL ties a new one (D7, D16)."""
    if attempt.interview is None:
        return
    if attempt.confirmed_at:
        for application in _applications_of(attempt):
            outbox.follow_attempt(application, attempt)
    if attempt.outcome == Outcome.SENT or attempt.confirmed_at:
        _tie_profile(attempt.interview, attempt.profile_url)


@receiver(candidacy_tied)
def tie_the_profile(candidacy: Candidacy, **_: Any) -> None:
    """A profile URL given later ties its application; posting starts from then (D8)."""
    application = profiles.application_of(candidacy)
    if application:
        applications.tie(application, candidacy)


@receiver(role_changed)
def refresh_options(role: Role, **_: Any) -> None:
    """A changed role is pushed to the ATSs that keep a list of ours (C5)."""
    options.mark_changed(role)


@receiver(members_changed)
def refresh_followers(organization: Organization, **_: Any) -> None:
    """Changed people are pushed to the ATSs that keep a list of who may follow (J5)."""
    follower_list.mark_changed(organization)


def _applications_of(attempt: InviteAttempt) -> QuerySet[Application]:
    """Those that asked for this attempt, or later for the same, which was held as well (D16)."""
    again = Q(
        attempt__outcome=Outcome.L6, attempt__email=attempt.email, attempt__role=attempt.role_id
    )
    return Application.objects.filter(Q(attempt=attempt) | again)


def _tie_profile(interview: Interview, url: str) -> None:
    application = profiles.application_of(interview.candidacy) if url else None
    if application:
        outbox.follow(application, interview)

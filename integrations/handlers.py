"""What each kind of news from an ATS does to our candidates; all inside one transaction."""

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from django.utils import timezone

from candidates import candidacies, interviews, invites
from candidates.actors import ATS
from candidates.models import Candidacy, InviteAttempt, Outcome, Source
from candidates.states import FINAL, InterviewState
from candidates.wishes import Wish
from integrations import applications, follower_list, mirror, outbox, recruiters, stages, switches
from integrations.capabilities import Capability
from integrations.mapping import job_rules, positions
from integrations.models import Application, Connection, Job
from integrations.vocabulary import (
    Applicant,
    CandidateGone,
    CandidateMerged,
    Ignored,
    Inbound,
    InviteRequested,
    JobChanged,
    JobGone,
    RecruiterChanged,
    StateChanged,
    Status,
)
from roles.models import Role

S = InterviewState
FOLLOWS_JOB = (S.SCHEDULING, S.SCHEDULED, S.IN_PROGRESS, S.COMPLETED)  # J3
ASKS_FOR: dict[type, Capability] = {
    InviteRequested: Capability.INVITE_BY_WEBHOOK,
    StateChanged: Capability.STATE_UPDATES,
    RecruiterChanged: Capability.RECRUITER_UPDATES,
}
REMOVED = "removed in the ATS"
CLOSED = "The job is closed. Open it in the ATS again, or invite the candidate by hand in Liaison."


@dataclass(frozen=True)
class Result:
    """What came of one piece of news: whether anything changed, and a sentence for the log."""

    changed: bool
    text: str


def handle(news: Inbound, connection: Connection, key: str) -> Result:
    """Do what this news asks, unless somebody switched that off.

    Args:
        key: names the delivery or sync it came with; the same key is the same attempt (D11).
    """
    capability = ASKS_FOR.get(type(news))
    off = switches.refusal(connection, capability) if capability else ""
    return Result(False, off) if off else _handle(news, connection, key)


@singledispatch
def _handle(news: object, connection: Connection, key: str) -> Result:
    raise TypeError(f"Nobody handles {type(news).__name__}.")


@_handle.register
def _ignored(news: Ignored, connection: Connection, key: str) -> Result:
    return Result(False, news.reason)


@_handle.register
def _invite_requested(news: InviteRequested, connection: Connection, key: str) -> Result:
    if news.move:
        key = f"move-{news.move}"
        if InviteAttempt.objects.filter(key=f"{connection.pk}-{key}").exists():
            return Result(False, "This move was answered already.")
    return result_of(invite(connection, news.applicant, key=key, source=Source.WEBHOOK))


def result_of(attempt: InviteAttempt) -> Result:
    """What came of an attempt."""
    if attempt.outcome == Outcome.SENT:
        return Result(True, f"Invited {attempt.interview}.")
    return Result(True, f"Not invited: {attempt.text}")


def invite(
    connection: Connection, applicant: Applicant, *, key: str, source: Source, callback: str = ""
) -> InviteAttempt:
    """Invite an applicant, and tell the application how that went (D10, D12, D16)."""
    application = applications.remember(connection, applicant)
    recruiter, remark = recruiters.recruiter_for(connection, applicant.recruiter)
    closed = positions.is_closed(connection, applicant)
    attempt = invites.invite(
        Wish(
            organization=connection.organization,
            source=source,
            by=ATS,
            name=applicant.name,
            email=applicant.email,
            phone=applicant.phone,
            role=None if closed else role_for(connection, applicant.job, applicant.role_value),
            role_hint=CLOSED if closed else connection.connector.role_hint(),
            recruiter=recruiter,
            recruiter_remark=remark,
            followers=tuple(follower_list.chosen(connection, applicant)),
            profile_url=applicant.profile_url,
            key=f"{connection.pk}-{key}",
        )
    )
    application.attempt = attempt
    if attempt.outcome == Outcome.SENT:  # whoever is refused here awaits no news there
        application.callback = callback or application.callback
    application.save(update_fields=["attempt", "callback"])
    outbox.follow_attempt(application, attempt)
    return attempt


def role_for(connection: Connection, job: str, role_value: str) -> Role | None:
    """The role an application is for: the ATS's own value wins over our job mapping (A6)."""
    if role_value.strip():
        named = Role.objects.filter(group=connection.group_id, name__iexact=role_value.strip())
        return named.order_by("status", "pk").first()  # the active one before an archived one
    mapped = Job.objects.filter(connection=connection, remote_id=job, role__isnull=False)
    known = mapped.select_related("role").first() if job else None
    return known.role if known else None


@_handle.register
def _state_changed(news: StateChanged, connection: Connection, key: str) -> Result:
    application = applications.find(connection, news)
    if application is None or application.candidacy is None:
        return Result(False, "Nobody here has this application.")
    application = applications.hold(application)
    assert application.candidacy is not None
    at = news.at or timezone.now()
    if application.changed_at and at < application.changed_at:
        return Result(False, "Something newer was applied already.")
    known = application.status
    _note_state(application, news, at)
    reopened = application.candidacy.standing not in FINAL
    if reopened and news.status in stages.ENDS and news.status == known:
        return Result(False, "The ATS told of this end before the status was reopened here.")
    standing = stages.standing_for(connection, news)
    if standing is None:
        return Result(False, f"The stage “{news.stage}” is mapped to no status.")
    raw = news.stage if news.status is Status.IN_PROCESS else news.raw
    changed = candidacies.apply_standing(application.candidacy, standing, ATS, raw=raw[:200], at=at)
    words = f"{standing.label} for candidacy {application.candidacy_id}."
    return Result(changed, words if changed else "The status is as it was.")


def _note_state(application: Application, news: StateChanged, at: datetime) -> None:
    application.stage = news.stage[:200] or application.stage
    application.status = str(news.status or application.status)
    application.changed_at = at
    application.candidate_remote_id = news.candidate or application.candidate_remote_id
    application.job_remote_id = news.job or application.job_remote_id
    application.save(
        update_fields=["stage", "status", "changed_at", "candidate_remote_id", "job_remote_id"]
    )


@_handle.register
def _recruiter_changed(news: RecruiterChanged, connection: Connection, key: str) -> Result:
    if connection.choice("recruiter_source") != "job":
        return Result(False, "The recruiter does not come from the job in this connection.")
    user = recruiters.account_of(connection, news.recruiter)
    if user is None:
        named = news.recruiter.name or news.recruiter.email if news.recruiter else "Nobody"
        return Result(False, f"{named} is the job's recruiter and has no account here.")
    of_job = Candidacy.objects.filter(
        applications__connection=connection,
        applications__job_remote_id=news.job,
        state__in=FOLLOWS_JOB,
    ).exclude(recruiter=user)
    chosen = set(candidacies.recruiter_by_hand(of_job).values_list("pk", flat=True))
    moved = sum(
        candidacies.change_recruiter(each, user, ATS, "The job's recruiter changed in the ATS.")
        for each in of_job.exclude(pk__in=chosen).distinct()
    )
    kept = f" {len(chosen)} keep the recruiter a person chose." if chosen else ""
    return Result(moved > 0, f"{user} is the recruiter of {moved} more candidacies.{kept}")


@_handle.register
def _job_changed(news: JobChanged, connection: Connection, key: str) -> Result:
    changed = mirror.keep_jobs(connection, [news.job])
    job_rules.apply(connection, [news.job.remote_id])
    return Result(changed > 0, f"Job {news.job.code} is up to date.")


@_handle.register
def _job_gone(news: JobGone, connection: Connection, key: str) -> Result:
    gone = Job.objects.filter(connection=connection, remote_id=news.job, gone_at=None)
    changed = gone.update(gone_at=timezone.now(), status="closed")
    return Result(changed > 0, "The job was deleted in the ATS.")


@_handle.register
def _candidate_merged(news: CandidateMerged, connection: Connection, key: str) -> Result:
    moved = Application.objects.filter(
        connection=connection, candidate_remote_id=news.candidate
    ).update(candidate_remote_id=news.survivor)
    return Result(moved > 0, f"{moved} applications belong to the surviving candidate now.")


@_handle.register
def _candidate_gone(news: CandidateGone, connection: Connection, key: str) -> Result:
    known = Application.objects.filter(connection=connection, gone_at=None)
    known = (
        known.filter(remote_id=news.application)
        if news.application
        else known.filter(candidate_remote_id=news.candidate)
    )
    gone = list(known.select_related("candidacy"))
    for application in gone:
        application.gone_at = timezone.now()
        application.save(update_fields=["gone_at"])
        if application.candidacy:
            for interview in candidacies.open_interviews(application.candidacy):
                interviews.cancel(interview, REMOVED, ATS)
    return Result(bool(gone), f"{len(gone)} applications were removed in the ATS.")

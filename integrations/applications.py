"""Applications of an ATS and the candidacies they are tied to (A4, D8, G5)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from candidates.models import Candidacy
from candidates.states import FINAL
from integrations.models import Application, Connection
from integrations.vocabulary import Applicant, StateChanged, Status


def remember(connection: Connection, applicant: Applicant) -> Application:
    """The row of an application, made if new; ids we did not know are filled in."""
    application, new = Application.objects.get_or_create(
        connection=connection,
        remote_id=applicant.application,
        defaults={
            "organization_id": connection.organization_id,
            "candidate_remote_id": applicant.candidate,
            "job_remote_id": applicant.job,
            "stage": applicant.stage,
        },
    )
    if not new:
        application.candidate_remote_id = applicant.candidate or application.candidate_remote_id
        application.job_remote_id = applicant.job or application.job_remote_id
        application.save(update_fields=["candidate_remote_id", "job_remote_id"])
    return application


def tie(application: Application, candidacy: Candidacy) -> None:
    """From now on, what happens in this candidacy is told to this application."""
    if application.candidacy_id != candidacy.pk:
        application.candidacy = candidacy
        application.save(update_fields=["candidacy"])


def hold(application: Application) -> Application:
    """The application as it is now, held until the transaction ends: news comes in parallel."""
    held = Application.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("candidacy").get(pk=application.pk)


def find(connection: Connection, news: StateChanged) -> Application | None:
    """The application that news is about (G5): by its id; where the news names none, by candidate
    and job, else by the candidate alone where that is one candidacy."""
    known = Application.objects.filter(connection=connection, candidacy__isnull=False)
    exact = known.filter(remote_id=news.application).select_related("candidacy").first()
    if exact or not news.candidate:
        return exact
    if news.application:
        return _taken_over(connection, news)
    of_person = known.filter(candidate_remote_id=news.candidate).select_related("candidacy")
    on_job = of_person.filter(job_remote_id=news.job).first() if news.job else None
    if on_job:
        return on_job
    alone = list(of_person[:2])
    return alone[0] if len(alone) == 1 else None


def active_of(connection: Connection, candidates: Iterable[str]) -> QuerySet[Application]:
    """The applications of these people in the ATS whose candidacies have no final status."""
    known = Application.objects.filter(
        connection=connection, candidacy__isnull=False, gone_at=None,
        candidate_remote_id__in=list(candidates),
    )  # fmt: skip
    return known.exclude(candidacy__standing__in=FINAL)


def _taken_over(connection: Connection, news: StateChanged) -> Application | None:
    """A person's new application in place of the one we know, whose candidacy it takes over (G6).

    Only one that began after the invite and goes on does, of a person with one active candidacy.
    """
    if news.begun_at is None or news.status is not Status.IN_PROCESS:
        return None
    theirs = active_of(connection, [news.candidate]).select_related("candidacy")
    alone = list(theirs[:2])
    if len(alone) != 1:
        return None
    [old] = alone
    if old.candidacy is None or news.begun_at <= old.candidacy.created_at:
        return None
    new = remember(connection, Applicant(news.application, news.candidate, news.job))
    new.candidacy, new.attempt, new.callback = old.candidacy, old.attempt, old.callback
    new.save(update_fields=["candidacy", "attempt", "callback"])
    old.candidacy = None
    old.save(update_fields=["candidacy"])
    return new

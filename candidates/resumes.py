"""The verbs of a resume: keep it as a draft, tie it to a candidacy, remove it (D2, P54)."""

from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from candidates.actors import Actor
from candidates.models import Candidacy, InviteAttempt, Outcome, Resume
from candidates.resume_kinds import kind_of
from candidates.states import EventKind
from candidates.timeline import remark
from portal.models import Organization, User
from portal.scope import everywhere

LONGEST_NAME = 200
KEPT = timedelta(days=1)  # a draft whose invite was not pressed
WAITS = Q(outcome=Outcome.L6, confirmed_at=None, dismissed_at=None)


def keep(file: "UploadedFile[bytes]", organization: Organization, user: User) -> Resume:
    """Keep a file as a draft.

    Raises:
        NotAResume: with what is wrong with it.
    """
    content, name = file.read(), file.name or ""
    return Resume.objects.create(
        organization=organization,
        name="".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:],
        kind=kind_of(content, name),
        content=content,
        uploaded_by=user,
    )


def draft(pk: int, user: User) -> Resume | None:
    """A file that this user sent, without its content."""
    return _without_content().filter(pk=pk, uploaded_by=user).first()


def of(candidacy: Candidacy) -> Resume | None:
    """The resume of a candidacy, without its content."""
    return _without_content().filter(candidacy=candidacy).first()


def of_attempt(attempt: InviteAttempt) -> Resume | None:
    """The draft that came with an attempt to invite, without its content."""
    return _without_content().filter(pk=attempt.resume_id or 0).first()


@transaction.atomic
def attach(candidacy: Candidacy, resume: Resume, by: Actor) -> None:
    """Tie a draft to a candidacy, instead of the resume it had; one that is tied stays there."""
    Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    free = Resume.objects.filter(pk=resume.pk, candidacy=None)
    if free.exists():
        _without_content().filter(candidacy=candidacy).delete()
        free.update(candidacy=candidacy)
        remark(candidacy, EventKind.RESUME_ADDED, by, detail=resume.name)


@transaction.atomic
def remove(candidacy: Candidacy, by: Actor) -> None:
    """Delete the resume of a candidacy for good."""
    gone, _ = _without_content().filter(candidacy=candidacy).delete()
    if gone:
        remark(candidacy, EventKind.RESUME_REMOVED, by)


def drop_drafts() -> None:
    """Delete drafts a day after they came, unless an invite that is held may still use them."""
    with everywhere():
        held = InviteAttempt.objects.filter(WAITS, resume__isnull=False).values("resume")
        old = _without_content().filter(candidacy=None, created_at__lt=Now() - KEPT)
        old.exclude(pk__in=held).delete()


def _without_content() -> QuerySet[Resume]:
    return Resume.objects.defer("content")

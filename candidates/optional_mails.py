"""The mails that a candidate can stop: reminders, and the words after the interview (I1, I6)."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from candidates.audience import TABLE, Cell, Topic
from candidates.models import Candidate, Hat
from portal.scope import everywhere

PURPOSE = "candidates.optional_mails"
STOPPED = "They stopped the mails that are not needed."


def wants(candidate: Candidate, topic: Topic) -> bool:
    """Whether a candidate is mailed of this topic; what the table marks "!" goes out always."""
    return candidate.mails_stopped_at is None or not is_optional(topic)


def is_optional(topic: Topic) -> bool:
    """Whether candidates can stop mails of this topic."""
    return TABLE[topic][Hat.CANDIDATE] == Cell.SENT


def stop(candidate: Candidate) -> None:
    """Send no more of what is not needed."""
    Candidate.objects.filter(pk=candidate.pk, mails_stopped_at=None).update(
        mails_stopped_at=timezone.now()
    )


def resume(candidate: Candidate) -> None:
    """Send everything again."""
    Candidate.objects.filter(pk=candidate.pk).update(mails_stopped_at=None)


def stop_url(candidate: Candidate) -> str:
    """The address that each such mail carries: good without an account, never over."""
    token = token_for(candidate.pk)
    return f"{settings.SITE_URL}{reverse('candidate_mails', args=[token])}"


def token_for(candidate: int) -> str:
    """The part of that address that is the key to a candidate's choice, by their id."""
    return _signer().sign(str(candidate))


def read(token: str) -> Candidate | None:
    """Whose mails an address stops; None when it is not one of ours."""
    try:
        pk = _signer().unsign(token)
    except BadSignature:
        return None
    with everywhere():
        return Candidate.objects.select_related("organization").filter(pk=pk).first()


def _signer() -> Signer:
    return Signer(salt=PURPOSE, sep=".")

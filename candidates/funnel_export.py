"""The Active funnel as a spreadsheet: one line for each candidacy."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from candidates import funnel
from candidates.models import Candidacy, Interview

CHUNK = 1_000  # rows read at a time: an export is as long as it is, memory is not
HEADER = (
    "Candidate", "E-mail", "Role", "Group", "Recruiter", "State", "Interview starts (UTC)",
    "Status in the ATS", "Invited first (UTC)", "Last activity (UTC)", "ATS profile",
)  # fmt: skip


def rows(candidacies: QuerySet[Candidacy]) -> Iterator[tuple[object, ...]]:
    """The cells of each candidacy, latest activity first."""
    latest = Interview.objects.filter(candidacy=OuterRef("pk")).order_by("-pk")
    found = funnel.with_names(candidacies).annotate(
        starts_at=Subquery(latest.values("starts_at")[:1])
    )
    newest_first = found.order_by(*(f"-{name}" for name in funnel.ORDER))
    return (_row(candidacy) for candidacy in newest_first.iterator(chunk_size=CHUNK))


def _row(candidacy: Candidacy) -> tuple[object, ...]:
    return (
        candidacy.candidate.name,
        candidacy.candidate.email,
        candidacy.role.name,
        candidacy.role.group.name,
        candidacy.recruiter,
        candidacy.get_state_display(),
        candidacy.starts_at,  # type: ignore[attr-defined]  # annotated
        candidacy.standing_words,
        candidacy.created_at,
        candidacy.activity_at,
        candidacy.profile_url,
    )

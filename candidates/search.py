"""Finding candidates by what their name or e-mail begins with."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from candidates.models import Candidate, LastName

SHORTEST = 2  # characters
MOST = 1_000  # matches looked at


def matching(text: str) -> QuerySet[Candidate]:
    """Candidates whose name, last name or e-mail begins with this text, whatever its case."""
    start = " ".join(text.lower().split())
    return Candidate.objects.alias(full=Lower("name"), last=Lower(LastName("name"))).filter(
        Q(full__startswith=start) | Q(last__startswith=start) | Q(email__startswith=start)
    )

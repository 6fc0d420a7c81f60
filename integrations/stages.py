"""What an ATS stage or end means as a standing here (G1, G7)."""

from candidates.states import Standing
from integrations.models import Connection, Stage
from integrations.vocabulary import StateChanged, Status

ENDS = {
    Status.HIRED: Standing.HIRED,
    Status.REJECTED: Standing.REJECTED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}


def standing_for(connection: Connection, news: StateChanged) -> Standing | None:
    """The standing that news means; None when its stage is mapped to nothing.

    The end counts before the stage: an application keeps its stage after it ended.
    """
    if news.status is None:
        return None
    if news.status in ENDS:
        return ENDS[news.status]
    mapped = (
        Stage.objects.filter(connection=connection, name__iexact=news.stage.strip())
        .exclude(standing="")
        .first()
    )
    return Standing(mapped.standing) if mapped else preset(connection, news.stage)


def preset(connection: Connection, stage: str) -> Standing | None:
    """The standing that the connection's `stages` setting gives a stage of this name."""
    wanted = stage.strip().lower()
    for entry in connection.choice("stages").split(","):
        name, _, standing = entry.partition("=")
        if name.strip().lower() == wanted and standing.strip() in Standing.values:
            return Standing(standing.strip()) or None
    return None

"""What stages mean as statuses here: proposed, planned, saved, taken back (G7)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Avg, Case, Count, IntegerField, Min, Q, QuerySet, Value, When, Window
from django.db.models.functions import Lower, RowNumber

from candidates.states import FINAL, Standing
from integrations.mapping import changes
from integrations.models import Application, Connection, Mapped, MappingChange, Stage
from integrations.stages import live
from integrations.vocabulary import Status
from portal.models import User

EXAMPLES = 3  # names shown of those who wait in a stage
MOST_CHOICES = 200  # names of stages to choose from
NOTHING = "Leaves the status alone"
PROPOSALS = (
    (r"\boffers?\b", Standing.OFFER),
    (r"\bon-?\s?site\b|\bface to face\b|\bfinal (round|interview)\b", Standing.ONSITE),
    (r"\b(phone|recruiter|hr|video)\b.*\b(screen|call|interview)|\bscreening\b|\bscreen\b",
     Standing.PHONE_SCREEN),
    (r"\bassessment\b|\binterview\b|\btest\b|\btechnical\b|\bcoding\b|\btake-?\s?home\b",
     Standing.IN_ASSESSMENT),
)  # fmt: skip


@dataclass(frozen=True)
class Inside:
    """Who of ours is in a stage: how many, and up to three names."""

    count: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What saving would change for one stage: its meaning, and how many statuses with it."""

    stage: Stage
    to: str
    inside: Inside
    different: int = 0  # of those inside, whose status is another one now

    @property
    def was(self) -> str:
        return _label(self.stage.standing)

    @property
    def becomes(self) -> str:
        return _label(self.to)


def stages(connection: Connection, words: str) -> QuerySet[Stage]:
    """One stage for each name in the ATS, whatever job's plan it is in; unmapped ones first."""
    known = live(connection).filter(name__icontains=words)
    first = known.annotate(low=Lower("name")).values("low").annotate(first=Min("pk"))
    return Stage.objects.filter(pk__in=first.values("first")).annotate(
        settled=Case(When(standing="", then=Value(0)), default=1, output_field=IntegerField())
    )


def proposed(name: str) -> str:
    """The standing that a stage's name suggests, "" when it suggests none."""
    found = (each for words, each in PROPOSALS if re.search(words, name, re.IGNORECASE))
    return next(found, Standing.NONE)


def who_is_inside(connection: Connection, names: Iterable[str]) -> dict[str, Inside]:
    """Who of ours is in each stage of these names, by the name in lower case."""
    named = Window(RowNumber(), partition_by="low", order_by="candidacy__candidate__name")
    rows = (
        in_stages(connection, names)
        .annotate(low=Lower("stage"), turn=named, many=Window(Count("pk"), partition_by="low"))
        .filter(turn__lte=EXAMPLES)
        .order_by("low", "turn")
        .values_list("low", "many", "candidacy__candidate__name")
    )
    found: dict[str, Inside] = {}
    for low, many, name in rows:
        found[low] = Inside(many, (*found.get(low, Inside()).names, name))
    return found


def plan(connection: Connection, chosen: Mapping[Stage, str]) -> list[Step]:
    """What saving these meanings would change; stages that have them already are left out."""
    different = {stage: to for stage, to in chosen.items() if to != stage.standing}
    inside = who_is_inside(connection, [stage.name for stage in different])
    others = _others(connection, different)
    return [
        Step(stage, to, inside.get(stage.name.lower(), Inside()), others.get(stage.name.lower(), 0))
        for stage, to in different.items()
    ]


@transaction.atomic
def save(connection: Connection, steps: Iterable[Step], by: User) -> MappingChange | None:
    """Say what stages mean; a worker applies it to those in them. None when nothing changes."""
    lines = [
        {"key": step.stage.name, "name": step.stage.name, "from": step.stage.standing,
         "to": step.to, "was": step.was, "is": step.becomes}
        for step in steps
    ]  # fmt: skip
    if not lines:
        return None
    for line in lines:
        _named(connection, line["key"]).update(standing=line["to"])
    total = in_stages(connection, [line["key"] for line in lines]).count()
    return changes.keep(connection, Mapped.STAGES, lines, by, total=total)


def take_back(change: MappingChange) -> int:
    """Let stages mean what they meant before, where nobody changed that since; how many.

    A worker applies the older meanings to those inside, like the newer ones before.
    """
    means = meanings(change.connection, [line["key"] for line in change.lines])
    back = [line for line in change.lines if means.get(line["key"].lower()) == line["to"]]
    for line in back:
        _named(change.connection, line["key"]).update(standing=line["from"])
    changes.begin_again(change)
    return len(back)


@dataclass(frozen=True)
class TriggerChoice:
    """A stage that could invite: in how many jobs it is, and who of ours is in it now."""

    name: str
    jobs: int
    inside: Inside


def trigger_choices(connection: Connection) -> list[TriggerChoice]:
    """The names of the stages there are, in the order in which candidates go through them."""
    known = live(connection).annotate(low=Lower("name")).values("low")
    found = known.annotate(label=Min("name"), jobs=Count("pk"), place=Avg("order"))
    names = list(found.order_by("place", "low")[:MOST_CHOICES])
    inside = who_is_inside(connection, [row["low"] for row in names])
    return [
        TriggerChoice(row["label"], row["jobs"], inside.get(row["low"], Inside())) for row in names
    ]


def _named(connection: Connection, name: str) -> QuerySet[Stage]:
    return Stage.objects.filter(connection=connection, name__iexact=name)


def _others(connection: Connection, chosen: Mapping[Stage, str]) -> dict[str, int]:
    """How many in each stage have another status than it is to mean."""
    named = {stage.name.lower(): to for stage, to in chosen.items() if to}
    other = Q()
    for low, to in named.items():
        other |= Q(low=low) & ~Q(candidacy__standing=to)
    if not named:
        return {}
    found = in_stages(connection, named).annotate(low=Lower("stage")).filter(other)
    return dict(found.values_list("low").annotate(Count("pk")))


def in_stages(connection: Connection, names: Iterable[str]) -> QuerySet[Application]:
    """Our candidacies that are in stages of these names and go on."""
    return (
        Application.objects.filter(
            connection=connection,
            candidacy__isnull=False,
            gone_at=None,
            status__in=["", Status.IN_PROCESS],
        )
        .exclude(candidacy__standing__in=FINAL)
        .alias(low=Lower("stage"))
        .filter(low__in=[name.lower() for name in names])
    )


def meanings(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """The standing that each stage of these names means now, by the name in lower case."""
    known = live(connection).annotate(low=Lower("name"))
    known = known.filter(low__in=[name.lower() for name in names])
    return dict(known.values_list("low", "standing"))


def _label(standing: str) -> str:
    return Standing(standing).label if standing else NOTHING

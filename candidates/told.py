"""Who would be mailed of what, as the page of a candidacy tells it (I3)."""

from dataclasses import dataclass

from candidates import audience
from candidates.audience import STRENGTH, TABLE, Cell, Topic
from candidates.models import Candidacy, Hat, Interview
from candidates.states import HELD

THANKS = "Thank-you mail, without the result"


@dataclass(frozen=True)
class Told:
    """A line of the candidacy's list of who hears what (I3)."""

    person: str
    hat: Hat
    topics: tuple[Topic, ...]
    skipped: str = ""

    @property
    def labels(self) -> list[str]:
        """The topics in words; of a result the candidate hears only that it is over."""
        thanks = {Topic.RESULT: THANKS} if self.hat == Hat.CANDIDATE else {}
        return [thanks.get(topic, str(topic.label)) for topic in self.topics]


def will_be_told(candidacy: Candidacy) -> list[Told]:
    """Who would be mailed of what, as things stand (I3): the candidate, then users by name."""
    heard = tuple(topic for topic in Topic if TABLE[topic][Hat.CANDIDATE] != Cell.NEVER)
    if candidacy.candidate.mails_stopped_at:
        heard = tuple(topic for topic in heard if TABLE[topic][Hat.CANDIDATE] == Cell.ALWAYS)
    told = [Told(candidacy.candidate.name, Hat.CANDIDATE, heard)]
    held = Interview.objects.filter(candidacy=candidacy, state__in=HELD)
    interviewers = [it.interviewer for it in held.select_related("interviewer") if it.interviewer]
    around = audience.people_around(candidacy, interviewers)
    for person in sorted(around, key=lambda person: str(person.user)):
        strongest = next(hat for hat in STRENGTH if hat in person.hats)
        topics = tuple(
            topic for topic in Topic if (heard_of := person.hears(topic)) and not heard_of.skipped
        )
        told.append(Told(str(person.user), strongest, topics, person.refusal))
    return told

"""What a connection can be told: a setting as a vendor declares it, and what it takes."""

from dataclasses import dataclass

from candidates.states import Standing


@dataclass(frozen=True)
class Setting:
    """A name that `connection create --set` takes, and the set-up page asks for."""

    name: str
    title: str
    preset: str = ""
    help: str = ""
    secret: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # of a list "name=word, name=word": what may stand behind a name
    shortest: int = 0  # characters that a secret has at least
    generated: bool = False  # a secret of ours that the customer copies into the vendor
    overlaps: bool = False  # a replaced one is taken for a day more (P9)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Each choice with its words; one that is no plain word is shown as it is."""
        return [
            (each, each.replace("_", " ").capitalize() if each.islower() else each)
            for each in self.choices
        ]

    def flaw_in(self, value: str) -> str:
        """Why a value cannot be taken, as a sentence; "" where it can."""
        if self.choices and value not in self.choices:
            return f"{self.name} is one of: {', '.join(self.choices)}."
        if self.shortest and value and (len(value) < self.shortest or value != value.strip()):
            least = f"{self.shortest} characters or more"
            return f"“{self.title}” needs {least}, and no blanks around them."
        unknown = self._without_meaning(value) if self.words else []
        if unknown:
            named, words = ", ".join(f"“{each}”" for each in unknown), ", ".join(self.words)
            return f"Nothing is meant by {named}. Write a name, = and one of: {words}."
        return ""

    def _without_meaning(self, value: str) -> list[str]:
        """The entries of a list that would be passed over in silence."""
        entries = [entry.strip() for entry in value.split(",") if entry.strip()]
        pairs = [(entry, *entry.rpartition("=")) for entry in entries]
        return [
            entry for entry, name, _, word in pairs if not name or word.strip() not in self.words
        ]


def stage_meanings(title: str = "What stages mean", *, stage: str = "Stage") -> Setting:
    """What stages mean from the first sync on; the list under Mapping > Stages goes before it.

    Args:
        stage: what the vendor calls a stage.
    """
    return Setting(
        "stages",
        title,
        help=f"{stage}=status, separated by commas: Onsite=onsite, Offer=offer. You can also "
        "choose it later from a list, under Mapping > Stages.",
        words=tuple(standing.value for standing in Standing if standing),
    )

"""What a fault run has to know of a vendor: all else of it is free of vendors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from integrations.sandbox.cast import Job


@dataclass(frozen=True)
class Applicant:
    """Somebody who is to be invited."""

    number: int
    job: Job

    @property
    def first_name(self) -> str:
        return "Robin"

    @property
    def last_name(self) -> str:
        return f"Doe the {self.number}th"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"applicant-{self.number}@example.org"

    @property
    def phone(self) -> str:
        return "+1 212 555 0100"


@dataclass(frozen=True)
class Call:
    """A call that a toy answered well: what was asked and what was said."""

    path: str
    body: dict[str, Any]
    answer: str


@dataclass(frozen=True)
class Told:
    """The first words of a status or a note, and the vendor's id of whom it is about."""

    about: str
    text: str


class Vendor:
    """A vendor's part in a fault run; how a webhook is signed says its toy."""

    slug: ClassVar[str]
    base_path: ClassVar[str]
    auth_path: ClassVar[str] = ""
    values: ClassVar[Mapping[str, str]]  # what our connection is told
    event: ClassVar[str]  # the webhook that tells of a move
    repeats_status: ClassVar[bool] = False  # whether the one that stands may be set again

    def move(self, applicant: Applicant) -> list[str]:
        """In the toy, let somebody apply and reach the stage that invites.

        Returns:
            every id by which calls name them.
        """
        raise NotImplementedError

    def told(self, call: Call) -> Iterator[Told]:
        """What a call that changed something told, in the order in which it counts."""
        raise NotImplementedError

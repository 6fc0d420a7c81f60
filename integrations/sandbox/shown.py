"""What the pages of every vendor show, whatever the vendor calls it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm

Choices = Sequence[tuple[Any, str]]


@dataclass(frozen=True)
class Line:
    """An application: by number, whose it is, where it stands, and where it can be moved."""

    number: int
    candidate: int
    name: str
    stage: str
    status: str
    said: str = ""  # what the connected product wrote as its status
    stages: Choices = ()
    active: bool = True


@dataclass(frozen=True)
class Board:
    """A job with its applications; `facts` is a line about it. No number: they are on no job."""

    number: int | None
    name: str
    facts: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Press:
    """A button on an application: a verb of the vendor's acts, perhaps with a choice."""

    verb: str
    label: str
    field: str = ""
    choices: Choices = ()


@dataclass(frozen=True)
class Note:
    """A note as read: its text, and a line about who wrote it when."""

    text: str
    facts: str


@dataclass(frozen=True)
class Sheet:
    """A form in a panel of its own."""

    title: str
    form: BaseForm
    url: str
    button: str
    primary: bool = False

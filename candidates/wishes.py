"""What somebody asks for when they invite, and what is wrong with its fields (D3, section L)."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from candidates.actors import Actor
from candidates.models import Outcome, Resume, Source
from portal.models import Organization, User
from roles.models import Role

SHORTEST_PHONE = 7
LONGEST_NAME, LONGEST_EMAIL, LONGEST_PHONE, LONGEST_REMARK, LONGEST_URL = 200, 254, 60, 200, 500
L1 = "Missing or invalid role on the job."
L2 = (
    "Phone is too short (minimum is 7 characters). "
    "Correct or remove the phone number on the candidate's profile."
)
L4 = "Recruiter and candidate can't be the same."
L5 = "Name or e-mail is missing or not valid."


@dataclass(frozen=True)
class Wish:
    """What somebody, or an ATS, asks for; strings are as they came."""

    organization: Organization
    source: Source
    by: Actor
    name: str
    email: str
    role: Role | None
    recruiter: User
    phone: str = ""
    recruiter_remark: str = ""
    profile_url: str = ""
    key: str = ""  # the same key is the same attempt (D20)
    role_hint: str = ""  # where the role is set, for L1
    followers: tuple[User, ...] = ()
    resume: Resume | None = None  # a draft
    start: datetime | None = None  # schedule for the candidate (D9)


def field_errors(wish: Wish) -> list[tuple[Outcome, str]]:
    """What is wrong with the fields themselves, in the order of D3: codes with their texts."""
    wish = trimmed(wish)
    errors = []
    if wish.role is None or not wish.role.takes_invites:
        errors.append((Outcome.L1, f"{L1} {wish.role_hint}".strip()))
    if not wish.name or not _is_email(wish.email):
        errors.append((Outcome.L5, L5))
    if wish.phone and len(wish.phone) < SHORTEST_PHONE:
        errors.append((Outcome.L2, L2))
    if wish.email and wish.email == wish.recruiter.email:
        errors.append((Outcome.L4, L4))
    return errors


def trimmed(wish: Wish) -> Wish:
    """The wish with texts that rows can keep: on one line, and no longer than their columns.

    An address is not cut to another one: a URL that is too long is left out, an e-mail refused.
    """
    return replace(
        wish,
        name=_line(wish.name)[:LONGEST_NAME],
        email=_line(wish.email).lower()[: LONGEST_EMAIL + 1],
        phone=_line(wish.phone)[:LONGEST_PHONE],
        recruiter_remark=_line(wish.recruiter_remark)[:LONGEST_REMARK],
        profile_url=wish.profile_url if len(wish.profile_url) <= LONGEST_URL else "",
    )


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _is_email(text: str) -> bool:
    if len(text) > LONGEST_EMAIL:
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

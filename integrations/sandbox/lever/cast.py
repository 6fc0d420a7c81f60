"""Whom Lever's customer has beside the common cast: everybody an integration stumbles over."""

from dataclasses import dataclass

from integrations.sandbox.cast import STAGE_ONSITE, STAGE_SCREEN, Applicant, Person

# Stages of the whole account: number, the built-in ones' id, text, pipeline.
STAGES = (
    (1, "lead-new", "New lead", "lead"),
    (2, "lead-reached-out", "Reached out", "lead"),
    (3, "lead-responded", "Responded", "lead"),
    (4, "applicant-new", "New applicant", "applicant"),
    (5, None, "Recruiter Screen", "interview"),
    (6, None, "Technical Interview", "interview"),
    (7, None, "Onsite", "interview"),
    (8, "offer", "Offer", "interview"),
)
FIRST_LEAD, FIRST_APPLICANT = 1, 4

# Why opportunities are archived: number, text, status, type.
REASONS = (
    (11, "Withdrew", "active", "non-hired"),
    (12, "Underqualified", "active", "non-hired"),
    (13, "Position closed", "inactive", "non-hired"),
    (14, "Hired", "active", "hired"),
)
WITHDREW, POSITION_CLOSED, HIRED = 11, 13, 14

GONE = Person(3142, "Otto", "Gone", "otto.gone@example.com")  # deactivated


@dataclass(frozen=True)
class Posting:
    """A posting that only this customer has."""

    number: int
    text: str
    state: str = "published"
    confidential: bool = False
    channels: tuple[str, ...] | None = ("public", "internal")


UNLISTED = Posting(3591, "Internal Tools Engineer", "internal", channels=None)
INTERNAL = Posting(3592, "Staff Engineer", channels=("internal",))
DRAFT = Posting(3593, "Design Lead", "draft", channels=None)
SECRET = Posting(3590, "Head of Engineering", confidential=True)
POSTINGS = (SECRET, UNLISTED, INTERNAL, DRAFT)

CONFIDENTIAL = Applicant(800101, 700101, "Vera", "Quiet", SECRET.number)
IS_HIRED = Applicant(800102, 700102, "Hana", "Done", 3485, STAGE_ONSITE)
IS_ARCHIVED = Applicant(800103, 700103, "Ivo", "Past", 3485)
ANONYMIZED = Applicant(800104, 700104, "Anna", "Forgotten", 3486)
NOT_TO_BE_CONTACTED = Applicant(800106, 700106, "Nora", "Private", 3485)
PHONE_WITHOUT_TYPE = Applicant(800107, 700107, "Finn", "Bare", 3486)
SAME_ADDRESS = Applicant(
    800108, 700108, "Ada", "Lovelace", 3487, STAGE_SCREEN, email="ada@example.org"
)
OLD_ID = Applicant(800109, 700109, "Greta", "Legacy", 3487)
SPECIAL = (
    CONFIDENTIAL,
    IS_HIRED,
    IS_ARCHIVED,
    ANONYMIZED,
    NOT_TO_BE_CONTACTED,
    PHONE_WITHOUT_TYPE,
    SAME_ADDRESS,
    OLD_ID,
)

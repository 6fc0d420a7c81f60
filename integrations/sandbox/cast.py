"""The one cast that every toy vendor tells in its own shapes: who, in which job, in which stage.

The numbers are for the demo and the tests to name, and each vendor makes its own ids of them.
"""

from dataclasses import dataclass

STAGES = ("Application Review", "Recruiter Screen", "Technical Interview", "Onsite", "Offer")
STAGE_REVIEW, STAGE_SCREEN, STAGE_TECHNICAL, STAGE_ONSITE, STAGE_OFFER = range(5)


@dataclass(frozen=True)
class Person:
    """A user of the toy ATS."""

    number: int
    first_name: str
    last_name: str
    email: str
    site_admin: bool = False


@dataclass(frozen=True)
class Job:
    """A job: its role, the number of its plan's first stage, its recruiter."""

    number: int
    name: str
    option: int | None
    first_stage: int
    recruiter: int
    status: str = "open"

    def stage(self, order: int) -> int:
        """The number of one of the five stages of the plan."""
        return self.first_stage + order


@dataclass(frozen=True)
class Applicant:
    """A candidate with one application: who, on which job, in which stage."""

    candidate: int
    application: int
    first_name: str
    last_name: str
    job: int
    stage: int = STAGE_SCREEN
    email: str | None = None
    phone: str = "+1 212 555 0100"

    @property
    def address(self) -> str:
        """The e-mail: their first name at example.org unless said otherwise."""
        return f"{self.first_name.lower()}@example.org" if self.email is None else self.email


RITA = Person(3128, "Rita", "Moss", "rita.moss@example.com")
HUGO = Person(3129, "Hugo", "Hart", "hugo.hart@example.com")
CORA = Person(3130, "Cora", "Lind", "cora.lind@example.com")
SAM = Person(3131, "Sam", "Okafor", "sam.okafor@example.com")
NOBODY = Person(3132, "Petra", "Novak", "petra.novak@example.com")  # has no account with us
ADMIN = Person(3140, "Ines", "Ferro", "ines.ferro@example.com", site_admin=True)
SERVICE = Person(3141, "Liaison", "Service", "", site_admin=True)
USERS = (RITA, HUGO, CORA, SAM, NOBODY, ADMIN, SERVICE)

ROLE_FIELD, STATUS_FIELD, NOTICE_FIELD = 123, 124, 125
ROLES = {9001: "Backend Engineer", 9002: "Frontend Engineer", 9003: "Data Engineer"}
UNKNOWN_ROLE = {9009: "Site Reliability Engineer"}

BACKEND = Job(3485, "Backend Engineer", 9001, 71414, RITA.number)
FRONTEND = Job(3486, "Frontend Engineer", 9002, 71424, RITA.number)
DATA = Job(3487, "Data Engineer", 9003, 71434, SAM.number)
NO_ROLE = Job(3488, "Office Manager", None, 71444, RITA.number)
STRANGE_ROLE = Job(3489, "Site Reliability Engineer", 9009, 71454, SAM.number)
CLOSED = Job(3490, "Quality Engineer", 9001, 71464, RITA.number, status="closed")
SENIOR_BACKEND = Job(3491, "Senior Backend Engineer", 9001, 71474, RITA.number)
JOBS = (BACKEND, FRONTEND, DATA, NO_ROLE, STRANGE_ROLE, CLOSED, SENIOR_BACKEND)

ADA = Applicant(800001, 700001, "Ada", "Lovelace", 3485)
L1_NO_ROLE = Applicant(800002, 700002, "Lin", "Zhao", 3488)
L1_UNKNOWN_ROLE = Applicant(800003, 700003, "Omar", "Sy", 3489)
L2_SHORT_PHONE = Applicant(800004, 700004, "Pia", "Short", 3485, phone="123")
L3_TWICE = Applicant(800005, 700005, "Dora", "Twice", 3485)
L3_TWICE_AGAIN = Applicant(800005, 700105, "Dora", "Twice", 3491)
L4_RECRUITER = Applicant(800006, 700006, "Rita", "Moss", 3485, email=RITA.email)
L5_NO_EMAIL = Applicant(800007, 700007, "Noa", "Silent", 3486, email="")
L5_NO_NAME = Applicant(800008, 700008, "", "", 3486, email="nameless@example.org")
L6_GRACE = Applicant(800009, 700009, "Grace", "Hopper", 3485)
SPECIAL = (
    ADA,
    L1_NO_ROLE,
    L1_UNKNOWN_ROLE,
    L2_SHORT_PHONE,
    L3_TWICE,
    L3_TWICE_AGAIN,
    L4_RECRUITER,
    L5_NO_EMAIL,
    L5_NO_NAME,
    L6_GRACE,
)

ORDINARY = tuple(
    Applicant(800010 + turn, 700010 + turn, first, last, job, stage)
    for turn, (first, last, job, stage) in enumerate(
        (
            ("Alan", "Turing", 3485, STAGE_REVIEW),
            ("Barbara", "Liskov", 3485, STAGE_ONSITE),
            ("Edsger", "Dijkstra", 3485, STAGE_OFFER),
            ("Katherine", "Johnson", 3485, STAGE_REVIEW),
            ("Radia", "Perlman", 3486, STAGE_SCREEN),
            ("Karen", "Jones", 3486, STAGE_REVIEW),
            ("Tim", "Lee", 3486, STAGE_ONSITE),
            ("Hedy", "Lamarr", 3487, STAGE_SCREEN),
            ("Edgar", "Codd", 3487, STAGE_REVIEW),
            ("Annie", "Easley", 3487, STAGE_OFFER),
            ("John", "Backus", 3490, STAGE_SCREEN),
            ("Frances", "Allen", 3491, STAGE_SCREEN),
        )
    )
)
PROSPECT = Applicant(800022, 700022, "Ida", "Rhodes", 3485)

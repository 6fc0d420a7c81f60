"""Who may do what: the one permission table (B3)."""

from enum import StrEnum

from portal.models import Kind


class Act(StrEnum):
    """The rows of the table; an act that is not listed follows one that is."""

    INVITE = "invite, schedule on behalf, cancel, reschedule"
    SEE_RESULTS = "see results"
    SEE_PRIOR = "see prior interviews of the same person"
    EDIT_ROLES = "edit role settings"
    RUN_ORGANIZATION = "users, SSO, two-factor policy, warning setting"
    RUN_INTEGRATIONS = "integrations: create, key, delete"
    SEE_INTEGRATIONS = "integrations: status, logs"


class Reach(StrEnum):
    """How far a permission goes."""

    ALL = "all"
    YES = "yes"
    OWN_GROUPS = "own groups"
    READ_ONLY = "read only"
    THEIR_ROLES = "their roles"
    INVITED_BY_THEM = "candidates they invited"
    COUNTS_ONLY = "dates and counts only"
    OWN_INTERVIEWS = "own interviews"
    NO = "no"


_COLUMNS = list(Kind)


def _row(*reaches: Reach) -> dict[Kind, Reach]:
    return dict(zip(_COLUMNS, reaches, strict=True))


_A, _Y, _G, _R, _T, _V, _C, _I, _N = (
    Reach.ALL, Reach.YES, Reach.OWN_GROUPS, Reach.READ_ONLY, Reach.THEIR_ROLES,
    Reach.INVITED_BY_THEM, Reach.COUNTS_ONLY, Reach.OWN_INTERVIEWS, Reach.NO,
)  # fmt: skip

# org admin, group admin, recruiter, hiring manager, grader, vendor recruiter, interviewer, support
TABLE: dict[Act, dict[Kind, Reach]] = {
    Act.INVITE: _row(_Y, _G, _G, _N, _N, _G, _N, _A),
    Act.SEE_RESULTS: _row(_Y, _G, _G, _T, _T, _V, _I, _A),
    Act.SEE_PRIOR: _row(_Y, _G, _G, _T, _N, _C, _N, _A),
    Act.EDIT_ROLES: _row(_Y, _G, _R, _R, _R, _N, _N, _A),
    Act.RUN_ORGANIZATION: _row(_Y, _N, _N, _N, _N, _N, _N, _A),
    Act.RUN_INTEGRATIONS: _row(_Y, _G, _N, _N, _N, _N, _N, _A),
    Act.SEE_INTEGRATIONS: _row(_Y, _G, _G, _N, _N, _N, _N, _A),
}

WHO_CAN: dict[Act, str] = {
    Act.INVITE: "Recruiters and admins of this group can do this.",
    Act.SEE_RESULTS: "Recruiters and admins of this group can show you results.",
    Act.SEE_PRIOR: "Recruiters and admins of this group can see earlier interviews.",
    Act.EDIT_ROLES: "Admins of this group can change role settings.",
    Act.RUN_ORGANIZATION: "An organization admin can do this.",
    Act.RUN_INTEGRATIONS: "An organization admin or an admin of this group can do this.",
    Act.SEE_INTEGRATIONS: "Recruiters and admins of this group can see integrations.",
}


def reach(kind: Kind, act: Act) -> Reach:
    """How far this kind of person may go in this act."""
    return TABLE[act][kind]

"""The demo's interview formats and its eight roles."""

from decimal import Decimal

from portal.models import Organization, ServiceRole, User
from roles.models import InterviewFormat, Role, ScoringBar

_FORMATS = {
    "Coding interview": (60, ["Problem solving", "Code quality", "Testing", "Communication"]),
    "System design": (60, ["Requirements", "Architecture", "Trade-offs", "Communication"]),
    "Support skills": (45, ["Diagnosis", "Customer focus", "Communication"]),
}
_ROLES = (
    # organization, group, name, format, redo
    ("acme", "engineering", "Backend Engineer", "Coding interview", True),
    ("acme", "engineering", "Frontend Engineer", "Coding interview", False),
    ("acme", "engineering", "Data Engineer", "System design", True),
    ("acme", "engineering", "Machine Learning Engineer", "System design", False),
    ("acme", "operations", "Support Engineer", "Support skills", False),
    ("acme", "operations", "IT Administrator", "Support skills", False),
    ("globex", "product", "Product Engineer", "Coding interview", True),
    ("globex", "product", "Platform Architect", "System design", False),
)
_DESCRIPTION = "What this role does, and what a strong candidate shows in the interview."


def load(organization: Organization) -> list[Role]:
    """Make the formats and this organization's roles, or find them."""
    formats = {name: _format(name, *facts) for name, facts in _FORMATS.items()}
    return [
        _role(organization, group, name, formats[form], redo=redo)
        for slug, group, name, form, redo in _ROLES
        if slug == organization.slug
    ]


def _format(name: str, minutes: int, competencies: list[str]) -> InterviewFormat:
    made, new = InterviewFormat.objects.get_or_create(
        name=name,
        defaults={
            "minutes": minutes,
            "competencies": competencies,
            "questions": "1. Warm-up\n2. Main task, two follow-ups\n3. Candidate's questions",
        },
    )
    if new:
        made.interviewers.set(User.objects.filter(service_role=ServiceRole.INTERVIEWER))
    return made


def _role(
    organization: Organization, group: str, name: str, form: InterviewFormat, *, redo: bool
) -> Role:
    role, new = Role.objects.get_or_create(
        organization=organization,
        name=name,
        defaults={
            "group": organization.groups.get(slug=group),
            "format": form,
            "description": _DESCRIPTION,
            "location": "Remote",
            "redo": redo,
            "notice_hours": 0,  # a visitor wants to book now
        },
    )
    if new:
        role.hiring_managers.set(User.objects.filter(email="hugo.hart@example.com"))
        role.graders.set(User.objects.filter(email="cora.lind@example.com"))
        ScoringBar.objects.create(
            organization=organization, role=role, version=1, pass_score=Decimal("2.75")
        )
    return role

"""The letters to admins about issues: that one began, and that it is over (I1)."""

from django.conf import settings
from django.urls import reverse

from candidates.writing import TEMPLATE, line, reader_of, when, words, zone_of
from integrations.models import Issue
from integrations.watch.issues import BEGUN, OVER
from portal.mail import Letter, letter
from portal.models import Mail

WHY = "You get this mail as an admin: nobody can opt out of it. Snooze an issue to hear no more."


@letter(BEGUN)
def begun(mail: Mail) -> Letter:
    """Something is wrong: what, since when, and what to do about it."""
    issue = _issue(mail)
    return _letter(
        mail,
        issue,
        f"{issue.connection}: {_lower(issue.get_kind_display())}",
        issue.detail,
        ("What to do", issue.remedy),
        ("Who can", issue.who),
        ("Since", when(issue.first_at, zone_of(reader_of(mail)))),
    )


@letter(OVER)
def over(mail: Mail) -> Letter:
    """It is well again."""
    issue, zone = _issue(mail), zone_of(reader_of(mail))
    return _letter(
        mail,
        issue,
        f"Solved at {issue.connection}: {_lower(issue.get_kind_display())}",
        "This has ended by itself or was mended. Nothing is left to do.",
        ("What it was", issue.detail),
        ("Since", when(issue.first_at, zone)),
        ("Until", when(issue.ended_at, zone)),
    )


def _issue(mail: Mail) -> Issue:
    return Issue.objects.select_related("connection__organization").get(pk=mail.ids["issue"])


def _letter(mail: Mail, issue: Issue, subject: str, text: str, *details: tuple[str, str]) -> Letter:
    place = [issue.connection.organization.slug, issue.connection_id]
    address = settings.SITE_URL + reverse("connection_issues", args=place)
    return Letter(
        subject=line(subject),
        template=TEMPLATE,
        facts=words(subject, text, details=details, action=("Open the issues", address), why=WHY),
    )


def _lower(words: str) -> str:
    """As it stands in the middle of a sentence; “ATS” stays as it is."""
    return words[:1].lower() + words[1:]

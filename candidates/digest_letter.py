"""The letter of the daily mail: a line with its link for all that happened (I4)."""

from candidates import mail_choices
from candidates.mail_choices import Digest
from candidates.models import Notification
from candidates.staff_letters import page_url, said_of_attempt, said_of_event
from candidates.writing import TEMPLATE, Link, line, reader_of, words
from portal.mail import Letter, letter
from portal.models import Mail, User

LONGEST = 100  # lines
WHY = "You get this mail because you chose a daily mail for some kinds of news."


@letter("staff_digest")
def digest(mail: Mail) -> Letter:
    """Everything that waited for this mail, oldest first."""
    reader = reader_of(mail)
    news = Notification.objects.filter(mail=mail).order_by("pk").select_related(
        "event__candidacy__candidate", "event__candidacy__role", "event__interview",
        "attempt__role",
    )  # fmt: skip
    count = news.count()
    told = "One piece of news" if count == 1 else f"{count} pieces of news"
    subject = f"{told} from {mail.organization}"
    more = f"And {count - LONGEST} more: see the dashboard." if count > LONGEST else ""
    return Letter(
        subject=line(subject),
        template=TEMPLATE,
        facts=words(
            subject,
            "This is what happened since your last daily mail.",
            links=[_line(row, reader) for row in news[:LONGEST]],
            closing=more,
            why=WHY,
        ),
        unsubscribe_url=mail_choices.stop_url(reader, Digest.DAILY),
    )


def _line(row: Notification, reader: User) -> Link:
    if row.attempt:
        return line(said_of_attempt(row.attempt)), page_url("attempt", row.attempt.pk)
    assert row.event is not None
    candidacy = row.event.candidacy
    text = f"{said_of_event(row.event, reader)} · {candidacy.role}"
    return line(text), page_url("candidacy", candidacy.pk)

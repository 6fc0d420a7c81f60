"""The steps of a dry run as a person reads them, taken from what the real code left behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from candidates.models import InviteAttempt, Notification, Outcome
from candidates.wishes import L1, L2, L4, L5
from integrations import ats_panel, notes, stages
from integrations.models import AtsUpdate, Connection, Job
from integrations.vocabulary import Applicant
from portal.tones import Look, look

FIELDS = (Outcome.L1, Outcome.L2, Outcome.L4, Outcome.L5)


@dataclass(frozen=True)
class Step:
    """One step: what was looked at, what came of it in a word, and sentences about it."""

    title: str
    state: str
    word: str
    texts: tuple[str, ...] = ()

    @property
    def look(self) -> Look:
        return look(self.state)


class Stop(Exception):
    """A step after which nothing more would happen."""

    def __init__(self, title: str, text: str, state: str = "bad") -> None:
        super().__init__(text)
        word = "Waits" if state == "warn" else "Ends here"
        self.step = Step(title, state, word, (text,))


def looked_up(connection: Connection, applicant: Applicant) -> Step:
    """What the ATS says of the application, and whether its stage invites."""
    who = f"{applicant.name or 'No name'}, {applicant.email or 'no e-mail'}"
    stands = f"In the stage “{applicant.stage}”." if applicant.stage else "In no stage."
    texts = (f"{who}.", f"{stands} {trigger_sentence(connection)}".strip())
    return Step("Application", "ok", f"Read: {applicant.application}", texts)


def trigger_sentence(connection: Connection) -> str:
    """Which stage invites."""
    name = stages.trigger_name(connection)
    return f"A move to “{name}” invites." if name else ""


def checks(connection: Connection, applicant: Applicant, attempt: InviteAttempt) -> Iterator[Step]:
    """The checks in the order of D3, as they came out."""
    codes = {Outcome(code) for code in attempt.codes}
    yield _role(connection, applicant, attempt, Outcome.L1 in codes)
    yield _candidate(attempt, codes)
    yield _recruiter(attempt, Outcome.L4 in codes)
    if codes & set(FIELDS):
        later = ("Looked at only when the fields are right.",)
        yield Step("Interviews of the candidate", "neutral", "Not looked at", later)
        return
    yield _active(attempt, Outcome.L3 in codes)
    if Outcome.L3 not in codes:
        yield _recent(connection, attempt, Outcome.L6 in codes)


def _role(
    connection: Connection, applicant: Applicant, attempt: InviteAttempt, refused: bool
) -> Step:
    job = Job.objects.filter(connection=connection, remote_id=applicant.job).first()
    name = job.name if job else applicant.job or "none"
    value = f" The ATS names the role “{applicant.role_value}”." if applicant.role_value else ""
    if refused:
        closed = f" {attempt.role} takes no invites." if attempt.role else ""
        hint = connection.connector.role_hint()
        return Step("Role", "bad", "Refused", (f"Job: {name}.{value}{closed} {L1}", hint))
    return Step("Role", "ok", str(attempt.role), (f"Job: {name}.{value}",))


def _candidate(attempt: InviteAttempt, codes: set[Outcome]) -> Step:
    wrong = tuple(text for code, text in ((Outcome.L5, L5), (Outcome.L2, L2)) if code in codes)
    if wrong:
        return Step("Candidate", "bad", "Refused", wrong)
    phone = attempt.phone or "no phone"
    return Step("Candidate", "ok", "Right", (f"{attempt.name}, {attempt.email}, {phone}.",))


def _recruiter(attempt: InviteAttempt, refused: bool) -> Step:
    remark = (f"{attempt.recruiter_remark} The fallback stands in.",)
    texts = remark if attempt.recruiter_remark else ()
    if refused:
        return Step("Recruiter", "bad", "Refused", (*texts, L4))
    return Step("Recruiter", "warn" if texts else "ok", str(attempt.recruiter), texts)


def _active(attempt: InviteAttempt, refused: bool) -> Step:
    if refused:
        return Step("Active interview", "bad", "There is one", (attempt.text,))
    return Step(
        "Active interview", "ok", "None", ("No interview in this role is open or going on.",)
    )


def _recent(connection: Connection, attempt: InviteAttempt, held: bool) -> Step:
    if held:
        return Step("Recent interview", "warn", "Held", (attempt.text,))
    if not connection.organization.recent_interview_warning:
        return Step("Recent interview", "neutral", "Not looked at", ("The warning is off.",))
    return Step("Recent interview", "ok", "None", ("No identical one in the last six months.",))


def outcome(attempt: InviteAttempt) -> Step:
    """What it would come to."""
    if attempt.outcome == Outcome.SENT:
        texts = (f"{attempt.name} would be invited for {attempt.role}.",)
        return Step("Outcome", "ok", "Invited", texts)
    if attempt.outcome == Outcome.L6:
        return Step("Outcome", "warn", "Held", ("A person would have to confirm the invite.",))
    return Step("Outcome", "bad", "Not invited", (attempt.text,))


def mails(attempt: InviteAttempt) -> Step:
    """What mail would go to whom, and who would get none for what reason."""
    about = Q(attempt=attempt)
    if attempt.outcome == Outcome.SENT and attempt.interview:
        about |= Q(event__interview=attempt.interview)
    told = Notification.objects.filter(about).select_related("mail", "user", "candidate", "event")
    people = list(told.order_by("pk"))
    going = sum(each.mail is not None for each in people)
    texts = tuple(map(_mail, people))
    return Step("Mail", "info" if going else "neutral", f"{going} to send", texts)


def _mail(told: Notification) -> str:
    what = told.event.get_kind_display() if told.event else "Invite not sent"
    whom = f"{told.user or told.candidate} ({told.get_hat_display().lower()})"
    if told.mail is None:
        return f"{whom}: no mail. {told.skipped}"
    return f"{whom}: “{what}” to {told.mail.address}."


def updates(connection: Connection, attempt: InviteAttempt) -> Step:
    """What would be posted in the ATS."""
    about = Q(attempt=attempt)
    if attempt.outcome == Outcome.SENT and attempt.interview:
        about |= Q(event__interview=attempt.interview)
    found = AtsUpdate.objects.filter(about).select_related("application", "event", "attempt")
    texts = tuple(_update(each) for each in found.order_by("pk"))
    name = connection.connector.name
    return Step(f"In {name}", "info" if texts else "neutral", f"{len(texts)} to post", texts)


def _update(update: AtsUpdate) -> str:
    title = ats_panel.Line(update).title
    status = f" The status field says “{update.status}”." if update.status else ""
    note = notes.text_of(update)
    said = f" Note: {note}" if note else ""
    return f"{title}, application {update.application.remote_id}.{status}{said}"

"""The dry run: what would happen to an application or a delivery, by the real code, all undone."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from candidates.models import Source
from integrations import handlers, health, http, inbox, switches
from integrations.capabilities import Capability
from integrations.logs import understood
from integrations.models import Connection, Delivery
from integrations.problems import (
    NobodyRecruits,
    NotNow,
    NotThere,
    PermissionMissing,
    Rejected,
    Unreadable,
    VendorProblem,
)
from integrations.trace import dry_steps
from integrations.trace.dry_steps import Step, Stop
from integrations.vocabulary import Applicant, Ignored, Inbound, InviteRequested

SECONDS = 10.0  # for all its calls together
KEY = "dry-run"  # of the attempt: no repeat of any other
FOR_GOOD = (NotThere, Rejected, PermissionMissing)
Found = TypeVar("Found")


def of_delivery(connection: Connection, delivery: Delivery) -> list[Step]:
    """What would happen if this delivery came now and were no repeat."""
    return _undone(connection, _work_on(connection, delivery))


def of_application(connection: Connection, named: str) -> list[Step]:
    """What would happen if this application entered the stage that invites now.

    Args:
        named: its id in the ATS, or the address of its page there.
    """
    return _undone(connection, _look_up(connection, named.strip()))


def _undone(connection: Connection, steps: Iterator[Step]) -> list[Step]:
    """The steps up to the first that ends it; then everything they did is taken back.

    Only calls that read go out, and no row, mail or task of it stays.
    """
    done: list[Step] = []
    with transaction.atomic(), http.budget(SECONDS, partial(_pass, connection), reads_only=True):
        try:
            _need_open(connection)
            done.extend(steps)  # keeps those before a Stop
        except Stop as stop:
            done.append(stop.step)
        transaction.set_rollback(True)
    return done


def _need_open(connection: Connection) -> None:
    name = connection.connector.name
    if connection.disconnected_at:
        raise Stop("Connection", f"The key of {connection} was deleted: nothing is taken in.")
    if connection.paused_at:
        then = "webhooks are kept, and worked on after you resume it."
        raise Stop("Connection", f"{connection} is paused: {name} is not asked; {then}", "warn")


def _pass(connection: Connection) -> None:
    """Let no call go out that work in earnest would not make now either (P29, P30).

    Raises:
        NotNow: with the reason.
    """
    name = connection.connector.name
    if connection.key_refused_at:
        raise NotNow(f"{name} refuses the key; a webhook waits until it is replaced.")
    if connection.probe_at and connection.probe_at > timezone.now():
        until = f"{connection.probe_at:%H:%M} UTC"
        raise NotNow(f"{name} is left alone until {until}; a webhook waits until then.")
    if health.is_probing(connection):
        raise NotNow(f"{name} is being tried; a webhook waits until it answers.")


# A delivery


def _work_on(connection: Connection, delivery: Delivery) -> Iterator[Step]:
    yield Step("Signature", "ok", "Right", ("What is not authentic is not kept at all.",))
    hook = inbox.hook_of(delivery)
    news = _asked("Understood as", lambda: list(connection.connector.parse(hook)))
    said = tuple(understood.sentence(facts) for facts in understood.facts_of(news))
    yield Step("Understood as", "ok" if news else "neutral", f"{len(news)} found", said)
    invites = [one for one in news if isinstance(one, InviteRequested)]
    if not invites:
        yield Step("Invite", "neutral", "Not asked for", tuple(_why_not(connection, news)))
    for one in invites:
        yield from _invite(connection, one.applicant)
    for other in news:
        if not isinstance(other, InviteRequested):
            result = handlers.handle(other, connection, KEY)
            word = "Applied" if result.changed else "Nothing changes"
            yield Step("Other news", "ok" if result.changed else "neutral", word, (result.text,))


def _why_not(connection: Connection, news: list[Inbound]) -> Iterator[str]:
    """Why a delivery asks for no invite."""
    for one in news:
        if isinstance(one, Ignored):
            yield one.reason
    where = dry_steps.trigger_sentence(connection)
    if where:
        yield where


# An application


def _look_up(connection: Connection, named: str) -> Iterator[Step]:
    applicant = _asked("Application", lambda: _applicant(connection, named))
    yield dry_steps.looked_up(connection, applicant)
    yield from _invite(connection, applicant)


def _applicant(connection: Connection, named: str) -> Applicant:
    """The application read anew. Raises Stop where the address names none or several."""
    connector = connection.connector
    ids = connector.application_ids(named)
    if ids is None:
        return connector.application(named)
    found = connector.application_at(named)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Stop("Application", f"{connector.name} knows no application at this address.")
    numbers = ", ".join(one.application for one in found)
    raise Stop("Application", f"The address names a person with several applications: {numbers}. "
               "Type the id of one of them.")  # fmt: skip


def _invite(connection: Connection, applicant: Applicant) -> Iterator[Step]:
    """The invite in earnest, told step by step; it is taken back with the rest."""
    if off := switches.refusal(connection, Capability.INVITE_BY_WEBHOOK):
        raise Stop("Invite", f"{off} In earnest this would be ignored.")
    try:
        attempt = handlers.invite(connection, applicant, key=KEY, source=Source.WEBHOOK)
    except NobodyRecruits as problem:
        raise Stop("Recruiter", f"{problem} The webhook would be parked.") from None
    yield from dry_steps.checks(connection, applicant, attempt)
    yield dry_steps.outcome(attempt)
    yield dry_steps.mails(attempt)
    yield dry_steps.updates(connection, attempt)


def _asked(title: str, ask: Callable[[], Found]) -> Found:
    """What a look at the ATS or the body brings. Raises Stop with what would come of a failure."""
    try:
        return ask()
    except Unreadable as problem:
        raise Stop(title, f"It cannot be read: {problem} It would be parked.") from None
    except NotNow as problem:
        raise Stop(title, problem.reason, "warn") from None
    except FOR_GOOD as problem:
        raise Stop(title, f"{problem.reason} In earnest this would be parked.") from None
    except VendorProblem as problem:
        then = "In earnest it would wait and be tried again."
        raise Stop(title, f"{problem.reason} {then}", "warn") from None

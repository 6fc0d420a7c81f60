"""How far the guided set-up of a connection is, read from rows, and the check of a step (K3)."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.http import Http404
from django.utils import timezone

from integrations import health, http, options
from integrations.models import Connection, StepProof
from integrations.problems import VendorProblem
from integrations.sealed import SealBroken
from integrations.setup.guide import Finding, GuideStep, Proves
from integrations.vocabulary import Note, NoteKind
from integrations.watch.capability_lines import lines_of
from integrations.watch.panels import TEST_LASTS, how_far

SECONDS = 20.0  # how long the calls of a check may take together
TRIED = (Proves.CALLS, Proves.NOTE)  # what is tried when the check is pressed


class State(StrEnum):
    """How a step is, by the names that badges are looked up by."""

    TODO = "todo"
    DONE = "done"
    FAILED = "failed"
    WAITING = "waiting"
    LEFT_OUT = "left_out"
    UNTRIED = "untried"  # the connection works without it: it was not set up on these pages

    @property
    def label(self) -> str:
        return {"todo": "To do", "failed": "Not working", "untried": "Not tried here"}.get(
            self, self.value.replace("_", " ").capitalize()
        )


@dataclass(frozen=True)
class StepState:
    """A step, how it is, and what shows that."""

    step: GuideStep
    place: int  # counted from 1
    state: State
    findings: Sequence[Finding] = ()
    at: datetime | None = None
    left_out: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.LEFT_OUT, State.UNTRIED)


def steps_of(connection: Connection) -> list[StepState]:
    """Every step of the guide, in order."""
    proofs = {proof.step: proof for proof in connection.steps.all()}
    secrets = kept(connection)
    return [
        _state(connection, step, place, proofs.get(step.name), secrets)
        for place, step in enumerate(connection.connector.guide, 1)
    ]


def next_step(steps: Sequence[StepState]) -> StepState | None:
    """The first step that is not over, None when all are; optional ones only before the test."""
    done = {each.step.proves for each in steps if each.state == State.DONE}
    wanted = [each for each in steps if not (each.step.optional and Proves.TEST in done)]
    return next((each for each in wanted if not each.is_over), None)


def step_named(connection: Connection, name: str) -> GuideStep:
    """A step by its name. Raises Http404 when the guide has none of it."""
    for step in connection.connector.guide:
        if step.name == name:
            return step
    raise Http404


def check(connection: Connection, step: GuideStep, *, url: str = "") -> bool:
    """Try a step now, keep what was found, and say whether all of it works.

    Args:
        url: for a test note, the address of the candidate's page in the ATS.
    """
    findings: list[Finding] = []
    try:
        with http.budget(SECONDS):
            findings.extend(_found(connection, step, url))
    except VendorProblem as problem:
        findings.append(Finding(connection.connector.name, False, problem.reason))
        if connection.active:
            health.failed(connection, problem)
    ok = bool(findings) and all(found.ok for found in findings)
    _keep(connection, step, ok=ok, findings=[[f.name, f.ok, f.text] for f in findings])
    return ok


def leave_out(connection: Connection, step: GuideStep, reason: str) -> None:
    """Go on without an optional step."""
    _keep(connection, step, ok=False, findings=[], left_out=reason)


def forget(connection: Connection, step: GuideStep) -> None:
    """What was proved with other settings counts no more; with another key nothing does."""
    is_first = connection.connector.guide[0] == step
    proofs = connection.steps.all() if is_first else connection.steps.filter(step=step.name)
    proofs.delete()


def _keep(connection: Connection, step: GuideStep, **facts: object) -> None:
    facts = {"left_out": "", **facts, "at": timezone.now()}
    StepProof.objects.update_or_create(
        connection=connection,
        step=step.name,
        defaults={"organization_id": connection.organization_id, **facts},
    )


def _found(connection: Connection, step: GuideStep, url: str) -> Iterator[Finding]:
    if step.proves == Proves.NOTE:
        yield _written(connection, url)
    else:
        yield from connection.connector.try_step(step.name, options.offered(connection))


def _written(connection: Connection, url: str) -> Finding:
    """Write a test note on the application of a profile URL, and look for it."""
    connector, name = connection.connector, "Test note"
    if connector.application_ids(url) is None:
        return Finding(name, False, f"This is no address of a candidate in {connector.name}.")
    found = connector.application_at(url)
    if len(found) != 1:
        problem = "several applications" if found else "no application"
        return Finding(name, False, f"{connector.name} knows {problem} at this address.")
    [applicant] = found
    note = Note(
        application=applicant.application,
        candidate=applicant.candidate,
        job=applicant.job,
        kind=NoteKind.INVITED,
        marker=uuid.uuid4().hex,
        text="A test note of Liaison: updates of interviews will stand here.",
    )
    connector.post(note)
    if connector.holds(note):
        return Finding(name, True, f"Written on application {note.application} and found again.")
    return Finding(name, False, f"Written, but {connector.name} does not list it.")


def kept(connection: Connection) -> set[str]:
    """The names of the secrets there are."""
    try:
        return {name for name, secret in connection.secrets.items() if secret}
    except SealBroken:
        return set()


def _state(
    connection: Connection, step: GuideStep, place: int, proof: StepProof | None, secrets: set[str]
) -> StepState:
    if proof and proof.left_out:
        return StepState(step, place, State.LEFT_OUT, (), proof.at, proof.left_out)
    if step.proves in TRIED:
        return _tried(step, place, proof, State.UNTRIED if connection.active else State.TODO)
    if step.proves == Proves.TEST:
        return _tested(connection, step, place)
    return _heard(connection, step, place, secrets)


def _tried(step: GuideStep, place: int, proof: StepProof | None, before: State) -> StepState:
    if proof is None:
        return StepState(step, place, before)
    findings = [Finding(*found) for found in proof.findings]
    return StepState(step, place, State.DONE if proof.ok else State.FAILED, findings, proof.at)


def _tested(connection: Connection, step: GuideStep, place: int) -> StepState:
    lines = [line for line in lines_of(connection) if line.is_used]
    if not connection.active and not any(line.proof for line in lines):
        return StepState(step, place, State.TODO)
    findings = [
        Finding(line.capability.wording, line.tone == "ok", line.remedy or line.word)
        for line in lines
        if line.tone in ("ok", "bad")
    ]
    if not all(found.ok for found in findings):
        return StepState(step, place, State.FAILED, findings)
    over = connection.active and len(findings) == len(lines)
    return StepState(step, place, State.DONE if over else State.TODO, findings)


def _heard(connection: Connection, step: GuideStep, place: int, secrets: set[str]) -> StepState:
    """A step that waits for the ATS to call."""
    settings = type(connection.connector).settings_by_name()
    needs = {name for name in (*step.settings, step.makes) if name and settings[name].secret}
    if not needs <= secrets:
        return StepState(step, place, State.TODO)
    asks = step.proves == Proves.QUESTION
    at = connection.last_question_at if asks else connection.last_hook_at
    refused = None if asks else connection.hook_refused_at
    if refused and (at is None or refused > at):
        return StepState(step, place, State.FAILED, [_REFUSED], refused)
    if at is None:
        return StepState(step, place, State.WAITING)
    return StepState(step, place, State.DONE, [_CALLED if asks else _ARRIVED], at)


_REFUSED = Finding(
    "First webhook",
    False,
    "One came with a signature that does not match. Type the secret into every webhook of the "
    "ATS again, or save another one here.",
)
_ARRIVED = Finding("First webhook", True, "It came with the right signature.")
_CALLED = Finding("First call", True, "The ATS asked and we answered.")


def tested(connection: Connection, asked: datetime | None) -> int | None:
    """How many capabilities the test asked for then has tried so far; None when none runs.

    A test that finds everything good is over when the connection has begun.
    """
    now = timezone.now()
    so_far = how_far(connection, asked, now)
    if so_far is None and asked and asked <= now < asked + TEST_LASTS and not connection.active:
        proofs = connection.proofs.all()
        return len(proofs) if proofs and all(proof.ok for proof in proofs) else None
    return so_far


def closed(connection: Connection) -> str:
    """Why nothing may be tried now, in a sentence; empty when it may."""
    if connection.paused_at:
        return f"{connection} is paused, so nothing is tried. Resume it first."
    if connection.probe_at and connection.probe_at > timezone.now():
        until = f"{connection.probe_at:%H:%M}"
        return f"{connection.connector.name} asked us to wait until {until} UTC. Try again then."
    return ""

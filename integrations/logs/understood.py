"""What a delivery was understood as: the ids it names and what it says, without contact data."""

from collections.abc import Iterable
from functools import singledispatch

from integrations.vocabulary import (
    CandidateGone,
    CandidateMerged,
    Ignored,
    Inbound,
    InviteRequested,
    JobChanged,
    JobGone,
    RecruiterChanged,
    StateChanged,
)

Facts = dict[str, str]
LONGEST = 200
OBJECTS = ("application", "candidate", "job")
WORDS = {
    "invite_requested": "Asks for an invite",
    "state_changed": "Tells stage and status",
    "recruiter_changed": "Tells the job's recruiter",
    "job_changed": "Tells of a job",
    "job_gone": "Tells that a job was deleted",
    "candidate_merged": "Tells that a candidate was merged into another",
    "candidate_gone": "Tells that a candidate or application was deleted",
    "ignored": "Asks nothing of us",
    "roles_asked": "Asks for our roles",
    "progress_asked": "Asks how far an interview is",
    "remark": "Says that it could not use an answer of ours",
}


def facts_of(news: Iterable[Inbound]) -> list[Facts]:
    """The kind of each piece of news, the ids it names, and the stage: what a row may keep (K7)."""
    return [{name: text[:LONGEST] for name, text in _facts(each).items() if text} for each in news]


def marks(known: Iterable[Facts]) -> list[str]:
    """What an index finds a delivery by: "application:7", "candidate:3", "kind:job_changed"."""
    found = (
        f"{name}:{facts[name]}" for facts in known for name in ("kind", *OBJECTS) if name in facts
    )
    return list(dict.fromkeys(found))


def sentence(facts: Facts) -> str:
    """One piece of news in words: what it is, of which objects, in which stage."""
    words = WORDS.get(facts["kind"], facts["kind"].replace("_", " ").capitalize())
    named = ", ".join(f"{name} {facts[name]}" for name in OBJECTS if name in facts)
    stage = f", stage “{facts['stage']}”" if facts.get("stage") else ""
    status = f", {facts['status'].replace('_', ' ')}" if facts.get("status") else ""
    return f"{words}{': ' if named else ''}{named}{stage}{status}."


@singledispatch
def _facts(news: object) -> Facts:
    raise TypeError(f"Nobody describes {type(news).__name__}.")


@_facts.register
def _invite_requested(news: InviteRequested) -> Facts:
    asked = news.applicant
    return {
        "kind": "invite_requested",
        "application": asked.application,
        "candidate": asked.candidate,
        "job": asked.job,
        "stage": asked.stage,
    }


@_facts.register
def _state_changed(news: StateChanged) -> Facts:
    return {
        "kind": "state_changed",
        "application": news.application,
        "candidate": news.candidate,
        "job": news.job,
        "stage": news.stage,
        "status": str(news.status or ""),
    }


@_facts.register
def _recruiter_changed(news: RecruiterChanged) -> Facts:
    return {"kind": "recruiter_changed", "job": news.job}


@_facts.register
def _job_changed(news: JobChanged) -> Facts:
    return {"kind": "job_changed", "job": news.job.remote_id}


@_facts.register
def _job_gone(news: JobGone) -> Facts:
    return {"kind": "job_gone", "job": news.job}


@_facts.register
def _candidate_merged(news: CandidateMerged) -> Facts:
    return {"kind": "candidate_merged", "candidate": news.candidate}


@_facts.register
def _candidate_gone(news: CandidateGone) -> Facts:
    return {
        "kind": "candidate_gone",
        "application": news.application,
        "candidate": news.candidate,
    }


@_facts.register
def _ignored(news: Ignored) -> Facts:
    return {
        "kind": "ignored",
        "application": news.application,
        "candidate": news.candidate,
    }

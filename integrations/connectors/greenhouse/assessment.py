"""The Assessment Partner API: Greenhouse calls us and waits for the answer."""

from collections.abc import Callable, Mapping
from typing import Any

from integrations import reading
from integrations.connector import Desk
from integrations.connectors.greenhouse import payloads, profile_urls
from integrations.problems import Unreadable
from integrations.reading import Row
from integrations.vocabulary import Answer, Applicant, AtsPerson, Hook

UNKNOWN = Answer(404, {"error": "There is no such resource."})


def answer(hook: Hook, desk: Desk) -> Answer:
    """Answer one of the four calls; one with another method than Greenhouse's is unknown."""
    method, reply = CALLS[hook.endpoint]
    return reply(hook, desk) if hook.method == method else UNKNOWN


def _list_tests(hook: Hook, desk: Desk) -> Answer:
    """Our roles, asked afresh each time somebody adds our stage to a job (C5)."""
    roles = desk.roles()
    tests = [{"partner_test_id": role.key, "partner_test_name": role.name} for role in roles]
    return Answer(200, tests)


def _send_test(hook: Hook, desk: Desk) -> Answer:
    """Invite the candidate; what stands against it is the error's text (P6)."""
    try:
        body = reading.row(hook.json)
    except Unreadable:
        body = {}
    ids = profile_urls.read(_candidate(body).get("profile_url", ""))
    if ids is None or "application" not in ids:
        return Answer(422, {"error": "The body names no application of a candidate."})
    callback = reading.text(body.get("url"), 500)
    applicant = _applicant(body, ids, desk)
    invited = desk.invite(applicant, key=callback or hook.body_digest, callback=callback)
    if invited.interview:
        return Answer(200, {"partner_interview_id": invited.interview})
    return Answer(422, {"error": invited.text})


def _candidate(body: Row) -> dict[str, Any]:
    person = reading.row(body.get("candidate"))
    return {
        "name": payloads.full_name(person),
        "email": reading.text(person.get("email")),
        "phone": reading.text(person.get("phone_number")),
        "profile_url": reading.text(person.get("greenhouse_profile_url"), 500),
    }


def _applicant(body: Row, ids: Mapping[str, str], desk: Desk) -> Applicant:
    """The applicant as the call tells it; the job is looked up later."""
    test = reading.text(body.get("partner_test_id"))
    names = {role.key: role.name for role in desk.roles()}
    sender = reading.text(body.get("sent_by")).lower()
    return Applicant(
        application=ids["application"],
        candidate=ids["candidate"],
        role_value=names.get(test, test),
        recruiter=AtsPerson("", sender) if sender else None,
        **_candidate(body),
    )


def _test_status(hook: Hook, desk: Desk) -> Answer:
    """How far an interview is; any word but "complete" means that it goes on."""
    progress = desk.progress(hook.query.get("partner_interview_id", ""))
    if progress is None:
        return UNKNOWN
    body: dict[str, Any] = {
        "partner_status": "complete" if progress.complete else progress.state,
        "partner_profile_url": progress.link or None,
        "partner_score": progress.score,
        "metadata": dict(progress.facts),
    }
    return Answer(200, body)


def _response_error(hook: Hook, desk: Desk) -> Answer:
    """Greenhouse says what it did not like about an answer of ours."""
    try:
        body = reading.row(hook.json)
    except Unreadable:
        body = {}
    call = reading.text(body.get("api_call"), 60) or "a call"
    errors = body.get("errors")
    words = [reading.text(error) for error in errors] if isinstance(errors, list) else []
    said = " ".join(word for word in words if word) or "It did not say why."
    desk.remark(f"Greenhouse could not use our answer to {call}. {said}"[:2000])
    return Answer(200, {"status": 200})


CALLS: Mapping[str, tuple[str, Callable[[Hook, Desk], Answer]]] = {
    "list_tests": ("GET", _list_tests),
    "send_test": ("POST", _send_test),
    "test_status": ("GET", _test_status),
    "response_error": ("POST", _response_error),
}

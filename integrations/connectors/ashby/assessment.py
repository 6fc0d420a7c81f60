"""The assessment partner calls: Ashby calls us and waits for the answer."""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid5

from django.utils import timezone

from integrations import reading
from integrations.connector import Desk
from integrations.connectors.ashby import payloads, posting, profile_urls
from integrations.models import Connection
from integrations.problems import Unreadable
from integrations.reading import Row
from integrations.vocabulary import Answer, Applicant, Hook, RoleOption, TeamRole

TYPES = UUID("6f0a4a1c-1c6e-4f4e-9d2e-5d3a8c7b9e10")  # of the ids that our roles have in Ashby
ALREADY = "L3"  # the one refusal with a status of its own
UNKNOWN = Answer(404, {"message": "There is no such call."})


def answer(connection: Connection, hook: Hook, desk: Desk) -> Answer:
    """Answer one of the three calls; Ashby posts them all."""
    return CALLS[hook.endpoint](connection, hook, desk) if hook.method == "POST" else UNKNOWN


def _list(connection: Connection, hook: Hook, desk: Desk) -> Answer:
    """Our roles, asked afresh each time somebody adds an assessment to a plan (C5)."""
    types = [
        {
            "assessment_type_id": type_of(role),
            "name": role.name,
            "description": "A live technical interview, booked by the candidate.",
        }
        for role in desk.roles()
    ]
    return _done(types)


def _start(connection: Connection, hook: Hook, desk: Desk) -> Answer:
    """Invite the candidate; what stands against it is a message that Ashby's user reads (P6)."""
    body = _body(hook)
    applicant = _applicant(connection, body, desk)
    if not applicant.application or not applicant.candidate:
        return Answer(422, {"message": "The body names no application of a candidate."})
    invited = desk.invite(applicant, key=_attempt(hook), callback="")
    if invited.interview:
        update = posting.first_update(invited.interview, invited.link)
        return _done({"assessment_id": invited.interview, "update_request": update})
    return Answer(409 if invited.code == ALREADY else 422, {"message": invited.text})


def _cancel(connection: Connection, hook: Hook, desk: Desk) -> Answer:
    """Say how the interview is: an ATS cannot cancel it (E3)."""
    number = reading.text(_body(hook).get("assessment_id"))
    known = desk.progress(number)
    if known is None:
        words = "There is no assessment of this id."
        error = {"code": "assessment_not_found", "message": words}
        return Answer(200, {"success": False, "errors": [error["code"]], "errorInfo": error})
    update = posting.standing_update(number, known.state.replace("_", " "), known.link)
    return _done({"assessment_id": number, "update_request": update})


def type_of(role: RoleOption) -> str:
    """The id of a role in Ashby: a UUID that stays, whatever the role is called."""
    return str(uuid5(TYPES, role.key))


def _attempt(hook: Hook) -> str:
    """What names this press of the button: without id or time in the call, the minute (D11)."""
    return f"{hook.body_digest} {timezone.now():%Y-%m-%d %H:%M}"


def _applicant(connection: Connection, body: Row, desk: Desk) -> Applicant:
    """The applicant as the call tells it; a type we do not know is left to the checks (L1)."""
    person, job = reading.row(body.get("candidate")), reading.row(body.get("job"))
    names = (reading.text(person.get(name), 120) for name in ("first_name", "last_name"))
    candidate, number = payloads.uuid(person.get("ashby_id")), _number(body)
    chosen = reading.text(body.get("assessment_type_id"))
    types = {type_of(role): role.name for role in desk.roles()}
    roles = payloads.team_roles(connection.choice("team_roles"))
    return Applicant(
        application=number,
        candidate=candidate,
        job=payloads.uuid(job.get("ashby_id")),
        name=" ".join(name for name in names if name),
        email=reading.text(person.get("email")),
        profile_url=profile_urls.write(candidate, number),
        role_value=types.get(chosen.lower(), chosen),
        recruiter=payloads.first(payloads.team(job, roles), _wanted(connection)),
    )


def _wanted(connection: Connection) -> TeamRole:
    source = connection.choice("recruiter_source")
    return payloads.RECRUITER_ROLES.get(source, TeamRole.RECRUITER)


def _number(body: Row) -> str:
    return payloads.uuid(reading.row(body.get("application")).get("ashby_id"))


def _body(hook: Hook) -> Row:
    try:
        return reading.row(hook.json)
    except Unreadable:
        return {}


def _done(results: object) -> Answer:
    return Answer(200, {"success": True, "results": results})


CALLS: Mapping[str, Callable[[Connection, Hook, Desk], Answer]] = {
    "assessment.list": _list,
    "assessment.start": _start,
    "assessment.cancel": _cancel,
}

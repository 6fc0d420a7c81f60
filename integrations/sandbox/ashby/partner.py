"""The assessment partner API from Ashby's side: calling a partner's three addresses."""

import base64
import json
from typing import Any

from integrations.sandbox import partner_calls
from integrations.sandbox.ashby.shapes import SITE, Shapes, contacts, profile_url
from integrations.sandbox.ashby.store import VENDOR, account, store
from integrations.sandbox.ashby.updates import Misshapen, take
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

ALREADY = "This candidate is already being assessed."


class PartnerProblem(Exception):
    """The partner refused, or did not answer as agreed; its words are for the page."""


def list_assessments() -> list[Row]:
    """The partner's assessments, asked afresh. Raises PartnerProblem."""
    answer = _ask("list", {})
    names = ("assessment_type_id", "name")
    good = isinstance(answer, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(name), str) for name in names)
        for one in answer
    )
    if not good:
        raise PartnerProblem("The partner's answer is not a list of assessments.")
    return list(answer)


def start(application: Record, type_id: str, name: str) -> Record:
    """Order an assessment for an application. Raises PartnerProblem."""
    answer = _ask("start", _order(application, type_id))
    number = answer.get("assessment_id") if isinstance(answer, dict) else None
    if not isinstance(number, str) or not number:
        raise PartnerProblem("The partner named no assessment_id.")
    assessment = store.add(
        "assessments",
        application=application.number,
        candidate=application["candidate"],
        typeId=type_id,
        name=name,
        assessmentId=number,
        state="Not started",
        updates=[],
    )
    _first_update(assessment, answer)
    return assessment


def cancel(assessment: Record) -> None:
    """Tell the partner that an assessment is no longer wanted. Raises PartnerProblem."""
    answer = _ask("cancel", {"assessment_id": assessment["assessmentId"]})
    if not isinstance(answer, dict) or answer.get("assessment_id") != assessment["assessmentId"]:
        raise PartnerProblem("The partner named another assessment_id.")
    _first_update(assessment, answer)


def _first_update(assessment: Record, answer: Row) -> None:
    """What the partner sends along with its answer, read as a call of `assessment.update`."""
    if not (told := answer.get("update_request")):
        return
    try:
        take(assessment, told)
    except Misshapen as problem:
        raise PartnerProblem(f"The partner's update_request is wrong: {problem}") from None


def _order(application: Record, type_id: str) -> Row:
    """Written with underscores, but for the hiring team. There is no phone number in it."""
    candidate = store.get("candidates", application["candidate"])
    job = store.get("jobs", application["job"])
    first, _, last = candidate["name"].partition(" ")
    email = contacts(candidate).get("primaryEmailAddress", {}).get("value", "")
    requisition = job["customRequisitionId"]
    shown = Shapes(confidential=True).application(application)
    return {
        "assessment_type_id": type_id,
        "candidate": {
            "ashby_id": candidate["id"],
            "first_name": first,
            "last_name": last,
            "email": email,
            "ashby_profile_url": profile_url(candidate.number),
        },
        "application": {"ashby_id": application["id"], "status": application["status"]},
        "job": {
            "ashby_id": job["id"],
            "name": job["title"],
            "ashby_job_url": f"{SITE}/jobs/{job['id']}",
            "hiringTeam": shown["hiringTeam"],
        }
        | ({"req_id": requisition} if requisition else {}),
    }


def _ask(name: str, content: Row) -> Any:
    """The `results` of the partner's answer. 409 and 422 are refusals. Raises PartnerProblem."""
    settings = account().settings
    url = f"{settings['partner_url'].rstrip('/')}/assessment.{name}"
    headers = _headers(settings["partner_key"], settings["partner_auth"])
    status, text = partner_calls.ask(
        VENDOR, f"assessment.{name}", "POST", url, headers=headers, content=content
    )
    if status == 409:
        raise PartnerProblem(ALREADY)
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if status == 422 and isinstance(body, dict):
        raise PartnerProblem(str(body.get("message") or "The partner refused."))
    if status != 200 or not isinstance(body, dict) or body.get("success") is not True:
        raise PartnerProblem(f"The partner answered {status or 'nothing'} without success.")
    return body.get("results")


def _headers(key: str, way: str) -> dict[str, str]:
    """How Ashby shows who it is, which its public text does not say."""
    if way == "bearer":
        return {"Authorization": f"Bearer {key}"}
    if way == "header":
        return {"X-API-Key": key}
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}

"""Ashby in a fault run: a status in a custom field of applications, and notes on candidates."""

from collections.abc import Iterator

from integrations.sandbox.ashby import moves, people
from integrations.sandbox.ashby.access import ASHBY
from integrations.sandbox.ashby.store import VENDOR, store
from integrations.sandbox.cast import STAGE_SCREEN, STAGE_TECHNICAL
from tests.faults.vendor import Applicant, Call, Told, Vendor

DONE = '{"success": true'  # 200 alone says nothing


class Ashby(Vendor):
    """Every call is a POST, and what went wrong stands in the body."""

    slug = VENDOR
    base_path = ASHBY.base_path
    event = "candidateStageChange"
    values = {
        "api_key": ASHBY.api_key,
        "webhook_secret": ASHBY.webhook_secret,
        "role_field": ASHBY.role_field,
        "status_field": ASHBY.status_field,
        "trigger_stage": ASHBY.trigger_stage,
        "calls_per_second": "1000",
    }
    repeats_status = True

    def move(self, applicant: Applicant) -> list[str]:
        person = people.candidate(applicant.name, applicant.email, applicant.phone)
        job = applicant.job
        screen = store.get("interviewStages", job.stage(STAGE_SCREEN))
        application = moves.apply(person, store.get("jobs", job.number), screen)
        moves.change_stage(application.number, job.stage(STAGE_TECHNICAL))
        return [application["id"], person["id"]]

    def told(self, call: Call) -> Iterator[Told]:
        if not call.answer.startswith(DONE):
            return
        if call.path.endswith("/candidate.createNote"):
            yield Told(call.body["candidateId"], call.body["note"]["value"])
        elif call.path.endswith("/customField.setValues"):
            for value in call.body["values"]:
                yield Told(call.body["objectId"], value["fieldValue"])

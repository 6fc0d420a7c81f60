"""Jobvite in a fault run: a status in a custom field, and a comment in the same call."""

from collections.abc import Iterator

from integrations.sandbox.jobvite import moves, people
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import VENDOR, store
from tests.faults.vendor import Applicant, Call, Told, Vendor


class Jobvite(Vendor):
    """Its events tell ids alone; updates are comments too, since those could be doubled."""

    slug = VENDOR
    base_path = JOBVITE.base_path
    event = "workflowUpdate"
    values = {
        "api_key": JOBVITE.api_key,
        "api_secret": JOBVITE.api_secret,
        "webhook_key": JOBVITE.signing_key,
        "trigger_stage": JOBVITE.trigger_state,
        "comments": "on",
        "calls_per_second": "1000",
    }
    repeats_status = True

    def move(self, applicant: Applicant) -> list[str]:
        person = people.candidate(
            firstName=applicant.first_name,
            lastName=applicant.last_name,
            email=applicant.email,
            mobile=applicant.phone,
        )
        trigger = store.rows("states", name=JOBVITE.trigger_state).get()
        job, first = store.get("jobs", applicant.job.number), store.rows("states")[0]
        application = moves.apply(person, job, first)
        moves.move(application.number, trigger.number)
        return [application["id"]]

    def told(self, call: Call) -> Iterator[Told]:
        application = call.body.get("candidate", {}).get("application", {})
        for field in application.get("customField", ()):
            if field["fieldCode"] == JOBVITE.status_field:
                yield Told(application["eId"], field["value"])
        for one in application.get("comments", ()):
            yield Told(application["eId"], one["comment"])

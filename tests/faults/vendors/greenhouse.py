"""Greenhouse in a fault run: a status in a custom field, and notes on applications."""

from collections.abc import Iterator

from integrations.sandbox.cast import STAGE_SCREEN, STAGE_TECHNICAL
from integrations.sandbox.greenhouse import moves, people
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.store import VENDOR, store
from tests.faults.vendor import Applicant, Call, Told, Vendor


class Greenhouse(Vendor):
    """The one vendor whose event tells all that an invite needs."""

    slug = VENDOR
    base_path = GREENHOUSE.base_path
    auth_path = GREENHOUSE.auth_path
    event = "candidate_stage_change"
    values = {
        "client_id": GREENHOUSE.client_id,
        "client_secret": GREENHOUSE.client_secret,
        "user_id": str(GREENHOUSE.sub),
        "webhook_secret": GREENHOUSE.webhook_secret,
        "trigger_stage": GREENHOUSE.trigger_stage,
        "recruiter_source": "candidate",
    }

    def move(self, applicant: Applicant) -> list[str]:
        names = (applicant.first_name, applicant.last_name)
        person = people.candidate(*names, applicant.email, applicant.phone)
        job = applicant.job
        screen = store.get("job_interview_stages", job.stage(STAGE_SCREEN))
        recruiter = {"recruiter_id": job.recruiter}
        application = moves.apply(person, store.get("jobs", job.number), screen, **recruiter)
        moves.move(application.number, job.stage(STAGE_TECHNICAL))
        return [str(application.number)]

    def told(self, call: Call) -> Iterator[Told]:
        if call.path.endswith("/v3/notes"):
            yield Told(str(call.body["application_id"]), call.body["body"])
        for field in call.body.get("custom_fields", ()):
            if field["name_key"] == GREENHOUSE.status_field:
                yield Told(call.path.rpartition("/")[2], field["value"])

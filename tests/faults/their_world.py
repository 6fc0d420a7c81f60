"""Run inside the sandbox's surroundings: its tables, its world, and the events to be sent."""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command

NO_LIMIT = 1_000_000  # calls a window: limits have tests of their own


def main(base_url: str, number: int, target: Path) -> None:
    """Load the toy ATS, let so many people reach the stage that invites, and write their news."""
    django.setup()
    call_command("migrate", "sandbox", verbosity=0)
    target.write_text(json.dumps(_events(base_url, number)))


def _events(base_url: str, number: int) -> list[dict[str, object]]:
    from django.db import transaction

    from integrations.sandbox.cast import BACKEND, DATA, FRONTEND
    from integrations.sandbox.greenhouse import world
    from integrations.sandbox.greenhouse.store import account

    with transaction.atomic():
        world.load(base_url, {})
        customer = account()
        customer.rate_limit = NO_LIMIT
        customer.save()
        jobs = (BACKEND, FRONTEND, DATA)
        return [_event(one, jobs[one % len(jobs)]) for one in range(number)]


def _event(number: int, job: object) -> dict[str, object]:
    """Somebody of their own e-mail in the stage that invites, and the signed news of it."""
    from integrations.sandbox.cast import STAGE_TECHNICAL, Job
    from integrations.sandbox.greenhouse import events, moves, payloads, people
    from integrations.sandbox.greenhouse.access import GREENHOUSE
    from integrations.sandbox.greenhouse.store import store

    assert isinstance(job, Job)
    email = f"applicant-{number}@example.org"
    person = people.candidate("Robin", f"Doe the {number}th", email, "+1 212 555 0100")
    stage = store.get("job_interview_stages", job.stage(STAGE_TECHNICAL))
    recruiter = {"recruiter_id": job.recruiter}
    application = moves.apply(person, store.get("jobs", job.number), stage, **recruiter)
    news = payloads.application_news(application)
    body = events.encode({"action": "candidate_stage_change", "payload": news})
    return {
        "email": email,
        "application": application.number,
        "body": body,
        "signature": events.signature(GREENHOUSE.webhook_secret, body),
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

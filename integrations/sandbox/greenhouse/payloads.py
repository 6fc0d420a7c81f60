"""The bodies of recruiting webhooks, field by field as Greenhouse sends them."""

from typing import Any

from integrations.sandbox.greenhouse.fields import Shower
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

SITE = "https://app.greenhouse.io"
STATUSES = {"in_process": "active"}


def seconds(text: str | None) -> str | None:
    """A stored time as webhooks write it: without milliseconds."""
    return text and text.partition(".")[0].rstrip("Z") + "Z"


def profile_url(application: Record) -> str:
    """The address of an application's page at the real vendor."""
    candidate = application["candidate_id"]
    return f"{SITE}/people/{candidate}?application_id={application.number}"


def application_news(application: Record) -> Row:
    """`candidate_stage_change` and its kin."""
    return {"application": _application(application)}


def hired(application: Record, offer: Record, opening: Record) -> Row:
    """`hire_candidate`: an offer and an opening, but neither status nor stage."""
    whole = _application(application)
    kept = ("id", "credited_to", "source", "url", "candidate", "jobs", "custom_fields")
    return {
        "application": {name: whole[name] for name in kept}
        | {
            "job": whole["jobs"][0],
            "opening": {"opening_id": opening["opening_id"], "custom_fields": {}},
            "offer": {
                "id": offer.number,
                "version": offer["version"],
                "created_at": seconds(offer["created_at"]),
                "sent_at": offer["created_at"][:10],
                "resolved_at": seconds(offer["created_at"]),
                "starts_at": None,
                "custom_fields": {},
            },
        }
    }


def candidate_news(candidate: Record) -> Row:
    """`update_candidate`: the candidate at the top, no application, no is_private."""
    whole = _candidate(candidate, store.rows("applications", candidate_id=candidate.number).last())
    del whole["is_private"]
    return {"candidate": whole}


def application_gone(application: Record) -> Row:
    """`delete_application`."""
    return {
        "application": {
            "id": application.number,
            "candidate_id": application["candidate_id"],
            "job_id": application["job_id"],
            "created_at": seconds(application["created_at"]),
            "source_id": application["source_id"],
            "candidate_rejection_reason_id": None,
            "rejection_note_id": None,
            "rejected_at": seconds(application["rejected_at"]),
            "referrer_id": application["referrer_id"],
            "prospect": application["prospect"],
            "rejected_by_user_id": None,
        }
    }


def person(candidate: Record, application: Record | None, **more: Any) -> Row:
    """`delete_candidate` (with deleted_application_ids) and `merge_candidate`."""
    row = {name: candidate[name] for name in ("id", "first_name", "last_name", "company", "title")}
    row |= {
        "created_at": seconds(candidate["created_at"]),
        "headline": None,
        "is_private": candidate["private"],
        "recruiter_user_id": application["recruiter_id"] if application else None,
        "coordinator_user_id": application["coordinator_id"] if application else None,
        "can_email": candidate["can_email"],
    }
    return {"person": row | more}


def job_news(job: Record) -> Row:
    """`job_created` and `job_updated`: the team by user ids, without names or e-mails."""
    row = _job(job)
    row["hiring_team"] = _hiring_team(job)
    openings = store.rows("openings", job_id=job.number)
    row["openings"] = [
        {"id": opening.number, "opening_id": opening["opening_id"], "custom_fields": {}}
        for opening in openings
    ]
    return {"job": row}


def _application(application: Record) -> Row:
    candidate = store.get("candidates", application["candidate_id"])
    job = store.find("jobs", application["job_id"])
    source = store.find("sources", application["source_id"])
    return {
        "id": application.number,
        "rejected_at": seconds(application["rejected_at"]),
        "prospect": application["prospect"],
        "status": STATUSES.get(application["status"], application["status"]),
        "applied_at": seconds(application["created_at"]),
        "last_activity_at": seconds(application["last_activity_at"]),
        "url": profile_url(application),
        "source": source and {"id": source.number, "name": source["name"]},
        "credited_to": user(application["referrer_id"]),
        "rejection_reason": _reason(application),
        "rejection_details": {"custom_fields": {}} if application["rejected_at"] else None,
        "current_stage": _stage(application),
        "custom_fields": Shower("application").show(application["custom_fields"]),
        "candidate": _candidate(candidate, application),
        "jobs": [_job(job)] if job else [],
    }


def _stage(application: Record) -> Row | None:
    row = store.find("application_stages", application["stage_id"])
    stage = row and store.find("job_interview_stages", row["job_interview_stage_id"])
    return {"id": stage.number, "name": stage["name"], "interviews": []} if stage else None


def _reason(application: Record) -> Row | None:
    details = store.rows("rejection_details", application_id=application.number).last()
    reason = details and store.find("rejection_reasons", details["rejection_reason_id"])
    if not reason:
        return None
    kind = {"id": reason["type"]["id"], "name": reason["type"]["name"]}
    return {"id": reason.number, "name": reason["name"], "type": kind}


def user(number: int | None) -> Row | None:
    """A user as webhooks show one."""
    found = store.find("users", number)
    if found is None:
        return None
    return {
        "id": found.number,
        "email": found["primary_email"],
        "name": found["name"],
        "employee_id": found["employee_id"],
    }


def _candidate(candidate: Record, application: Record | None) -> Row:
    names = ("id", "first_name", "last_name", "title", "company", "can_email", "tags")
    lists = ("phone_numbers", "email_addresses", "addresses", "website_addresses")
    return {name: candidate[name] for name in (*names, *lists, "social_media_addresses")} | {
        "created_at": seconds(candidate["created_at"]),
        "external_id": None,
        "photo_url": None,
        "url": f"{SITE}/people/{candidate.number}",
        "is_private": candidate["private"],
        "educations": [],
        "employments": [],
        "recruiter": user(application["recruiter_id"] if application else None),
        "coordinator": user(application["coordinator_id"] if application else None),
        "attachments": [],
        "custom_fields": Shower("candidate").show(candidate["custom_fields"]),
    }


def _job(job: Record) -> Row:
    post = store.rows("job_posts", job_id=job.number).last()
    names = ("id", "name", "requisition_id", "notes", "confidential", "status")
    row = {name: job[name] for name in names}
    row |= {name: seconds(job[name]) for name in ("created_at", "opened_at", "closed_at")}
    return row | {
        "job_post_id": post and post.number,
        "created_by_id": None,
        "departments": _departments(job),
        "offices": _offices(job),
        "custom_fields": Shower("job").show(job["custom_fields"]),
    }


def _departments(job: Record) -> list[Row]:
    found = store.find("departments", job["department_id"])
    names = ("id", "name", "external_id")
    return [{name: found[name] for name in names}] if found else []


def _offices(job: Record) -> list[Row]:
    found = store.rows("offices").filter(number__in=job["office_ids"])
    names = ("id", "name", "location", "external_id")
    return [{name: office[name] for name in names} for office in found]


def _hiring_team(job: Record) -> dict[str, list[Row]]:
    team: dict[str, list[Row]] = {
        "hiring_managers": [],
        "sourcers": [],
        "recruiters": [],
        "coordinators": [],
    }
    for row in store.rows("job_hiring_managers", job_id=job.number):
        team["hiring_managers"].append(_member(row))
    for row in store.rows("job_owners", job_id=job.number):
        team[f"{row['type']}s"].append(_member(row))
    return team


def _member(row: Record) -> Row:
    found = store.find("users", row["user_id"])
    return {"user_id": row["user_id"], "employee_id": found and found["employee_id"]}

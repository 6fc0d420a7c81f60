"""New rows with every field the vendor shows, and the nulls it shows them with."""

from typing import Any

from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

OPEN, CONFIDENTIAL = "non-confidential", "confidential"


def contact(name: str, email: str, phone: str, **more: Any) -> Row:
    """A person. Lever has one name, and empty lists where there is no e-mail or phone."""
    values: Row = {
        "name": name,
        "headline": "",
        "isAnonymized": False,
        "location": {"name": ""},
        "emails": [email] if email else [],
        "phones": [{"type": "mobile", "value": phone}] if phone else [],
        "links": [],
        "dataProtection": None,
    }
    return values | more


def opportunity(contact_id: str, stage: str, **more: Any) -> Row:
    """One candidacy. What is the person's stands on the contact; `updatedAt` waits for a change."""
    at = store.now()
    values: Row = {
        "contact": contact_id,
        "posting": None,
        "stage": stage,
        "confidentiality": OPEN,
        "archived": None,
        "tags": [],
        "sources": [],
        "stageChanges": [],
        "origin": "applied",
        "sourcedBy": None,
        "owner": None,
        "followers": [],
        "applications": [],
        "createdAt": at,
        "updatedAt": None,
        "lastInteractionAt": at,
        "lastAdvancedAt": at,
        "snoozedUntil": None,
        "isAnonymized": False,
        "dataProtection": None,
        "opportunityLocation": "",
    }
    return values | more


def application(opportunity_id: str, posting: Record, at: int) -> Row:
    """What ties an opportunity to a posting; the posting's people are frozen as they are now."""
    unset = (
        "name company phone email comments archived requisitionForHire ipAddress referer "
        "userAgent acceptLanguage timezone"
    )
    return {
        "type": "user",
        "opportunityId": opportunity_id,
        "posting": posting["id"],
        "postingHiringManager": posting["hiringManager"],
        "postingOwner": posting["owner"],
        "links": [],
        "user": posting["owner"],
        "customQuestions": [],
        "createdAt": at,
        **dict.fromkeys(unset.split()),
    }


def posting(text: str, **more: Any) -> Row:
    """A published posting in Budapest without people."""
    values: Row = {
        "text": text,
        "state": "published",
        "distributionChannels": ["public", "internal"],
        "user": None,
        "owner": None,
        "hiringManager": None,
        "categories": {
            "commitment": "Full-time",
            "department": "Engineering",
            "level": None,
            "location": "Budapest",
            "team": "Platform",
            "allLocations": ["Budapest"],
        },
        "tags": [],
        "content": {
            "description": f"We are looking for a {text}.\n",
            "descriptionHtml": f"<div>We are looking for a <b>{text}</b>.</div>",
            "lists": [{"text": "You bring", "content": "<li>curiosity</li>"}],
            "closing": "",
            "closingHtml": "",
        },
        "country": "HU",
        "followers": [],
        "reqCode": None,
        "requisitionCodes": [],
        "confidentiality": OPEN,
        "workplaceType": "hybrid",
        "transcribeInterviews": False,
        "screening": {"enabled": False},
    }
    return values | more


def inherited(posting: Row) -> list[str]:
    """The tags an opportunity carries because of its posting: title, categories, own tags."""
    categories = posting["categories"]
    said = [categories[name] for name in ("department", "team", "location", "commitment")]
    return [text for text in (posting["text"], *said, *posting["tags"]) if text]


def user(name: str, email: str, **more: Any) -> Row:
    """A user of the ATS."""
    unset = "photo deactivatedAt externalDirectoryId linkedContactIds jobTitle managerId"
    values: Row = {
        "name": name,
        "username": email.partition("@")[0].partition(".")[0],
        "email": email,
        "accessRole": "team member",
        **dict.fromkeys(unset.split()),
    }
    return values | more


def comment(text: str, stage: str, author: str | None, score: int | None, at: int) -> Row:
    """One entry of a note."""
    return {
        "createdAt": at,
        "score": score,
        "stage": stage,
        "text": "Comment",
        "type": "note",
        "user": author,
        "value": text,
    }


def note(opportunity: Record, entry: Row, **more: Any) -> Row:
    """A note with its first entry."""
    values: Row = {
        "opportunity": opportunity["id"],
        "text": "Note",
        "fields": [entry],
        "user": entry["user"],
        "secret": False,
        "completedAt": entry["createdAt"],
        "deletedAt": None,
        "createdAt": entry["createdAt"],
        "notifyFollowers": False,
        "madeByApi": False,
    }
    return values | more

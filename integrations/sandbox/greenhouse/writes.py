"""What API clients may write: notes, attachments, options, applications and candidates."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from integrations.sandbox.greenhouse import events, fields, listing
from integrations.sandbox.greenhouse.filters import Invalid
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Missing, Row, stamp

VISIBILITIES = {
    "admin_only": "admin_only_visible",
    "private": "privately_visible",
    "public": "publicly_visible",
}
NOTE_TYPES = ("NOTE", "ACTIVITY", "EMAIL")
ATTACHMENT_TYPES = [
    "resume",
    "cover_letter",
    "take_home_test",
    "offer_packet",
    "offer_letter",
    "signed_offer_letter",
    "form_attachment",
    "midfunnel_agreement",
    "automated_agreement",
    "other",
]
OF_APPLICATION = ("recruiter_id", "coordinator_id")
OF_CANDIDATE = [
    "first_name",
    "last_name",
    "preferred_name",
    "company",
    "title",
    "phone_numbers",
    "email_addresses",
    "addresses",
    "website_addresses",
    "social_media_addresses",
    "tags",
    "can_email",
    "private",
]
OF_OPTION = ("name", "sort_order", "external_id")


@transaction.atomic
def create_note(body: Row, actor: int | None) -> Row:
    """A note, as often as it is asked for: the vendor has no idempotency."""
    candidate = store.get("candidates", _number(body, "candidate_id"))
    application = _application_of(candidate, body.get("application_id"))
    text = body.get("body")
    if not isinstance(text, str) or not text.strip():
        raise Invalid("Body can't be blank.")
    author = body.get("user_id", actor)
    if author is not None and not store.find("users", author):
        raise Invalid("User does not exist.")
    note = store.add(
        "notes",
        candidate_id=candidate.number,
        application_id=application.number if application else None,
        body=text,
        body_with_tags=text,
        subject=None,
        type=_one_of(body, "note_type", NOTE_TYPES, "NOTE"),
        user_id=author,
        email_from=None,
        email_to=None,
        email_cc=None,
        email_attachment_file_names=None,
        import_hash=None,
        visibility=VISIBILITIES[_one_of(body, "visibility", VISIBILITIES, "admin_only")],
    )
    for touched in (candidate, application):
        if touched:
            store.note(touched, last_activity_at=stamp())
    return dict(note.data)


@transaction.atomic
def create_attachment(body: Row, actor: int | None) -> Row:
    """A file on an application; a new resume demotes the old one to `other`."""
    application = store.get("applications", _number(body, "application_id"))
    kind = _one_of(body, "type", ATTACHMENT_TYPES, "")
    filename = body.get("filename")
    if not isinstance(filename, str) or not filename:
        raise Invalid("Filename can't be blank.")
    if ("content" in body) == ("url" in body):
        raise Invalid("Provide exactly one of content and url.")
    if kind == "take_home_test" and filename.lower().endswith((".html", ".htm")):
        raise Invalid("This type of file is not accepted.")
    if kind == "resume":
        old = store.rows("attachments", application_id=application.number, type="resume")
        for resume in old:
            store.change(resume, type="other")
    attachment = store.add(
        "attachments",
        application_id=application.number,
        candidate_id=application["candidate_id"],
        filename=filename,
        type=kind,
        url=body.get("url"),
        visibility=VISIBILITIES[_one_of(body, "visibility", VISIBILITIES, "admin_only")],
    )
    return dict(attachment.data)


@transaction.atomic
def create_option(body: Row, actor: int | None) -> Row:
    """An option of a custom field; names are unique among a field's active options."""
    field = store.get("custom_fields", _number(body, "custom_field_id"))
    if field["value_type"] not in fields.CHOICES:
        raise Invalid("This custom field takes no options.")
    _check_option_name(field.number, body.get("name"), None)
    siblings = store.rows("custom_field_options", custom_field_id=field.number).count()
    option = store.add(
        "custom_field_options",
        custom_field_id=field.number,
        name=body["name"],
        external_id=body.get("external_id"),
        sort_order=body.get("sort_order", siblings),
        active=True,
    )
    return dict(option.data)


@transaction.atomic
def update_option(number: int, body: Row) -> Row:
    """Rename or renumber an option; where it is chosen, its new text shows."""
    option = store.get("custom_field_options", number, lock=True)
    changes = _known(body, OF_OPTION)
    if "name" in changes:
        _check_option_name(option["custom_field_id"], changes["name"], number)
    return dict(store.change(option, **changes).data)


def destroy_option(number: int) -> Row:
    """Retire an option: no longer offered, still shown where it is chosen."""
    return dict(store.change(store.get("custom_field_options", number), active=False).data)


@transaction.atomic
def update_application(number: int, body: Row) -> Row:
    """Set recruiter, coordinator or custom fields of an application."""
    application = store.get("applications", number, lock=True)
    changes = _known(body, (*OF_APPLICATION, "custom_fields"))
    for name in OF_APPLICATION:
        if changes.get(name) is not None and not store.find("users", changes[name]):
            raise Invalid("User does not exist.")
    if "custom_fields" in changes:
        changes["custom_fields"] = fields.read("application", changes["custom_fields"])
    store.change(application, **changes)
    events.application_updated(application)
    return listing.show("applications", [application])[0]


@transaction.atomic
def update_candidate(number: int, body: Row) -> Row:
    """Set a candidate's own data; collections are replaced whole."""
    candidate = store.get("candidates", number, lock=True)
    changes = _known(body, (*OF_CANDIDATE, "custom_fields"))
    if "custom_fields" in changes:
        changes["custom_fields"] = fields.read("candidate", changes["custom_fields"])
    store.change(candidate, **changes)
    events.update_candidate(candidate)
    return listing.show("candidates", [candidate])[0]


CREATE: dict[str, Callable[[Row, int | None], Row]] = {
    "notes": create_note,
    "attachments": create_attachment,
    "custom_field_options": create_option,
}
UPDATE: dict[str, Callable[..., Any]] = {
    "applications": update_application,
    "candidates": update_candidate,
    "custom_field_options": update_option,
}
DESTROY: dict[str, Callable[..., Any]] = {"custom_field_options": destroy_option}


def _number(body: Row, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid(f"{name} must be an id.")
    return value


def _application_of(candidate: Record, number: Any) -> Record | None:
    if number is None:
        return None
    application = store.find("applications", number if isinstance(number, int) else None)
    if application is None or application["candidate_id"] != candidate.number:
        raise Missing
    return application


def _one_of(body: Row, name: str, known: Any, otherwise: str) -> str:
    value = body.get(name, otherwise)
    if value not in known:
        raise Invalid(f"{name} must be one of {', '.join(known)}.")
    return str(value)


def _known(body: Row, names: Any) -> Row:
    unknown = sorted(set(body) - set(names))
    if unknown:
        raise Invalid(f"Unknown parameter: {', '.join(unknown)}.")
    return dict(body)


def _check_option_name(field: int, name: Any, besides: int | None) -> None:
    if not isinstance(name, str) or not name.strip():
        raise Invalid("Name can't be blank.")
    same = store.rows("custom_field_options", custom_field_id=field, name=name, active=True)
    if any(option.number != besides for option in same):
        raise Invalid("Name has already been taken.")

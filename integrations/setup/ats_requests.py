"""A customer's wish for an ATS there is no connector for: kept until support has the mail."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from integrations.models import AtsRequest
from portal import mail
from portal.mail import Attachment, Letter, letter
from portal.models import Mail, Organization, User
from portal.scope import everywhere

KIND = "ats_request"
MOST_A_DAY = 5  # of one organization


class TooMany(Exception):
    """The organization asked often enough today; the text says what to do."""


@dataclass(frozen=True)
class Document:
    """The description of an API, as it was checked."""

    name: str
    content: bytes
    media_type: str


@transaction.atomic
def ask(
    organization: Organization,
    by: User,
    *,
    ats: str,
    website: str,
    needs: str,
    document: Document | None,
) -> AtsRequest:
    """Keep the wish, and have it mailed to support with the document.

    Raises:
        TooMany: after five in a day.
    """
    recent = AtsRequest.objects.filter(
        organization=organization, created_at__gt=Now() - timedelta(days=1)
    )
    if recent.count() >= MOST_A_DAY:
        raise TooMany(
            f"{MOST_A_DAY} requests were sent today. Write to {settings.SUPPORT_EMAIL} instead."
        )
    wish = AtsRequest.objects.create(
        organization=organization,
        by=by,
        ats=ats,
        website=website,
        needs=needs,
        document=document.content if document else None,
        document_name=document.name if document else "",
        document_type=document.media_type if document else "",
    )
    key, address = f"{KIND}-{wish.pk}", settings.SUPPORT_EMAIL
    mail.queue(KIND, address, key=key, organization=organization, request=wish.pk)
    return wish


@letter(KIND)
def to_support(mail: Mail) -> Letter:
    """To support: which ATS is wished for, by whom, and what is known of its API."""
    wish = AtsRequest.objects.select_related("organization", "by").get(pk=mail.ids["request"])
    return Letter(
        subject=f"{wish.organization} asks for {wish.ats}",
        template="letter",
        facts={
            "brand": "Liaison",
            "heading": f"{wish.organization} asks for {wish.ats}",
            "paragraphs": wish.needs.splitlines(),
            "details": [
                ("Asked by", f"{wish.by} <{wish.by.email}>"),
                ("Web address", wish.website),
                ("Document", wish.document_name or "None"),
            ],
        },
        reply_to=wish.by.email,
        attachments=_attached(wish),
        once_sent=lambda: _drop_document(wish.pk),
    )


def _attached(wish: AtsRequest) -> tuple[Attachment, ...]:
    if not wish.document:
        return ()
    return (Attachment(wish.document_name, bytes(wish.document), wish.document_type),)


def _drop_document(pk: int) -> None:
    """Support has it now; no upload stays here."""
    with everywhere():
        AtsRequest.objects.filter(pk=pk).update(document=None)

"""The daily mail: what happened since the one before, at 8:00 on the reader's clock (I4)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from candidates import audience
from candidates.models import Notification
from portal import mail
from portal.models import Membership, Organization, User
from portal.scope import everywhere, inside

HOUR = 8
WAITING = Q(daily=True, mail=None, skipped="")


def run() -> None:
    """Queue a mail for everybody whom something waits for; a second run finds nothing left."""
    with everywhere():
        waiting = Notification.objects.filter(WAITING)
        pairs = list(waiting.order_by().values_list("user", "organization").distinct())
    for user, organization in pairs:
        with inside(organization), transaction.atomic():
            _queue(User.objects.get(pk=user), Organization.objects.get(pk=organization))


def last_morning(now: datetime, zone: str) -> datetime:
    """The last time that it was 8:00 there."""
    here = now.astimezone(ZoneInfo(zone))
    eight = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return eight if eight <= here else eight - timedelta(days=1)


def _queue(user: User, organization: Organization) -> None:
    """One mail with what happened before this morning; what came later waits for the next."""
    before = last_morning(timezone.now(), user.zone)
    due = Notification.objects.select_for_update(of=("self",)).filter(
        WAITING, Q(event__at__lt=before) | Q(attempt__at__lt=before), user=user
    )
    rows = Notification.objects.filter(pk__in=[row.pk for row in due])
    if refusal := _refusal(user, organization):
        rows.update(skipped=refusal)
    elif last := rows.order_by("-pk").first():
        queued = mail.queue(
            "staff_digest",
            user.email,
            key=f"digest-{user.pk}-{last.pk}",
            organization=organization,
            user=user.pk,
        )
        rows.update(mail=queued)


def _refusal(user: User, organization: Organization) -> str:
    """Why this user gets no mail any more (B4)."""
    if not user.is_active or user.archived_at:
        return audience.ARCHIVED
    member = Membership.objects.filter(user=user, organization=organization, archived_at=None)
    return "" if member.exists() else audience.NO_ACCESS

"""Keys with which other programs read from an organization; kept as digests, shown once."""

import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from portal.models import ApiKey, ApiScope, Organization, User

PREFIX = "liaison_"
NOTED_EVERY = timedelta(minutes=1)


def make(
    organization: Organization, name: str, by: User, *, press: uuid.UUID | None = None
) -> tuple[ApiKey, str]:
    """Make a key that reads the status of the organization's connections.

    Args:
        press: of the button; the same press, as when a page is loaded again, makes one key only.

    Returns:
        The row, and the key itself: it is kept nowhere, so it is "" where the press made it before.
    """
    given = PREFIX + secrets.token_urlsafe(32)
    row, is_new = ApiKey.objects.get_or_create(
        organization=organization,
        press=press or uuid.uuid4(),
        defaults={
            "name": name,
            "scope": ApiScope.STATUS,
            "digest": _digest(given),
            "last_four": given[-4:],
            "created_by": by,
        },
    )
    return row, given if is_new else ""


def revoke(key: ApiKey, by: User) -> None:
    """End a key for good; revoking it again changes nothing."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=Now(), revoked_by=by)


def key_for(authorization: str, scope: ApiScope) -> ApiKey | None:
    """The key that an Authorization header bears, if it is good for this; its use is noted.

    Compared in constant time, and looked up by its digest: the key itself is kept nowhere (P59).
    """
    kind, _, given = authorization.partition(" ")
    if kind.lower() != "bearer":
        return None
    digest = _digest(given.strip())
    key = ApiKey.objects.select_related("organization").filter(
        digest=digest, scope=scope, revoked_at=None
    ).first()  # fmt: skip
    if key is None or not hmac.compare_digest(key.digest, digest):
        return None
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=Now() - NOTED_EVERY)
    ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=Now())
    return key


def _digest(given: str) -> str:
    return hashlib.sha256(given.encode("utf-8", "surrogateescape")).hexdigest()

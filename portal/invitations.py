"""The link by which somebody invited sets their first password: one purpose, seven days (P46)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.models import Membership, User

PURPOSE = "portal.invitations"
VALID = timedelta(days=7)


def address(membership: Membership) -> str:
    """The link for this member: to set a password, or to sign in if they have one."""
    if membership.user.has_usable_password():
        return f"{settings.SITE_URL}{reverse('account_login')}"
    token = signing.dumps([membership.pk, _mark(membership.user)], salt=PURPOSE)
    return f"{settings.SITE_URL}{reverse('invitation', args=[token])}"


def invited(token: str) -> Membership | None:
    """Whose link this is; None when it is wrong, used, too old, or its member is archived."""
    try:
        pk, mark = signing.loads(token, salt=PURPOSE, max_age=VALID)
    except signing.BadSignature:
        return None
    membership = (
        Membership.objects.select_related("user", "organization")
        .filter(pk=pk, archived_at=None, user__is_active=True)
        .first()
    )
    if membership is None or membership.user.has_usable_password():
        return None
    return membership if constant_time_compare(mark, _mark(membership.user)) else None


def _mark(user: User) -> str:
    """Ends the link when the password or the address of the account changes."""
    return salted_hmac(PURPOSE, f"{user.pk}:{user.email}:{user.password}").hexdigest()[:32]

"""The letters about accounts."""

from portal import invitations
from portal.mail import Letter, letter
from portal.memberships import INVITATION
from portal.models import Mail, Membership


@letter(INVITATION)
def account_invitation(mail: Mail) -> Letter:
    """To somebody who was made a member: how to sign in."""
    membership = Membership.objects.select_related("user", "organization").get(
        pk=mail.ids["membership"]
    )
    return Letter(
        subject=f"You are invited to {membership.organization} on Liaison",
        template="account_invitation",
        facts={
            "membership": membership,
            "address": invitations.address(membership),
            "days": invitations.VALID.days,
            "new": not membership.user.has_usable_password(),
        },
    )

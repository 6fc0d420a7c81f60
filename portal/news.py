"""What the portal announces; sent inside the transaction of the change it tells of."""

from django.dispatch import Signal

members_changed = Signal()  # organization: Organization, whose people came, went or changed

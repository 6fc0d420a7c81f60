"""What roles announce; sent inside the transaction of the change it tells of (C5)."""

from django.dispatch import Signal

role_changed = Signal()  # role: Role, changes: list[RoleChange], never empty

"""The views of the Active funnel that people keep."""

from django.conf import settings
from django.db import models

from portal.scope import ClientRow


class SavedView(ClientRow):
    """A tab and filters of the funnel under a name, for one user; never a search for a person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organization", "user", "name", name="one_saved_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

"""Client rows: every one carries its organization, and a query outside a scope raises."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django_scopes import ScopedManager
from django_scopes import scope as _scope
from django_scopes import scopes_disabled as _scopes_disabled

from portal.models import Organization

Row = TypeVar("Row", bound=models.Model)

if TYPE_CHECKING:

    class ClientManager(models.Manager[Row]):
        """The typed face of the manager below."""

else:

    class ClientManager(type(ScopedManager(organization="organization"))):
        """Finds the rows of the open scope's organization; without a scope every query raises."""


class ClientRow(models.Model):
    """A row that belongs to one organization and is only found inside its scope (A8, P40)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")

    objects = ClientManager()

    class Meta:
        abstract = True


def inside(organization: Organization | int) -> Any:
    """Open the scope of one organization: queries find its rows and no others."""
    return _scope(organization=organization)


def everywhere() -> Any:
    """Open every organization's rows: for workers' claims and pages without an organization."""
    return _scopes_disabled()

"""A role of Acme, and what a form sends to change it."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.models import Group, Organization
from roles.forms import RoleSettings
from roles.models import Role
from tests import factories


@pytest.fixture
def group(organization: Organization) -> Group:
    return factories.GroupFactory(organization=organization, name="Engineering")


@pytest.fixture
def role(scoped: Organization, group: Group) -> Role:
    return factories.RoleFactory(group=group, name="Backend engineer")


@pytest.fixture
def foreign_role(unscoped: None) -> Role:
    return factories.RoleFactory(name="Their role")


@pytest.fixture
def post_settings(client: Client) -> Any:
    """Send a role's settings as its page would, with some of them different."""

    def post_settings(role: Role, **different: Any) -> HttpResponse:
        form = RoleSettings(instance=role)
        shown = {name: form[name].value() for name in form.fields}
        sent = {name: value for name, value in shown.items() if value not in (None, False)}
        return client.post(f"/roles/{role.pk}/settings/", {**sent, **different})

    return post_settings

"""Accounts from the command line."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.models import Kind, Mail, Membership, Organization, User
from tests import factories

pytestmark = pytest.mark.django_db


def account(*words: str) -> Any:
    out = io.StringIO()
    call_command("account", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_user_an_organization_and_a_member_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a perfectly good sentence\n"))
    account("user", "Ada@acme.example", "Ada", "--zone", "Europe/London", "--password-stdin")
    account("user", "bob@acme.example", "Bob")
    made = account(
        "organization",
        "Acme Corp",
        "--admin",
        "ada@acme.example",
        "--group",
        "Tech",
        "--group",
        "Ops",
    )
    account("member", "bob@acme.example", "acme-corp", "recruiter", "--group", "ops", "--mail")

    ada = User.objects.get(email="ada@acme.example")
    assert ada.check_password("a perfectly good sentence")
    assert ada.zone == "Europe/London"
    assert (made["slug"], made["groups"]) == ("acme-corp", ["ops", "tech"])
    assert ada.memberships.get().kind == Kind.ORG_ADMIN
    bob = Membership.objects.get(user__email="bob@acme.example")
    assert [group.slug for group in bob.groups.all()] == ["ops"]
    assert Mail.objects.get().address == "bob@acme.example"


def test_an_organization_has_a_group_from_the_start() -> None:
    factories.UserFactory(email="ada@acme.example")

    assert account("organization", "Acme", "--admin", "ada@acme.example")["groups"] == ["acme"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["user", "nonsense", "Ada"], "valid email"),
        (["user", "known@acme.example", "Ada"], "There is a user known@acme.example already."),
        (["user", "ada@acme.example", "Ada", "--zone", "Mars"], "is not a time zone"),
        (["user", "ada@acme.example", "Ada", "--password-stdin"], "too short"),
        (["organization", "Globex", "--admin", "nobody@acme.example"], "There is no user"),
        (["organization", "Acme", "--admin", "known@acme.example"], "like “Acme” already"),
        (["member", "known@acme.example", "nowhere", "grader"], "no organization nowhere"),
        (["member", "known@acme.example", "acme", "grader", "--group", "x"], "has no group x"),
        (["member", "known@acme.example", "acme", "support"], "invalid choice"),
    ],
)
def test_a_refusal_is_a_sentence_and_makes_nothing(
    organization: Organization, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    factories.UserFactory(email="known@acme.example")
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))

    with pytest.raises(CommandError, match=sentence):
        account(*words)

    assert User.objects.count() == 1
    assert Organization.objects.count() == 1
    assert not Membership.objects.exists()

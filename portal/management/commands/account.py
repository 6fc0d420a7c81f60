"""Make users, organizations and memberships from the command line."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from portal import memberships, organizations
from portal.models import MEMBER_KINDS, Organization, ServiceRole, User, validate_zone


class Command(BaseCommand):
    help = "Make accounts: there is no sign-up page. Exit code 1 tells of a refusal, 2 of usage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        user = parts.add_parser("user", help="make a user")
        user.add_argument("email")
        user.add_argument("name")
        user.add_argument("--zone", default="UTC", help="such as Europe/Berlin")
        user.add_argument("--service-role", choices=["interviewer", "support"], default="")
        user.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        organization = parts.add_parser("organization", help="make an organization")
        organization.add_argument("name")
        organization.add_argument("--admin", required=True, help="e-mail of a user")
        organization.add_argument("--zone", default="UTC", help="such as Europe/Berlin")
        organization.add_argument("--group", action="append", default=[], help="may be repeated")
        member = parts.add_parser("member", help="make a user a member of an organization")
        member.add_argument("email")
        member.add_argument("organization", help="the last part of its address")
        member.add_argument("kind", choices=[kind.value for kind in MEMBER_KINDS])
        member.add_argument("--group", action="append", default=[], help="may be repeated")
        member.add_argument("--mail", action="store_true", help="mail them how to sign in")
        for part in (user, organization, member):
            part.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *, what: str, **asked: Any) -> None:
        make = {"user": _user, "organization": _organization, "member": _member}[what]
        try:
            with transaction.atomic():
                made = make(asked)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except (memberships.NotPossible, organizations.NameTaken) as problem:
            raise CommandError(str(problem)) from problem
        if asked["json"]:
            self.stdout.write(json.dumps(made))
        else:
            self.stdout.write(", ".join(f"{name} {value}" for name, value in made.items()))


def _user(asked: dict[str, Any]) -> dict[str, Any]:
    email = asked["email"].strip().lower()
    validate_email(email)
    validate_zone(asked["zone"])
    if User.objects.filter(email=email).exists():
        raise CommandError(f"There is a user {email} already.")
    password = _password() if asked["password_stdin"] else None
    user = User.objects.create_user(
        email,
        password,
        name=asked["name"],
        zone=asked["zone"],
        service_role=ServiceRole(asked["service_role"]),
    )
    return {"user": user.pk, "email": user.email}


def _organization(asked: dict[str, Any]) -> dict[str, Any]:
    validate_zone(asked["zone"])
    organization = organizations.found(
        asked["name"],
        admin=_found_user(asked["admin"]),
        zone=asked["zone"],
        groups=asked["group"],
    )
    groups = list(organization.groups.values_list("slug", flat=True))
    return {"organization": organization.pk, "slug": organization.slug, "groups": groups}


def _member(asked: dict[str, Any]) -> dict[str, Any]:
    slug = asked["organization"]
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        raise CommandError(f"There is no organization {slug}.")
    groups = list(organization.groups.filter(slug__in=asked["group"]))
    missing = set(asked["group"]) - {group.slug for group in groups}
    if missing:
        raise CommandError(f"{organization} has no group {', '.join(sorted(missing))}.")
    access = memberships.Access(asked["kind"], all_groups=not groups, groups=groups)
    membership = memberships.add(organization, _found_user(asked["email"]), access)
    if asked["mail"]:
        memberships.send_invitation(membership)
    return {"membership": membership.pk, "kind": membership.kind}


def _found_user(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"There is no user {email}. Make one with: account user")
    return user


def _password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    validate_password(password)
    return password

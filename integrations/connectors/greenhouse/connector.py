"""Greenhouse Recruiting: Web Hooks in, Harvest v3 out, and the Assessment Partner API."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cached_property

from integrations.capabilities import AT_ONCE, Capability, No, Proof
from integrations.connector import Connector, Desk, Endpoint
from integrations.connectors.greenhouse import assessment, checks, events, profile_urls, trials
from integrations.connectors.greenhouse.client import Harvest
from integrations.connectors.greenhouse.guide import GUIDE
from integrations.connectors.greenhouse.lookups import Lookups
from integrations.connectors.greenhouse.posting import Posting
from integrations.connectors.greenhouse.roles import RoleList
from integrations.connectors.greenhouse.sync import Sync
from integrations.problems import Refused
from integrations.setup import overlap
from integrations.setup.guide import Finding
from integrations.setup.setting import Setting, stage_meanings
from integrations.vocabulary import (
    Answer,
    Applicant,
    Hook,
    Inbound,
    Note,
    Page,
    RoleOption,
    TeamMember,
)


class Greenhouse(Connector):
    """One Greenhouse account."""

    slug = "greenhouse"
    name = "Greenhouse"
    capabilities = {
        Capability.INVITE_BY_WEBHOOK: AT_ONCE,
        Capability.POST_UPDATES: AT_ONCE,
        Capability.STATE_UPDATES: AT_ONCE,
        Capability.ROLES_MATCH: AT_ONCE,
        Capability.INVITE_BY_URL: AT_ONCE,
        Capability.HIRING_TEAM: AT_ONCE,
        Capability.RECRUITER_UPDATES: AT_ONCE,
        Capability.FOLLOWER_LIST: No("Greenhouse's API has no list of followers."),
    }
    hosts = ("*.greenhouse.io",)
    base_url = "https://harvest.greenhouse.io"
    auth_url = "https://auth.greenhouse.io"
    trigger_setting = "trigger_stage"
    endpoints = (
        Endpoint("webhook", "Web Hook: Endpoint URL"),
        Endpoint("list_tests", "Assessment partner: list_tests", waits_for_answer=True),
        Endpoint("send_test", "Assessment partner: send_test", waits_for_answer=True),
        Endpoint("test_status", "Assessment partner: test_status", waits_for_answer=True),
        Endpoint("response_error", "Assessment partner: response_error", waits_for_answer=True),
    )
    guide = GUIDE
    settings = (
        Setting("client_id", "Client ID", required=True),
        Setting("client_secret", "Client secret", secret=True, required=True),
        Setting(
            "user_id",
            "Greenhouse user ID",
            help="A Site Admin: the credential acts for this user, and notes carry the name.",
        ),
        Setting(
            "webhook_secret",
            "Webhook secret",
            secret=True,
            shortest=8,
            overlaps=True,
            help="The Secret key of every Web Hook in Greenhouse.",
        ),
        Setting(
            "assessment_key",
            "Assessment partner key",
            secret=True,
            generated=True,
            overlaps=True,
            help="Ours: Greenhouse sends it with every assessment call.",
        ),
        Setting(
            "trigger_stage",
            "Stage that invites",
            preset="Technical interview",
            help="A candidate who enters a stage of this name is invited.",
        ),
        Setting(
            "role_field",
            "Role field",
            preset="liaison_role",
            help="The key of the job custom field that names our role.",
        ),
        Setting(
            "status_field",
            "Status field",
            preset="liaison_status",
            help="The key of the application custom field for the status; empty: none.",
        ),
        Setting(
            "recruiter_source",
            "Recruiter is taken from",
            preset="job",
            choices=("job", "candidate", "coordinator"),
        ),
        Setting(
            "note_visibility",
            "Notes are seen by",
            preset="public",
            choices=("public", "private", "admin_only"),
        ),
        Setting(
            "notes_filter",
            "Notes are looked for by",
            preset="application_ids",
            choices=("application_ids", "candidate_ids"),
        ),
        stage_meanings(),
    )

    @cached_property
    def harvest(self) -> Harvest:
        """The account's API."""
        return Harvest(self)

    @cached_property
    def lookups(self) -> Lookups:
        """Look-ups of applications and people."""
        return Lookups(self.connection, self.harvest)

    @cached_property
    def sync(self) -> Sync:
        """The lists that are compared daily."""
        return Sync(self.connection, self.harvest)

    def verify(self, hook: Hook) -> bool:
        """Check a Web Hook's signature, or the Basic key of an assessment call (P5)."""
        if hook.endpoint == "webhook":
            given = hook.header("signature")
            known = overlap.good_secrets(self.connection, "webhook_secret")
            expected = [(_signature(secret, hook.body), now) for secret, now in known.items()]
        else:
            given = hook.header("authorization")
            known = overlap.good_secrets(self.connection, "assessment_key")
            expected = [(_basic(key), now) for key, now in known.items()]
        matches = [now for ours, now in expected if hmac.compare_digest(given, ours)]
        if not matches:
            raise Refused("The signature or key does not match.")
        return matches[0]

    def delivery_key(self, hook: Hook) -> str:
        """The body's digest: the event id stands in a header that the signature does not cover."""
        return hook.body_digest

    def parse(self, hook: Hook) -> Iterable[Inbound]:
        return list(events.read(self, hook.json))

    def answer(self, hook: Hook, desk: Desk) -> Answer:
        return assessment.answer(hook, desk)

    def post(self, note: Note) -> None:
        Posting(self.connection, self.harvest).post(note)

    def role_hint(self) -> str:
        key = self.connection.choice("role_field")
        return (
            "In Greenhouse open the job, choose Job Setup > Job Info, and pick a role in the "
            f"custom field with the key “{key}”."
        )

    def listed_roles(self) -> tuple[RoleOption, ...]:
        return RoleList(self.harvest, self.connection.choice("role_field")).listed()

    def publish_roles(
        self, options: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()
    ) -> None:
        RoleList(self.harvest, self.connection.choice("role_field")).publish(options, retired)

    def application_ids(self, url: str) -> dict[str, str] | None:
        return profile_urls.read(url)

    def application_at(self, url: str) -> list[Applicant]:
        ids = profile_urls.read(url) or {}
        if "application" in ids:
            found = self.lookups.application(ids["application"])
            return [found] if found.candidate == ids["candidate"] else []
        return self.lookups.of_candidate(ids["candidate"]) if ids else []

    def application(self, remote_id: str) -> Applicant:
        return self.lookups.application(remote_id)

    def hiring_team(self, job: str, application: str = "") -> list[TeamMember]:
        return self.lookups.hiring_team(job)

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.jobs(since, cursor)

    def people(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.people(since, cursor)

    def stages(self, cursor: str) -> Page:
        return self.sync.stages(cursor)

    def states(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.states(since, cursor)

    def states_of(self, applications: tuple[str, ...]) -> list[Inbound]:
        return list(self.sync.states_of(applications))

    def check(self, capability: Capability) -> Proof:
        grade = self.capabilities[capability]
        if not grade.offered:
            return Proof(capability, ok=False, tried="Nothing.", remedy=grade.reason)
        return checks.check(self, capability)

    def try_step(self, step: str, roles: tuple[RoleOption, ...]) -> Iterator[Finding]:
        return trials.findings(self, step, roles)

    def holds(self, note: Note) -> bool:
        return Posting(self.connection, self.harvest).holds(note)


def _signature(secret: str, body: bytes) -> bytes:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return f"sha256 {digest}".encode()


def _basic(key: str) -> bytes:
    return b"Basic " + base64.b64encode(f"{key}:".encode())

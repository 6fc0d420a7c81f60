"""Lever: webhooks in, the Data API out; what webhooks say is read anew before anything happens."""

import hmac
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from integrations.capabilities import AT_ONCE, DAILY, Capability, No, Proof
from integrations.connector import Connector, Endpoint, Pace
from integrations.connectors.lever import checks, events, profile_urls, signatures, trials
from integrations.connectors.lever.client import Api
from integrations.connectors.lever.guide import GUIDE, TOKENS
from integrations.connectors.lever.lookups import Lookups
from integrations.connectors.lever.posting import Posting
from integrations.connectors.lever.roles import RoleTags
from integrations.connectors.lever.settings import SETTINGS
from integrations.connectors.lever.sync import Sync
from integrations.problems import Refused
from integrations.setup import overlap
from integrations.setup.guide import Finding
from integrations.vocabulary import Applicant, Hook, Inbound, Note, Page, RoleOption, TeamMember


class Lever(Connector):
    """One Lever account."""

    slug = "lever"
    name = "Lever"
    capabilities = {
        Capability.INVITE_BY_WEBHOOK: AT_ONCE,
        Capability.POST_UPDATES: AT_ONCE,
        Capability.STATE_UPDATES: AT_ONCE,
        Capability.ROLES_MATCH: AT_ONCE,
        Capability.INVITE_BY_URL: AT_ONCE,
        Capability.HIRING_TEAM: AT_ONCE,
        Capability.RECRUITER_UPDATES: DAILY,
        Capability.FOLLOWER_LIST: No("Lever's API keeps no list of who may follow."),
    }
    hosts = ("*.lever.co", "sandbox-lever.auth0.com")
    base_url = "https://api.lever.co"
    auth_url = "https://auth.lever.co"
    trigger_setting = "trigger_stage"
    adds_roles = False
    endpoints = (Endpoint("webhook", "Webhook URL"),)
    guide = GUIDE
    settings = SETTINGS

    @property
    def pace(self) -> Pace:
        """What Lever allows a key; its answers do not tell how much of it is left."""
        return Pace(per_second=10, burst=20)

    @cached_property
    def api(self) -> Api:
        """The account's API."""
        return Api(self)

    @cached_property
    def lookups(self) -> Lookups:
        """Look-ups of opportunities and people."""
        return Lookups(self.connection, self.api)

    @cached_property
    def sync(self) -> Sync:
        """The lists that are compared daily."""
        return Sync(self.connection, self.api, self.lookups)

    @property
    def role_tags(self) -> RoleTags:
        """The tags that name our roles."""
        return RoleTags(self.connection, self.api)

    def verify(self, hook: Hook) -> bool:
        """Check the signature in the body by every event's token, and that it is no old one (P5).

        Digits could be moved between token and time without a change of the signature; the time
        would then be far away, and the webhook's key the same.
        """
        signed = signatures.signed(hook)
        hours = timedelta(hours=int(self.connection.choice("webhook_hours")))
        known = [overlap.good_secrets(self.connection, name) for name in TOKENS]
        matches = [
            current
            for secrets in known
            for secret, current in secrets.items()
            if hmac.compare_digest(signatures.of(signed.message, secret), signed.signature)
        ]
        if not matches or abs(timezone.now() - signed.at) > hours:
            raise Refused("The signature does not match, or is old.")
        return any(matches)

    def delivery_key(self, hook: Hook) -> str:
        """The signed token and time: a used token is known whatever data comes with it (P4)."""
        return signatures.signed(hook).digest

    def parse(self, hook: Hook) -> Iterable[Inbound]:
        return list(events.read(self, hook.json))

    def post(self, note: Note) -> None:
        Posting(self.connection, self.api).post(note)

    def holds(self, note: Note) -> bool:
        return Posting(self.connection, self.api).holds(note)

    def role_hint(self) -> str:
        return (
            "In Lever open the candidate's job posting, choose Edit, and add one tag with the "
            f"name of the role, such as “{self.role_tags.tag('Backend Engineer')}”. A candidate "
            "without a job posting has no role: add one first."
        )

    def listed_roles(self) -> tuple[RoleOption, ...]:
        return self.role_tags.listed()

    def publish_roles(
        self, options: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()
    ) -> None:
        self.role_tags.rename(options)

    def application_ids(self, url: str) -> dict[str, str] | None:
        return profile_urls.read(url)

    def application_at(self, url: str) -> list[Applicant]:
        ids = profile_urls.read(url)
        return [self.application(ids["application"])] if ids else []

    def application(self, remote_id: str) -> Applicant:
        return self.lookups.application(remote_id)

    def hiring_team(self, job: str, application: str = "") -> list[TeamMember]:
        return self.lookups.hiring_team(job)

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.jobs(since, cursor)

    def people(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.people(cursor)

    def stages(self, cursor: str) -> Page:
        return self.sync.stages(cursor)

    def states(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.states(since, cursor)

    def states_of(self, applications: tuple[str, ...]) -> list[Inbound]:
        return self.sync.states_of(applications)

    def check(self, capability: Capability) -> Proof:
        grade = self.capabilities[capability]
        if not grade.offered:
            return Proof(capability, ok=False, tried="Nothing.", remedy=grade.reason)
        return checks.check(self, capability)

    def try_step(self, step: str, roles: tuple[RoleOption, ...]) -> Iterator[Finding]:
        return trials.findings(self, step, roles)

"""Ashby: webhooks in, its API out, and the calls of an assessment partner."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cached_property

from integrations import reading
from integrations.capabilities import AT_ONCE, DAILY, Capability, No, Proof
from integrations.connector import Connector, Desk, Endpoint, Pace
from integrations.connectors.ashby import (
    assessment,
    checks,
    client,
    events,
    payloads,
    profile_urls,
    trials,
)
from integrations.connectors.ashby.client import Rpc
from integrations.connectors.ashby.guide import GUIDE
from integrations.connectors.ashby.lookups import Lookups
from integrations.connectors.ashby.posting import Posting
from integrations.connectors.ashby.roles import RoleList
from integrations.connectors.ashby.settings import SETTINGS
from integrations.connectors.ashby.sync import Sync
from integrations.problems import Refused, Rejected, VendorProblem
from integrations.setup import overlap
from integrations.setup.guide import Finding
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


class Ashby(Connector):
    """One Ashby account."""

    slug = "ashby"
    name = "Ashby"
    capabilities = {
        Capability.INVITE_BY_WEBHOOK: AT_ONCE,
        Capability.POST_UPDATES: AT_ONCE,
        Capability.STATE_UPDATES: AT_ONCE,
        Capability.ROLES_MATCH: AT_ONCE,
        Capability.INVITE_BY_URL: AT_ONCE,
        Capability.HIRING_TEAM: AT_ONCE,
        Capability.RECRUITER_UPDATES: DAILY,
        Capability.FOLLOWER_LIST: No("Ashby's API has no list of followers."),
    }
    hosts = ("api.ashbyhq.com",)
    base_url = "https://api.ashbyhq.com"
    trigger_setting = "trigger_stage"
    tells_every_change = True
    states_at_once = 25  # a call each
    endpoints = (
        Endpoint("webhook", "Webhook: Request URL"),
        Endpoint("assessment.list", "Assessment partner: assessment.list", waits_for_answer=True),
        Endpoint("assessment.start", "Assessment partner: assessment.start", waits_for_answer=True),
        Endpoint(
            "assessment.cancel", "Assessment partner: assessment.cancel", waits_for_answer=True
        ),
    )
    guide = GUIDE
    settings = SETTINGS

    @property
    def pace(self) -> Pace:
        """By the connection's setting; what is no number counts as fifteen calls a second."""
        return Pace.typed(self.connection.choice("calls_per_second"), otherwise=15.0)

    @cached_property
    def rpc(self) -> Rpc:
        """The account's API."""
        return Rpc(self)

    @cached_property
    def lookups(self) -> Lookups:
        """Look-ups of applications and people."""
        return Lookups(self.connection, self.rpc)

    @cached_property
    def sync(self) -> Sync:
        """The lists that are compared daily."""
        return Sync(self.connection, self.rpc, self.lookups)

    def problem_in(self, status: int, body: bytes) -> VendorProblem | None:
        return client.problem_in(status, body)

    def verify(self, hook: Hook) -> bool:
        """Check a webhook's signature, or the key of an assessment call (P5)."""
        if hook.endpoint == "webhook":
            given = [hook.header("ashby-signature")]
            known = overlap.good_secrets(self.connection, "webhook_secret")
            expected = [(_signature(secret, hook.body), now) for secret, now in known.items()]
        else:
            given = _keys(hook, self.connection.choice("partner_auth"))
            known = overlap.good_secrets(self.connection, "assessment_key")
            expected = [(key.encode(), now) for key, now in known.items()]
        matches = [now for ours, now in expected for one in given if hmac.compare_digest(one, ours)]
        if not matches:
            raise Refused("The signature or key does not match.")
        return matches[0]

    def delivery_key(self, hook: Hook) -> str:
        """The id of the act and the kind of event: related events of one act share the id."""
        content = reading.row(reading.parsed(hook.body))
        act, action = payloads.uuid(content.get("webhookActionId")), content.get("action")
        return f"{act} {reading.text(action, 60)}" if act else hook.body_digest

    def parse(self, hook: Hook) -> Iterable[Inbound]:
        return list(events.read(self, hook.json))

    def answer(self, hook: Hook, desk: Desk) -> Answer:
        return assessment.answer(self.connection, hook, desk)

    def post(self, note: Note) -> None:
        self._posting().post(note)

    def holds(self, note: Note) -> bool:
        return self._posting().holds(note)

    def role_hint(self) -> str:
        title = self.connection.choice("role_field")
        if not title:
            return "Choose a role for the job on the Integration page."
        return (
            "In Ashby open the job, choose Settings, and pick a role in the custom field "
            f"“{title}”."
        )

    def listed_roles(self) -> tuple[RoleOption, ...]:
        return self._role_list().listed()

    def publish_roles(
        self, options: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()
    ) -> None:
        if self.connection.choice("role_field"):
            self._role_list().publish(options, retired)

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
        return self.lookups.hiring_team(job, application)

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

    def _posting(self) -> Posting:
        return Posting(self.connection, self.rpc, self.lookups)

    def _role_list(self) -> RoleList:
        title = self.connection.choice("role_field")
        if not title:
            raise Rejected(
                "Ashby keeps no list: it asks for our roles whenever somebody adds an assessment. "
                "Name a custom field of jobs in the settings to have one kept there as well."
            )
        return RoleList(self.rpc, title)


def _signature(secret: str, body: bytes) -> bytes:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return f"sha256={digest}".encode()


def _keys(hook: Hook, form: str) -> list[bytes]:
    """The keys that an assessment call shows, in the forms that are taken."""
    scheme, _, value = hook.header("authorization").partition(b" ")
    shown = {
        "basic": _user(value) if scheme.lower() == b"basic" else b"",
        "bearer": value.strip() if scheme.lower() == b"bearer" else b"",
        "x-api-key": hook.header("x-api-key"),
    }
    return [key for name, key in shown.items() if key and form in ("any", name)]


def _user(value: bytes) -> bytes:
    """The user name of Basic credentials: the key, before an empty password."""
    try:
        return base64.b64decode(value.strip(), validate=True).partition(b":")[0]
    except ValueError:
        return b""

"""Jobvite: workflow events in, its API read and written, results and lists in custom fields."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from integrations import reading
from integrations.capabilities import AT_ONCE, DAILY, Capability, Proof
from integrations.connector import Connector, Endpoint, Pace
from integrations.connectors.jobvite import (
    checks,
    envelope,
    events,
    profile_urls,
    signature,
    trials,
)
from integrations.connectors.jobvite.client import Api
from integrations.connectors.jobvite.connection_settings import SETTINGS
from integrations.connectors.jobvite.field_options import FieldOptions, are_pasted
from integrations.connectors.jobvite.final_states import FinalStates
from integrations.connectors.jobvite.guide import GUIDE
from integrations.connectors.jobvite.lookups import Lookups
from integrations.connectors.jobvite.posting import Posting
from integrations.connectors.jobvite.sync import Sync
from integrations.problems import VendorProblem
from integrations.setup.guide import Finding
from integrations.vocabulary import Applicant, Hook, Inbound, Note, Page, RoleOption, TeamMember


class Jobvite(Connector):
    """One Jobvite account."""

    slug = "jobvite"
    name = "Jobvite"
    capabilities = {
        Capability.INVITE_BY_WEBHOOK: AT_ONCE,
        Capability.POST_UPDATES: AT_ONCE,
        Capability.STATE_UPDATES: AT_ONCE,
        Capability.ROLES_MATCH: AT_ONCE,
        Capability.INVITE_BY_URL: AT_ONCE,
        Capability.HIRING_TEAM: AT_ONCE,
        Capability.RECRUITER_UPDATES: DAILY,
        Capability.FOLLOWER_LIST: AT_ONCE,
    }
    hosts = ("api.jobvite.com", "api.jvistg2.com")
    base_url = "https://api.jobvite.com/api/v2"
    trigger_setting = "trigger_stage"
    states_at_once = 15  # each costs a call, and two a second go out
    endpoints = (Endpoint("webhook", "Webhook: URL"),)
    guide = GUIDE
    settings = SETTINGS

    @property
    def pace(self) -> Pace:
        """By the connection's setting; what is no number counts as two calls a second."""
        return Pace.typed(self.connection.choice("calls_per_second"), otherwise=2.0)

    @cached_property
    def api(self) -> Api:
        """The account's API."""
        return Api(self)

    @cached_property
    def final(self) -> FinalStates:
        """Which states end an application."""
        return FinalStates(self.connection.choice("final_states"))

    @cached_property
    def lookups(self) -> Lookups:
        """Look-ups of applications and jobs."""
        return Lookups(self.connection, self.api, self.final)

    @cached_property
    def sync(self) -> Sync:
        """The lists that are compared daily."""
        return Sync(self.api, self.lookups)

    def problem_in(self, status: int, body: bytes) -> VendorProblem | None:
        return envelope.problem(status, body)

    def verify(self, hook: Hook) -> bool:
        return signature.verify(self.connection, hook)

    def delivery_key(self, hook: Hook) -> str:
        """What the event says it is: Jobvite numbers none, and may write the same one otherwise.

        An event that names no time is told from others by its bytes.
        """
        known = events.identity(reading.row(reading.parsed(hook.body)))
        return hashlib.sha256("\0".join(known).encode()).hexdigest() if known else hook.body_digest

    def parse(self, hook: Hook) -> Iterable[Inbound]:
        return list(events.read(self, hook.json))

    def post(self, note: Note) -> None:
        Posting(self.api, self.lookups).post(note)

    def holds(self, note: Note) -> bool:
        return Posting(self.api, self.lookups).holds(note)

    def role_hint(self) -> str:
        key = self.connection.choice("role_field")
        return f"In Jobvite open the requisition and choose a role in the custom field “{key}”."

    def listed_roles(self) -> tuple[RoleOption, ...]:
        names = FieldOptions(self.api, "role_field").listed()
        return tuple(RoleOption("", name) for name in names)

    def publish_roles(
        self, options: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()
    ) -> None:
        FieldOptions(self.api, "role_field").publish_roles(options, retired)

    def publish_followers(self, emails: tuple[str, ...]) -> None:
        FieldOptions(self.api, "followers_field").publish_people(emails)

    def lists_to_paste(self) -> tuple[Capability, ...]:
        lists = (Capability.ROLES_MATCH, Capability.FOLLOWER_LIST)
        return lists if are_pasted(self.api) else ()

    def application_ids(self, url: str) -> dict[str, str] | None:
        return profile_urls.read(
            url, self._names("application_names"), self._names("candidate_names")
        )

    def application_at(self, url: str) -> list[Applicant]:
        """What an address names; it is kept as it was typed, for nobody knows how they are made."""
        ids = self.application_ids(url) or {}
        if "application" in ids:
            found = [self.lookups.application(ids["application"], ids.get("candidate", ""))]
        else:
            found = self.lookups.of_candidate(ids["candidate"]) if ids else []
        name = self._names("application_names")[0]
        return [
            replace(one, profile_url=profile_urls.naming(url, name, one.application))
            for one in found
        ]

    def application(self, remote_id: str) -> Applicant:
        return self.lookups.application(remote_id)

    def hiring_team(self, job: str, application: str = "") -> list[TeamMember]:
        return self.lookups.hiring_team(job, application)

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.jobs(cursor)

    def people(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.people(cursor)

    def stages(self, cursor: str) -> Page:
        return self.sync.stages(cursor)

    def states(self, since: datetime | None, cursor: str) -> Page:
        return self.sync.states(since, cursor)

    def states_of(self, applications: tuple[str, ...]) -> list[Inbound]:
        return list(self.sync.states_of(applications))

    def check(self, capability: Capability) -> Proof:
        return checks.check(self, capability)

    def try_step(self, step: str, roles: tuple[RoleOption, ...]) -> Iterator[Finding]:
        return trials.findings(self, step, roles)

    def _names(self, setting: str) -> list[str]:
        return [name.strip() for name in self.connection.choice(setting).split(",")]

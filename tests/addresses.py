"""Every address of the site: who it is for, and which rows its parts stand for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from django.urls import URLPattern, get_resolver


class Door(StrEnum):
    """What opens an address."""

    ACCOUNT = "an account"
    LINK = "a link that was mailed"
    ANYBODY = "nothing: public by design"
    CLOSED = "nothing opens it"


@dataclass(frozen=True)
class Row:
    """An address: what opens it, and for each of its parts the name of a row or `=` a word.

    `key_holders` says that it takes posts without a CSRF token, and what it asks for instead;
    `logs` names the tables in which it keeps who called. `again` marks the view of another row,
    which is asked in its place.
    """

    door: Door
    parts: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    key_holders: str = ""
    toy: bool = False
    logs: frozenset[str] = frozenset()
    again: bool = False

    @property
    def rows(self) -> dict[str, str]:
        """The parts that stand for rows."""
        return {part: name for part, name in self.parts.items() if not name.startswith("=")}

    def address(self, route: str, found: SimpleNamespace, **instead: Any) -> str:
        """The address of the rows found; some parts of it may be others."""

        def value(match: re.Match[str]) -> str:
            part = match[1]
            if part in instead:
                return str(instead[part])
            name = self.parts[part]
            return name[1:] if name.startswith("=") else str(getattr(found, name))

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, self.path or route)


def account(**parts: str) -> Row:
    return Row(Door.ACCOUNT, parts)


def link(**parts: str) -> Row:
    return Row(Door.LINK, parts)


def anybody(path: str = "", **more: Any) -> Row:
    return Row(Door.ANYBODY, path=path, **more)


def closed(path: str = "") -> Row:
    return Row(Door.CLOSED, path=path)


def toy(key_holders: str = "", **parts: str) -> Row:
    """The sandbox plays the vendor: open to all, in the demo only, and knows no row of ours."""
    logs = frozenset({"sandbox_call", "sandbox_window"})
    return Row(Door.ANYBODY, parts, key_holders=key_holders, toy=True, logs=logs)


def _below(prefix: str, rows: Mapping[str, Row]) -> dict[str, Row]:
    return {prefix + route: row for route, row in rows.items()}


def _house(slug: str, own: dict[str, Row]) -> dict[str, Row]:
    """A toy vendor's addresses: what the house gives to all, what it asks of each, its own."""
    given = {
        "faults": toy("nothing: tests switch faults here"),
        "faults/": toy(),
        "log.json": toy(),
        "log/": toy(),
        "settings/hooks/": toy(),
        "settings/hooks/<int:pk>/": toy(pk=f"{slug}_hook"),
    }
    if slug != "greenhouse":
        given = {route: replace(row, again=True) for route, row in given.items()}
    asked = {
        "": toy(),
        "settings/": toy(),
        "people/<int:number>": toy(number="person"),
        "jobs/<int:number>/": toy(number="job"),
        "applications/<int:number>/<slug:verb>/": toy(number="application", verb="=hire"),
    }
    return _below(f"sandbox/{slug}/", given | asked | own)


PRESS = {"pk": "scheduled"}
CONNECTION = {"slug": "slug", "pk": "connection"}
WEBHOOK, UPDATE, CALL, SYNC = (
    {**CONNECTION, "row": row} for row in ("delivery", "update", "call", "sync")
)
MEMBER = {"slug": "slug", "pk": "member"}
ASHBY_PROFILE = "candidate-searches/new/right-side/candidates/<uuid:candidate>"

ROWS: dict[str, Row] = {
    "": account(),
    "livez": anybody(),
    "readyz": anybody(),
    "theme/": anybody(),
    "help/": account(),
    "outbox/": anybody(),  # there is none but in the demo
    "outbox/<int:pk>/": anybody(parts={"pk": "mail"}),
    "outbox/<int:pk>/mail/": anybody(parts={"pk": "mail"}),
    "invitation/<str:token>/": link(token="invitation"),
    "ats/<str:token>/<str:endpoint>": Row(
        Door.LINK,
        {"token": "token", "endpoint": "=webhook"},
        key_holders="the ATS's signature",
        logs=frozenset({"integrations_connection"}),  # when a signature was refused
    ),
    **_below(
        "accounts/",
        {
            "^(?:signup|email|confirm-email)/": closed("accounts/signup/"),
            "signup/": closed(),
            "email/": closed(),
            "confirm-email/": closed(),
            r"^confirm-email/(?P<key>[-:\w]+)/$": closed("accounts/confirm-email/a/"),
            "login/": anybody(),
            "login/code/": anybody(),
            "login/code/confirm/": anybody(),
            "logout/": anybody(),
            "inactive/": anybody(),
            "reauthenticate/": account(),
            "password/change/": account(),
            "password/set/": account(),
            "password/reset/": anybody(),
            "password/reset/done/": anybody(),
            "password/reset/key/done/": anybody(),
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": anybody(
                "accounts/password/reset/key/1-set-password/"
            ),
        },
    ),
    **_below(
        "settings/",
        {
            "": account(),
            "messaging/": account(),
            "notifications/": account(),
            "notifications/stop/<str:token>/": Row(
                Door.LINK, {"token": "stop"}, key_holders="the signed token (RFC 8058)"
            ),
        },
    ),
    "mails/<str:token>/": Row(
        Door.LINK, {"token": "mails"}, key_holders="the signed token (RFC 8058)"
    ),
    "organizations/": account(),
    "organizations/switch/": account(),
    **_below(
        "organizations/<slug:slug>/",
        {
            "": account(slug="slug"),
            "settings/": account(slug="slug"),
            "groups/": account(slug="slug"),
            "groups/new/": account(slug="slug"),
            "groups/<int:pk>/": account(slug="slug", pk="group"),
            "people/": account(slug="slug"),
            "people/invite/": account(slug="slug"),
            "people/<int:pk>/": account(**MEMBER),
            "people/<int:pk>/archive/": account(**MEMBER),
            "people/<int:pk>/unarchive/": account(**MEMBER),
            "people/<int:pk>/invitation/": account(**MEMBER),
            "api-keys/": account(slug="slug"),
            "api-keys/new/": account(slug="slug"),
            "api-keys/<int:pk>/revoke/": account(slug="slug", pk="api_key"),
            "integration/": account(slug="slug"),
            "integration/status.json": account(slug="slug"),
            "integration/new/": account(slug="slug"),
            "integration/new/<slug:vendor>/": account(slug="slug", vendor="=greenhouse"),
            "integration/request/": account(slug="slug"),
            "integration/request/sent/": account(slug="slug"),
            "integration/<int:pk>/": account(**CONNECTION),
            "integration/<int:pk>/sync/": account(**CONNECTION),
            "integration/<int:pk>/test/": account(**CONNECTION),
            "integration/<int:pk>/pause/": account(**CONNECTION),
            "integration/<int:pk>/resume/": account(**CONNECTION),
            "integration/<int:pk>/switch/": account(**CONNECTION),
            "integration/<int:pk>/setup/": account(**CONNECTION),
            "integration/<int:pk>/setup/<slug:step>/": account(**CONNECTION, step="=credential"),
            "integration/<int:pk>/setup/<slug:step>/leave-out/": account(
                **CONNECTION, step="=note"
            ),
            "integration/<int:pk>/setup/<slug:step>/new-key/": account(
                **CONNECTION, step="=assessments"
            ),
            "integration/<int:pk>/key/": account(**CONNECTION),
            "integration/<int:pk>/delete-key/": account(**CONNECTION),
            "integration/<int:pk>/issues/": account(**CONNECTION),
            "integration/<int:pk>/issues/<int:row>/snooze/": account(**CONNECTION, row="issue"),
            "integration/<int:pk>/issues/<int:row>/wake-up/": account(**CONNECTION, row="issue"),
            "integration/<int:pk>/maintenance/": account(**CONNECTION),
            "integration/<int:pk>/webhooks/": account(**CONNECTION),
            "integration/<int:pk>/webhooks/replay/": account(**CONNECTION),
            "integration/<int:pk>/webhooks/<int:row>/": account(**WEBHOOK),
            "integration/<int:pk>/webhooks/<int:row>/replay/": account(**WEBHOOK),
            "integration/<int:pk>/webhooks/<int:row>/discard/": account(**WEBHOOK),
            "integration/<int:pk>/updates/": account(**CONNECTION),
            "integration/<int:pk>/updates/retry/": account(**CONNECTION),
            "integration/<int:pk>/updates/<int:row>/": account(**UPDATE),
            "integration/<int:pk>/updates/<int:row>/resend/": account(**UPDATE),
            "integration/<int:pk>/updates/<int:row>/discard/": account(**UPDATE),
            "integration/<int:pk>/calls/": account(**CONNECTION),
            "integration/<int:pk>/calls/<int:row>/": account(**CALL),
            "integration/<int:pk>/syncs/": account(**CONNECTION),
            "integration/<int:pk>/syncs/<int:row>/": account(**SYNC),
            "integration/<int:pk>/evidence/": account(**CONNECTION),
            "integration/trace/": account(slug="slug"),
            "integration/<int:pk>/trace/": account(**CONNECTION),
            "integration/<int:pk>/dry-run/": account(**CONNECTION),
            **_below(
                "integration/<int:pk>/",
                {
                    "jobs/": account(**CONNECTION),
                    "jobs/rules/": account(**CONNECTION),
                    "jobs/rules/apply/": account(**CONNECTION),
                    "jobs/rules/<int:rule>/up/": account(**CONNECTION, rule="rule"),
                    "jobs/rules/<int:rule>/remove/": account(**CONNECTION, rule="rule"),
                    "jobs/<int:job>/": account(**CONNECTION, job="job"),
                    "jobs/<int:job>/take-theirs/": account(**CONNECTION, job="job"),
                    "jobs/<int:job>/keep-ours/": account(**CONNECTION, job="job"),
                    "stages/": account(**CONNECTION),
                    "stages/trigger/": account(**CONNECTION),
                    "people/": account(**CONNECTION),
                    "roles/": account(**CONNECTION),
                    "roles/compare/": account(**CONNECTION),
                    "roles/push/": account(**CONNECTION),
                    "mapping-changes/": account(**CONNECTION),
                    "mapping-changes/<int:change>/": account(**CONNECTION, change="change"),
                    "mapping-changes/<int:change>/go-on/": account(**CONNECTION, change="change"),
                },
            ),
        },
    ),
    **_below(
        "roles/",
        {
            "": account(),
            "new/": account(),
            "<int:pk>/": account(pk="role"),
            "<int:pk>/settings/": account(pk="role"),
            "<int:pk>/changes/": account(pk="role"),
            "<int:pk>/archive/": account(pk="role"),
            "<int:pk>/unarchive/": account(pk="role"),
        },
    ),
    **_below(
        "candidates/",
        {
            "": account(),
            "filters/": account(),
            "export.csv": account(),
            "views/": account(),
            "views/<int:pk>/delete/": account(pk="view"),
            "remind/": account(),
            "cancel/": account(),
            "reassign/": account(),
            "invite/": account(),
            "invite/from-url/": account(),
            "attempts/": account(),
            "attempts/<int:pk>/": account(pk="attempt"),
            "attempts/<int:pk>/dismiss/": account(pk="attempt"),
        },
    ),
    **_below(
        "candidacies/",
        {
            "<int:pk>/": account(pk="candidacy"),
            "<int:pk>/interviews/": account(pk="candidacy"),
            "<int:pk>/result/": account(pk="candidacy"),
            "<int:pk>/notifications/": account(pk="candidacy"),
            "<int:pk>/settings/": account(pk="candidacy"),
            "<int:pk>/recruiter/": account(pk="candidacy"),
            "<int:pk>/follow/": account(pk="candidacy"),
            "<int:pk>/unfollow/<int:follower>/": account(pk="candidacy", follower="follower"),
            "<int:pk>/profile/": account(pk="candidacy"),
            "<int:pk>/resume/": account(pk="candidacy"),
            "<int:pk>/resume/new/": account(pk="candidacy"),
            "<int:pk>/resume/remove/": account(pk="candidacy"),
            "<int:pk>/reopen/": account(pk="candidacy"),
            "<int:pk>/ats/": account(pk="candidacy"),
            "<int:pk>/ats/tell/": account(pk="candidacy"),
            "<int:pk>/ats/<int:update>/resend/": account(pk="candidacy", update="update"),
            "interviews/<int:pk>/reschedule/": account(**PRESS),
            "interviews/<int:pk>/cancel/": account(**PRESS),
            "interviews/<int:pk>/<slug:act>/": account(pk="scheduling", act="=resend"),
        },
    ),
    **_below(
        "interviewer/",
        {
            "": account(),
            "availability/": account(),
            "hours/": account(),
            "hours/<int:pk>/remove/": account(pk="hours"),
            "time-off/": account(),
            "time-off/<int:pk>/remove/": account(pk="off"),
            "<int:pk>/": account(**PRESS),
            "<int:pk>/give-up/": account(**PRESS),
            "<int:pk>/room/": account(**PRESS),
            "<int:pk>/room/here/": account(**PRESS),
            "<int:pk>/room/start/": account(**PRESS),
            "<int:pk>/room/late/": account(**PRESS),
            "<int:pk>/room/finish/": account(pk="in_progress"),
            "<int:pk>/no-show/": account(**PRESS),
            "<int:pk>/end-early/": account(pk="in_progress"),
            "<int:pk>/write-up/": account(pk="completed"),
            "<int:pk>/write-up/save/": account(pk="completed"),
            "<int:pk>/write-up/submit/": account(pk="completed"),
        },
    ),
    **_below(
        "book/<str:token>/",
        {
            "": link(token="book"),
            "times/": link(token="booked"),
            "confirm/": link(token="book"),
            "release/": link(token="booked"),
            "cancel/": link(token="booked"),
            "calendar.ics": link(token="booked"),
            "room/": link(token="booked"),
            "room/here/": link(token="booked"),
            "room/absent/": link(token="booked"),
        },
    ),
    "redo/<str:token>/": link(token="redo"),
    "redo/<str:token>/take/": link(token="redo"),
    "redo/<str:token>/decline/": link(token="redo"),
    "meet/<str:token>/": link(token="meet"),
    "sandbox/": toy(),
    **_house(
        "ashby",
        {
            "settings/expire/": toy(),
            "jobs/<int:number>/candidates/": toy(number="job"),
            "people/<int:number>/edit/": toy(number="person"),
            "people/<int:number>/remove/": toy(number="person"),
            "applications/<int:number>/recruiter": toy(number="application"),
            "applications/<int:number>/assessments": toy(number="application"),
            ASHBY_PROFILE: toy(candidate="ashby_candidate"),
            f"{ASHBY_PROFILE}/applications/<uuid:application>/feed": toy(
                candidate="ashby_candidate", application="ashby_application"
            ),
            "<str:method>": toy("an API key", method="=job.list"),
        },
    ),
    **_house(
        "greenhouse",
        {
            "auth/token": toy("the client's id and secret"),
            "v3/<slug:kind>": toy("a bearer token", kind="=jobs"),
            "v3/<slug:kind>/<int:number>": toy("a bearer token", kind="=jobs", number="job"),
            "integrations/testing_partners/take_home_tests/<int:number>": toy(
                "a bearer token", number="test"
            ),
            "settings/revoke/": toy(),
            "settings/fields/<int:number>/": toy(number="field"),
            "jobs/": toy(),
            "jobs/<int:number>/candidates/": toy(number="job"),
            "jobs/<int:number>/stages/": toy(number="job"),
            "people/<int:number>/edit/": toy(number="person"),
            "people/<int:number>/remove/": toy(number="person"),
            "applications/<int:number>/tests": toy(number="application"),
        },
    ),
    **_house(
        "jobvite",
        {
            "api/v2/<path:route>": toy("a key and its secret", route="=candidate"),
            "candidate": toy(),
            "settings/fields/<int:number>/": toy(number="jobvite_field"),
            "states/": toy(),
            "jobs/": toy(),
            "jobs/<int:number>/fields/": toy(number="job"),
            "jobs/<int:number>/candidates/": toy(number="job"),
            "people/<int:number>/edit/": toy(number="person"),
            "people/<int:number>/fields/": toy(number="person"),
            "people/<int:number>/remove/": toy(number="person"),
        },
    ),
    **_house(
        "lever",
        {
            "v1/<path:path>": toy("an API key or a bearer token", path="=stages"),
            "oauth/token": toy("the client's id and secret"),
            "authorize": toy(),
            "settings/key/": toy(),
            "settings/revoke/": toy(),
            "settings/crowd/": toy(),
            "settings/hooks/<int:pk>/test/": toy(pk="lever_hook"),
            "settings/deliveries/<int:pk>/rerun/": toy(pk="=1"),
            "jobs/": toy(),
            "jobs/<int:number>/candidates/": toy(number="job"),
            "stages/": toy(),
            "candidates/<slug:name>": toy(name="lever_opportunity"),
            "people/<int:number>/edit/": toy(number="person"),
            "people/<int:number>/merge/": toy(number="person"),
            "opportunities/<int:number>/": toy(number="application"),
        },
    ),
}


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """The route of every address that the site has."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each.url_patterns, route)

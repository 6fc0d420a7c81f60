"""Issues: what counts as a problem, one row for each, and the mails it makes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from integrations import health, sync
from integrations.capabilities import Capability
from integrations.models import (
    Application,
    AtsUpdate,
    CapabilityProof,
    Connection,
    Delivery,
    Issue,
    IssueKind,
    Outage,
    SyncRun,
)
from integrations.problems import KeyRefused, VendorProblem
from integrations.watch import issues, maintenance, reviews, symptoms
from portal import mail
from portal.models import Kind, Mail, User
from portal.work import WorkState
from tests import factories
from tests.integrations.conftest import Loop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
K = IssueKind


@pytest.fixture
def admin(connection: Connection) -> User:
    return factories.MembershipFactory(
        organization=connection.organization, kind=Kind.ORG_ADMIN, all_groups=True
    ).user


def found(connection: Connection, **facts: Any) -> set[tuple[str, str]]:
    """The problems of a connection with these facts, by kind and subject."""
    Connection.objects.filter(pk=connection.pk).update(**facts)
    connection.refresh_from_db()
    there = symptoms.of(connection, timezone.now())
    news = [each for each in there if not symptoms.is_explained(each, there)]
    return {(each.kind, each.subject) for each in news}


def review(connection: Connection) -> dict[str, str]:
    """Where each unsettled issue stands after a review."""
    connection.refresh_from_db()
    reviews.review(connection)
    unsettled = Issue.objects.filter(connection=connection, settled_at=None)
    return {issue.kind: issue.state for issue in unsettled}


def later(span: timedelta) -> None:
    """Let so much time pass for what has ended."""
    Issue.objects.exclude(ended_at=None).update(ended_at=F("ended_at") - span)


def mails(kind: str = "") -> list[str]:
    return sorted(Mail.objects.filter(kind__startswith=kind).values_list("address", flat=True))


def hooks(connection: Connection, *ages: timedelta, **fields: Any) -> None:
    for age in ages:
        row = Delivery.objects.create(
            organization=connection.organization, connection=connection, endpoint="webhook",
            key=f"{Delivery.objects.count()}", body=b"", **{"state": "done", **fields},
        )  # fmt: skip
        Delivery.objects.filter(pk=row.pk).update(received_at=timezone.now() - age)


def writes(connection: Connection, *states: str) -> None:
    application = Application.objects.create(
        organization=connection.organization, connection=connection,
        remote_id=f"{Application.objects.count()}",
    )  # fmt: skip
    for number, state in enumerate(states):
        AtsUpdate.objects.create(
            organization=connection.organization, application=application, state=state,
            kind=f"k{number}", attempts=1,
            attempt=None, event=factories.InterviewFactory(
                candidacy__role__group=connection.group
            ).candidacy.events.create(
                organization=connection.organization, kind="invited", actor="system"
            ),
        )  # fmt: skip


# What is a problem


def test_k5_nothing_is_wrong_with_a_connection_that_was_just_made(connection: Connection) -> None:
    assert found(connection) == set()


def test_k5_the_first_refusal_of_the_key_is_a_problem(connection: Connection) -> None:
    health.failed(connection, KeyRefused("Greenhouse answered 401."))

    assert found(connection) == {(K.BAD_KEY, "")}
    assert found(connection, secrets_expire_on=date(2026, 1, 1)) == {(K.EXPIRED_SIGN_IN, "")}


def test_k5_each_red_capability_is_a_problem_with_its_own_remedy(connection: Connection) -> None:
    factories.prove(connection)
    CapabilityProof.objects.filter(capability=Capability.HIRING_TEAM).update(
        ok=False, remedy="Add users:list.", red_since=timezone.now() - DAY
    )

    [problem] = symptoms.of(connection, timezone.now())

    assert (problem.kind, problem.subject) == (K.MISSING_PERMISSION, Capability.HIRING_TEAM)
    assert problem.remedy == "Add users:list."
    assert problem.since < timezone.now() - HOUR


def test_k5_p29_an_ats_is_offline_when_the_breaker_opens_but_not_in_planned_maintenance(
    connection: Connection,
) -> None:
    for _ in range(health.BREAKER - 1):
        health.failed(connection, VendorProblem("Greenhouse answered 502."))
    assert found(connection) == set()
    health.failed(connection, VendorProblem("Greenhouse answered 502."))
    assert found(connection) == {(K.OFFLINE, "")}

    now = timezone.now()
    always = {"maintenance_start": time(0), "maintenance_minutes": 1440, "maintenance_zone": "UTC"}
    assert found(connection, maintenance_weekday=now.weekday(), **always) == set()
    assert "1440 minutes (UTC)" in maintenance.in_words(connection)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["gave_up"] * 4, False),
        (["done"] * 3 + ["gave_up", "parked"], False),
        (["done"] * 3 + ["gave_up"] * 3, True),
    ],
)
def test_k5_half_of_at_least_five_writes_of_a_day_that_fail_are_a_problem(
    connection: Connection, states: list[str], expected: bool
) -> None:
    writes(connection, *states)
    assert ((K.API_ERRORS, "") in found(connection)) == expected

    AtsUpdate.objects.update(created_at=timezone.now() - 25 * HOUR)
    assert found(connection) == set()


def test_k8_a_refused_webhook_is_one_problem_and_ends_when_one_is_believed(
    connection: Connection,
) -> None:
    now = timezone.now()
    factories.prove(connection)
    CapabilityProof.objects.filter(capability__in=health.RESTS_ON_WEBHOOKS).update(ok=False)

    assert found(connection, hook_refused_at=now, last_hook_at=now - HOUR) == {
        (K.HOOKS_REFUSED, "")
    }
    CapabilityProof.objects.update(ok=True)
    assert found(connection, last_hook_at=now + HOUR) == set()


def test_k5_half_of_the_webhooks_of_six_hours_that_are_parked_are_a_problem(
    connection: Connection,
) -> None:
    hooks(connection, HOUR, 2 * HOUR, state=WorkState.PARKED)
    hooks(connection, HOUR, HOUR)
    assert found(connection) == {(K.HOOKS_FAILING, "")}

    hooks(connection, HOUR)
    assert found(connection) == set()


def test_k9_webhooks_are_silent_when_none_came_for_longer_than_usual(
    connection: Connection,
) -> None:
    silent = {(K.HOOKS_SILENT, "")}
    now = timezone.now()
    assert found(connection, last_hook_at=now - 30 * DAY) == set(), "never much heard of"

    hooks(connection, *(4 * DAY + number * 8 * HOUR for number in range(30)))
    assert found(connection, last_hook_at=now - 4 * DAY) == silent
    assert found(connection, last_hook_at=now - 23 * HOUR) == set()
    hooks(connection, 20 * DAY)  # a silence of six days before
    assert found(connection, last_hook_at=now - 4 * DAY) == set()


def test_p35_a_list_that_lost_more_than_30_percent_is_a_problem(connection: Connection) -> None:
    def run(age: timedelta, **lists: int) -> None:
        SyncRun.objects.create(
            organization=connection.organization, connection=connection, state="done",
            whole_lists=lists, ended_at=timezone.now() - age,
        )  # fmt: skip

    run(8 * DAY, stages=100)
    run(2 * DAY, stages=30, jobs=10)
    run(1 * DAY, stages=21)
    assert found(connection) == set()

    run(HOUR, stages=20)
    assert found(connection) == {(K.SHRUNK, "stages")}
    run(timedelta(0), stages=29)
    assert found(connection) == set()


def test_p35_a_sync_counts_each_list_that_it_reads_from_end_to_end(loop: Loop) -> None:
    for _ in range(2):
        sync.start(loop.connection)
        sync.run_due()

    first, second = SyncRun.objects.order_by("pk")
    assert first.whole_lists["jobs"] == loop.connection.jobs.count()
    assert first.whole_lists.keys() == {"jobs", "people", "stages"}
    assert second.whole_lists == {"stages": first.whole_lists["stages"]}


def test_k5_a_key_that_expires_is_a_problem_from_60_days_before(connection: Connection) -> None:
    today = timezone.now().date()
    assert found(connection, secrets_expire_on=today + 62 * DAY) == set()
    assert found(connection, secrets_expire_on=today + 58 * DAY) == {(K.KEY_EXPIRES, "")}


# What becomes of it


def test_i1_one_mail_when_it_begins_and_one_when_it_is_over_to_the_admins(
    connection: Connection, admin: User
) -> None:
    def member(kind: Kind, **more: Any) -> User:
        return factories.MembershipFactory(
            organization=connection.organization, kind=kind, **{"all_groups": False, **more}
        ).user

    of_group = member(Kind.GROUP_ADMIN)
    of_group.memberships.get().groups.add(connection.group)
    member(Kind.GROUP_ADMIN)
    member(Kind.RECRUITER, all_groups=True)
    member(Kind.ORG_ADMIN, archived_at=timezone.now())
    told = sorted([admin.email, of_group.email])

    health.failed(connection, KeyRefused("Greenhouse answered 401."))
    for _ in range(3):
        assert review(connection) == {K.BAD_KEY: "open"}
    assert mails() == told

    Connection.objects.update(key_refused_at=None, problem="")
    assert review(connection) == {K.BAD_KEY: "ended"}
    assert mails("issue_over") == []
    later(issues.FLAPS)
    for _ in range(2):
        assert review(connection) == {}
    assert mails("issue_over") == told


def test_k5_what_another_problem_explains_is_no_news_and_no_end_either(
    connection: Connection, admin: User
) -> None:
    writes(connection, *["gave_up"] * 5)
    assert review(connection) == {K.API_ERRORS: "open"}
    Connection.objects.update(key_refused_at=timezone.now())
    hooks(connection, HOUR, HOUR, state=WorkState.PARKED)

    assert review(connection) == {K.API_ERRORS: "open", K.BAD_KEY: "open"}


def test_i1_a_problem_that_flaps_is_one_episode(connection: Connection, admin: User) -> None:
    for turn in range(3):
        Connection.objects.update(key_refused_at=timezone.now() + turn * HOUR)
        assert review(connection) == {K.BAD_KEY: "open"}
        Connection.objects.update(key_refused_at=None)
        assert review(connection) == {K.BAD_KEY: "ended"}
        later(issues.FLAPS / 2)

    assert Issue.objects.get().count == 3
    assert mails() == [admin.email]

    later(issues.FLAPS)
    review(connection)
    Connection.objects.update(key_refused_at=timezone.now())
    review(connection)
    assert Issue.objects.count() == 2
    assert mails("issue_begun") == [admin.email] * 2


def test_a_snoozed_issue_mails_nobody_also_when_it_comes_back(
    connection: Connection, admin: User
) -> None:
    Connection.objects.update(key_refused_at=timezone.now())
    review(connection)
    issues.snooze(Issue.objects.get(), 7, admin)
    assert review(connection) == {K.BAD_KEY: "snoozed"}
    assert issues.open_for([connection]) == {}

    Connection.objects.update(key_refused_at=None)
    review(connection)
    later(issues.FLAPS)
    review(connection)
    Connection.objects.update(key_refused_at=timezone.now())
    assert review(connection) == {K.BAD_KEY: "snoozed"}
    assert mails() == [admin.email]

    issues.wake_up(Issue.objects.latest("pk"))
    assert review(connection) == {K.BAD_KEY: "open"}


def test_k5_a_key_that_expires_is_told_60_30_and_7_days_before(
    connection: Connection, admin: User
) -> None:
    for days in (59, 58, 29, 20, 7, 1):
        ends = timezone.now().date() + timedelta(days=days)
        Connection.objects.update(secrets_expire_on=ends)
        review(connection)

    assert Issue.objects.get().step == "7"
    assert mails() == [admin.email] * 3


def test_k10_a_deleted_key_ends_every_issue_without_a_word(
    connection: Connection, admin: User
) -> None:
    Connection.objects.update(key_refused_at=timezone.now())
    review(connection)

    Connection.objects.update(disconnected_at=timezone.now(), active=False)
    assert review(connection) == {}
    assert mails("issue_over") == []


def test_k6_news_of_health_is_reviewed_at_once_and_by_one_worker(
    connection: Connection, admin: User
) -> None:
    Connection.objects.update(next_review_at=timezone.now() + HOUR)
    health.failed(connection, KeyRefused("Greenhouse answered 401."))
    seen = Connection.objects.select_related("organization").get()
    reviews.run_due()

    assert Issue.objects.get().kind == K.BAD_KEY
    assert Connection.objects.get().next_review_at > timezone.now()
    Issue.objects.all().delete()
    reviews._try(seen)
    assert not Issue.objects.exists(), "another worker has reviewed it"


def test_k12_k14_a_paused_connection_is_not_reviewed_and_a_broken_one_stops_no_other(
    connection: Connection,
) -> None:
    paused = factories.ConnectionFactory(group=connection.group, paused_at=timezone.now())
    broken = factories.ConnectionFactory(group=connection.group, vendor="nobody-knows")
    Connection.objects.update(key_refused_at=timezone.now())

    reviews.run_due()

    assert {issue.connection_id for issue in Issue.objects.all()} == {connection.pk}
    assert {paused.pk, broken.pk}.isdisjoint(issues.open_for([paused, broken]))


def test_i6_the_mails_say_what_happened_what_to_do_and_that_it_is_over(
    connection: Connection, admin: User, mailoutbox: list[Any]
) -> None:
    Outage.objects.create(organization=connection.organization, connection=connection)
    Connection.objects.update(refusals=health.BREAKER, problem="Greenhouse answered 502.")
    review(connection)
    Connection.objects.update(refusals=0)
    review(connection)
    later(issues.FLAPS)
    review(connection)

    mail.send_due()

    begun, over = mailoutbox
    assert begun.subject == f"{connection}: the ATS is offline"
    assert "Greenhouse answered 502." in begun.body
    assert "it clears itself" in begun.body
    assert f"/integration/{connection.pk}/issues/" in begun.body
    assert over.subject == f"Solved at {connection}: the ATS is offline"
    assert "Nothing is left to do." in over.body


def test_p31_a_problem_that_started_long_ago_keeps_its_first_time(connection: Connection) -> None:
    began = timezone.now() - 3 * DAY
    Connection.objects.update(key_refused_at=began)
    review(connection)

    first: datetime = Issue.objects.get().first_at
    assert abs(first - began) < timedelta(seconds=1)

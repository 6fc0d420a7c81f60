"""The command `doctor`: what it looks at, and the remedy for each thing that is wrong."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from integrations import doctor
from integrations.models import Connection, Delivery
from portal.models import Heartbeat, Mail, Organization
from portal.scope import inside
from tests import factories


@pytest.fixture
def beating(db: None) -> None:
    Heartbeat.objects.create(name="worker")


def diagnose(capsys: pytest.CaptureFixture[str]) -> tuple[Any, int]:
    code = 0
    try:
        call_command("doctor", "--json")
    except SystemExit as end:
        code = int(end.code or 0)
    return json.loads(capsys.readouterr().out), code


def test_a_well_installation_is_told_so(beating: None, capsys: Any) -> None:
    found, code = diagnose(capsys)

    assert code == 0
    assert found["ok"] is True
    assert set(found["checks"]) == {
        "database", "migrations", "worker", "inbox", "outbox", "mail", "keys", "clock",
        "mail server",
    }  # fmt: skip


def test_a_silent_worker_and_old_rows_are_told_with_the_remedy(
    organization: Organization, capsys: Any
) -> None:
    long_ago = timezone.now() - timedelta(minutes=20)
    connection = factories.ConnectionFactory(group__organization=organization)
    Delivery._base_manager.create(
        organization=organization, connection=connection, key="1", endpoint="webhook", body=b"",
        next_attempt_at=long_ago,
    )  # fmt: skip
    Mail.objects.create(key="1", kind="x", address="a@example.org", next_attempt_at=long_ago)

    found, code = diagnose(capsys)

    assert code == 1
    wrong = {name for name, check in found["checks"].items() if not check["ok"]}
    assert wrong == {"worker", "inbox", "mail"}
    assert "Start the worker" in found["checks"]["inbox"]["text"]


def test_what_waits_for_a_person_or_behind_another_is_no_alarm(
    organization: Organization, beating: None
) -> None:
    long_ago = timezone.now() - timedelta(minutes=20)
    refused = factories.ConnectionFactory(group__organization=organization, key_refused_at=long_ago)
    working = factories.ConnectionFactory(group__organization=organization)
    with inside(organization):
        for connection in (refused, working):
            application = connection.applications.create(organization=organization, remote_id="1")
            for kind, due in (("a", timezone.now() + timedelta(hours=1)), ("b", long_ago)):
                application.updates.create(
                    organization=organization, kind=kind, next_attempt_at=due
                )

    assert all(check.ok for check in doctor.run_checks())


def test_p60_a_value_that_does_not_open_is_named(organization: Organization, beating: None) -> None:
    connection = factories.ConnectionFactory(group__organization=organization)
    Connection._base_manager.update(token="moved")

    [broken] = [check for check in doctor.run_checks() if not check.ok]
    assert broken.name == "keys"
    assert f"connection {connection.pk}" in broken.text
    assert "SEALING_KEYS" in broken.text


def test_a_mail_server_that_is_not_there_is_told(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    check = doctor.mail_server()

    assert not check.ok
    assert "127.0.0.1:9 takes no connection" in check.text

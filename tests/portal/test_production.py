"""What production refuses to start with, and what it does not hold (P57, P62)."""

import os
import subprocess
import sys
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from portal.checks import durable_databases

GOOD = {
    "SITE_URL": "https://liaison.example",
    "SECRET_KEY": "k8Wq2Zx5" * 8,
    "SEALING_KEYS": f"one:{Fernet.generate_key().decode()}",
    "ALLOWED_HOSTS": "liaison.example",
    "DEBUG": "0",
    "DEMO": "0",
    "SANDBOX": "0",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "",  # the journeys set it in their process
}


def run(code: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | GOOD | changed,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SEALING_KEYS": ""}, "SEALING_KEYS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_p62_production_does_not_start_with(changed: dict[str, str], said: str) -> None:
    started = run("import portal.settings", **changed)

    assert started.returncode != 0
    assert said in started.stderr.splitlines()[-1]


@pytest.mark.django_db
def test_p62_production_does_not_start_on_a_database_that_forgets(settings: Any) -> None:
    def refused() -> str:
        with pytest.raises(SystemCheckError) as refusal:
            call_command("migrate", skip_checks=False)
        return str(refusal.value)

    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        (fsync,) = cursor.fetchone()
        cursor.execute("SET synchronous_commit = off")
        assert durable_databases(["default"]) == []  # in production alone
        settings.PRODUCTION = True
        assert "Set synchronous_commit = on" in refused()
        cursor.execute("SET synchronous_commit = on")

    errors = [error.id for error in durable_databases(["default"])]
    assert errors == (["portal.fsync"] if fsync == "off" else [])


def test_p57_production_has_no_admin_site_no_sandbox_and_no_deployment_issue() -> None:
    started = run(
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings'\n"
        "django.setup()\n"
        "from django.apps import apps\n"
        "from django.core.management import call_command\n"
        "assert not apps.is_installed('django.contrib.admin')\n"
        "assert not any(m._meta.app_label == 'sandbox' for m in apps.get_models())\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
    )

    assert started.returncode == 0, started.stderr

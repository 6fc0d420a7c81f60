"""`/livez` says that a process lives, `/readyz` that the whole stack is ready (P25, P69)."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal import health
from portal.health import Check
from portal.models import Heartbeat


@pytest.fixture
def _beating(db: None) -> None:
    Heartbeat.objects.create(name="worker", beat_at=Now())


def world_missing() -> Check:
    return Check("world", ok=False, text="The demo world is not loaded yet.")


def test_livez_asks_no_database(client: Client) -> None:
    answer = client.get("/livez")  # pytest refuses the database to a test that did not ask for it

    assert answer.status_code == 200


@pytest.mark.usefixtures("_beating")
def test_readyz_names_each_check_in_a_sentence(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {
            "database": {"ok": True, "text": "The database answers."},
            "migrations": {"ok": True, "text": "Every migration is applied."},
            "worker": {"ok": True, "text": "The worker works."},
        },
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("_beating")
def test_readyz_is_red_after_a_minute_without_a_beat(client: Client) -> None:
    Heartbeat.objects.update(beat_at=Now() - timedelta(seconds=61))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert not answer.json()["checks"]["worker"]["ok"]


@pytest.mark.django_db
def test_readyz_is_red_before_the_first_beat(client: Client) -> None:
    assert client.get("/readyz").status_code == 503


@pytest.mark.usefixtures("_beating")
def test_readyz_is_red_while_a_migration_is_missing(client: Client) -> None:
    health._seen_migrated.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sandbox'")

    checks = client.get("/readyz").json()["checks"]

    assert checks["migrations"] == {
        "ok": False,
        "text": "Migrations are missing. Run `manage.py migrate`.",
    }


@pytest.mark.usefixtures("_beating")
def test_readyz_asks_the_checks_of_other_packages(client: Client, settings: object) -> None:
    settings.READY_CHECKS = (f"{__name__}.world_missing",)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["world"]["text"] == "The demo world is not loaded yet."


@pytest.mark.usefixtures("_beating")
def test_readyz_stays_cheap(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/readyz")

    with django_assert_max_num_queries(2):
        client.get("/readyz")


@pytest.mark.django_db(transaction=True)
def test_readyz_says_so_when_the_database_is_away(client: Client) -> None:
    connection.ensure_connection()
    ours = connection.connection.info
    with psycopg.connect(ours.dsn, password=ours.password) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [ours.backend_pid])

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["text"] == "The database does not answer."

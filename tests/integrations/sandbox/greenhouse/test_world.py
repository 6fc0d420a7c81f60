"""The demo data and the process that sends."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import fields
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from integrations.sandbox import cast
from integrations.sandbox.greenhouse import moves
from integrations.sandbox.greenhouse import world as sandbox_world
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Account, Delivery, Hook, Record
from tests.integrations.sandbox.conftest import Product


def test_loading_twice_changes_nothing(world: Any) -> None:
    before = list(Record.objects.order_by("pk").values())
    moves.move(700001, 71416)

    for _ in range(2):
        sandbox_world.load("http://127.0.0.1:9000", {"webhook": "http://127.0.0.1:9000/hook"})

    assert Record.objects.count() == len(before)
    assert store.get("applications", 700001)["stage_name"] == "Technical Interview"
    assert Account.objects.get().site_url == "http://127.0.0.1:9000"
    assert Hook.objects.count() == len(sandbox_world.HOOKED)


def test_everyone_lives_at_an_example_address(world: Any) -> None:
    for row in store.rows("candidates"):
        for entry in row["email_addresses"]:
            assert entry["value"].endswith(("@example.org", "@example.com"))


def test_each_invite_error_has_its_candidate(world: Any) -> None:
    roles = {job.number: job.option for job in cast.JOBS}
    assert roles[cast.L1_NO_ROLE.job] is None
    assert roles[cast.L1_UNKNOWN_ROLE.job] in cast.UNKNOWN_ROLE
    assert len(cast.L2_SHORT_PHONE.phone) < 7
    assert roles[cast.L3_TWICE.job] == roles[cast.L3_TWICE_AGAIN.job]
    assert cast.L4_RECRUITER.address == cast.RITA.email
    assert cast.L5_NO_EMAIL.address == ""
    assert not cast.L5_NO_NAME.first_name
    assert all(getattr(GREENHOUSE, field.name) for field in fields(GREENHOUSE))


@pytest.mark.django_db(transaction=True)
def test_the_sender_delivers_within_a_second_and_stops_when_told(
    hooks: list[Hook], product: Product
) -> None:
    where = connection.settings_dict
    user = f"{where['USER']}:{where['PASSWORD']}"
    address = f"postgres://{user}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    sender = subprocess.Popen(
        [sys.executable, "manage.py", "sandbox_send"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": address, "SANDBOX": "1"},
    )
    try:
        moves.move(700001, 71416)
        for _ in range(200):
            if Delivery.objects.filter(state="delivered").exists():
                break
            time.sleep(0.1)
    finally:
        sender.send_signal(signal.SIGTERM)
        assert sender.wait(timeout=20) == 0
    assert len(product.heard) == 1

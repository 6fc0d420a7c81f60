"""What holds for every toy vendor: one cast, worlds apart, the same switches and pages."""

import json

import pytest
from django.test import Client

from integrations.sandbox import cast, faults
from integrations.sandbox.models import FaultKind, Hook, Record
from integrations.sandbox.vendors import VENDORS
from tests import toys

SITE = "http://127.0.0.1:8000"
SHARED = ("", "jobs/{job}/", "people/{person}", "settings/", "log/", "faults/", "log.json")


@pytest.mark.django_db
def test_every_vendor_tells_the_cast_and_keeps_to_itself(client: Client) -> None:
    for slug in VENDORS:
        toys.load(SITE, {"webhook": f"{SITE}/{slug}"}, vendor=slug)
    loaded = Record.objects.count(), Hook.objects.count()
    for vendor in VENDORS.values():
        vendor.load(SITE, {"webhook": f"{SITE}/{vendor.slug}"})
    assert (Record.objects.count(), Hook.objects.count()) == loaded

    for slug, vendor in VENDORS.items():
        at = f"/sandbox/{slug}/"
        found = {"job": cast.BACKEND.number, "person": cast.ADA.candidate}
        shown = [client.get(at + page.format(**found)) for page in SHARED]
        assert {answer.status_code for answer in shown} == {200}, slug
        for applicant in (cast.ADA, cast.L6_GRACE, *cast.ORDINARY):
            assert f"{applicant.first_name} {applicant.last_name}" in shown[0].text, slug
        assert f"{vendor.name} sandbox" in shown[0].text
        others = [other.name for other in VENDORS.values() if other is not vendor]
        assert not [name for name in others if name in shown[3].text], slug
        assert set(Hook.objects.filter(vendor=slug).values_list("event", flat=True)) <= set(
            vendor.events
        )


@pytest.mark.django_db
def test_a_fault_is_switched_on_for_one_vendor_alone(client: Client) -> None:
    slug = next(iter(VENDORS))
    said = json.dumps({"kind": "slow", "delay": 0})
    client.post(f"/sandbox/{slug}/faults", said, content_type="application/json")

    for other in VENDORS:
        kinds = [fault.kind for fault in faults.active(other)]
        assert kinds == ([FaultKind.SLOW] if other == slug else [])

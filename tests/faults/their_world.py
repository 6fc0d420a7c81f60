"""Run inside the sandbox's surroundings: its tables, its worlds, and the events to be sent."""

import json
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from integrations.sandbox.cast import BACKEND, DATA, FRONTEND
from integrations.sandbox.models import Account, Delivery
from integrations.sandbox.vendors import VENDORS as TOYS
from tests.faults.vendor import Applicant
from tests.faults.vendors import VENDORS

NO_LIMIT = 1_000_000  # calls a window: limits have tests of their own
JOBS = (BACKEND, FRONTEND, DATA)


def main(base_url: str, number: int, target: Path) -> None:
    """Load the toys, let so many people reach the stages that invite, and write their news."""
    call_command("migrate", "sandbox", verbosity=0)
    with transaction.atomic():
        for slug in VENDORS:
            TOYS[slug].load(base_url, {"webhook": base_url})
        Account.objects.exclude(rate_limit=0).update(rate_limit=NO_LIMIT)
        target.write_text(json.dumps([_event(one) for one in range(number)]))


def _event(number: int) -> dict[str, object]:
    """Somebody's move at one vendor after the other, with its news as the toy signs it."""
    round_, turn = divmod(number, len(VENDORS))
    vendor = list(VENDORS.values())[turn]
    applicant = Applicant(number, JOBS[round_ % len(JOBS)])
    names = vendor.move(applicant)
    hooked = Delivery.objects.filter(hook__vendor=vendor.slug, hook__event=vendor.event)
    news = hooked.select_related("hook").latest("pk")
    headers, body = TOYS[vendor.slug].message(news, news.hook.secret)
    return {
        "vendor": vendor.slug,
        "email": applicant.email,
        "names": names,
        "headers": headers,
        "body": body,
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

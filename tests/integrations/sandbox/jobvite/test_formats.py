"""Signatures and dates against the vendor's own examples; nothing is called."""

from datetime import UTC, datetime

import pytest

from integrations.sandbox.jobvite import dates, events, keys
from tests.integrations.sandbox.jobvite.conftest import FACTS, fact


def test_a_signed_call_and_a_webhook_carry_the_examples_signatures() -> None:
    body = (FACTS / "workflow_update.json").read_text()

    assert events.encode(fact("workflow_update")) == body
    signed = events.sign("jobvite-demo-signing-key", body, "base64")
    assert signed == "1Q8B3QBsu2mS2TJlHs9bfgpP+ZBYK984NmOrrg4Ls+M="
    called = keys.signature("demo_api_key", "demo_secret", "1775037600")
    assert called == "0kJzFziwVPByH2V5IUGBdq2mLrKRPnvuBzsj9k63qp0="


@pytest.mark.parametrize(
    ("text", "pattern", "meant"),
    [
        ("2026-04-15", "yyyy-MM-dd", datetime(2026, 4, 15, tzinfo=UTC)),
        ("04-15-2026", "MM-dd-yyyy", datetime(2026, 4, 15, tzinfo=UTC)),
        (
            "04-15-2026T00:00:00-0700",
            "MM-dd-yyyy'T'HH:mm:ssZ",
            datetime(2026, 4, 15, 7, tzinfo=UTC),
        ),
    ],
)
def test_dates_come_in_by_the_pattern_that_is_named(
    text: str, pattern: str, meant: datetime
) -> None:
    assert dates.since(text, pattern) == meant.timestamp() * 1000


def test_a_pattern_without_hours_means_whole_days() -> None:
    day = dates.until("2026-04-15", "yyyy-MM-dd") - dates.since("2026-04-15", "yyyy-MM-dd")

    assert day == 24 * 60 * 60 * 1000 - 1


@pytest.mark.parametrize("pattern", ["yyyy-MM-dd", "dd/MM/yyyy", "QQQ"])
def test_a_text_of_another_pattern_and_an_unknown_pattern_are_bad_dates(pattern: str) -> None:
    with pytest.raises(dates.BadDate):
        dates.since("04-15-2026", pattern)

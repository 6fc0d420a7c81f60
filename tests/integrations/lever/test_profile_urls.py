"""Profile URLs are read for the opportunity's id alone (D7, P53)."""

import pytest

from integrations.connectors.lever import profile_urls
from tests.integrations.lever.conftest import OPPORTUNITY


@pytest.mark.parametrize(
    "url",
    [
        f"https://hire.lever.co/candidates/{OPPORTUNITY}",
        f" http://hire.eu.lever.co/candidates/{OPPORTUNITY.upper()}/ ",
        f"hire.sandbox.lever.co/candidates/{OPPORTUNITY}/files/1?email=a@b.test#notes",
        f"https://HIRE.lever.co:443/candidates/{OPPORTUNITY}?opportunity={'0' * 36}",
    ],
)
def test_the_id_is_read(url: str) -> None:
    assert profile_urls.read(url) == {"application": OPPORTUNITY}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "Dana Kovacs",
        "https://hire.lever.co/",
        "https://hire.lever.co/candidates",
        "https://hire.lever.co/candidates/lead-new",
        f"https://hire.lever.co/postings/{OPPORTUNITY}",
        f"https://hire.lever.co/candidates/{OPPORTUNITY}0",
        f"https://hire.lever.co/candidates/{OPPORTUNITY}\x00",
        f"https://hire.lever.co.evil.example/candidates/{OPPORTUNITY}",
        f"https://hire.lever.co@evil.example/candidates/{OPPORTUNITY}",
        f"https://jobs.lever.co/candidates/{OPPORTUNITY}",
        f"https://evil.example/candidates/{OPPORTUNITY}",
        f"javascript://hire.lever.co/candidates/{OPPORTUNITY}",
        f"https://[hire.lever.co/candidates/{OPPORTUNITY}",
    ],
)
def test_other_addresses_are_none(url: str) -> None:
    assert profile_urls.read(url) is None

"""Profile URLs are read for their ids alone (D7, P53)."""

import pytest

from integrations.connectors.greenhouse import profile_urls

BOTH = {"candidate": "800001", "application": "700001"}
ONE = {"candidate": "800001"}


@pytest.mark.parametrize(
    ("url", "ids"),
    [
        ("https://app.greenhouse.io/people/800001?application_id=700001", BOTH),
        ("http://app2.greenhouse.io/people/800001?application_id=700001#application", BOTH),
        ("  https://app.greenhouse.io/people/800001?application_id= 700001 ", BOTH),
        ("https://app.greenhouse.io/people/800001?a=1&application_id=700001&b=2", BOTH),
        ("https://app.eu.greenhouse.io/people/800001/?application_id=700001", BOTH),
        ("https://app.greenhouse.io/guides/113153/people/800001?application_id=700001", BOTH),
        ("app.greenhouse.io/people/800001?application_id=700001", BOTH),
        ("https://app.greenhouse.io/people/800001", ONE),
        ("https://app.greenhouse.io/people/800001?application_id=x", ONE),
        ("https://app.greenhouse.io/people/800001?application_id=", ONE),
    ],
)
def test_ids_are_read(url: str, ids: dict[str, str]) -> None:
    assert profile_urls.read(url) == ids


@pytest.mark.parametrize(
    "url",
    [
        "",
        "Ada Lovelace",
        "https://app.greenhouse.io/",
        "https://app.greenhouse.io/sdash/3485",
        "https://app.greenhouse.io/account/users/3128",
        "https://app.greenhouse.io/people/",
        "https://app.greenhouse.io/people/ada",
        "https://app.greenhouse.io/people/" + "9" * 30,
        "https://app.greenhouse.io.evil.example/people/1",
        "https://app.greenhouse.io@evil.example/people/1",
        "https://evil.example/people/1?application_id=2",
        "https://evilgreenhouse.io/people/1",
        "javascript://app.greenhouse.io/people/1",
        "ftp://app.greenhouse.io/people/1",
        "https://[app.greenhouse.io/people/1",
        "https://app.greenhouse.io/people/1\x00",
    ],
)
def test_other_addresses_are_none(url: str) -> None:
    assert profile_urls.read(url) is None

"""Profile URLs are read for their ids alone (D7, P53)."""

import pytest

from integrations.connectors.ashby import profile_urls
from tests.integrations.ashby.conftest import APPLICATION, CANDIDATE, OTHER

PAGE = f"https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{CANDIDATE}"
ONE = {"candidate": CANDIDATE}
BOTH = {"candidate": CANDIDATE, "application": APPLICATION}
PIPELINE = "https://app.ashbyhq.com/candidates/pipeline/active/right-side/candidates"


@pytest.mark.parametrize(
    ("url", "ids"),
    [
        (PAGE, ONE),
        (f"{PAGE}/", ONE),
        (f"  {PAGE.removeprefix('https://')}?tab=notes#x ", ONE),
        (f"{PAGE}/applications/{APPLICATION}/feed", BOTH),
        (f"{PAGE}/applications/{APPLICATION.upper()}", BOTH),
        (f"{PIPELINE}/{CANDIDATE}/applications/{APPLICATION}/feed", BOTH),
        (f"https://app.ashbyhq.com/candidates/{OTHER}/x/candidates/{CANDIDATE}", ONE),
        (f"{PAGE}/applications/{OTHER}x", ONE),
        (f"{PAGE}?next=/candidates/{OTHER}", ONE),
    ],
)
def test_d07_the_ids_are_taken_out(url: str, ids: dict[str, str]) -> None:
    assert profile_urls.read(url) == ids


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://app.ashbyhq.com/",
        PAGE[:-1],
        f"{PAGE}0",
        PAGE.replace("app.ashbyhq.com", "app.ashbyhq.com.evil.example"),
        PAGE.replace("app.ashbyhq.com", "evil.example/app.ashbyhq.com"),
        PAGE.replace("app.ashbyhq.com", "app.ashbyhq.com@evil.example"),
        PAGE.replace("app.", "jobs."),
        PAGE.replace("https", "javascript"),
        f"https://evil.example/?x={PAGE}",
        "https://[/candidates/",
        "/candidates/" * 20_000,
    ],
)
def test_p53_what_is_no_page_of_a_candidate_has_no_ids(url: str) -> None:
    assert profile_urls.read(url) is None


def test_what_is_written_is_read() -> None:
    assert profile_urls.read(profile_urls.write(CANDIDATE, APPLICATION)) == BOTH
    assert profile_urls.read(profile_urls.write(CANDIDATE, "")) == ONE

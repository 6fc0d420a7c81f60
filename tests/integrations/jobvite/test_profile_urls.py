"""Addresses of candidates' pages: read for ids alone, which are looked up at the API (D7, P53)."""

import pytest

from integrations.connectors.jobvite.connector import Jobvite
from integrations.problems import NotThere
from tests.integrations.jobvite.conftest import Account, payload, unsaved

BOTH = {"application": "pT4Xk9wB", "candidate": "eQ7Lm2wD"}


@pytest.mark.parametrize(
    ("url", "ids"),
    [
        ("https://app.jobvite.com/c?applicationId=pT4Xk9wB&candidateId=eQ7Lm2wD", BOTH),
        ("app.jobvite.com/c?aid=pT4Xk9wB&cid=eQ7Lm2wD", BOTH),
        ("https://hire.jobvite.com/#/a/b?cid=eQ7Lm2wD&appId=pT4Xk9wB", BOTH),
        ("https://app.jobvite.com/c?candidateId=eQ7Lm2wD", {"candidate": "eQ7Lm2wD"}),
        ("https://app.jobvite.com/c?applicationId=short", None),
        ("https://app.jobvite.com/c?applicationId=../../evil12", None),
        ("https://app.jobvite.com/candidate/eQ7Lm2wD", None),
        ("https://jobvite.com.evil.example/c?applicationId=pT4Xk9wB", None),
        ("https://evil.example/?u=app.jobvite.com&applicationId=pT4Xk9wB", None),
        ("ftp://app.jobvite.com/c?applicationId=pT4Xk9wB", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_p53_an_address_is_read_for_its_ids_alone(url: str, ids: dict[str, str] | None) -> None:
    assert unsaved().application_ids(url) == ids


def test_the_names_of_the_ids_are_a_setting() -> None:
    url = "https://app.jobvite.com/c?jvApplication=pT4Xk9wB"
    assert unsaved().application_ids(url) is None
    named = unsaved(application_names="jvApplication")
    assert named.application_ids(url) == {"application": "pT4Xk9wB"}


def test_d7_the_address_is_kept_as_typed_with_the_application_it_meant(
    jobvite: Jobvite, account: Account
) -> None:
    url = "https://app.jobvite.com/c?candidateId=eQ7Lm2wD#top"
    [found] = jobvite.application_at(url)
    assert found.email == "mara.quill@example.org"
    assert found.profile_url == (
        "https://app.jobvite.com/c?candidateId=eQ7Lm2wD&applicationId=pT4Xk9wB#top"
    )
    assert jobvite.application_ids(found.profile_url) == BOTH
    [again] = jobvite.application_at(found.profile_url)
    assert again.profile_url == found.profile_url

    account.answers["GET", "candidate"] = payload("candidates_bare")
    ended = jobvite.application_at("https://app.jobvite.com/c?cid=eNull1wA")
    assert [one.application for one in ended] == ["pNull1wB", "pNull2wB"]
    with pytest.raises(NotThere):
        jobvite.application_at("https://app.jobvite.com/c?aid=pOther1wB")

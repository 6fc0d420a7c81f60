"""Webhooks of Lever: what the API says of the opportunity they name, whatever their data (P4)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from integrations.connectors.lever import records
from integrations.connectors.lever.connector import Lever
from integrations.problems import KeyRefused, PermissionMissing, Unreadable, VendorProblem
from integrations.vocabulary import (
    Applicant,
    AtsPerson,
    CandidateGone,
    Ignored,
    InviteRequested,
    StateChanged,
    Status,
)
from tests.integrations.lever.conftest import (
    CONTACT,
    HERE,
    OPPORTUNITY,
    POSTING,
    RITA,
    Account,
    answer,
    hook,
    payload,
)

SAYS = {
    "application_created": [StateChanged],
    "archive_change": [StateChanged],
    "contact_updated": [Ignored],
    "deleted": [Ignored],  # Lever does not say so when it is asked
    "hired": [StateChanged],
    "interview_created": [Ignored],
    "stage_change": [StateChanged, InviteRequested],
    "test_button": [Ignored],
    "unarchive": [StateChanged],
}
MOVED_AT = datetime.fromtimestamp(1_790_000_000, UTC)
BEGUN_AT = datetime.fromtimestamp(1_789_900_000, UTC)
ENDED_AT = 1_790_100_000_000
REASON = "eeee0000-0000-4000-8000-00000000000{}".format


def read(lever: Lever, name: str = "stage_change") -> list[Any]:
    return list(lever.parse(hook(payload(name))))


def end(account: Account, number: int | str | None) -> None:
    reason = REASON(number) if isinstance(number, int) else number
    account.opportunity["archived"] = {"reason": reason, "archivedAt": ENDED_AT}


def test_every_event_is_read_as_it_should_be(lever: Lever, account: Account) -> None:
    account.answers["GET /v1/opportunities/deleted"] = {"data": [], "hasNext": False}
    assert {Path(file).stem for file in (HERE / "payloads").iterdir()} == set(SAYS)
    for name, expected in SAYS.items():
        assert [type(news) for news in read(lever, name)] == expected, name


def test_d10_a_stage_change_carries_all_an_invite_needs(lever: Lever) -> None:
    state, invite = read(lever)

    assert state == StateChanged(
        OPPORTUNITY, CONTACT, POSTING, Status.IN_PROCESS, "Technical interview", "", MOVED_AT,
        BEGUN_AT,
    )  # fmt: skip
    assert invite.applicant == Applicant(
        application=OPPORTUNITY,
        candidate=CONTACT,
        job=POSTING,
        name="Dana Kovacs",
        email="dana.kovacs@mail.test",
        phone="+36 1 555 0100",
        profile_url=f"https://hire.lever.co/candidates/{OPPORTUNITY}",
        role_value="Backend II",
        recruiter=AtsPerson(RITA, "rita.moss@acme.test", "Rita Moss"),
        stage="Technical interview",
        job_status="open",
    )
    assert (invite.at, invite.move) == (MOVED_AT, f"{OPPORTUNITY}-1790000000.000")


def test_j1_the_recruiter_is_the_opportunitys_owner_where_that_is_chosen(lever: Lever) -> None:
    lever.connection.choices["recruiter_source"] = "candidate"
    _, invite = read(lever)
    assert invite.applicant.recruiter.email == "sam.okafor@acme.test"


def test_d11_a_second_real_move_is_another(lever: Lever, account: Account) -> None:
    _, first = read(lever)
    account.opportunity["stageChanges"].append(
        {"toStageId": "x", "toStageIndex": 4, "updatedAt": 1_790_000_900_000, "userId": RITA}
    )
    _, second = read(lever)
    assert first.move != second.move
    account.opportunity.update(stageChanges=None, lastAdvancedAt=None)
    state, unknown = read(lever)
    assert (unknown.move, state.at) == ("", BEGUN_AT)


def test_p04_data_that_says_more_than_the_api_has_no_effect(lever: Lever, account: Account) -> None:
    forged = payload("stage_change")
    forged["data"].update(toStageId="offer", name="Mallory", email="mallory@evil.test")
    forged["data"]["toArchived"] = {"reason": REASON(7)}
    assert list(lever.parse(hook(forged))) == read(lever)
    account.opportunity["stage"] = {"id": "applicant-new", "text": "New applicant"}
    [state] = list(lever.parse(hook(forged)))
    assert (state.stage, state.status) == ("New applicant", Status.IN_PROCESS)


def test_g1_the_end_counts_before_the_stage(lever: Lever, account: Account) -> None:
    lever.connection.choices["moved_reasons"] = "Underqualified"
    ends = {}
    for number in (5, 6, 7, 9):
        end(account, number)
        [state] = read(lever)
        ends[number] = (state.status, state.raw)
        assert (state.stage, state.at.timestamp()) == ("Technical interview", ENDED_AT / 1000)

    assert ends == {
        5: (Status.WITHDRAWN, "archived: Withdrew"),
        6: (None, "archived: Underqualified"),  # another opportunity goes on
        7: (Status.HIRED, "archived: Hired"),
        9: (None, "archived"),  # no reason that Lever lists: nothing final comes of it
    }
    lever.connection.choices["moved_reasons"] = ""
    account.opportunity["archived"] = None
    account.opportunity.update(archivedAt=ENDED_AT, archiveReason=REASON(6))  # as older answers
    [state] = read(lever)
    assert state.status is Status.REJECTED
    assert account.count("GET /v1/archive_reasons") == 1  # kept for all


def test_who_was_anonymized_or_deleted_is_gone(lever: Lever, account: Account) -> None:
    deleted = {"data": [{"id": OPPORTUNITY, "deletedBy": RITA, "deletedAt": ENDED_AT}]}
    account.answers["GET /v1/opportunities/deleted"] = deleted
    assert read(lever, "deleted") == [CandidateGone(application=OPPORTUNITY)]
    assert account.asked[-1][1] == [("limit", "100"), ("deleted_at_start", "1789913600123")]
    account.opportunity["isAnonymized"] = True
    assert read(lever) == [CandidateGone(application=OPPORTUNITY)]
    del account.answers[f"GET /v1/opportunities/{OPPORTUNITY}"]
    [ignored] = read(lever)
    assert isinstance(ignored, Ignored)


def test_who_must_not_be_contacted_is_not_invited(lever: Lever, account: Account) -> None:
    account.opportunity["dataProtection"] = {"contact": {"allowed": False, "expiresAt": None}}
    _, told = read(lever)
    assert "must not be contacted" in told.reason
    found = lever.application(OPPORTUNITY)
    assert (found.name, found.email, found.phone) == ("Dana Kovacs", "", "")
    assert found.remark == told.reason


def test_l1_without_a_posting_or_with_two_roles_there_is_no_role(
    lever: Lever, account: Account
) -> None:
    account.opportunity["tags"] += ["role: Data II", "Role: none", "roles", "role:  "]
    assert lever.application(OPPORTUNITY).role_value == "Backend II, Data II"
    account.opportunity.update(applications=[], tags=[], emails=[], phones=None, name="")
    bare = lever.application(OPPORTUNITY)
    assert (bare.job, bare.role_value, bare.recruiter) == ("", "", None)
    assert (bare.name, bare.email, bare.phone) == ("", "", "")


def test_what_may_not_be_read_is_left_out(lever: Lever, account: Account) -> None:
    account.answers[f"GET /v1/postings/{POSTING}"] = lambda *_: (403, {"code": "Forbidden"})
    _, invite = read(lever)
    assert (invite.applicant.role_value, invite.applicant.recruiter) == ("Backend II", None)


def test_a_confidential_candidate_holds_nobody_up(lever: Lever, account: Account) -> None:
    account.answers[f"GET /v1/opportunities/{OPPORTUNITY}"] = lambda *_: (403, {"code": "No"})
    account.answers["GET /v1/opportunities"] = {"data": []}
    assert isinstance(read(lever)[0], Ignored)
    assert lever.states_of((OPPORTUNITY,)) == []
    account.answers["GET /v1/opportunities"] = lambda *_: (403, {"code": "No"})
    with pytest.raises(PermissionMissing):  # none may be read: the webhook waits
        read(lever)


def test_a_key_that_is_refused_and_a_body_without_an_id_say_so(
    lever: Lever, account: Account
) -> None:
    with pytest.raises(Unreadable, match="no opportunity"):
        list(lever.parse(hook({**payload("hired"), "data": {"opportunityId": "../users"}})))
    account.answers[f"GET /v1/opportunities/{OPPORTUNITY}"] = {"data": {"name": "Dana"}}
    with pytest.raises(VendorProblem, match="without an id"):
        read(lever)
    account.answers[f"GET /v1/opportunities/{OPPORTUNITY}"] = lambda *_: (401, {"code": "No"})
    with pytest.raises(KeyRefused):
        read(lever)


ODD = [
    *(None, True, -1, 10**30, 1.5, "", "\x00", "\udcff", "x" * 70),
    *([], [None], [[]], ["\udcff"], [{"value": 1}], [{"posting": {}}], [{"updatedAt": 10**30}]),
    *({}, {"id": 1}, {"reason": []}, {"archivedAt": "x"}, {"contact": 1}, {"show": "x"}),
]
FIELDS = ("archived", "stage", "tags", "emails", "phones", "applications", "stageChanges", "owner",
          "dataProtection", "urls", "name", "contact", "createdAt", "archivedAt")  # fmt: skip


@hypothesis_settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(ODD), max_size=4))
def test_p07_nothing_in_a_row_makes_us_fail(odd: dict[str, Any]) -> None:
    row = {**answer("opportunity")["data"], **odd}
    assert records.state(row, {}, (), ()).application == OPPORTUNITY
    found = records.applicant(row, row, role_prefix="role:", recruiter=None)
    assert found.application == OPPORTUNITY
    assert records.job(row, "role:").status == "draft"

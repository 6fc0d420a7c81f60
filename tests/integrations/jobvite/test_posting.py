"""What Jobvite is told: status and result in custom fields, and our lists of roles and people."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.connectors.jobvite.connector import Jobvite
from integrations.problems import NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.vocabulary import Note, NoteKind, RoleOption
from portal.models import Kind
from tests import factories
from tests.integrations.jobvite.conftest import BAD_KEY, Account, Asked, payload, refusal

LINK = "https://app.example.com/interviews/42"


def note(**fields: Any) -> Note:
    known = {
        "application": "pT4Xk9wB",
        "candidate": "eQ7Lm2wD",
        "job": "oB8Rn3wK",
        "kind": NoteKind.SCHEDULED,
        "marker": "3f1c",
        "text": "Interview scheduled for Thu 2 Apr 2026, 16:00 UTC",
        "status": "Scheduled",
    }
    return Note(**{**known, **fields})


def fields(written: Any) -> dict[str, str]:
    application = written["candidate"]["application"]
    assert application["eId"] == "pT4Xk9wB"
    return {one["fieldCode"]: one["value"] for one in application["customField"]}


def test_h2_the_status_is_set_and_a_result_has_its_text_and_address(
    jobvite: Jobvite, account: Account
) -> None:
    jobvite.post(note())
    jobvite.post(
        note(kind=NoteKind.RESULT, text="Result is ready", link=LINK, status="Result ready")
    )

    first, second = map(fields, account.writes())
    assert first == {"liaison_status": "Scheduled"}
    assert second == {
        "liaison_status": "Result ready",
        "liaison_result": "Result is ready",
        "liaison_result_url": LINK,
    }


def test_d12_an_invites_error_stands_whole_in_the_status_field(
    jobvite: Jobvite, account: Account
) -> None:
    error = "Recently interviewed: " + "x" * 300
    jobvite.post(
        note(
            kind=NoteKind.INVITE_ERROR, status=error[:200], text=f"The invite was not sent. {error}"
        )
    )

    assert fields(account.writes()[0])["liaison_status"] == error


def test_an_empty_code_means_no_field(jobvite: Jobvite, account: Account) -> None:
    jobvite.connection.choices |= {"status_field": "", "result_url_field": ""}
    jobvite.post(note())
    jobvite.post(note(kind=NoteKind.RESULT, link=LINK))

    assert [list(fields(one)) for one in account.writes()] == [["liaison_result"]]


def test_p27_fields_are_set_again_and_a_comment_is_looked_for_first(
    jobvite: Jobvite, account: Account
) -> None:
    account.refused["PUT", "candidate"] = 500, b""
    with pytest.raises(VendorProblem) as lost:
        jobvite.post(note())
    assert lost.value.unclear
    del account.refused["PUT", "candidate"]
    jobvite.post(note(unclear=True))
    assert jobvite.holds(note())
    assert not jobvite.holds(note(status="Canceled"))

    jobvite.connection.choices["comments"] = "on"
    jobvite.post(note())
    rows = payload("candidates")
    written = account.writes()[-1]["candidate"]["application"]["comments"]
    assert written == [{"comment": f"{note().text}\n\nRef 3f1c"}]
    assert not jobvite.holds(note())
    rows["candidates"][0]["application"]["comments"] = written
    account.answers["GET", "candidate"] = rows
    assert jobvite.holds(note())
    jobvite.post(note(unclear=True))
    assert "comments" not in account.writes()[-1]["candidate"]["application"]


def test_an_application_that_is_gone_says_so(jobvite: Jobvite, account: Account) -> None:
    account.refused["PUT", "candidate"] = 200, refusal(404, "No such application.")
    with pytest.raises(NotThere):
        jobvite.post(note())


# Lists (C5, J5)


def _options(account: Account, code: str) -> list[str]:
    rows = account.answers["GET", "customfield"]["customFields"]
    return next(row["options"] for row in rows if row["fieldCode"] == code)


@pytest.fixture
def keeping(account: Account) -> Account:
    """An account that keeps the options it is given."""

    def change(asked: Asked) -> object:
        told = asked.body["customField"]
        _options(account, told["fieldCode"])[:] = told["options"]
        return {"status": {"code": 200, "messages": []}}

    account.answers["PUT", "customfield"] = change
    return account


BACKEND = RoleOption("role-1", "Backend role - 60 min")
DATA = RoleOption("role-2", "Data")


def test_c05_roles_are_added_renamed_and_retired_and_others_left_alone(
    jobvite: Jobvite, keeping: Account
) -> None:
    def pushed(*roles: RoleOption, retired: tuple[RoleOption, ...] = ()) -> list[str]:
        jobvite.publish_roles(roles, retired)
        return list(_options(keeping, "liaison_role"))

    assert pushed(BACKEND, DATA) == [BACKEND.name, "Their own", "Data"]
    writes = len(keeping.writes())
    pushed(BACKEND, DATA)
    assert len(keeping.writes()) == writes
    renamed = RoleOption("role-2", "Data Engineer", ("Data",))
    assert pushed(BACKEND, renamed) == [BACKEND.name, "Their own", "Data Engineer"]
    # an open requisition has the first: its value would be lost
    assert pushed(retired=(BACKEND, renamed)) == [BACKEND.name, "Their own"]
    assert [role.name for role in jobvite.listed_roles()] == [BACKEND.name, "Their own"]


def test_j05_the_list_of_followers_is_ours(jobvite: Jobvite, keeping: Account) -> None:
    jobvite.publish_followers(("rita@example.com", "gil@example.com"))

    assert _options(keeping, "liaison_followers") == ["gil@example.com", "rita@example.com"]


def test_lists_are_pasted_where_the_api_takes_none(jobvite: Jobvite, keeping: Account) -> None:
    jobvite.connection.choices["lists"] = "pasted"
    with pytest.raises(Rejected, match="pasted"):
        jobvite.publish_roles((DATA,))
    assert keeping.writes() == []
    _options(keeping, "liaison_role").append("Data")
    jobvite.publish_roles((DATA,))

    jobvite.connection.choices |= {"lists": "pushed", "role_field": "nowhere"}
    with pytest.raises(Rejected, match="nowhere"):
        jobvite.publish_roles((DATA,))
    keeping.refused["GET", "customfield"] = 401, refusal(401, BAD_KEY)
    with pytest.raises(PermissionMissing, match="GET Custom Field"):
        jobvite.listed_roles()


def test_lists_to_paste_stand_on_the_page_of_roles(jobvite: Jobvite, sign_in: Any) -> None:
    client = sign_in(kind=Kind.ORG_ADMIN)
    factories.RoleFactory(group=jobvite.connection.group, name="Backend Engineer")
    page = f"/organizations/acme/integration/{jobvite.connection.pk}/roles/"
    assert "Push our roles" in client.get(page).text

    jobvite.connection.choices["lists"] = "pasted"
    jobvite.connection.save()
    shown = client.get(page).text
    assert "Push our roles" not in shown
    assert "Our roles, to paste" in shown
    assert f'data-copy="{client.user.email}"' in shown


def test_the_time_of_the_interview_has_a_field_if_one_is_named(
    jobvite: Jobvite, account: Account
) -> None:
    jobvite.connection.choices["scheduled_field"] = "liaison_at"
    jobvite.post(note(starts_at=datetime(2026, 4, 2, 16, tzinfo=UTC)))
    jobvite.post(note(kind=NoteKind.CANCELED, status="Canceled"))
    jobvite.post(note(kind=NoteKind.NO_SHOW, status="No-show"))

    written = [fields(one).get("liaison_at") for one in account.writes()]
    assert written == ["2026-04-02 16:00 UTC", "", None]

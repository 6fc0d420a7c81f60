"""What the toy Lever shows, in the vendor's own shapes, and how lists are read."""

from typing import Any

from integrations.sandbox.cast import ADA, BACKEND, PROSPECT, RITA
from integrations.sandbox.lever import cast, crowd, moves, paging, people, postings
from integrations.sandbox.lever.store import CONFIDENTIAL, store
from integrations.sandbox.models import Account
from tests.integrations.sandbox.conftest import assert_same_shape
from tests.integrations.sandbox.lever.conftest import Api, fact, id_of

ADA_ID = id_of("opportunities", ADA.application)
POSTING, USER = id_of("postings", BACKEND.number), id_of("users", RITA.number)
TECHNICAL, SECRET = id_of("stages", 6), id_of("opportunities", cast.CONFIDENTIAL.application)
NOBODY = "00000000-0000-4000-8000-000000000000"


def test_every_answer_has_the_vendors_names_and_types(api: Api) -> None:
    application = id_of("applications", ADA.application)
    asked = {
        "opportunity": f"opportunities/{ADA_ID}",
        "application": f"opportunities/{ADA_ID}/applications/{application}",
        "contact": f"contacts/{id_of('contacts', ADA.candidate)}",
        "posting": f"postings/{POSTING}",
        "user": f"users/{USER}",
        "stages": "stages",
        "archive_reasons": "archive_reasons",
        "tags": "tags",
    }
    for name, path in asked.items():
        assert_same_shape(api.get(path).json(), fact(name), name)

    missing = api.get(f"users/{NOBODY}")
    assert (missing.status_code, missing.json()) == (404, fact("not_found"))
    assert missing["x-lever-region"] == "global"
    assert api.get("nonsense").status_code == 404

    before_opportunities = id_of("candidates", cast.OLD_ID.candidate)
    old = api.get(f"opportunities/{before_opportunities}").json()["data"]
    assert old["id"] == id_of("opportunities", cast.OLD_ID.application)

    ada = api.get(f"opportunities/{ADA_ID}").json()["data"]
    assert ada["urls"]["show"] == f"https://hire.lever.co/candidates/{ADA_ID}"
    assert (ada["updatedAt"], ada["archived"], type(ada["createdAt"])) == (None, None, int)
    assert {"Backend Engineer", "Engineering", "role: Backend Engineer"} <= set(ada["tags"])


def test_pages_follow_opaque_tokens_that_come_already_encoded(api: Api) -> None:
    first = api.get("opportunities", limit=20).json()
    token = first["next"]
    assert (len(first["data"]), first["hasNext"]) == (20, True)
    ours, theirs = paging.key(token, 3), paging.key(fact("page")["next"], 3)
    assert [type(part) for part in ours] == [type(part) for part in theirs] == [int, int, str]

    second = api.get("opportunities", limit=20, offset=token).json()
    assert (second["hasNext"], "next" in second) == (False, False)
    ids = [row["id"] for row in first["data"] + second["data"]]
    assert len(ids) == len(set(ids)) == store.rows("opportunities").count() - 1  # one is hidden

    decoded = api.client.get(f"/sandbox/lever/v1/opportunities?offset={token}", headers=api.headers)
    strange = [api.get("opportunities", offset="%5B%22a%22%2C1%2C1%5D"), api.get("tags", limit=101)]
    assert [answer.status_code for answer in (decoded, *strange)] == [400, 400, 400]


def test_a_row_that_moves_while_somebody_reads_is_missed(api: Api) -> None:
    first = api.get("opportunities", limit=12).json()
    later = next(
        row
        for row in store.rows("opportunities", archived=None)
        if row["id"] not in {shown["id"] for shown in first["data"]} | {SECRET}
    )
    moves.move(later.number, "lead-new")

    assert later["id"] not in api.ids("opportunities", offset=first["next"])
    assert later["id"] in api.ids("opportunities", stage_id="lead-new")


def test_filters_are_a_union_of_values_and_case_sensitive(api: Api) -> None:
    archived = [
        id_of("opportunities", one.application) for one in (cast.IS_ARCHIVED, cast.IS_HIRED)
    ]
    lead = id_of("opportunities", PROSPECT.application)
    twins = [ADA_ID, id_of("opportunities", cast.SAME_ADDRESS.application)]
    hired = id_of("archive_reasons", cast.HIRED)

    assert set(api.ids("opportunities", archived="true")) == set(archived)
    assert set(api.ids("opportunities", email="ada@example.org")) == set(twins)
    assert api.ids("opportunities", contact_id=id_of("contacts", ADA.candidate)) == [ADA_ID]
    assert api.ids("opportunities", archive_reason_id=hired) == [archived[1]]
    assert api.ids("opportunities", origin="sourced") == [lead]
    assert api.get(f"opportunities/{lead}").json()["data"]["applications"] == []
    assert len(api.ids("opportunities", stage_id=["lead-new", "offer"])) == 3
    assert api.ids("opportunities", tag="role: backend engineer") == []
    assert ADA_ID in api.ids("opportunities", tag="role: Backend Engineer", posting_id=POSTING)
    assert api.get("opportunities", colour="red").status_code == 400
    assert api.get("opportunities", updated_at_start="soon").status_code == 400


def test_what_has_changed_since_is_found_by_times_in_milliseconds(api: Api) -> None:
    since = store.now()
    assert api.ids("opportunities", updated_at_start=since) == []

    moves.move(ADA.application, TECHNICAL)

    at = store.get("opportunities", ADA.application)["updatedAt"]
    assert at >= since
    assert api.ids("opportunities", updated_at_start=at, updated_at_end=at) == [ADA_ID]
    assert api.ids("opportunities", updated_at_start=at + 1) == []


def test_expand_beats_include_and_swaps_ids_for_objects(api: Api) -> None:
    row = api.get(
        f"opportunities/{ADA_ID}", include="id,stage", expand=["contact", "stage,applications"]
    ).json()["data"]

    assert set(row) == {"id", "stage", "contact", "applications"}
    assert_same_shape(row["contact"], fact("contact")["data"])
    assert_same_shape(row["applications"][0], fact("application")["data"])
    assert set(row["stage"]) == {"id", "text"}


def test_confidential_rows_need_the_grant_and_the_question(api: Api) -> None:
    posting = id_of("postings", cast.SECRET.number)
    assert SECRET not in api.ids("opportunities", confidentiality="all")
    assert api.get(f"opportunities/{SECRET}").status_code == 403
    assert api.get(f"postings/{posting}").status_code == 403

    Account.objects.filter(vendor="lever").update(scopes=[CONFIDENTIAL, "opportunities:read:admin"])
    assert SECRET not in api.ids("opportunities")
    assert SECRET in api.ids("opportunities", confidentiality="all")
    assert api.get(f"opportunities/{SECRET}").status_code == 200


def test_postings_have_filters_that_exclude_each_other(api: Api) -> None:
    internal, unlisted = (id_of("postings", one.number) for one in (cast.INTERNAL, cast.UNLISTED))

    assert internal not in api.ids("postings", state="published")
    both = api.ids("postings", state="published", distributionChannel=["public", "internal"])
    assert internal in both
    assert api.ids("postings", state="internal") == [unlisted]
    assert POSTING in api.ids("postings", updated_at_start=0, confidentiality="all")
    assert api.get("postings", updated_at_start=0, state="published").status_code == 400


def test_the_team_of_a_posting_comes_without_an_envelope(api: Api) -> None:
    answer = api.get(f"postings/{POSTING}/users").json()

    assert set(answer) == {"posting", "users", "roles"}
    assert USER in [user["id"] for user in answer["users"]]


def test_dictionaries_hold_what_is_no_longer_in_use(api: Api) -> None:
    reasons: dict[str, Any] = api.get("archive_reasons").json()
    assert "hasNext" not in reasons
    assert {row["status"] for row in reasons["data"]} == {"active", "inactive"}
    ranks = api.get("disposition_stages").json()["data"]
    assert [row["id"] for row in ranks["stages"]][:4] == [
        "lead-new",
        "lead-reached-out",
        "lead-responded",
        "applicant-new",
    ]
    gone = id_of("users", cast.GONE.number)
    assert gone not in api.ids("users")
    assert gone in api.ids("users", includeDeactivated="true")
    assert api.ids("users", email=RITA.email) == [USER]


def test_what_is_deleted_is_404_and_listed_as_deleted(api: Api) -> None:
    before = store.now()
    people.delete(ADA.application, USER)

    assert api.get(f"opportunities/{ADA_ID}").status_code == 404
    (row,) = api.get("opportunities/deleted", deleted_at_start=before).json()["data"]
    assert (row["id"], row["deletedBy"]) == (ADA_ID, USER)
    assert api.ids("opportunities/deleted", deleted_at_start=row["deletedAt"] + 1) == []
    assert api.get("postings/deleted").json() == {"data": [], "hasNext": False}


def test_a_renamed_posting_swaps_the_tags_its_opportunities_have_from_it(api: Api) -> None:
    moves.retag(store.get("opportunities", ADA.application), add=["Interview: Scheduled"])
    postings.change(store.get("postings", BACKEND.number), text="Platform Engineer")

    tags = api.get(f"opportunities/{ADA_ID}").json()["data"]["tags"]
    assert "Backend Engineer" not in tags
    assert {"Platform Engineer", "Interview: Scheduled"} <= set(tags)


def test_a_thousand_opportunities_are_eleven_pages(api: Api) -> None:
    crowd.gather(1000)
    pages, nulls = 0, 0
    offset: dict[str, str] = {}
    while True:
        page = api.get("opportunities", **offset).json()
        pages += 1
        nulls += sum(row["updatedAt"] is None for row in page["data"])
        if not page["hasNext"]:
            break
        offset = {"offset": page["next"]}

    assert (pages, len(page["data"]) < 100) == (11, True)
    assert nulls > 950

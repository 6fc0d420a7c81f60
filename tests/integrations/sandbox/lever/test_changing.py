"""What products may change over the API, and what they are told then."""

from django.core.files.uploadedfile import SimpleUploadedFile

from integrations.sandbox.cast import ADA, BACKEND, RITA
from integrations.sandbox.lever import cast, people
from integrations.sandbox.lever.store import store
from tests.integrations.sandbox.conftest import assert_same_shape
from tests.integrations.sandbox.lever.conftest import V1, Api, fact, grant, id_of

ADA_ID = id_of("opportunities", ADA.application)
ONE = f"opportunities/{ADA_ID}"
USER, TECHNICAL = id_of("users", RITA.number), id_of("stages", 6)


def test_notes_are_kept_as_often_as_they_are_sent(api: Api) -> None:
    body = {"value": "Interview scheduled for 24 Nov", "secret": True, "notifyFollowers": True}
    answer = api.post(f"{ONE}/notes?perform_as={USER}", body)
    api.post(f"{ONE}/notes", {"value": "Again"})

    assert answer.status_code == 201
    assert_same_shape(answer.json(), fact("note"))
    note = answer.json()["data"]
    assert (note["noteId"], note["user"], note["secret"]) == (note["id"], USER, True)
    listed = api.get(f"{ONE}/notes").json()["data"]
    assert [row["user"] for row in listed] == [USER, None]
    assert [row["fields"][0]["value"] for row in listed] == [body["value"], "Again"]
    assert store.get("opportunities", ADA.application)["updatedAt"]


def test_notes_of_the_api_take_comments_another_text_and_go(api: Api) -> None:
    note = api.post(f"{ONE}/notes", {"value": "First"}).json()["data"]["id"]
    api.post(f"{ONE}/notes?note_id={note}", {"value": "Second"})
    fields = api.get(f"{ONE}/notes/{note}").json()["data"]["fields"]
    assert [field["value"] for field in fields] == ["First", "Second"]

    assert api.put(f"{ONE}/notes/{note}", {"values": ["Other"]}).status_code == 200
    assert api.send("DELETE", f"{ONE}/notes/{note}").status_code == 204
    assert api.get(f"{ONE}/notes/{note}").status_code == 404


def test_what_cannot_be_read_is_400_in_the_vendors_words(api: Api) -> None:
    wrong = [
        api.post(f"{ONE}/notes", {}),
        api.post(f"{ONE}/notes", {"value": "x", "score": 9}),
        api.post(f"{ONE}/notes", ["x"]),
        api.post(f"{ONE}/notes?perform_as=nobody", {"value": "x"}),
        api.post(f"{ONE}/addTags", {"tags": "one"}),
        api.put(f"{ONE}/archived", {}),
        api.post("postings/" + id_of("postings", BACKEND.number), {"tags": []}),
        api.post("opportunities", {"name": "Nobody acts"}),
    ]

    assert {answer.status_code for answer in wrong} == {400}
    assert all(set(answer.json()) == {"code", "message"} for answer in wrong)
    assert api.put(f"{ONE}/stage", {"stage": "nowhere"}).json() == {
        "code": "ResourceNotFound",
        "message": "stages nowhere was not found",
    }


def test_answers_to_changes_have_the_contact_blanked_but_those_to_links(api: Api) -> None:
    reason = id_of("archive_reasons", cast.WITHDREW)
    changes = [
        api.post(f"{ONE}/addTags", {"tags": ["Interview: Scheduled"]}),
        api.put(f"{ONE}/stage", {"stage": TECHNICAL}),
        api.put(f"{ONE}/archived", {"reason": reason}),
        api.put(f"{ONE}/stage", {"stage": "offer"}),  # an archived one moves too
    ]
    for answer in changes:
        row = answer.json()["data"]
        assert (answer.status_code, row["name"], row["emails"], row["phones"]) == (200, "", [], [])
        assert (row["headline"], "opportunityLocation" in row) == ("", False)

    links = api.post(f"{ONE}/addLinks", {"links": ["https://example.org/result"]}).json()["data"]
    assert (links["name"], links["links"]) == ("Ada Lovelace", ["https://example.org/result"])
    assert links["archived"]["reason"] == reason
    assert links["stageChanges"][-2]["toStageIndex"] == 5
    assert "Interview: Scheduled" in links["tags"]

    api.put(f"{ONE}/archived", {"reason": None})
    api.post(f"{ONE}/removeTags", {"tags": ["Interview: Scheduled"]})
    back = api.get(ONE).json()["data"]
    assert (back["archived"], back["stage"]) == (None, "offer")
    assert "Interview: Scheduled" not in back["tags"]


def test_a_grant_that_is_missing_is_403_and_the_others_go_on(api: Api) -> None:
    grant("opportunities:write:admin", "notes:write:admin", "stages:read:admin")

    refused = [
        api.post(f"{ONE}/notes", {"value": "x"}),
        api.post(f"{ONE}/addTags", {"tags": ["x"]}),
        api.get("stages"),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert api.get("opportunities").status_code == 200

    grant("opportunities:read:admin")
    assert api.get("opportunities").status_code == 403


def test_the_tags_of_a_posting_are_replaced_whole(api: Api) -> None:
    path = "postings/" + id_of("postings", BACKEND.number)
    answer = api.post(f"{path}?perform_as={USER}", {"tags": ["role: Data Engineer"]})

    assert answer.json()["data"]["tags"] == ["role: Data Engineer"]
    tags = api.get(ONE).json()["data"]["tags"]
    assert "role: Data Engineer" in tags
    assert "role: Backend Engineer" not in tags


def test_an_opportunity_of_a_known_address_joins_its_person(api: Api) -> None:
    posting = id_of("postings", BACKEND.number)
    body = {"name": "Ada Again", "emails": ["ada@example.org"], "postings": [posting]}
    answer = api.post(f"opportunities?perform_as={USER}", body | {"followers": [USER]}).json()

    assert answer["deduped"] is True
    made = answer["data"]
    assert made["contact"] == id_of("contacts", ADA.candidate)
    assert (made["stage"], made["owner"], made["followers"]) == ("applicant-new", USER, [USER])
    new = api.post(f"opportunities?perform_as={USER}", {"name": "Eva", "emails": ["eva@a.test"]})
    assert (new.status_code, new.json()["deduped"]) == (201, False)


def test_a_file_needs_a_user_and_a_known_type(api: Api) -> None:
    def upload(name: str, query: str = f"?perform_as={USER}") -> int:
        file = SimpleUploadedFile(name, b"%PDF")
        address = f"{V1}{ONE}/files{query}"
        answer = api.client.post(address, {"file": file}, headers=api.headers)
        return int(answer.status_code)

    assert [upload("a.pdf", ""), upload("a.exe"), upload("a.pdf")] == [400, 422, 201]
    assert [row["name"] for row in api.get(f"{ONE}/files").json()["data"]] == ["a.pdf"]


def test_a_candidate_moved_to_another_job_has_a_new_opportunity(api: Api) -> None:
    made = people.transfer(ADA.application, 3487, "")

    rows = api.get("opportunities", contact_id=id_of("contacts", ADA.candidate)).json()["data"]
    assert {row["id"] for row in rows} == {ADA_ID, made["id"]}
    assert "role: Data Engineer" in api.get(f"opportunities/{made['id']}").json()["data"]["tags"]
    assert made["candidateId"] == ADA_ID != made["id"]


def test_a_person_goes_when_all_their_opportunities_are_anonymized(api: Api) -> None:
    people.anonymize(ADA.application)

    row = api.get(ONE).json()["data"]
    assert (row["isAnonymized"], row["name"], row["emails"]) == (True, "", [])
    assert api.get(f"contacts/{row['contact']}").json()["data"]["isAnonymized"] is True

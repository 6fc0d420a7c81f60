"""What PUT changes, and what it refuses."""

from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import store
from tests.integrations.sandbox.jobvite.conftest import Api, set_up

ADA = 700001


def values(api: Api) -> dict[str, object]:
    """The filled custom fields of Ada's application."""
    held = api.application(ADA)["application"]["customField"]
    return {one["fieldCode"]: one["value"] for one in held}


def test_only_what_is_listed_changes(api: Api) -> None:
    api.of(ADA, customField=[{"fieldCode": "liaison_status", "value": "Invited"}])
    answer = api.of(
        ADA,
        customField=[{"fieldCode": "liaison_result_url", "value": "https://app.example.com/1"}],
        comments=[{"comment": "The result is in."}],
    )

    shown = api.application(ADA)["application"]
    assert answer.json() == {
        "EId": shown["eId"],
        "status": {"code": 200, "messages": []},
    }
    assert values(api) == {
        "liaison_status": "Invited",
        "liaison_result_url": "https://app.example.com/1",
    }
    assert shown["comments"] == [{"comment": "The result is in."}]
    assert shown["workflowState"] == "Recruiter Screen"


def test_a_write_can_move_to_a_state_by_its_name(api: Api) -> None:
    api.of(ADA, workflowState=JOBVITE.hired_state)

    shown = api.application(ADA)["application"]
    assert (shown["workflowState"], type(shown["hireDate"])) == ("Offer Accepted", int)


def test_what_cannot_be_written_is_refused_in_words_and_changes_nothing(api: Api) -> None:
    field = {"fieldCode": "liaison_status", "value": "Invited"}
    refused = [
        api.of(ADA, customField=[field, {"fieldCode": "nonsense", "value": "1"}]),
        api.of(ADA, customField=[field], workflowState="Nowhere"),
        api.of(ADA, customField=[{"fieldCode": "liaison_followers", "value": "x@example.com"}]),
        api.put("candidate", {"candidate": []}),
        api.put("customfield", {"customField": {"fieldCode": "liaison_status", "options": ["1"]}}),
        api.of(1, customField=[field]),
    ]

    assert [answer.status_code for answer in refused] == [400, 400, 400, 400, 400, 404]
    assert refused[0].json()["status"]["messages"] == ["Invalid custom field nonsense"]
    assert values(api) == {}


def test_the_options_of_a_list_are_replaced_wherever_it_stands(api: Api) -> None:
    chosen = ["ivy.chen@example.com", "rita.moss@example.com"]
    body = {"customField": {"fieldCode": "liaison_followers", "options": chosen}}

    assert api.put("customfield", body).json()["status"]["code"] == 200
    fields = api.get("customfield").json()["customFields"]
    held = [one["options"] for one in fields if one["fieldCode"] == "liaison_followers"]
    assert held == [chosen, chosen]

    set_up(field_writes=405)
    body["customField"]["options"] = []
    assert api.put("customfield", body).status_code == 405
    assert api.get("customfield").json()["customFields"][1]["options"] == chosen


def test_several_values_are_a_text_or_a_list_as_the_customer_has_it(api: Api) -> None:
    both = ["rita.moss@example.com", "sam.okafor@example.com"]
    api.of(ADA, customField=[{"fieldCode": "liaison_followers", "value": ",".join(both)}])
    assert values(api)["liaison_followers"] == ",".join(both)

    set_up(separator="")
    assert values(api)["liaison_followers"] == both

    store.change(store.get("fields", 7303), active=False)
    answer = api.of(ADA, customField=[{"fieldCode": "liaison_followers", "value": both}])
    assert answer.status_code == 400

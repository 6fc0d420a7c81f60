"""Calls that wait for an answer: answered in the request, kept in the log, told of in a trace."""

import base64
import json
from typing import Any

from django.test import Client

from candidates.models import Interview
from integrations import switches
from integrations.capabilities import Capability
from integrations.models import Connection, Delivery
from portal.models import Kind
from portal.work import WorkState
from tests import factories
from tests.integrations.log_rows import found, page

DANA = {
    "first_name": "Dana",
    "last_name": "Kovacs",
    "email": "dana@mail.test",
    "greenhouse_profile_url": "https://app.greenhouse.io/people/800001?application_id=700001",
}
EVE = {
    "first_name": "Eve",
    "last_name": "Adams",
    "email": "eve@mail.test",
    "greenhouse_profile_url": "https://app.greenhouse.io/people/800002?application_id=700002",
}


def ask(connection: Connection, name: str, body: object = None) -> Any:
    """Ask as Greenhouse does: with the key; a question with a body is a POST."""
    key = base64.b64encode(f"{connection.secrets['assessment_key']}:".encode()).decode()
    address, headers = f"/ats/{connection.token}/{name}", {"Authorization": f"Basic {key}"}
    if body is None:
        return Client().get(address, headers=headers)
    sent = json.dumps(body)
    return Client().post(address, sent, content_type="application/json", headers=headers)


def order(connection: Connection, **changes: Any) -> Any:
    return ask(connection, "send_test", {"candidate": DANA, "url": "https://x.test/1", **changes})


def why(client: Any, words: str) -> Any:
    return client.get("/organizations/acme/integration/trace/", {"q": words}).context


def test_k7_every_call_is_in_the_log_of_webhooks_masked_with_its_answer(
    connection: Connection, sign_in: Any
) -> None:
    role = factories.RoleFactory(group=connection.group, name="Backend")
    factories.MembershipFactory(organization=connection.organization, kind=Kind.ORG_ADMIN)
    client = sign_in(Kind.ORG_ADMIN)

    ask(connection, "list_tests")
    order(connection, partner_test_id=f"role-{role.pk}")
    interview = Interview.objects.get()
    ask(connection, f"test_status?partner_interview_id={interview.uid}")
    ask(connection, "response_error", {"api_call": "test_status", "errors": ["No score."]})
    ask(connection, "test_status?partner_interview_id=1")

    kept = Delivery.objects.order_by("pk")
    assert [(row.state, row.answered, row.result) for row in kept] == [
        (WorkState.DONE, 200, "Told 1 role."),
        (WorkState.DONE, 200, f"Invited {interview}."),
        (WorkState.DONE, 200, "Told that the interview is scheduling."),
        (WorkState.IGNORED, 200, "Greenhouse could not use our answer to test_status. No score."),
        (WorkState.IGNORED, 404, "Answered 404; it asked nothing of Liaison."),
    ]
    listed, invited, told, _, _ = (row.pk for row in kept)
    assert found(client, connection, "webhooks", kind="roles_asked") == [listed]
    assert found(client, connection, "webhooks", q="700001") == [invited, told]
    shown = client.get(page(connection, "webhooks", invited)).text
    assert str(interview.uid) in shown
    assert "dana@mail.test" not in shown
    assert "Replay" not in shown
    refused = client.post(page(connection, "webhooks", invited, "replay"), follow=True)
    assert "was answered when it came" in refused.text

    context = why(client, "700001")
    assert "was invited for Backend" in context["said"].text
    titles = [line.title for line in context["lines"]]
    assert f"Call {invited} came" in titles
    assert f"Call {told} came" not in titles


def test_k7_a_call_that_made_no_attempt_says_why_there_was_no_invite(
    connection: Connection, sign_in: Any
) -> None:
    order(connection)  # nobody in the group can be a recruiter yet
    client = sign_in(Kind.ORG_ADMIN)
    said = why(client, "700001")["said"].text
    assert "an assessment call asked for it on" in said
    assert "was refused. Not invited: Nobody in this group can be a recruiter" in said

    switches.switch(connection, Capability.INVITE_BY_WEBHOOK, on=False, by=client.user)
    connection.refresh_from_db()
    order(connection)

    assert "inviting by webhook was off" in why(client, "700001")["said"].text


def test_d20_a_call_that_reuses_anothers_address_is_not_told_as_the_others_attempt(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    order(connection)
    assert order(connection, candidate=EVE).status_code == 422

    context = why(client, "700002")

    assert "was refused" in context["said"].text
    assert not any("Dana" in line.title for line in context["lines"])

"""The pages that answer "why was there no invite?": who is found, what is told, and to whom."""

import json
from typing import Any

import pytest
from django.utils import timezone

from candidates.models import InviteAttempt, Outcome, Source
from integrations import switches
from integrations.capabilities import Capability
from integrations.logs import acts
from integrations.models import Application, Connection, Delivery
from integrations.sandbox.cast import (
    ADA,
    L1_NO_ROLE,
    L2_SHORT_PHONE,
    L3_TWICE,
    L3_TWICE_AGAIN,
    L5_NO_EMAIL,
    STAGE_ONSITE,
)
from portal.models import Kind
from portal.permissions import WHO_CAN, Act
from portal.work import WorkState
from tests import factories
from tests.integrations.conftest import Loop
from tests.integrations.log_rows import application, call, sync

TRACE = "/organizations/acme/integration/trace/"
PROFILE = "https://app.greenhouse.io/people/{0.candidate}?application_id={0.application}"


def ask(client: Any, words: str, address: str = TRACE, **more: str) -> Any:
    page = client.get(address, {"q": words, **more})
    assert page.status_code == 200
    return page


def said(client: Any, words: str, **more: str) -> str:
    """The answer, with typographic quotes as they are."""
    return str(ask(client, words, **more).context["said"].text)


def delivery(connection: Connection, **fields: Any) -> Delivery:
    number = Delivery.objects.count() + 1
    return Delivery.objects.create(
        organization=connection.organization, connection=connection, key=f"k{number}",
        endpoint="webhook", **{"body": b"{}", "state": WorkState.IGNORED, **fields},
    )  # fmt: skip


def test_k7_every_end_of_the_loop_is_told_with_its_remedy(loop: Loop, sign_in: Any) -> None:
    """The same webhooks as in earnest, asked about by name, e-mail, id and address."""
    for who in (ADA, L1_NO_ROLE, L2_SHORT_PHONE, L3_TWICE, L5_NO_EMAIL):
        loop.move(who)
        loop.deliver()
    loop.move(L3_TWICE_AGAIN)
    loop.move(ADA, STAGE_ONSITE)
    loop.deliver()
    client = sign_in(Kind.ORG_ADMIN)

    invited = said(client, "ada@example.org")
    assert invited.startswith("Ada Lovelace was invited for Backend Engineer on ")
    assert said(client, "Lovelace") == said(client, "700001") == invited
    assert said(client, PROFILE.format(ADA)) == said(client, "800001") == invited
    assert "the job “3488” has no role" in said(client, "Lin Zhao")
    assert "phone number is too short" in said(client, str(L2_SHORT_PHONE.application))
    assert "name or the e-mail is missing" in said(client, PROFILE.format(L5_NO_EMAIL))

    choice = ask(client, "dora@example.org").context["cases"]
    assert [case.remote_id for case in choice] == ["700105", "700005"]
    again = said(client, "dora@example.org", case=choice[0].key)
    assert again.startswith("Dora Twice was not invited: they have an active interview")
    assert said(client, "dora@example.org", case=choice[1].key).startswith("Dora Twice was invited")

    lines = [line.title for line in ask(client, "700001").context["lines"]]
    kinds = ["Webhook", "Invite by ATS webhook", "Candidacy", "Mail", "To Greenhouse"]
    assert all(any(title.startswith(kind) for title in lines) for kind in kinds)
    times = [line.at for line in ask(client, "700001").context["lines"]]
    assert times == sorted(times)


def test_k7_who_stands_in_another_stage_is_told_which_one_invites(loop: Loop, sign_in: Any) -> None:
    """Nobody here knows the application: only the webhook that asked for nothing tells of it."""
    loop.move(L1_NO_ROLE, STAGE_ONSITE)
    loop.deliver()
    assert not Application.objects.exists()

    for words in (str(L1_NO_ROLE.application), "lin@example.org", "Lin Zhao"):
        answer = said(sign_in(), words)
        assert "stage is “Onsite”, and only “Technical Interview” invites" in answer, words


def test_k9_an_application_nobody_told_us_of_points_to_the_webhook(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in()

    for words in (PROFILE.format(ADA), "700001"):
        assert "nor any other from Greenhouse. Register" in said(client, words)
    Connection.objects.update(last_hook_at=timezone.now())
    assert "check the webhook in Greenhouse" in said(client, "700001")
    factories.ConnectionFactory(group=connection.group)
    assert "Nobody of this name or number" in ask(client, "700001").text


@pytest.mark.parametrize("words", ["", "x", "nobody@example.org", "Nobody At All", "\x00", "é" * 9])
def test_who_is_not_found_is_told_what_to_try(
    connection: Connection, sign_in: Any, words: str
) -> None:
    page = ask(sign_in(), words)

    assert "said" not in page.context
    assert ("Ask about somebody" in page.text) or ("Nobody of this name" in page.text)


def test_a_webhook_that_waits_or_is_parked_is_found_by_what_it_says(
    connection: Connection, sign_in: Any
) -> None:
    body = json.dumps({"application": {"id": 41, "email": "eve@example.org"}}).encode()
    waits = delivery(connection, body=body, state=WorkState.WAITING, error="It could not be read.")
    delivery(connection, body=b'{"id": 415}', state=WorkState.PARKED, error="Unreadable.")
    client = sign_in()

    assert "waits: It could not be read. Nothing is lost" in said(client, "eve@example.org")
    assert said(client, "41").startswith("A webhook about Application 41 came on")
    Connection.objects.update(paused_at=timezone.now())
    assert "the connection is paused since" in said(client, "41")
    Delivery.objects.filter(pk=waits.pk).update(state=WorkState.PARKED)
    page = ask(client, "41")
    assert "is parked: It could not be read." in page.text
    assert f"/webhooks/{waits.pk}/" in page.text


def test_k1_what_was_switched_off_or_discarded_is_told_with_who_did_it(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    asks = {"kind": "invite_requested", "application": "41", "job": "7"}
    said_off = "Switched off on the Integration page by Ines on Nov 22, 2026."
    asked = delivery(connection, about=["application:41"], understood=[asks], result=said_off)

    assert f"inviting by webhook was off. {said_off} It is on again" in said(client, "41")
    switches.switch(connection, Capability.INVITE_BY_WEBHOOK, on=False, by=client.user)
    assert "Switch it on again; then move them" in said(client, "41")
    Delivery.objects.filter(pk=asked.pk).update(state=WorkState.PARKED)
    acts.discard(Delivery.objects.get(pk=asked.pk), client.user)
    page = ask(client, "41")
    assert "was discarded. Work on it again" in page.context["said"].text
    assert f"Discarded: webhook {asked.pk}" in page.text


def test_d1_who_was_invited_by_hand_is_found_without_an_application(
    connection: Connection, sign_in: Any
) -> None:
    candidacy = factories.CandidacyFactory(role__group=connection.group)
    InviteAttempt.objects.create(
        organization=connection.organization, source=Source.FORM, outcome=Outcome.L2,
        codes=["L2"], name="Pia Short", email="pia@example.org",
    )  # fmt: skip
    client = sign_in()

    assert said(client, candidacy.candidate.email).startswith("Nobody has invited")
    refused = said(client, "pia@example.org")
    assert refused.startswith("Pia Short was not invited: the phone number is too short")
    assert refused.endswith("Then invite again.")


def test_a8_what_belongs_to_groups_one_does_not_act_in_is_not_found(
    connection: Connection, client: Any
) -> None:
    candidacy = factories.CandidacyFactory(role__group=connection.group)
    connection.applications.create(
        organization=connection.organization, remote_id="41", candidacy=candidacy
    )
    marked = delivery(connection, about=["application:41"], body=b'{"e": "eve@example.org"}')
    other = factories.GroupFactory(organization=connection.organization)
    member = factories.MembershipFactory(
        organization=connection.organization, kind=Kind.RECRUITER, all_groups=False
    )
    member.groups.add(other)
    client.force_login(member.user)

    for words in ("41", candidacy.candidate.name, candidacy.candidate.email, "eve@example.org"):
        assert ask(client, words).context["cases"] == []
        assert ask(client, words, case="application-1-41").context["cases"] == []
        assert ask(client, words, case=f"delivery-{marked.pk}").context["cases"] == []
    refused = client.get(f"/organizations/acme/integration/{connection.pk}/trace/")
    assert refused.status_code == 403
    assert WHO_CAN[Act.SEE_INTEGRATIONS] in refused.text


def test_a_connection_answers_for_itself_alone(connection: Connection, sign_in: Any) -> None:
    other = factories.ConnectionFactory(group=connection.group)
    for each in (connection, other):
        delivery(each, about=["application:41"])
    client = sign_in()
    here = f"/organizations/acme/integration/{connection.pk}/trace/"

    assert len(ask(client, "41").context["cases"]) == 2
    assert ask(client, "41", here).context["case"].connection == connection
    assert "Why no invite?" in ask(client, "41", here).text


def test_much_costs_as_many_queries_as_little(
    connection: Connection, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in()
    candidacy = factories.CandidacyFactory(role__group=connection.group, candidate__name="Mia One")
    facts = {"organization": connection.organization, "candidacy": candidacy}

    def more() -> None:
        number = str(Application.objects.count() + 41)
        row = connection.applications.create(remote_id=number, **facts)
        candidacy.events.create(
            organization=connection.organization, kind="invite_resent", actor="system"
        )
        row.updates.create(organization=connection.organization, kind="hiring_team")
        for _ in range(3):
            delivery(connection, about=[f"application:{number}"], understood=[])

    more()
    more()
    one = f"{TRACE}?q=41"
    two, several = count_queries(client, one), count_queries(client, f"{TRACE}?q=mia")
    more()
    delivery(connection, about=["application:41"])
    assert count_queries(client, one) == two
    assert count_queries(client, f"{TRACE}?q=mia") == several


def test_k7_comparisons_that_asked_for_the_application_stand_on_the_time_line(
    connection: Connection, sign_in: Any
) -> None:
    row = application(connection)
    Application.objects.update(stage="Onsite")
    whole, broken, other = (sync(connection, state=each) for each in ("done", "failed", "failed"))
    call(connection, sync=broken, about=["700000", row.remote_id])
    call(connection, sync=other, about=[row.remote_id], error="Greenhouse answered 500.")

    lines = {line.title: line for line in ask(sign_in(), "700001").context["lines"]}

    read = lines[f"Comparison {broken.pk} with Greenhouse"]
    assert (read.word, read.texts[0]) == ("Failed", "It asked for 700001.")
    last = lines[f"Last whole comparison {whole.pk} with Greenhouse"]
    assert last.texts == (
        "Of all it read: 0 seen, 0 changed, 0 failed.", "The stage as we know it now: Onsite.",
    )  # fmt: skip
    assert f"/syncs/{broken.pk}/" in read.url
    assert not any(f"Comparison {other.pk} " in title for title in lines)


def test_p49_what_the_ats_says_is_shown_as_text(connection: Connection, sign_in: Any) -> None:
    said = [{"kind": "state_changed", "application": "41", "stage": "<b>x</b>"}]
    delivery(connection, about=["application:41"], understood=said, result="<script>alert(1)")

    page = ask(sign_in(), "41").text

    assert "<b>x</b>" not in page
    assert "<script>alert(1)" not in page

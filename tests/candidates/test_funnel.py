"""The Active funnel: tabs, search, filters, paging, and acts on several rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Interview
from candidates.states import InterviewState, Standing
from portal.models import Kind, Organization
from portal.scope import everywhere
from tests import factories

pytestmark = pytest.mark.django_db


def make(organization: Organization, **fields: Any) -> Candidacy:
    """A candidacy with an interview, in a group of the organization."""
    interview = fields.pop("interview", {})
    with everywhere():
        role = fields.pop("role", None) or factories.RoleFactory(group__organization=organization)
        candidacy = factories.CandidacyFactory(role=role, **fields)
        factories.InterviewFactory(candidacy=candidacy, state=candidacy.state, **interview)
    return candidacy


def names(page: Any) -> list[str]:
    return [row.candidacy.candidate.name for row in page.context["rows"]]


def test_funnel_shows_who_waits_for_what(sign_in: Any, organization: Organization) -> None:
    make(organization, candidate__name="Ada Lovelace")

    page = sign_in().get(reverse("funnel"))

    assert page.status_code == 200
    assert "Ada Lovelace" in page.text
    assert "Scheduling" in page.text
    assert "Candidate books by" in page.text


def test_empty_funnel_says_the_next_step(sign_in: Any) -> None:
    page = sign_in().get(reverse("funnel"))

    assert "Invite your first candidate" in page.text


def test_tabs_count_the_states_and_narrow_to_one(sign_in: Any, organization: Organization) -> None:
    make(organization, candidate__name="Ada")
    make(organization, candidate__name="Grace", state=InterviewState.COMPLETED)
    make(organization, candidate__name="Alan", state=InterviewState.CANCELED, active=False)

    page = sign_in().get(reverse("funnel"), {"state": "completed"})

    counts = {tab.label: tab.count for tab in page.context["tabs"]}
    assert names(page) == ["Grace"]
    assert (counts["All"], counts["Scheduling"], counts["Completed"]) == (2, 1, 1)
    assert counts["Ended"] is None


def test_ended_tab_shows_who_left_the_funnel(sign_in: Any, organization: Organization) -> None:
    make(organization, candidate__name="Ada")
    make(organization, candidate__name="Alan", standing=Standing.HIRED, active=False)

    assert names(sign_in().get(reverse("funnel"), {"state": "ended"})) == ["Alan"]


@pytest.mark.parametrize("text", ["ad", "LOVE", "ada.l", "Ada Lov"])
def test_search_finds_by_the_beginning_of_names_and_email(
    text: str, sign_in: Any, organization: Organization
) -> None:
    make(organization, candidate__name="Ada Lovelace", candidate__email="ada.l@example.org")
    make(organization, candidate__name="Grace Hopper", candidate__email="grace@example.org")

    assert names(sign_in().get(reverse("funnel"), {"q": text})) == ["Ada Lovelace"]


@pytest.mark.parametrize("text", ["ovelace", "a%", "_da", "\\"])
def test_search_takes_its_text_literally(
    text: str, sign_in: Any, organization: Organization
) -> None:
    make(organization, candidate__name="Ada Lovelace")

    assert sign_in().get(reverse("funnel"), {"q": text + "zz"}).status_code == 200
    assert names(sign_in().get(reverse("funnel"), {"q": text + " "})) in ([], ["Ada Lovelace"])


def test_one_letter_is_too_short_to_search(sign_in: Any, organization: Organization) -> None:
    make(organization)

    assert "Type at least two letters" in sign_in().get(reverse("funnel"), {"q": "x"}).text


def test_filters_narrow_to_role_recruiter_group_and_status(
    sign_in: Any, organization: Organization
) -> None:
    ada = make(organization, candidate__name="Ada", standing=Standing.OFFER)
    make(organization, candidate__name="Grace")
    client = sign_in()

    for name, value in [
        ("role", ada.role_id),
        ("recruiter", ada.recruiter_id),
        ("group", ada.role.group_id),
        ("standing", "offer"),
    ]:
        page = client.get(reverse("funnel"), {name: value})
        assert names(page) == ["Ada"], name
        assert page.context["chips"][0].url == reverse("funnel")


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "0", "1.5"])
def test_odd_filters_are_passed_over(value: str, sign_in: Any, organization: Organization) -> None:
    make(organization)

    page = sign_in().get(reverse("funnel"), {"role": value, "state": value, "older": value})

    assert page.status_code == 200
    assert len(names(page)) == 1


def test_paging_shows_everybody_once(
    sign_in: Any, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = factories.RoleFactory(group__organization=organization)
    now = timezone.now()
    for number in range(53):
        make(
            organization,
            role=role,
            candidate__name=f"Candidate {number:02}",
            activity_at=now - timedelta(minutes=number // 2),
        )
    client = sign_in()

    first = client.get(reverse("funnel"))
    second = client.get(reverse("funnel"), {"older": first.context["page"].older})
    back = client.get(reverse("funnel"), {"newer": second.context["page"].newer})

    assert (len(names(first)), len(names(second))) == (50, 3)
    assert len({*names(first), *names(second)}) == 53
    assert names(back) == names(first)


def test_queries_do_not_grow_with_the_rows(
    sign_in: Any, organization: Organization, django_assert_num_queries: Any
) -> None:
    client = sign_in()
    make(organization)
    with_one = queries(client)
    make(organization)
    make(organization, state=InterviewState.COMPLETED)

    with django_assert_num_queries(with_one):
        client.get(reverse("funnel"))
    assert with_one <= 9  # session, user, membership and organizations among them


def queries(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("funnel"))
    return len(caught)


def test_filter_page_offers_what_the_viewer_sees(sign_in: Any, organization: Organization) -> None:
    make(organization, role=factories.RoleFactory(group__organization=organization, name="Cook"))
    with everywhere():
        factories.RoleFactory(name="Foreign")
    client = sign_in()

    page = client.get(reverse("funnel_filters"), {"state": "scheduling"})
    part = client.get(reverse("funnel_filters"), headers={"HX-Request": "true"})

    assert "Cook" in page.text
    assert "Foreign" not in page.text
    assert 'name="state" value="scheduling"' in page.text
    assert "<html" not in part.text


def test_bulk_remind_mails_the_booking_links_again(
    sign_in: Any, organization: Organization
) -> None:
    ada = make(organization, candidate__name="Ada")
    grace = make(organization, candidate__name="Grace", state=InterviewState.COMPLETED)
    client = sign_in()
    chosen = {"candidacy": [ada.pk, grace.pk]}

    shown = client.get(reverse("bulk_remind"), chosen)
    done = client.post(reverse("bulk_remind"), chosen, follow=True)

    assert [each.pk for each in shown.context["fitting"]] == [ada.pk]
    assert "Send 1 invite again" in shown.text
    assert "Left out" in shown.text
    assert "Ada: the booking link is on its way again." in done.text
    assert "Grace was left out. This interview is completed now." in done.text
    with everywhere():
        assert ada.events.filter(kind="invite_resent").count() == 1


def test_bulk_cancel_needs_a_reason(sign_in: Any, organization: Organization) -> None:
    ada, grace = make(organization), make(organization)
    client = sign_in()
    chosen = {"candidacy": [ada.pk, grace.pk]}

    refused = client.post(reverse("bulk_cancel"), chosen)
    assert "Say why." in refused.text
    client.post(reverse("bulk_cancel"), {**chosen, "reason": "The role is closed"})

    with everywhere():
        states = set(Interview.objects.values_list("state", "reason"))
    assert states == {("canceled", "The role is closed")}


def test_bulk_reassign_offers_people_who_reach_every_group(
    sign_in: Any, organization: Organization
) -> None:
    ada, grace = make(organization), make(organization)
    one_group = factories.MembershipFactory(organization=organization, all_groups=False)
    one_group.groups.add(ada.role.group)
    both = factories.MembershipFactory(organization=organization).user
    client = sign_in()
    chosen = {"candidacy": [ada.pk, grace.pk]}

    refused = client.post(reverse("bulk_reassign"), {**chosen, "recruiter": one_group.user.pk})
    assert "Select a valid choice" in refused.text
    client.post(reverse("bulk_reassign"), {**chosen, "recruiter": both.pk})

    with everywhere():
        assert set(Candidacy.objects.values_list("recruiter", flat=True)) == {both.pk}


@pytest.mark.parametrize("act", ["bulk_remind", "bulk_cancel", "bulk_reassign"])
def test_bulk_acts_pass_over_foreign_ids(
    act: str, sign_in: Any, organization: Organization
) -> None:
    with everywhere():
        foreign = factories.InterviewFactory().candidacy
    client = sign_in()

    page = client.post(reverse(act), {"candidacy": [foreign.pk], "reason": "x"}, follow=True)

    assert "Tick at least one candidate first." in page.text
    with everywhere():
        assert foreign.events.count() == 0


def test_bulk_acts_are_refused_where_the_viewer_only_reads(
    sign_in: Any, organization: Organization
) -> None:
    candidacy = make(organization)
    client = sign_in(Kind.HIRING_MANAGER)
    with everywhere():
        candidacy.role.hiring_managers.add(client.user)

    page = client.get(reverse("bulk_cancel"), {"candidacy": [candidacy.pk]})

    assert page.status_code == 403
    assert "Recruiters and admins of this group can do this." in page.text

"""Saved views of the funnel: a user's own, without a search for a person."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import SavedView
from candidates.saved_views import MOST, TOO_MANY
from portal.models import Organization
from portal.scope import everywhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(sign_in: Any) -> Client:
    """A recruiter, signed in."""
    return sign_in()


def save(client: Client, name: str = "Waiting", query: str = "state=scheduling&q=ada") -> Any:
    return client.post(reverse("saved_views"), {"name": name, "query": query}, follow=True)


def kept() -> list[tuple[str, str]]:
    with everywhere():
        return list(SavedView.objects.values_list("name", "query"))


def test_a_view_is_saved_without_the_search_and_shown_above_the_filters(staff: Client) -> None:
    funnel = staff.get(reverse("funnel"), {"state": "scheduling", "q": "ada"})
    assert "Save this view" in funnel.text
    assert "state=scheduling" in staff.get(funnel.context["save_url"]).text

    page = save(staff)

    assert kept() == [("Waiting", "state=scheduling")]
    assert f'href="{reverse("funnel")}?state=scheduling"' in page.text
    again = staff.get(reverse("funnel"), {"state": "scheduling"})
    assert '?state=scheduling" aria-current="page">Waiting</a>' in again.text


def test_the_same_name_names_the_new_view(staff: Client) -> None:
    save(staff)
    save(staff, query="state=completed")

    assert kept() == [("Waiting", "state=completed")]


def test_what_cannot_be_saved_is_told(staff: Client) -> None:
    assert "Choose a tab or a filter in the funnel first." in save(staff, query="q=ada").text
    assert "Choose a tab or a filter in the funnel first." in save(staff, query="state=odd").text
    for number in range(MOST + 1):
        page = save(staff, name=f"View {number}")

    assert TOO_MANY in page.text
    assert len(kept()) == MOST


def test_a_view_is_deleted_on_a_page_of_its_own(staff: Client) -> None:
    save(staff)
    with everywhere():
        address = reverse("saved_view_delete", args=[SavedView.objects.get().pk])

    assert "This cannot be undone." in staff.get(address).text
    assert len(kept()) == 1
    assert "is deleted" in staff.post(address, follow=True).text
    assert kept() == []


def test_a8_nobody_finds_the_views_of_others(
    staff: Client, sign_in: Any, organization: Organization
) -> None:
    save(staff)
    with everywhere():
        address = reverse("saved_view_delete", args=[SavedView.objects.get().pk])
    other = sign_in()

    assert "Waiting" not in other.get(reverse("saved_views")).text
    assert other.post(address).status_code == 404
    assert save(other).status_code == 200
    assert len(kept()) == 2

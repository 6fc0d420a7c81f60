"""The Active funnel as CSV: the same people as on the page, and no formula in it (P49)."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Kind, Organization
from portal.scope import everywhere
from portal.spreadsheets import lines
from tests import factories
from tests.candidates.test_funnel import make

pytestmark = pytest.mark.django_db


def exported(client: Client, **asked: Any) -> list[dict[str, str]]:
    answer = client.get(reverse("funnel_export"), asked)
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_file_holds_who_the_page_shows(sign_in: Any, organization: Organization) -> None:
    make(organization, candidate__name="Ada Lovelace", candidate__email="ada@example.org")
    make(organization, candidate__name="Grace Hopper", state="completed", standing="hired")
    with everywhere():
        make(factories.OrganizationFactory(), candidate__name="Eve")
    client = sign_in()

    grace, ada = exported(client)
    [completed] = exported(client, state="completed", q="gr")

    assert (ada["Candidate"], ada["E-mail"]) == ("Ada Lovelace", "ada@example.org")
    assert (grace["State"], grace["Status in the ATS"]) == ("Completed", "Hired (final)")
    assert completed == grace
    assert exported(client, q="nobody") == []


def test_it_is_a_file_to_save_and_is_read_as_it_is_sent(
    sign_in: Any, organization: Organization, count_queries: Any
) -> None:
    client, address = sign_in(), reverse("funnel_export")
    make(organization)
    answer = client.get(address)
    with_one = count_queries(client, address)
    for _ in range(2):
        make(organization)

    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="funnel.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert count_queries(client, address) == with_one


def test_p49_no_cell_is_a_formula() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"]

    header, *rows = lines(["Name"], [[cell] for cell in [*hostile, "Ada", None]])

    assert header == "\ufeffName\r\n"
    assert [next(csv.reader(StringIO(row, newline="")))[0] for row in rows] == [
        *(f"'{cell}" for cell in hostile), "Ada", "",
    ]  # fmt: skip


def test_it_shows_no_more_than_the_page(sign_in: Any, organization: Organization) -> None:
    make(organization, candidate__name="Ada Lovelace")

    assert exported(sign_in(Kind.HIRING_MANAGER)) == []
    assert exported(sign_in(all_groups=False)) == []
    assert Client().get(reverse("funnel_export")).status_code == 302
    interviewer = Client()
    interviewer.force_login(factories.InterviewerFactory())
    assert interviewer.get(reverse("funnel_export")).status_code == 403

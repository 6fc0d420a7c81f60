"""The page of a person on one opportunity, and what can be done there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.lever import moves, people, shelf, showing
from integrations.sandbox.lever.forms import (
    ApplicantForm,
    MergeForm,
    OpportunityForm,
    TransferForm,
    comma_list,
)
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Missing, NotNow, Row
from integrations.sandbox.shown import Sheet


def page(request: HttpRequest, number: int) -> HttpResponse:
    """A person on one opportunity: `?application_id=`, else the latest."""
    person, record = _found(request, number)
    return _page(request, person, record)


def by_profile(request: HttpRequest, name: str) -> HttpResponse:
    """The page at Lever's own address of an opportunity."""
    record = get_object_or_404(store.rows("opportunities", id=name))
    return redirect(_address(store.named("contacts", record["contact"]), record))


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Save name, e-mail and phone."""
    person, record = _found(request, number)
    form = ApplicantForm(request.POST)
    if not form.is_valid():
        return _page(request, person, record, person_form=form)
    people.edit(number, **form.cleaned_data)
    messages.success(request, "The person is saved.")
    return redirect(_address(person, record))


@require_POST
def edit_opportunity(request: HttpRequest, number: int) -> HttpResponse:
    """Save owner, followers and tags."""
    record = asked.row(store, "opportunities", number)
    person = store.named("contacts", record["contact"])
    form = OpportunityForm(request.POST)
    if not form.is_valid():
        return _page(request, person, record, form=form)
    said = form.cleaned_data
    people.look_after(number, owner=said["owner"] or None, followers=said["followers"])
    moves.retag(record, remove=record["tags"], add=comma_list(said["tags"]))
    messages.success(request, "The opportunity is saved.")
    return redirect(_address(person, record))


@require_POST
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Merge the person into another."""
    person, record = _found(request, number)
    form = MergeForm(request.POST)
    try:
        survivor = people.merge(number, form.cleaned_data["survivor"] if form.is_valid() else 0)
    except (Missing, NotNow):
        messages.error(request, "Enter the number of another person to merge into.")
        return redirect(_address(person, record))
    messages.success(request, "The persons are merged.")
    return redirect("sandbox:lever:person", survivor.number)


def _found(request: HttpRequest, number: int) -> tuple[Record, Record | None]:
    person = asked.row(store, "contacts", number)
    return person, asked.application(request, store.rows("opportunities", contact=person["id"]))


def _address(person: Record, record: Record | None) -> str:
    page = reverse("sandbox:lever:person", args=[person.number])
    return shelf.address(record) if record else page


def _page(
    request: HttpRequest,
    person: Record,
    record: Record | None,
    *,
    person_form: ApplicantForm | None = None,
    form: OpportunityForm | None = None,
) -> HttpResponse:
    edit_url, merge_url = (
        reverse(f"sandbox:lever:{name}", args=[person.number]) for name in ("edit-person", "merge")
    )
    query = f"?application_id={record.number}" if record else ""
    said = person_form or ApplicantForm(initial=_initial(person))
    sheets = [
        *(_sheets(record, form) if record else []),
        Sheet("Edit the person", said, edit_url + query, "Save the person"),
        Sheet("Merge the person", MergeForm(), merge_url + query, "Merge"),
    ]
    shown = {
        "candidate": person,
        "name": person["name"] or f"Person {person.number}",
        "sheets": sheets,
        "here": _address(person, record),
    }
    return render(request, "sandbox/person.html", shown | (_shown(record) if record else {}))


def _sheets(record: Record, form: OpportunityForm | None) -> list[Sheet]:
    initial = {name: record[name] for name in ("owner", "followers")}
    tags = ", ".join(record["tags"])
    save_url = reverse("sandbox:lever:opportunity", args=[record.number])
    move_url = reverse("sandbox:lever:act", args=[record.number, "transfer"])
    return [
        Sheet(
            "Owner, followers and tags",
            form or OpportunityForm(initial=initial | {"tags": tags}),
            save_url,
            "Save the opportunity",
            primary=True,
        ),
        Sheet("Move to another job", TransferForm(), move_url, "Move to the job"),
    ]


def _initial(person: Record) -> Row:
    return {
        "name": person["name"],
        "email": next(iter(person["emails"]), ""),
        "phone": next((phone["value"] for phone in person["phones"]), ""),
    }


def _shown(record: Record) -> Row:
    posting = next(
        iter(showing.by_id("postings", filter(None, [record["posting"]])).values()), None
    )
    others = store.rows("opportunities", contact=record["contact"]).exclude(number=record.number)
    person = store.named("contacts", record["contact"])
    files = store.rows("files", opportunity=record["id"])
    return {
        "line": shelf.Shelf([record]).line(record),
        "job": posting and {"number": posting.number, "name": posting["text"]},
        "facts": [
            ("Opportunity id", record["id"]),
            ("Tags", ", ".join(record["tags"]) or None),
            ("Links", ", ".join(person["links"]) or None),
            ("Files", ", ".join(file["name"] for file in files) or None),
        ],
        "presses": shelf.presses(record),
        "profile_url": f"{showing.HIRE}/{record['id']}",
        "others": [other.number for other in others],
        "notes": shelf.notes(record),
    }

"""As many opportunities as a large customer has, for reading page after page."""

from django.db import transaction

from integrations.sandbox import cast as common
from integrations.sandbox.lever import cast, shapes
from integrations.sandbox.lever.store import store
from integrations.sandbox.records import Row, next_numbers

UNCHANGED = 25  # of this many all but one have not changed since Lever notes when


@transaction.atomic
def gather(count: int) -> None:
    """Add so many applicants of one posting, spread over the stages, a second apart."""
    posting = store.get("postings", common.BACKEND.number)
    stages = [stage["id"] for stage in store.rows("stages").filter(number__gt=cast.FIRST_LEAD)]
    tags, now = shapes.inherited(posting.data), store.now()
    contacts: list[Row] = []
    applications: list[Row] = []
    opportunities: list[Row] = []
    for turn, number in enumerate(next_numbers(count)):
        name, at = store.name("opportunities", number), now - (count - turn) * 1000
        said = shapes.contact(f"Crowd {turn}", f"crowd{turn}@example.org", "")
        contacts.append({"number": number} | said)
        applied = shapes.application(name, posting, at)
        applications.append({"number": number, "candidateId": name} | applied)
        values = shapes.opportunity(
            store.name("contacts", number),
            stages[turn % len(stages)],
            createdAt=at,
            lastAdvancedAt=at,
            updatedAt=None if turn % UNCHANGED else at,
            posting=posting["id"],
            owner=posting["owner"],
            applications=[store.name("applications", number)],
            tags=tags,
        )
        opportunities.append({"number": number, "candidateId": name} | values)
    store.add_many("contacts", contacts)
    store.add_many("applications", applications)
    store.add_many("opportunities", opportunities)

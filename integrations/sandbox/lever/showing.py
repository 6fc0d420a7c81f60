"""Rows as the API shows them: fields by name, people put in, ids swapped for objects on request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

HIRE, JOBS = "https://hire.lever.co/candidates", "https://jobs.lever.co/acme"
BLANK: Row = {"name": "", "headline": "", "emails": [], "phones": []}

FIELDS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(names.split())
    for kind, names in {
        "opportunities": (
            "id name contact headline stage confidentiality location phones emails links archived "
            "tags sources stageChanges origin sourcedBy owner followers applications createdAt "
            "updatedAt lastInteractionAt lastAdvancedAt snoozedUntil urls isAnonymized "
            "dataProtection opportunityLocation"
        ),
        "postings": (
            "id text state distributionChannels user owner hiringManager categories tags content "
            "country followers reqCode requisitionCodes urls confidentiality createdAt updatedAt "
            "workplaceType transcribeInterviews screening"
        ),
        "contacts": "id name headline isAnonymized location emails phones dataProtection",
        "stages": "id text",
        "archive_reasons": "id text status type",
        "users": (
            "id name username email accessRole photo createdAt deactivatedAt externalDirectoryId "
            "linkedContactIds jobTitle managerId"
        ),
        "applications": (
            "id type candidateId opportunityId posting postingHiringManager postingOwner name "
            "company phone email links comments user customQuestions createdAt archived "
            "requisitionForHire ipAddress referer userAgent acceptLanguage timezone"
        ),
        "notes": "id text fields user secret completedAt deletedAt createdAt",
        "files": "id downloadUrl ext name uploadedAt status size",
        "webhooks": "id event url configuration createdAt updatedAt",
        "deleted_opportunities": "id deletedBy deletedAt",
        "deleted_postings": "id deletedBy deletedAt",
        "requisition_fields": "id text type isRequired",
    }.items()
}
EXPANDABLE: Mapping[str, Mapping[str, str]] = {
    "opportunities": {
        "applications": "applications",
        "stage": "stages",
        "owner": "users",
        "followers": "users",
        "sourcedBy": "users",
        "contact": "contacts",
    },
    "postings": dict.fromkeys(("user", "owner", "hiringManager", "followers"), "users"),
}


@dataclass(frozen=True)
class Wanted:
    """Which fields a call narrows to, and which ids it wants to see as objects."""

    include: frozenset[str] = field(default_factory=frozenset)
    expand: frozenset[str] = field(default_factory=frozenset)

    def trim(self, row: Row) -> Row:
        """The fields that were asked for; what is expanded stays."""
        kept = self.include | self.expand
        return {name: row[name] for name in row if name in kept} if self.include else row


EVERYTHING = Wanted()


def plain(kind: str, records: Iterable[Record]) -> list[Row]:
    """Rows of which the vendor shows what is kept."""
    return [{name: record[name] for name in FIELDS[kind]} for record in records]


def opportunities(records: list[Record], wanted: Wanted = EVERYTHING) -> list[Row]:
    """Opportunities with what their contacts say of the person."""
    people = by_id("contacts", (record["contact"] for record in records))
    rows = [_opportunity(record, people[record["contact"]]) for record in records]
    return _finish("opportunities", rows, wanted)


def changed(record: Record) -> Row:
    """What a call that moves, archives or tags answers: the person's data is blank in it."""
    row = opportunities([record])[0] | BLANK
    del row["opportunityLocation"]
    return row


def postings(records: list[Record], wanted: Wanted = EVERYTHING) -> list[Row]:
    """Postings with their public addresses."""
    rows = [
        {name: (record.data | {"urls": _urls(record["id"])})[name] for name in FIELDS["postings"]}
        for record in records
    ]
    return _finish("postings", rows, wanted)


def by_id(kind: str, names: Iterable[str]) -> dict[str, Record]:
    """Rows by their ids, read at once."""
    return {row["id"]: row for row in store.rows(kind).filter(data__id__in=sorted(set(names)))}


def _opportunity(record: Record, person: Record) -> Row:
    said: Row = {name: person[name] for name in ("name", "headline", "phones", "emails", "links")}
    show = {"list": HIRE, "show": f"{HIRE}/{record['id']}"}
    whole = record.data | said | {"location": person["location"]["name"], "urls": show}
    return {name: whole[name] for name in FIELDS["opportunities"]}


def _urls(posting: str) -> Row:
    return {"list": JOBS, "show": f"{JOBS}/{posting}", "apply": f"{JOBS}/{posting}/apply"}


def _finish(kind: str, rows: list[Row], wanted: Wanted) -> list[Row]:
    for name in wanted.expand & EXPANDABLE[kind].keys():
        _expand(rows, name, EXPANDABLE[kind][name])
    return [wanted.trim(row) for row in rows]


def _expand(rows: list[Row], name: str, kind: str) -> None:
    """Swap ids for objects; an id of nothing becomes null, or leaves its list."""
    found = by_id(kind, (each for row in rows for each in _listed(row[name])))
    objects = dict(zip(found, plain(kind, found.values()), strict=True))
    for row in rows:
        one = row[name]
        many = [objects[each] for each in _listed(one) if each in objects]
        row[name] = many if isinstance(one, list) else next(iter(many), None)


def _listed(value: list[str] | str | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []

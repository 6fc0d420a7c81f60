"""A job as it is worded here: copied from the ATS, with fields that were made ours (A7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from integrations import recruiters
from integrations.models import Connection, EditedField, Job, LocalEdit
from integrations.vocabulary import Applicant, TeamRole
from portal.models import User

CLOSED = "closed"
STATUSES = [("open", "Open"), ("draft", "Draft"), ("on_hold", "On hold"), ("closed", "Closed")]


@dataclass(frozen=True)
class Line:
    """A field of a job: what the ATS says, and ours where it was edited here."""

    field: EditedField
    theirs: str
    edit: LocalEdit | None

    @property
    def value(self) -> str:
        """What counts here."""
        return self.edit.value if self.edit else self.theirs

    @property
    def in_words(self) -> str:
        """What counts here, as the page says it."""
        return _in_words(self.field, self.value)

    @property
    def theirs_in_words(self) -> str:
        """What the ATS says, as the page says it."""
        return _in_words(self.field, self.theirs)

    @property
    def conflict(self) -> bool:
        """Whether the ATS says something else since somebody last looked."""
        return self.edit is not None and self.edit.theirs != self.theirs


@dataclass(frozen=True)
class Assigned:
    """Somebody on a job in the ATS, and who that is here."""

    name: str
    role: str
    account: User | None


def lines(job: Job) -> list[Line]:
    """The fields that can be worded otherwise here."""
    edits = {edit.field: edit for edit in job.edits.all()}
    return [Line(each, str(getattr(job, each)), edits.get(each)) for each in EditedField]


def conflicts(job: Job) -> int:
    """How many fields the ATS changed after they were edited here."""
    return sum(line.conflict for line in lines(job))


def name_of(job: Job) -> str:
    """What the job is called here."""
    own = {edit.field: edit.value for edit in job.edits.all()}
    return own.get(EditedField.NAME, job.name)


def is_closed(connection: Connection, applicant: Applicant) -> bool:
    """Whether the applicant's job takes no invites: as edited here, else as the ATS says (O2)."""
    if not applicant.job:
        return False
    job = Job.objects.filter(connection=connection, remote_id=applicant.job).first()
    if job is None:
        return applicant.job_status == CLOSED
    own = LocalEdit.objects.filter(job=job, field=EditedField.STATUS)
    edited = own.values_list("value", flat=True).first()
    return (edited or applicant.job_status or job.status) == CLOSED


@transaction.atomic
def edit(job: Job, values: Mapping[str, str], by: User) -> int:
    """Make fields ours whose value is another now: syncs leave them alone; how many.

    A value equal to the ATS's gives the field back.
    """
    changed = 0
    for line in lines(job):
        wanted = values.get(line.field, line.value)
        if wanted == line.value:
            continue
        changed += 1
        if wanted == line.theirs:
            take_theirs(job, line.field)
        else:
            _lock_field(job, line.field, wanted, by)
    return changed


def take_theirs(job: Job, field: str) -> None:
    """Give a field back to the ATS: from now on syncs change it again."""
    LocalEdit.objects.filter(job=job, field=field).delete()


def keep_ours(job: Job, field: str, by: User) -> None:
    """Keep our value though the ATS says something else by now."""
    kept = LocalEdit.objects.filter(job=job, field=field)
    kept.update(theirs=str(getattr(job, field)), by=by)


def assigned(connection: Connection, job: Job) -> list[Assigned]:
    """The people on the job in the ATS, by what they are there, with their accounts here."""
    people = recruiters.people_of(connection, [member["id"] for member in job.assigned])
    accounts = recruiters.accounts_of(connection, people.values())
    return [
        Assigned(
            people[member["id"]].name or people[member["id"]].email or member["id"],
            TeamRole(member["role"]).replace("_", " "),
            accounts.get(member["id"]),
        )
        for member in job.assigned
        if member["id"] in people
    ]


def _in_words(field: EditedField, value: str) -> str:
    return dict(STATUSES).get(value, value) if field == EditedField.STATUS else value


def _lock_field(job: Job, field: str, value: str, by: User) -> None:
    LocalEdit.objects.update_or_create(
        job=job,
        field=field,
        defaults={
            "organization_id": job.organization_id,
            "value": value,
            "theirs": str(getattr(job, field)),
            "by": by,
        },
    )

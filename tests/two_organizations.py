"""The rows that the matrix of addresses is played on: two organizations, one with two groups."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from django.core import signing
from django.test import Client
from django.utils import timezone

from candidates import links, mail_choices, optional_mails
from candidates.audience import Topic
from candidates.links import Purpose
from candidates.models import (
    Availability,
    Follower,
    Interview,
    InviteAttempt,
    Outcome,
    Resume,
    SavedView,
    TimeOff,
)
from candidates.states import EventKind, InterviewState
from integrations.models import (
    Application,
    AtsUpdate,
    Call,
    Connection,
    Delivery,
    Job,
    JobRule,
    LocalEdit,
    MappingChange,
    Stage,
    SyncRun,
    SyncState,
)
from integrations.sandbox.ashby.store import store as ashby
from integrations.sandbox.cast import ADA, BACKEND, STATUS_FIELD
from integrations.sandbox.lever.store import store as lever
from integrations.sandbox.models import Hook
from integrations.sandbox.vendors import VENDORS
from portal import api_keys, invitations
from portal.models import Group, Kind, Mail, Membership, Organization, RenderedMail, User
from portal.scope import everywhere
from portal.work import WorkState
from roles.models import Role
from tests import factories, toys

HOUR = timedelta(hours=1)
S = InterviewState


@dataclass
class World:
    """Who looks, and the parts of addresses by which each organization's rows are reached."""

    viewers: dict[Kind, User]
    own: SimpleNamespace  # of the group in which the viewers are
    beside: SimpleNamespace  # of another group of their organization
    foreign: SimpleNamespace  # of another organization
    toy: SimpleNamespace  # of the sandbox
    client: Client = field(default_factory=Client)
    sessions: dict[Kind, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # as the addresses show them
    fields: set[str] = field(default_factory=set)  # that the site's forms have
    methods: dict[str, list[str]] = field(default_factory=dict)  # that each address takes
    asked: dict[tuple[Any, ...], Any] = field(default_factory=dict)  # the answers, by the question


def build() -> World:
    """Make everything; the viewers of the first group have a hand in all that is its own."""
    acme = factories.OrganizationFactory(name="Acme", slug="acme")
    globex = factories.OrganizationFactory(name="Globex", slug="globex")
    with everywhere():
        group = factories.GroupFactory(organization=acme, slug="own")
        viewers = {kind: _viewer(kind, acme, group) for kind in Kind}
        own = _rows(group, viewers[Kind.INTERVIEWER], viewers[Kind.VENDOR_RECRUITER])
        role = Role.objects.get(pk=own.role)
        role.hiring_managers.add(viewers[Kind.HIRING_MANAGER])
        role.graders.add(viewers[Kind.GRADER])
        SavedView.objects.filter(pk=own.view).update(user=viewers[Kind.ORG_ADMIN])
        beside = _rows(factories.GroupFactory(organization=acme, slug="beside"))
        foreign = _rows(factories.GroupFactory(organization=globex, slug="foreign"))
    return World(viewers, own, beside, foreign, _toy())


def _viewer(kind: Kind, organization: Organization, group: Group) -> User:
    if kind == Kind.INTERVIEWER:
        return factories.InterviewerFactory()
    if kind == Kind.SUPPORT:
        return factories.SupportFactory()
    member = factories.MembershipFactory(organization=organization, kind=kind, all_groups=False)
    member.groups.add(group)
    return member.user


def _rows(group: Group, interviewer: User | None = None, by: User | None = None) -> SimpleNamespace:
    """One of everything in a group, and the part of an address that stands for it."""
    interviewer = interviewer or factories.InterviewerFactory()
    role = factories.RoleFactory(group=group, redo=True)
    role.format.interviewers.add(interviewer)
    sat = {state: _sitting(role, state, interviewer, by) for state in InterviewState}
    written, waiting = sat[S.RESULTS_POSTED], sat[S.SCHEDULING]
    Interview.objects.filter(pk=written.pk).update(redo_offer_ends_at=timezone.now() + 20 * HOUR)
    Resume.objects.create(
        organization=group.organization, candidacy=waiting.candidacy, name="cv.txt", kind="txt",
        content=b"Ada", uploaded_by=waiting.candidacy.recruiter,
    )  # fmt: skip
    connection = factories.ConnectionFactory(group=group)
    factories.prove(connection)
    return SimpleNamespace(
        slug=group.organization.slug,
        group=group.pk,
        role=role.pk,
        candidacy=waiting.candidacy_id,
        follower=_follower(waiting).pk,
        attempt=_attempt(waiting).pk,
        scheduling=waiting.pk,
        scheduled=sat[S.SCHEDULED].pk,
        in_progress=sat[S.IN_PROGRESS].pk,
        completed=sat[S.COMPLETED].pk,
        books={state: links.token_for(sitting, Purpose.BOOK) for state, sitting in sat.items()},
        book=links.token_for(waiting, Purpose.BOOK),
        booked=links.token_for(sat[S.SCHEDULED], Purpose.BOOK),
        redo=links.token_for(written, Purpose.REDO),
        mails=optional_mails.token_for(waiting.candidate_id),
        meet=links.token_for(sat[S.SCHEDULED], Purpose.MEET),
        connection=connection.pk,
        issue=factories.IssueFactory(connection=connection).pk,
        token=connection.token,
        update=_update(connection, waiting).pk,
        **_logged(connection),
        view=_saved_view(waiting.candidacy.recruiter, group.organization).pk,
        **_mapping(connection, role),
        **_people(group.organization, interviewer),
    )


def _sitting(role: Role, state: str, interviewer: User, by: User | None) -> Interview:
    """An interview in this state; those of a role do not overlap."""
    place = list(InterviewState).index(InterviewState(state))
    start = timezone.now() - HOUR / 4 if state == S.IN_PROGRESS else _at(place)
    held = state not in (S.SCHEDULING, S.CANCELED)
    interview: Interview = factories.InterviewFactory(
        candidacy__role=role,
        candidacy__state=state,
        **({"candidacy__invited_by": by} if by else {}),
        state=state,
        starts_at=start if held else None,
        ends_at=start + HOUR if held else None,
        busy_until=start + 1.5 * HOUR if held else None,
        interviewer=interviewer if held else None,
    )
    interview.candidacy.events.create(
        organization=interview.organization,
        interview=interview,
        kind=EventKind.INVITED,
        actor="system",
    )
    return interview


def _at(place: int) -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1 + place)


def _follower(interview: Interview) -> Follower:
    user = factories.MembershipFactory(organization=interview.organization).user
    return Follower.objects.create(
        organization=interview.organization, candidacy=interview.candidacy, user=user
    )


def _saved_view(user: User, organization: Organization) -> SavedView:
    facts = {"name": "Waiting", "query": "state=scheduling"}
    return SavedView.objects.create(organization=organization, user=user, **facts)


def _attempt(interview: Interview) -> InviteAttempt:
    candidacy = interview.candidacy
    return InviteAttempt.objects.create(
        organization=interview.organization, source="webhook", name=candidacy.candidate.name,
        email=candidacy.candidate.email, role=candidacy.role, recruiter=candidacy.recruiter,
        by=candidacy.invited_by, interview=interview, outcome=Outcome.L6, codes=["L6"],
        text="Recently interviewed.",
    )  # fmt: skip


def _update(connection: Connection, interview: Interview) -> AtsUpdate:
    organization = connection.organization
    facts: dict[str, Any] = {"organization": organization, "connection": connection}
    job = Job.objects.create(**facts, remote_id="1", code="1", name="Engineer", status="open")
    Stage.objects.create(**facts, remote_id="1", name="Onsite", job_remote_id=job.remote_id)
    application = Application.objects.create(
        **facts, remote_id="1", job_remote_id=job.remote_id, candidacy=interview.candidacy
    )
    event = interview.candidacy.events.get()
    return AtsUpdate.objects.create(
        organization=organization, application=application, event=event, kind="note"
    )


def _mapping(connection: Connection, role: Role) -> dict[str, int]:
    """A job with a field of ours, a rule, and a change that can be taken back."""
    facts: dict[str, Any] = {"organization": connection.organization, "connection": connection}
    job = Job.objects.get(connection=connection)
    LocalEdit.objects.create(organization=job.organization, job=job, field="name", value="Ours")
    rule = JobRule.objects.create(**facts, order=1, words="Designer", role=role)
    change = MappingChange.objects.create(**facts, of="jobs", done_at=timezone.now())
    return {"job": job.pk, "rule": rule.pk, "change": change.pk}


def _logged(connection: Connection) -> dict[str, int]:
    """A row of each log but the updates."""
    facts: dict[str, Any] = {"organization": connection.organization, "connection": connection}
    parked = {"key": "1", "endpoint": "webhook", "body": b"{}", "state": WorkState.PARKED}
    return {
        "delivery": Delivery.objects.create(**facts, **parked).pk,
        "call": Call.objects.create(**facts, method="GET", path="/v3/jobs").pk,
        "sync": SyncRun.objects.create(**facts, state=SyncState.DONE).pk,
    }


def _people(organization: Organization, interviewer: User) -> dict[str, Any]:
    """What belongs to persons: a member, their links, an interviewer's hours, a mail."""
    member: Membership = factories.MembershipFactory(
        organization=organization, user=factories.UserFactory(password=None)
    )
    User.objects.filter(pk=member.user.pk).update(password="!")
    member.user.refresh_from_db()
    hours = [
        Availability(interviewer=interviewer, weekday=day, starts=time(0), ends=time(23))
        for day in range(7)
    ]
    off = TimeOff(interviewer=interviewer, starts_at=_at(40), ends_at=_at(41))
    off.save()
    key, _ = api_keys.make(organization, "Monitoring", member.user)
    letter = Mail.objects.create(
        key=f"of {member.pk}", kind="account_invitation", organization=organization,
        address=member.user.email, ids={"membership": member.pk},
    )  # fmt: skip
    RenderedMail.objects.create(mail=letter, subject="Hello", text="Hello", html="<head></head>")
    return {
        "member": member.pk,
        "api_key": key.pk,
        "invitation": invitations.address(member).rstrip("/").rpartition("/")[2],
        "stop": signing.dumps([interviewer.pk, Topic.STARTS_SOON], salt=mail_choices.PURPOSE),
        "hours": Availability.objects.bulk_create(hours)[0].pk,
        "off": off.pk,
        "mail": letter.pk,
    }


def _toy() -> SimpleNamespace:
    for vendor in VENDORS:
        toys.load("http://127.0.0.1:8000", {"webhook": "http://127.0.0.1:9/hook"}, vendor=vendor)
    return SimpleNamespace(
        job=BACKEND.number,
        person=ADA.candidate,
        application=ADA.application,
        field=STATUS_FIELD,
        jobvite_field=7301,
        ashby_candidate=ashby.name("candidates", ADA.candidate),
        ashby_application=ashby.name("applications", ADA.application),
        lever_opportunity=lever.name("opportunities", ADA.application),
        test=1,
        **{f"{hook.vendor}_hook": hook.pk for hook in Hook.objects.all()},
    )

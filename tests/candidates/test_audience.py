"""Who hears of what: the table cell by cell, the hats, and the list on the candidacy's page."""

from typing import Any

import pytest

from candidates import audience
from candidates.audience import ARCHIVED, NO_ACCESS, OPTED_OUT, TABLE, Topic, listeners
from candidates.mail_choices import choose
from candidates.models import Candidacy, Follower, Hat, InterviewEvent
from candidates.states import EventKind
from candidates.told import will_be_told
from portal.models import Kind, Organization, User
from tests import factories
from tests.candidates.scene import make_member

# BEHAVIOUR I1, as it stands there: candidate, recruiter, followers, graders, hiring manager,
# interviewer.
MATRIX = {
    "invited": "X! o o - - -",
    "reminder": "X o - - - -",
    "scheduled": "X! X X - o X",
    "rescheduled": "X! X X - o X",
    "canceled": "X! X X - o X",
    "starts_soon": "X - - - - X",
    "late": "X! - - - - -",  # E6
    "no_show": "X X X - - -",
    "redo_offered": "X! X X - - -",
    "redo_scheduled": "X! X X - - X",
    "result": "X X X X X -",
    "invite_error": "- X - - - -",
    "recent_block": "- X - - - -",
}
COLUMNS = ["candidate", "recruiter", "follower", "grader", "hiring_manager", "interviewer"]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("topic", MATRIX)
def test_i1_each_cell_is_as_the_matrix_says(topic, column):
    expected = MATRIX[topic].split()[COLUMNS.index(column)]

    assert TABLE[Topic(topic)][Hat(column)].value == expected


def test_i1_the_matrix_has_a_row_for_every_topic():
    assert set(MATRIX) == set(Topic.values)


def test_i2_graders_hear_of_results_only():
    heard = [topic for topic, cells in TABLE.items() if cells[Hat.GRADER].value != "-"]

    assert heard == [Topic.RESULT]


@pytest.fixture
def candidacy(scoped: Organization) -> Candidacy:
    recruiter = make_member(scoped, Kind.RECRUITER, "Rita Recruiter")
    return factories.CandidacyFactory(
        role__group__organization=scoped,
        recruiter=recruiter,
        candidate__name="Ada Lovelace",
    )


def follow(candidacy: Candidacy, kind: Kind, name: str, **fields: Any) -> User:
    user = make_member(candidacy.organization, kind, name, **fields)
    Follower.objects.create(organization=candidacy.organization, candidacy=candidacy, user=user)
    return user


def heard(candidacy: Candidacy, topic: Topic, *interviewers: User) -> dict[str, str]:
    """Who is mailed, by name, and under which hat."""
    return {
        str(listener.user): listener.hat.value
        for listener in listeners(candidacy, topic, interviewers)
        if not listener.skipped
    }


def skipped(candidacy: Candidacy, topic: Topic) -> dict[str, str]:
    """Who is not mailed, by name, and why."""
    found = listeners(candidacy, topic)
    return {str(listener.user): listener.skipped for listener in found if listener.skipped}


def test_everybody_hears_of_a_result_and_graders_of_nothing_else(candidacy):
    organization = candidacy.organization
    follow(candidacy, Kind.RECRUITER, "Fred Follower")
    candidacy.role.graders.add(make_member(organization, Kind.GRADER, "Greta Grader"))
    manager = make_member(organization, Kind.HIRING_MANAGER, "Mia Manager")
    candidacy.role.hiring_managers.add(manager)
    interviewer = factories.InterviewerFactory(name="Grace Hopper")

    assert heard(candidacy, Topic.RESULT, interviewer) == {
        "Rita Recruiter": "recruiter",
        "Fred Follower": "follower",
        "Greta Grader": "grader",
        "Mia Manager": "hiring_manager",
    }
    assert heard(candidacy, Topic.SCHEDULED, interviewer) == {
        "Grace Hopper": "interviewer",
        "Rita Recruiter": "recruiter",
        "Fred Follower": "follower",
    }
    assert heard(candidacy, Topic.INVITED, interviewer) == {}


def test_i2_a_follower_of_kind_grader_hears_as_graders_do(candidacy):
    follow(candidacy, Kind.GRADER, "Greta Grader")

    assert "Greta Grader" not in heard(candidacy, Topic.SCHEDULED)
    assert heard(candidacy, Topic.RESULT)["Greta Grader"] == "grader"


def test_i5_of_several_hats_the_strongest_counts_once(candidacy):
    recruiter = candidacy.recruiter
    Follower.objects.create(
        organization=candidacy.organization, candidacy=candidacy, user=recruiter
    )
    candidacy.role.hiring_managers.add(recruiter)
    candidacy.role.graders.add(recruiter)

    assert heard(candidacy, Topic.RESULT) == {"Rita Recruiter": "recruiter"}


def test_a_hiring_manager_who_follows_hears_as_a_follower(candidacy):
    manager = follow(candidacy, Kind.HIRING_MANAGER, "Mia Manager")
    candidacy.role.hiring_managers.add(manager)

    assert heard(candidacy, Topic.SCHEDULED)["Mia Manager"] == "follower"


def test_opting_out_wins_over_following(candidacy):
    follower = follow(candidacy, Kind.RECRUITER, "Fred Follower")
    choose(follower, Topic.SCHEDULED, wanted=False)

    assert skipped(candidacy, Topic.SCHEDULED) == {"Fred Follower": OPTED_OUT}
    assert "Fred Follower" in heard(candidacy, Topic.RESULT)


def test_what_must_be_asked_for_is_sent_to_those_who_ask(candidacy):
    choose(candidacy.recruiter, Topic.INVITED, wanted=True)

    assert heard(candidacy, Topic.INVITED) == {"Rita Recruiter": "recruiter"}


def test_asking_does_not_open_what_a_hat_never_hears(candidacy):
    grader = make_member(candidacy.organization, Kind.GRADER, "Greta Grader")
    candidacy.role.graders.add(grader)
    choose(grader, Topic.SCHEDULED, wanted=True)

    assert "Greta Grader" not in heard(candidacy, Topic.SCHEDULED)


def test_b4_archived_people_get_no_mail(candidacy):
    follow(candidacy, Kind.RECRUITER, "Fred Former", user__is_active=False)

    assert skipped(candidacy, Topic.SCHEDULED) == {"Fred Former": ARCHIVED}


def test_b2_who_lost_access_to_the_group_gets_no_mail(candidacy):
    follow(candidacy, Kind.RECRUITER, "Fred Elsewhere", all_groups=False)

    assert skipped(candidacy, Topic.RESULT) == {"Fred Elsewhere": NO_ACCESS}


def test_a8_who_left_the_organization_gets_no_mail(candidacy):
    user = follow(candidacy, Kind.RECRUITER, "Fred Gone")
    user.memberships.update(archived_at="2026-01-01T00:00Z")
    factories.MembershipFactory(user=user)

    assert skipped(candidacy, Topic.RESULT) == {"Fred Gone": NO_ACCESS}


def test_b3_a_vendor_recruiter_hears_only_of_whom_they_invited(candidacy):
    vendor = follow(candidacy, Kind.VENDOR_RECRUITER, "Vera Vendor")

    assert skipped(candidacy, Topic.RESULT) == {"Vera Vendor": NO_ACCESS}

    candidacy.invited_by = vendor
    candidacy.save()
    assert heard(candidacy, Topic.RESULT)["Vera Vendor"] == "follower"


def test_listening_takes_as_many_queries_for_one_as_for_three(
    candidacy, django_assert_max_num_queries
):
    for name in ("Fay", "Finn", "Flo"):
        follow(candidacy, Kind.RECRUITER, name)
    candidacy = Candidacy.objects.select_related("role__group", "recruiter", "organization").get()

    with django_assert_max_num_queries(5):
        assert len(listeners(candidacy, Topic.SCHEDULED)) == 4


def test_i3_the_page_lists_who_will_be_told_and_who_not(candidacy):
    follow(candidacy, Kind.GRADER, "Greta Grader")
    former = follow(candidacy, Kind.RECRUITER, "Fred Former", user__is_active=False)
    choose(candidacy.recruiter, Topic.SCHEDULED, wanted=False)
    factories.InterviewFactory(
        candidacy=candidacy, scheduled=True, interviewer__name="Zoe Interviewer"
    )

    told = {line.person: line for line in will_be_told(candidacy)}

    assert list(told) == [
        "Ada Lovelace", "Fred Former", "Greta Grader", "Rita Recruiter", "Zoe Interviewer",
    ]  # fmt: skip
    assert told["Ada Lovelace"].hat == Hat.CANDIDATE
    assert Topic.INVITED in told["Ada Lovelace"].topics
    assert told["Ada Lovelace"].labels[-1] == "Thank-you mail, without the result"
    assert told["Greta Grader"].labels == ["Result ready"]
    assert told["Greta Grader"].topics == (Topic.RESULT,)
    assert Topic.RESULT in told["Rita Recruiter"].topics
    assert Topic.SCHEDULED not in told["Rita Recruiter"].topics
    assert told["Zoe Interviewer"].hat == Hat.INTERVIEWER
    assert (told[str(former)].topics, told[str(former)].skipped) == ((), ARCHIVED)


def test_every_kind_of_event_has_its_topic_or_none():
    silent = {
        kind.value for kind in EventKind if audience.topic_of(InterviewEvent(kind=kind)) is None
    }

    assert silent == {
        "started", "completed", "ended_early", "redo_declined", "window_extended",
        "recruiter_changed", "follower_added", "follower_removed", "standing_changed",
        "standing_ignored", "standing_reopened", "invite_held", "invite_refused",
        "invite_confirmed", "profile_changed", "resume_added", "resume_removed",
    }  # fmt: skip

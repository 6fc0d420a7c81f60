"""Who is mailed when something happens, with a row for each (I1 to I7, P2, P24)."""

from dataclasses import replace

import pytest
from django.db import transaction

from candidates import interviews, redo, sittings, write_ups
from candidates.actors import CANDIDATE, SYSTEM, person
from candidates.audience import ARCHIVED, OPTED_OUT, Topic
from candidates.invites import confirm, invite
from candidates.mail_choices import choose
from candidates.models import Hat, Interview, Notification, Source
from candidates.notifications import SCHEDULED_FIRST, SHOWN
from portal.models import Kind, Mail, Organization, User
from portal.work import WorkState
from roles.models import Role
from tests.candidates.scene import (
    add_interviewer,
    addressees,
    begin_now,
    close_window,
    invited,
    make_member,
    make_role,
    sent,
    slot,
    wish,
)

ADA, RITA, GRACE, BARBARA = (
    "ada@example.org", "rita@example.com", "grace@example.com", "barbara@example.com",
)  # fmt: skip


@pytest.fixture
def role(scoped: Organization) -> Role:
    role = make_role(scoped, redo=True)
    name(role.format.interviewers.get(), GRACE)
    return role


@pytest.fixture
def recruiter(role: Role) -> User:
    return name(make_member(role.organization, Kind.RECRUITER, "Rita Recruiter"), RITA)


@pytest.fixture
def interview(role: Role, recruiter: User) -> Interview:
    """Ada is invited, and her invitation is on its way."""
    interview = invited(role, recruiter)
    sent()
    return interview


def name(user: User, address: str) -> User:
    user.email = address
    user.save()
    return user


def hold(interview: Interview) -> Interview:
    """Let it be held up to its end."""
    interviews.book(interview, slot(), CANDIDATE)
    begin_now(interview)
    sittings.seen(interview, "candidate")
    sittings.start(interview, SYSTEM)
    return sittings.finish(interview, SYSTEM)


def write_up(interview: Interview) -> None:
    scores = dict.fromkeys(interview.candidacy.role.format.competencies, 3)
    write_ups.save_draft(interview, scores, "yes", "Clear and calm.", SYSTEM)
    write_ups.submit(interview, SYSTEM)


def test_an_invitation_goes_to_the_candidate_alone_unless_others_ask(role, recruiter):
    invited(role, recruiter)

    assert addressees() == [ADA]


def test_a_recruiter_who_asks_hears_of_invites(role, recruiter):
    choose(recruiter, Topic.INVITED, wanted=True)

    invited(role, recruiter)

    assert addressees() == [ADA, RITA]


def test_a_booking_is_told_to_candidate_interviewer_and_recruiter(interview):
    interviews.book(interview, slot(), CANDIDATE)

    assert addressees() == [ADA, GRACE, RITA]


def test_scheduling_on_behalf_sends_the_confirmation_and_no_invitation(role, recruiter):
    invited(role, recruiter, start=slot())

    letters = [letter for letter in sent() if letter.to == [ADA]]

    assert [letter.subject.partition(":")[0] for letter in letters] == [
        "Your interview is scheduled"
    ]
    dropped = Notification.objects.get(event__kind="invited")
    assert dropped.mail.state == WorkState.IGNORED
    assert dropped.skipped == SCHEDULED_FIRST


def test_an_interviewer_who_keeps_the_interview_is_told_of_its_new_time_once(interview):
    interviews.book(interview, slot(3), CANDIDATE)
    sent()
    interviews.book(interview, slot(4), CANDIDATE)

    assert addressees() == [ADA, GRACE, RITA]
    assert Mail.objects.filter(address=GRACE, kind="interviewer_booked").count() == 2


def test_an_interviewer_whose_slot_goes_to_another_is_told(interview, role):
    interviews.book(interview, slot(3), CANDIDATE)
    sent()
    name(add_interviewer(role, "Barbara Liskov"), BARBARA)
    role.format.interviewers.get(email=GRACE).availability.all().delete()
    interviews.book(interview, slot(4), CANDIDATE)

    assert addressees() == [ADA, BARBARA, GRACE, RITA]
    assert Mail.objects.get(address=BARBARA).kind == "interviewer_booked"
    assert Mail.objects.filter(address=GRACE).latest("pk").kind == "interviewer_gone"


def test_an_interviewer_whose_slot_is_given_up_is_told(interview):
    interviews.book(interview, slot(), CANDIDATE)
    sent()
    interviews.release_slot(interview, CANDIDATE)

    assert addressees() == [ADA, GRACE, RITA]
    assert Mail.objects.filter(address=GRACE).latest("pk").kind == "interviewer_gone"


def test_an_interviewer_who_opted_out_of_bookings_still_hears_that_their_slot_is_gone(
    interview, role
):
    choose(role.format.interviewers.get(), Topic.SCHEDULED, wanted=False)
    interviews.book(interview, slot(), CANDIDATE)
    assert addressees() == [ADA, RITA]

    interviews.release_slot(interview, CANDIDATE)

    assert addressees() == [ADA, GRACE, RITA]


def test_a_canceled_booking_is_told_to_all_a_canceled_invite_to_no_interviewer(interview, role):
    interviews.cancel(interview, "The position is filled.", SYSTEM)
    assert addressees() == [ADA, RITA]

    other = invited(role, interview.candidacy.recruiter)
    interviews.book(other, slot(), CANDIDATE)
    sent()
    interviews.cancel(other, "The position is filled.", SYSTEM)
    assert addressees() == [ADA, GRACE, RITA]


def test_a_time_out_is_told_to_candidate_and_recruiter(interview):
    close_window(interview)
    interviews.time_out(interview, SYSTEM)

    assert addressees() == [ADA, RITA]


def test_an_interview_that_was_not_held_is_told_to_all(interview):
    interviews.book(interview, slot(), CANDIDATE)
    sent()
    begin_now(interview, minutes_ago=26 * 60)
    interviews.not_held(interview, SYSTEM)

    assert addressees() == [ADA, GRACE, RITA]


def test_e6_a_late_candidate_is_mailed_at_each_press(interview):
    interviews.book(interview, slot(), CANDIDATE)
    sent()
    begin_now(interview, minutes_ago=3)
    sittings.press_late(interview, SYSTEM)
    assert addressees() == [ADA]

    sittings.press_late(interview, SYSTEM)
    assert addressees() == [ADA]


def test_a_no_show_is_told_to_candidate_and_recruiter_and_another_chance_to_the_candidate(
    interview,
):
    interviews.book(interview, slot(), CANDIDATE)
    sent()
    begin_now(interview)
    sittings.no_show(interview, SYSTEM)
    assert addressees() == [ADA, RITA]

    interviews.reopen(interview, person(interview.candidacy.recruiter))
    assert addressees() == [ADA]


def test_an_absent_interviewer_means_an_apology_and_support_knows(interview, settings):
    interviews.book(interview, slot(), CANDIDATE)
    sent()
    begin_now(interview)
    sittings.interviewer_absent(interview, CANDIDATE)

    assert addressees() == sorted([ADA, GRACE, RITA, settings.SUPPORT_EMAIL])


def test_i2_graders_hear_of_the_result_and_nothing_before(interview, role):
    grader = name(make_member(role.organization, Kind.GRADER, "Greta"), "greta@example.com")
    manager = make_member(role.organization, Kind.HIRING_MANAGER, "Mia")
    role.graders.add(grader)
    role.hiring_managers.add(name(manager, "mia@example.com"))

    held = hold(interview)
    assert not {"greta@example.com", "mia@example.com"} & set(addressees())

    write_up(held)
    assert addressees() == [ADA, "greta@example.com", "mia@example.com", RITA]


def test_a_redo_is_told_when_offered_taken_and_scheduled(interview):
    held = hold(interview)
    assert "candidate_redo_offered" in kinds_to(ADA)
    assert sorted(kinds_to(RITA)) == ["staff_news", "staff_news"]  # scheduled, redo offered
    sent()

    second = redo.take(held, CANDIDATE)
    assert addressees() == [ADA]

    interviews.book(second, slot(5), CANDIDATE)
    assert addressees() == [ADA, GRACE, RITA]


def kinds_to(address: str) -> list[str]:
    return list(Mail.objects.filter(address=address).values_list("kind", flat=True))


def test_an_invite_error_is_told_to_the_recruiter(role, recruiter):
    attempt = invite(wish(role, recruiter, phone="123"))

    assert addressees() == [RITA]
    assert attempt.notifications.get().hat == Hat.RECRUITER


def test_an_invite_error_is_told_also_without_a_role(role, recruiter):
    invite(replace(wish(role, recruiter), role=None))

    assert addressees() == [RITA]


def test_whoever_saw_the_error_on_the_page_is_not_mailed(role, recruiter):
    attempt = invite(wish(role, recruiter, phone="123", source=Source.FORM, by=person(recruiter)))

    assert addressees() == []
    assert attempt.notifications.get().skipped == SHOWN


def test_a_recent_interview_block_is_told_once_and_its_confirmation_is_an_invitation(
    interview, role, recruiter
):
    write_up(hold(interview))
    sent()
    role.organization.recent_interview_warning = True
    role.organization.save()

    attempt = invite(wish(role, recruiter))
    assert addressees() == [RITA]

    confirm(attempt, person(recruiter))
    assert addressees() == [ADA]


def test_who_opted_out_has_a_row_that_says_so_and_no_mail(interview, recruiter):
    choose(recruiter, Topic.SCHEDULED, wanted=False)

    interviews.book(interview, slot(), CANDIDATE)

    row = Notification.objects.get(user=recruiter)
    assert (row.mail, row.skipped) == (None, OPTED_OUT)
    assert addressees() == [ADA, GRACE]


def test_b4_an_archived_recruiter_gets_no_mail(interview, recruiter):
    recruiter.is_active = False
    recruiter.save()

    interviews.book(interview, slot(), CANDIDATE)

    assert Notification.objects.get(user=recruiter).skipped == ARCHIVED
    assert addressees() == [ADA, GRACE]


def test_p32_a_change_that_is_rolled_back_mails_nobody(interview):
    with transaction.atomic():
        interviews.book(interview, slot(), CANDIDATE)
        transaction.set_rollback(True)

    assert addressees() == []


def test_p24_p46_mails_are_kept_as_row_ids(interview, role):
    write_up(hold(interview))
    invite(wish(role, interview.candidacy.recruiter, phone="1"))

    for row in Mail.objects.all():
        assert all(isinstance(value, int) for value in row.ids.values())
        kept = f"{row.key} {row.kind} {row.ids} {row.error}"
        assert not any(word in kept for word in ("Ada", "@", "book/", "Rita"))

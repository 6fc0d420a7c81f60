"""The loop in one process: a stage move in the ATS, an invite, and news back in order."""

import pytest
from django.utils import timezone

from candidates import interviews, slots
from candidates.actors import CANDIDATE
from candidates.models import Interview, InviteAttempt
from candidates.states import InterviewState
from integrations.models import AtsUpdate
from integrations.sandbox.cast import (
    ADA,
    L1_NO_ROLE,
    L1_UNKNOWN_ROLE,
    L2_SHORT_PHONE,
    L3_TWICE,
    L3_TWICE_AGAIN,
    L4_RECRUITER,
    L5_NO_EMAIL,
    STAGE_SCREEN,
)
from portal.models import Mail
from tests.integrations.conftest import Loop


def test_d10_a_move_to_the_trigger_stage_invites(loop: Loop) -> None:
    interview = loop.invite()

    assert interview.state == InterviewState.SCHEDULING
    assert interview.candidate.email == ADA.address
    assert interview.candidacy.recruiter == loop.rita
    assert loop.status() == "Invited"
    assert Mail.objects.filter(address=ADA.address, state="done").count() == 1


def test_d12_h1_booking_is_told_and_the_hiring_team_follows(loop: Loop) -> None:
    interview = loop.invite()
    slot = slots.offered(interview, timezone.now())[0]

    interviews.book(interview, slot.start, CANDIDATE)
    loop.work()

    assert loop.notes()[-1].startswith("Interview scheduled for")
    assert [f.user.name for f in interview.candidacy.followers.all()] == ["Hugo Hart"]
    assert set(AtsUpdate.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize(
    ("who", "text"),
    [
        (L1_NO_ROLE, "Missing or invalid role on the job."),
        (L1_UNKNOWN_ROLE, "Missing or invalid role on the job."),
        (L2_SHORT_PHONE, "Phone is too short (minimum is 7 characters)."),
        (L4_RECRUITER, "Recruiter and candidate can't be the same."),
        (L5_NO_EMAIL, "Name or e-mail is missing or not valid."),
    ],
)
def test_l_invite_errors_reach_the_ats_in_their_words(loop: Loop, who, text: str) -> None:
    loop.move(who)
    loop.deliver()

    assert Interview.objects.count() == 0
    assert text in InviteAttempt.objects.get().text
    assert text in loop.notes(who)[-1]
    assert text in (loop.status(who) or "")


def test_d5_l3_a_second_application_for_the_role_is_refused(loop: Loop) -> None:
    first = loop.invite(L3_TWICE)
    loop.move(L3_TWICE_AGAIN)
    loop.deliver()

    assert list(Interview.objects.all()) == [first]
    assert "Role already has an active interview" in loop.notes(L3_TWICE_AGAIN)[-1]


def test_d11_out_and_in_again_is_a_new_attempt(loop: Loop) -> None:
    interview = loop.invite()
    interviews.cancel(interview, "A test.", CANDIDATE)
    loop.move(stage=STAGE_SCREEN)
    loop.deliver()

    again = loop.invite()

    assert again.pk != interview.pk
    assert again.candidacy == interview.candidacy

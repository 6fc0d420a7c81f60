"""What comes from outside as it comes: too long, with NULs, or with a key that was used before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates import candidacies, interviews
from candidates.actors import ATS, SYSTEM
from candidates.invites import invite
from candidates.models import Candidacy, InviteAttempt, Outcome
from candidates.problems import KeyReused
from candidates.states import Standing
from portal.models import Kind, Mail, Organization, User
from roles.models import Role
from tests.candidates.scene import invited, make_member, make_role, wish

LONG_HOST = ".".join(["b" * 60] * 4)  # with the name, one letter over what an address may have


@pytest.fixture
def role(scoped: Organization) -> Role:
    return make_role(scoped)


@pytest.fixture
def rita(scoped: Organization) -> User:
    return make_member(scoped, Kind.RECRUITER, "Rita Moss", all_groups=True)


def test_p07_l5_an_address_that_is_too_long_is_refused_rather_than_cut(
    role: Role, rita: User
) -> None:
    attempt = invite(wish(role, rita, email=f"ada@{LONG_HOST}.example"))

    assert attempt.outcome == Outcome.L5
    assert not Mail.objects.filter(address__startswith="ada@").exists()


def test_p07_whatever_length_a_text_has_it_can_be_kept(role: Role, rita: User) -> None:
    attempt = invite(
        wish(
            role,
            rita,
            name="Ada\x00 " * 400,
            phone="+44 20\x00 " * 60,
            recruiter_remark="Nobody " * 100,
            profile_url="https://app.greenhouse.io/people/1?" + "x" * 600,
        )
    )

    assert attempt.outcome == Outcome.SENT
    assert Candidacy.objects.get().profile_url == ""
    assert "\x00" not in attempt.name


def test_d20_the_same_key_and_body_get_the_first_answer(role: Role, rita: User) -> None:
    first = invite(wish(role, rita, key="call-1"))

    assert invite(wish(role, rita, key="call-1")) == first
    assert InviteAttempt.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"email": "grace@example.org"}, {"name": "Grace Hopper"}, {"phone": "+44 20 7946 1"}]
)
def test_d20_the_same_key_with_another_body_is_an_error(
    role: Role, rita: User, other: dict[str, str]
) -> None:
    invite(wish(role, rita, key="call-1"))

    with pytest.raises(KeyReused):
        invite(wish(role, rita, key="call-1", **other))

    assert InviteAttempt.objects.count() == 1


def test_d20_the_same_key_for_another_role_is_an_error(role: Role, rita: User) -> None:
    invite(wish(role, rita, key="call-1"))

    with pytest.raises(KeyReused):
        invite(wish(make_role(role.organization), rita, key="call-1"))


@pytest.mark.parametrize("final", [Standing.HIRED, Standing.REJECTED, Standing.WITHDRAWN])
def test_g4_an_invite_opens_a_final_status_again(role: Role, rita: User, final: Standing) -> None:
    interview = invited(role, rita)
    interviews.cancel(interview, "Too early.", SYSTEM)
    then = timezone.now()
    candidacies.apply_standing(interview.candidacy, final, ATS, raw=final.label, at=then)

    invite(wish(role, rita))

    candidacy = Candidacy.objects.get()
    reopened = candidacy.events.get(kind="standing_reopened")
    assert (candidacy.standing, candidacy.active) == (Standing.NONE, True)
    assert (reopened.detail, reopened.actor) == ("Invited again.", "ats")


def test_g8_what_the_ats_said_before_the_invite_does_not_close_it_again(
    role: Role, rita: User
) -> None:
    interview = invited(role, rita)
    interviews.cancel(interview, "Too early.", SYSTEM)
    then = timezone.now() - timedelta(hours=1)
    rejected = {"standing": Standing.REJECTED, "by": ATS, "raw": "rejected"}
    candidacies.apply_standing(interview.candidacy, **rejected, at=then)
    invite(wish(role, rita))

    late = candidacies.apply_standing(
        interview.candidacy, **rejected, at=then + timedelta(minutes=9)
    )
    assert late is False
    assert Candidacy.objects.get().active

    assert candidacies.apply_standing(interview.candidacy, **rejected, at=timezone.now())
    assert not Candidacy.objects.get().active

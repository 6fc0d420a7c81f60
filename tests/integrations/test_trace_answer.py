"""The answer to "why was there no invite?", case by case, from what is known alone (K7)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from candidates.models import Outcome
from integrations.trace.answer import answer
from integrations.trace.known import Asked, Attempted, Known, Place, Stuck
from integrations.vocabulary import Status

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
BEFORE, LATER = NOON.replace(hour=9), NOON.replace(hour=15)
ADA = Known(
    who="Ada Lovelace",
    ats="Greenhouse",
    job="Backend Engineer",
    trigger="Technical interview",
    last_hook_at=BEFORE,
)


def refused(*codes: Outcome, **fields: object) -> Known:
    attempt = Attempted(outcome=codes[0], at=NOON, codes=codes)
    return replace(ADA, heard_at=NOON, attempt=replace(attempt, **fields))


def test_l1_a_job_without_a_role_sends_to_the_mapping_and_back_through_the_stage() -> None:
    said = answer(refused(Outcome.L1))

    assert said.text == (
        "Ada Lovelace was not invited: the job “Backend Engineer” has no role. Choose one under "
        "Mapping > Jobs, or set it in Greenhouse. Then move them out of the stage and back in."
    )
    assert (said.tone, said.place) == ("bad", Place.JOBS)


def test_l1_a_closed_job_takes_no_invites() -> None:
    text = answer(replace(refused(Outcome.L1), job_is_closed=True, role="Backend Engineer")).text

    assert "the job “Backend Engineer” is closed and takes no invites. Open it again" in text


def test_k1_an_invite_asked_for_while_inviting_was_off_says_who_switched_it() -> None:
    off = Asked(NOON, "Switched off on the Integration page by Ines Ferro on Nov 11, 2026.")
    said = answer(replace(ADA, heard_at=NOON, asked=off))

    assert said.text.startswith("Ada Lovelace was not invited: a webhook asked for it on Nov 12")
    assert "off. Switched off on the Integration page by Ines Ferro on Nov 11, 2026." in said.text
    assert said.text.endswith("Switch it on again; then move them out of the stage and back in.")
    on_again = answer(replace(ADA, heard_at=NOON, asked=replace(off, is_off=False)))
    assert "It is on again; then move them" in on_again.text
    assert "was invited" in answer(replace(ADA, asked=off, invited_at=LATER)).text


def test_l1_a_job_that_has_a_role_by_now_needs_the_move_only() -> None:
    said = answer(replace(refused(Outcome.L1), role="Backend Engineer"))

    assert "had no role then. It leads to Backend Engineer now. Then move them" in said.text


@pytest.mark.parametrize(
    ("code", "reason", "cure", "place"),
    [
        (Outcome.L2, "phone number is too short", "Correct or remove the phone", Place.ATTEMPT),
        (Outcome.L3, "active interview for the role", "Open that interview", Place.CANDIDACY),
        (Outcome.L4, "would be the same person", "Set another recruiter", Place.ATTEMPT),
        (Outcome.L5, "name or the e-mail is missing", "Fill in the full name", Place.ATTEMPT),
    ],
)
def test_each_refusal_has_its_reason_and_its_remedy(
    code: Outcome, reason: str, cure: str, place: Place
) -> None:
    said = answer(refused(code))

    assert said.text.startswith("Ada Lovelace was not invited: ")
    assert reason in said.text
    assert cure in said.text
    assert ("Then move them" in said.text) is (code != Outcome.L3)
    assert said.place == place


def test_d3_all_that_stood_against_it_is_told_together() -> None:
    text = answer(refused(Outcome.L1, Outcome.L2)).text

    assert "has no role and the phone number is too short" in text
    assert "Choose one under Mapping > Jobs, or set it in Greenhouse. Correct or remove" in text


def test_d1_an_invite_by_hand_is_made_again_by_hand() -> None:
    assert answer(refused(Outcome.L2, from_ats=False)).text.endswith("Then invite again.")


def test_l6_a_held_invite_waits_for_a_confirmation() -> None:
    said = answer(refused(Outcome.L6))

    assert said.text.startswith("Ada Lovelace is held back: they sat an identical interview")
    assert "confirm the invite or take it off the list" in said.text
    assert (said.tone, said.place) == ("warn", Place.ATTEMPT)


def test_d16_an_attempt_that_somebody_dismissed_says_so() -> None:
    text = answer(refused(Outcome.L6, dismissed_at=LATER)).text

    assert "Somebody took it off the list on Nov 12, 2026, 3:00 PM UTC." in text


def test_d18_a_confirmed_invite_is_an_invite() -> None:
    known = replace(refused(Outcome.L6, confirmed_at=LATER), invited_at=LATER)

    assert answer(known).text.startswith("Ada Lovelace was invited on Nov 12, 2026, 3:00 PM UTC.")


@pytest.mark.parametrize(
    ("mail", "tone", "words"),
    [
        ("sent", "ok", "The invitation was mailed."),
        ("waiting", "warn", "waits for the mail server"),
        ("gave_up", "bad", "could not be mailed: check the address"),
        ("parked", "bad", "could not be written"),
        ("skipped", "info", "a time was chosen for them"),
        ("", "ok", ""),
    ],
)
def test_who_was_invited_is_told_when_for_what_and_how_far_it_is(
    mail: str, tone: str, words: str
) -> None:
    known = replace(
        ADA, invited_at=NOON, invite_role="Backend Engineer", interview="Scheduling", mail=mail
    )
    said = answer(known)

    start = "Ada Lovelace was invited for Backend Engineer on Nov 12, 2026, 12:00 PM UTC."
    assert said.text.startswith(start)
    assert words in said.text
    assert said.text.endswith("The interview is scheduling now.")
    assert (said.tone, said.place) == (tone, Place.CANDIDACY)


def test_h5_an_outcome_that_the_ats_was_not_told_is_told_here() -> None:
    known = replace(ADA, invited_at=NOON, untold="Greenhouse does not show it: It answered 422.")

    assert answer(known).text.endswith("Greenhouse does not show it: It answered 422.")


def test_the_newest_decides_between_an_invite_and_a_refusal() -> None:
    again = replace(refused(Outcome.L3), invited_at=BEFORE)
    healed = replace(refused(Outcome.L1), invited_at=LATER)

    assert "was not invited" in answer(again).text
    assert "was invited on" in answer(healed).text


@pytest.mark.parametrize(
    ("state", "stuck", "words", "place"),
    [
        ({}, {}, "is being worked on. Look again in a minute.", Place.NOWHERE),
        (
            {},
            {"reason": "Greenhouse could not be reached.", "again_at": LATER},
            "waits: Greenhouse could not be reached. Nothing is lost; it is tried again at Nov 12",
            Place.NOWHERE,
        ),
        ({"paused_at": BEFORE}, {}, "paused since Nov 12, 2026, 9:00 AM UTC", Place.OVERVIEW),
        ({"key_refused_at": BEFORE}, {}, "Greenhouse refuses the key since", Place.KEY),
        (
            {},
            {"parked": True, "reason": "Unreadable: The body is not JSON."},
            "is parked: Unreadable: The body is not JSON. Mend the cause",
            Place.DELIVERY,
        ),
        ({}, {"discarded": True}, "was discarded. Work on it again", Place.DELIVERY),
    ],
)
def test_a_webhook_that_is_not_worked_on_says_why_and_what_then(
    state: dict[str, object], stuck: dict[str, object], words: str, place: Place
) -> None:
    waits = Stuck(**{"at": NOON, **stuck})  # type: ignore[arg-type]
    said = answer(replace(ADA, stuck=waits, **state))  # type: ignore[arg-type]

    assert said.text.startswith("A webhook about Ada Lovelace came on Nov 12, 2026, 12:00 PM UTC")
    assert words in said.text
    assert said.place == place
    done_since = replace(ADA, stuck=waits, invited_at=LATER)
    assert "was invited" in answer(done_since).text


@pytest.mark.parametrize(
    ("known", "words", "place"),
    [
        (
            replace(ADA, heard_at=NOON, stage="Phone screen"),
            "the stage is “Phone screen”, and only “Technical interview” invites. Move",
            Place.STAGES,
        ),
        (
            replace(ADA, heard_at=NOON, stage="Tech talk", trigger_is_missing=True),
            "only the stage “Technical interview” invites, and Greenhouse has none of that name",
            Place.STAGES,
        ),
        (
            replace(ADA, heard_at=NOON, stage="Technical interview", is_in_trigger=True),
            "an invite has reached us since Nov 12, 2026, 12:00 PM UTC. Check the webhook in",
            Place.OVERVIEW,
        ),
        (
            replace(ADA, seen_at=NOON, stage="Technical interview", is_in_trigger=True),
            "has reached us. Check the webhook in Greenhouse",
            Place.OVERVIEW,
        ),
        (
            replace(ADA, heard_at=NOON, stage="Offer", status=Status.REJECTED),
            "the application is rejected in Greenhouse, and only active ones are invited.",
            Place.NOWHERE,
        ),
        (
            replace(ADA, heard_at=NOON, said="Prospects are no candidates yet."),
            "asked for no invite. Prospects are no candidates yet.",
            Place.NOWHERE,
        ),
        (
            replace(ADA, heard_at=NOON, removed_at=LATER),
            "the application was removed in Greenhouse on Nov 12, 2026, 3:00 PM UTC.",
            Place.NOWHERE,
        ),
        (
            replace(ADA, disconnected_at=LATER),
            "the connection's key was deleted on Nov 12, 2026, 3:00 PM UTC. Make a new connection.",
            Place.OVERVIEW,
        ),
    ],
)
def test_who_was_never_tried_is_told_why(known: Known, words: str, place: Place) -> None:
    said = answer(known)

    assert said.text.startswith("Ada Lovelace was not invited: ")
    assert words in said.text
    assert said.place == place


@pytest.mark.parametrize(
    ("known", "words", "place"),
    [
        (ADA, "the last of any came on Nov 12, 2026, 9:00 AM UTC. If they", Place.OVERVIEW),
        (replace(ADA, last_hook_at=None), "nor any other from Greenhouse.", Place.OVERVIEW),
        (
            replace(ADA, hook_refused_at=NOON),
            "and one was refused on Nov 12, 2026, 12:00 PM UTC because its signature",
            Place.KEY,
        ),
    ],
)
def test_k9_silence_points_to_the_webhook(known: Known, words: str, place: Place) -> None:
    said = answer(known)

    assert said.text.startswith("No webhook about Ada Lovelace has reached us")
    assert words in said.text
    assert said.place == place


def test_who_is_in_no_ats_has_not_been_invited_by_anybody() -> None:
    assert answer(Known(who="Ada", is_connected=False)).text == "Nobody has invited Ada yet."


def test_times_are_the_readers() -> None:
    known = replace(ADA, invited_at=NOON, zone="America/Sao_Paulo")

    assert "on Nov 12, 2026, 9:00 AM UTC-03." in answer(known).text

"""The write-up: saved as it is written, submitted once it is complete, never changed after."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from candidates import write_ups
from candidates.actors import SYSTEM, person
from candidates.models import Interview, WriteUp
from candidates.problems import WrongState
from candidates.states import EventKind, InterviewState
from candidates.write_ups import Incomplete
from portal.scope import everywhere, inside
from roles.models import ScoringBar

S = InterviewState
HTMX = {"HX-Request": "true"}
WHOLE = {
    "score_0": "3", "score_1": "4", "score_2": "2", "recommendation": "yes",
    "summary": "Clear and calm.",
}  # fmt: skip


@pytest.fixture
def completed(held_by_ivy) -> Interview:
    return held_by_ivy(S.COMPLETED, timezone.now() - timedelta(hours=1))


@pytest.fixture
def send(client, completed):
    """Posts the write-up form of `completed`: to save it, or to submit it."""

    def send(data: dict, act: str = "save", **more):
        address = reverse(f"interviewer_write_up_{act}", args=[completed.pk])
        return client.post(address, data, **more)

    return send


def kept(interview: Interview) -> WriteUp | None:
    with everywhere():
        return WriteUp.objects.filter(interview=interview).first()


def page_of(client, interview: Interview) -> str:
    return client.get(reverse("interviewer_write_up", args=[interview.pk])).text


def test_the_draft_is_kept_and_found_again(client, completed, send):
    page = page_of(client, completed)
    for words in ("Coding", "Design", "Communication", "What you write saves itself."):
        assert words in page
    assert kept(completed) is None

    page = send({"score_1": "4", "summary": "Fast."}, follow=True).text

    assert "The draft is saved." in page
    assert kept(completed).scores == {"Design": 4}
    form = client.get(reverse("interviewer_write_up", args=[completed.pk])).context["form"]
    assert (form["score_1"].value(), form["summary"].value()) == (4, "Fast.")
    assert form["score_0"].value() is None


def test_the_page_saves_itself(client, completed, send):
    save = reverse("interviewer_write_up_save", args=[completed.pk])
    assert f'hx-post="{save}" hx-trigger="input delay:2s"' in page_of(client, completed)

    part = send({"recommendation": "no"}, headers=HTMX)

    assert "Saved" in part.text
    assert "<html" not in part.text
    assert kept(completed).recommendation == "no"


def test_what_cannot_be_saved_says_why(completed, send):
    for data, words in (
        ({"summary": "x" * 20_001}, "at most 20000 characters"),
        ({"score_0": "5"}, "Select a valid choice"),
        ({"recommendation": "maybe"}, "Select a valid choice"),
        ({"submitted_by": "1"}, "no field “submitted_by”"),
        ({"summary": "a\x00b"}, "Null characters are not allowed"),
    ):
        assert words in send(data).text
        part = send(data, headers=HTMX).text
        assert "Not saved." in part
        assert words in part
        assert kept(completed) is None


def test_submitting_says_exactly_what_is_missing_and_keeps_the_rest(completed, send):
    page = send({"score_0": "3", "summary": " "}, "submit").text

    for words in ("Score “Design”.", "Score “Communication”.", "Choose a recommendation.",
                  "Write a summary."):  # fmt: skip
        assert words in page
    assert "Score “Coding”." not in page
    assert kept(completed).scores == {"Coding": 3}
    assert kept(completed).submitted_at is None


def test_e1_a_whole_write_up_is_the_result(client, completed, send, ivy, fresh):
    with everywhere():
        role = completed.candidacy.role
        bar = ScoringBar.objects.create(
            organization=role.organization, role=role, version=1, pass_score="2.50"
        )

    page = send(WHOLE, "submit", follow=True).text

    assert "The write-up is submitted, and the result is out." in page
    assert "It cannot be changed any more." in page
    assert "<textarea" not in page
    assert fresh(completed).state == S.RESULTS_POSTED
    found = kept(completed)
    assert found.scores == {"Coding": 3, "Design": 4, "Communication": 2}
    assert (found.submitted_by, found.bar) == (ivy, bar)
    assert write_ups.mean_score(found) == 3.0
    with inside(completed.organization):
        assert completed.events.get().kind == EventKind.RESULT


def test_after_submitting_nothing_changes_it(client, completed, send):
    send(WHOLE, "submit")

    for act in ("save", "submit"):
        page = send({**WHOLE, "summary": "Changed."}, act)
        assert "was submitted and cannot be changed" in page.text
    part = send({"summary": "Changed."}, headers=HTMX)
    assert "Not saved. This write-up was submitted" in part.text
    assert kept(completed).summary == "Clear and calm."
    with inside(completed.organization):
        assert completed.events.count() == 1


def test_notes_are_kept_during_the_interview_and_submitted_after(client, held_by_ivy):
    interview = held_by_ivy(S.IN_PROGRESS)
    save, submit = (
        reverse(f"interviewer_write_up_{act}", args=[interview.pk]) for act in ("save", "submit")
    )
    assert "Submit the write-up" not in page_of(client, interview)
    client.post(save, WHOLE)
    assert kept(interview).summary == "Clear and calm."

    page = client.post(submit, WHOLE).text

    assert "Finish the interview before you submit its write-up." in page
    assert kept(interview).submitted_at is None


@pytest.mark.parametrize("state", [S.SCHEDULED, S.CANCELED, S.NO_SHOW, S.ENDED_EARLY])
def test_where_nothing_is_due_nothing_is_written(client, held_by_ivy, state):
    """Ended early means: without questions seen, so that there is nothing to score."""
    interview = held_by_ivy(state)
    with inside(interview.organization):
        for act in (
            lambda: write_ups.save_draft(interview, {"Coding": 3}, "yes", "Well.", SYSTEM),
            lambda: write_ups.submit(interview, SYSTEM),
        ):
            with pytest.raises(WrongState, match="is not written up"):
                act()
    assert kept(interview) is None
    assert client.get(reverse("interviewer_write_up", args=[interview.pk])).status_code == 302


def test_nothing_written_lacks_everything(completed):
    with inside(completed.organization), pytest.raises(Incomplete) as lacking:
        write_ups.submit(completed, SYSTEM)
    assert len(lacking.value.missing) == 5


def test_a_score_of_no_competency_and_out_of_range_is_left_out(completed):
    with inside(completed.organization):
        scores = {"Coding": 4, "Design": 9, "Charm": 2}
        assert write_ups.save_draft(completed, scores, "never", "", SYSTEM).scores == {"Coding": 4}


@pytest.mark.django_db(transaction=True)
def test_e11_a_draft_that_saves_itself_never_undoes_the_submission(completed, ivy):
    """Ten drafts race with the press on Submit; whoever comes later is refused."""
    with inside(completed.organization):
        names = completed.candidacy.role.format.competencies
        write_ups.save_draft(completed, dict.fromkeys(names, 3), "yes", "First.", SYSTEM)
    gate = threading.Barrier(11)

    def draft(number: int) -> None:
        try:
            with inside(completed.organization):
                gate.wait(timeout=30)
                scores = dict.fromkeys(names, 3)
                write_ups.save_draft(completed, scores, "yes", f"Draft {number}", SYSTEM)
        except WrongState:
            pass
        finally:
            connection.close()

    drafts = [threading.Thread(target=draft, args=[number]) for number in range(10)]
    for thread in drafts:
        thread.start()
    gate.wait(timeout=30)
    with inside(completed.organization):
        submitted = write_ups.submit(completed, person(ivy))
    for thread in drafts:
        thread.join(timeout=30)

    found = kept(completed)
    assert found.submitted_at == submitted.submitted_at
    assert found.summary == submitted.summary

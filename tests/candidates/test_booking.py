"""The candidate's pages: booking, moving, canceling, the room, the redo, and dead links."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from candidates import links, redo, sittings
from candidates.actors import SYSTEM, person
from candidates.links import Purpose
from candidates.models import Availability, Interview, InterviewEvent
from candidates.states import EventKind, InterviewState
from candidates.transitions import lock, move
from portal.models import User
from portal.scope import everywhere, inside
from roles.models import Role
from tests import factories

S = InterviewState
HOUR = timedelta(hours=1)


@pytest.fixture
def interview(organization) -> Interview:
    with everywhere():
        role = factories.RoleFactory(group__organization=organization, name="Engineer", redo=True)
        role.format.interviewers.add(interviewer())
        return factories.InterviewFactory(
            candidacy__role=role, candidacy__candidate__name="Ada Lovelace"
        )


def interviewer() -> User:
    """Somebody free from midnight to 23:00 UTC, every day."""
    user = factories.InterviewerFactory(name="Grace Hopper")
    Availability.objects.bulk_create(
        Availability(interviewer=user, weekday=day, starts=time(0), ends=time(23))
        for day in range(7)
    )
    return user


def at(hour: int, days: int = 3) -> datetime:
    day = datetime.now(UTC) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def schedule(interview: Interview, start: datetime) -> Interview:
    """Give it this slot, past the rules about notice."""
    with everywhere():
        interview.interviewer = interview.candidacy.role.format.interviewers.get()
    interview.state = S.SCHEDULED
    interview.starts_at, interview.ends_at = start, start + HOUR
    interview.busy_until = start + 1.5 * HOUR
    interview.sequence += 1
    interview.save()
    return interview


def fresh(interview: Interview) -> Interview:
    with everywhere():
        return Interview.objects.get(pk=interview.pk)


def kinds(interview: Interview) -> list[str]:
    with everywhere():
        return list(interview.events.order_by("id").values_list("kind", flat=True))


@pytest.fixture
def path(interview):
    """The address of one of the candidate's pages."""

    def path(below: str = "", purpose: Purpose = Purpose.BOOK) -> str:
        head = "book" if purpose is Purpose.BOOK else purpose
        return f"/{head}/{links.token_for(interview, purpose)}/{below}"

    return path


def book(client: Client, path, start: datetime, zone: str = "UTC", **more: str):
    form = {"start": start.isoformat(), "zone": zone, **more}
    return client.post(path("confirm/"), form, follow=True)


def test_a_candidate_chooses_a_time_and_books_it(client, interview, path):
    page = client.get(path(), {"zone": "Europe/Berlin", "day": f"{at(15):%Y-%m-%d}"})
    assert "Hello Ada Lovelace, Acme invites you" in page.text
    assert "All times are in the zone Europe/Berlin." in page.text
    asked = client.get(path("confirm/"), {"start": at(15).isoformat(), "zone": "Europe/Berlin"})
    assert "Book this time?" in asked.text

    done = book(client, path, at(15), "Europe/Berlin")

    assert "Your interview is booked." in done.text
    assert "Grace Hopper" in done.text
    booked = fresh(interview)
    assert (booked.state, booked.starts_at) == (S.SCHEDULED, at(15))
    assert booked.candidate.zone == "Europe/Berlin"
    assert kinds(interview) == [EventKind.SCHEDULED]


def test_the_candidates_own_zone_is_preset(client, interview, path, organization):
    assert "data-guess-zone" in client.get(path()).text

    interview.candidate.zone = "Asia/Tokyo"
    interview.candidate.save()

    page = client.get(path()).text
    assert "All times are in the zone Asia/Tokyo." in page
    assert "data-guess-zone" not in page


def test_e7_a_time_at_night_is_asked_for_twice(client, interview, path):
    night = at(3)
    assert (
        "Is this right for you?"
        in client.get(path("confirm/"), {"start": night.isoformat(), "zone": "UTC"}).text
    )
    assert "Is this right for you?" in book(client, path, night).text
    assert fresh(interview).state == S.SCHEDULING

    book(client, path, night, sure="1")

    assert fresh(interview).starts_at == night


def test_e7_what_is_night_is_a_matter_of_the_zone(client, interview, path):
    book(client, path, at(3), "Asia/Tokyo")

    assert fresh(interview).state == S.SCHEDULED


def test_e8_a_time_taken_meanwhile_leaves_the_free_ones_on_the_page(client, interview, path):
    with everywhere():
        other = factories.InterviewFactory(candidacy__role=interview.candidacy.role)
        schedule(other, at(15))

    asked = client.get(path("confirm/"), {"start": at(15).isoformat(), "zone": "UTC"})
    refused = book(client, path, at(15))

    for page in (asked, refused):
        assert page.status_code == 409
        assert "That time has just been taken" in page.text
        assert page.context["offer"].parts or page.context["offer"].night
        assert f'href="{path()}?day=' in page.text
    assert fresh(interview).state == S.SCHEDULING


def test_a_time_that_is_no_time_is_refused_kindly(client, interview, path):
    for start in ("yesterday", "", "9999-99-99T00:00Z", "\x00", "2026-01-01T00:00:00+99:00"):
        page = client.post(path("confirm/"), {"start": start, "zone": "UTC"})
        assert page.status_code == 400
        assert "Choose one of the times below." in page.text
    page = client.post(path("confirm/"), {"start": at(15).isoformat(), "zone": "Mars/Base"})
    assert page.status_code == 400
    assert client.get(path(), {"zone": "Mars/Base", "day": "2026-99-99"}).status_code == 200
    assert fresh(interview).state == S.SCHEDULING


def test_the_same_press_twice_books_once(client, interview, path):
    book(client, path, at(15))
    again = book(client, path, at(15))
    looked_back = client.get(path("confirm/"), {"start": at(15).isoformat(), "zone": "UTC"})

    assert "Your interview is booked." in again.text
    assert looked_back.headers["Location"] == path()
    assert kinds(interview) == [EventKind.SCHEDULED]


def test_the_same_press_twice_is_no_change_that_comes_too_late(client, interview, path):
    schedule(interview, at(15))
    with everywhere():
        Role.objects.update(change_limit_minutes=7 * 24 * 60)

    again = book(client, path, at(15)).text

    assert "Your interview is booked." in again
    assert "It is too late to change this yourself." not in again


@pytest.mark.django_db(transaction=True)
def test_p48_one_of_many_at_once_gets_the_slot(interview):
    with everywhere():
        role = interview.candidacy.role
        rivals = [factories.InterviewFactory(candidacy__role=role) for _ in range(9)]
    start = at(15)
    answers: list[int] = []

    def race(rival: Interview) -> None:
        url = f"/book/{links.token_for(rival, Purpose.BOOK)}/confirm/"
        answer = Client().post(url, {"start": start.isoformat(), "zone": "UTC"})
        answers.append(answer.status_code)
        connection.close()

    racers = [threading.Thread(target=race, args=[rival]) for rival in [interview, *rivals]]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(answers) == [302] + [409] * 9
    with everywhere():
        assert Interview.objects.filter(state=S.SCHEDULED, starts_at=start).count() == 1


def test_nothing_free_says_what_to_do(client, interview, path):
    Availability.objects.all().delete()

    page = client.get(path()).text

    assert "No time is free just now" in page
    assert interview.candidacy.recruiter.email in page


def test_after_the_time_to_book_nothing_is_offered(client, interview, path):
    interview.window_ends_at = timezone.now() - HOUR
    interview.save()

    assert "The time to book has ended" in client.get(path()).text


def test_e1_a_booked_time_is_moved(client, interview, path):
    schedule(interview, at(15))
    page = client.get(path("times/"), {"zone": "UTC"})
    assert "Choose another time" in page.text

    book(client, path, at(17))

    moved = fresh(interview)
    assert (moved.starts_at, moved.sequence) == (at(17), 2)
    assert kinds(interview) == [EventKind.RESCHEDULED]


def test_e1_a_booked_time_is_given_up(client, interview, path):
    schedule(interview, at(15))
    assert client.get(path("release/")).status_code == 200
    assert fresh(interview).state == S.SCHEDULED

    page = client.post(path("release/"), follow=True)

    assert "Your time is free again." in page.text
    assert "Choose a time for your interview" in page.text
    assert fresh(interview).state == S.SCHEDULING
    assert client.get(path("release/")).headers["Location"] == path()


def test_e2_canceling_needs_a_reason_and_ends_the_link(client, interview, path):
    schedule(interview, at(15))
    assert (
        "Say in a few words why you cancel." in client.post(path("cancel/"), {"reason": " "}).text
    )
    assert fresh(interview).state == S.SCHEDULED

    page = client.post(path("cancel/"), {"reason": "I took another job"}, follow=True)

    assert page.status_code == 410
    assert "Your interview is canceled." in page.text
    assert fresh(interview).reason == "I took another job"


def test_what_can_be_booked_can_be_canceled_before(client, interview, path):
    client.post(path("cancel/"), {"reason": "Not for me"})

    assert fresh(interview).state == S.CANCELED


def test_e9_shortly_before_the_start_only_people_can_change_it(client, interview, path):
    start = timezone.now() + timedelta(minutes=119)
    schedule(interview, start)

    page = client.get(path()).text
    assert "please contact us" in page
    assert path("times/") not in page
    for below in ("times/", "release/", "cancel/"):
        assert client.get(path(below)).status_code == 302
    client.post(path("release/"))
    client.post(path("cancel/"), {"reason": "Late"})
    refused = book(client, path, at(15))

    assert "It is too late to change this yourself." in refused.text
    assert fresh(interview).starts_at == start


def test_the_calendar_entry_can_be_downloaded_while_it_is_booked(client, interview, path):
    assert client.get(path("calendar.ics")).status_code == 302
    schedule(interview, at(15))

    answer = client.get(path("calendar.ics"))

    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART:{at(15):%Y%m%dT%H%M%SZ}" in answer.text


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (S.COMPLETED, "", "You took this interview on"),
        (S.RESULTS_POSTED, "", "You took this interview on"),
        (S.ENDED_EARLY, "Power cut", "This interview ended early on"),
        (S.NO_SHOW, "", "could not start because you were not there"),
        (S.CANCELED, "Role closed", "This interview was canceled on"),
        (S.CANCELED, "timed out", "The time to book this interview ended on"),
        (S.CANCELED, "not held", "did not take place"),
    ],
)
def test_l8_a_dead_link_says_why_and_whom_to_ask(client, interview, path, state, reason, words):
    interview.state, interview.reason, interview.ended_at = state, reason, timezone.now()
    interview.save()

    page = client.get(path())

    assert page.status_code == 410
    assert "This link is no longer valid" in page.text
    assert words in page.text
    assert interview.candidacy.recruiter.email in page.text
    if reason:
        assert reason not in page.text
    for below in ("times/", "confirm/", "release/", "cancel/", "room/", "calendar.ics"):
        assert client.get(path(below)).status_code == 302


def test_a_new_link_says_goodbye_for_the_old_one(client, interview, path):
    old = path()
    interview.link_version = 2
    interview.save()

    assert "A newer link was sent to you" in client.get(old).text
    assert client.get(path()).status_code == 200


def test_p46_wrong_and_foreign_links_look_alike(client, interview, path):
    foreign = f"/book/{links.token_for(interview, Purpose.REDO)}/"

    answers = [client.get("/book/nonsense/"), client.get(foreign), client.get("/redo/nonsense/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_p46_guesses_are_throttled_for_their_sender_alone(client, interview, path):
    statuses = [client.get(f"/book/guess-{number}/").status_code for number in range(40)]

    assert statuses == [404] * 30 + [429] * 10
    assert client.get(path()).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(path()).status_code == 200


def test_p46_a_link_takes_twenty_changes_an_hour_and_says_when_to_try_again(
    client, interview, path
):
    for _ in range(10):
        book(client, path, at(15))
        client.post(path("release/"))
    before = kinds(interview)

    refused = client.post(path("cancel/"), {"reason": "Enough"})

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Try again from" in refused.text
    assert kinds(interview) == before
    assert client.get(path()).status_code == 200
    schedule(fresh(interview), datetime.now(UTC))
    assert client.post(path("room/here/")).status_code == 302


def test_p47_looking_changes_nothing(client, interview, path):
    schedule(interview, at(15))
    with everywhere():
        before = list(Interview.objects.values())
        events = InterviewEvent.objects.count()

    for below in ("", "times/", "confirm/", "release/", "cancel/", "calendar.ics", "room/"):
        client.get(path(below))
        client.head(path(below))
    for below in ("room/here/", "room/absent/"):
        assert client.get(path(below)).status_code == 405

    with everywhere():
        assert list(Interview.objects.values()) == before
        assert InterviewEvent.objects.count() == events


def test_p50_pages_are_kept_nowhere(client, interview, path):
    for page in (client.get(path()), client.get("/book/nonsense/")):
        assert "no-store" in page["Cache-Control"]


def test_p51_every_act_needs_the_csrf_token(interview, path):
    careful = Client(enforce_csrf_checks=True)

    for below in ("confirm/", "release/", "cancel/", "room/here/", "room/absent/"):
        assert careful.post(path(below)).status_code == 403
    for below in ("take/", "decline/"):
        assert careful.post(path(below, Purpose.REDO)).status_code == 403


def test_p66_the_log_leaves_tokens_out(client, interview, path, caplog):
    interview.state = S.CANCELED
    interview.save()
    client.get(path())

    assert "Gone: /book/…/" in caplog.text
    assert links.token_for(interview, Purpose.BOOK) not in caplog.text


def test_p41_unknown_fields_are_refused(client, interview, path):
    answer = client.post(
        path("confirm/"), {"start": at(15).isoformat(), "zone": "UTC", "interviewer": "1"}
    )

    assert answer.status_code == 400
    assert fresh(interview).state == S.SCHEDULING


def test_the_room_knows_who_is_here_after_a_press(client, interview, path):
    schedule(interview, at(15))
    page = client.get(path("room/")).text
    assert "You are not here yet" in page
    assert "hx-post" not in page

    page = client.post(path("room/here/"), follow=True).text

    assert "You are here" in page
    assert "Your interviewer is not here yet" in page
    assert f'hx-post="{path("room/here/")}"' in page
    assert sittings.is_present(fresh(interview).candidate_seen_at)
    assert links.meeting_url(interview) in page


def test_the_open_room_keeps_itself_up_to_date(client, interview, path):
    schedule(interview, at(15))
    with everywhere():
        sittings.seen(interview, "interviewer")

    part = client.post(path("room/here/"), headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert "Your interviewer is here" in part.text
    interview.state = S.COMPLETED
    interview.save(update_fields=["state"])
    ended = client.post(path("room/here/"), headers={"HX-Request": "true"})
    assert ended["HX-Redirect"] == path()


def test_an_interviewer_who_does_not_come_is_reported_after_ten_minutes(client, interview, path):
    schedule(interview, timezone.now() - timedelta(minutes=9))
    assert "My interviewer is not here" not in client.get(path("room/")).text
    assert "Wait until ten minutes" in client.post(path("room/absent/"), follow=True).text

    with everywhere():
        Interview.objects.update(starts_at=timezone.now() - timedelta(minutes=11))
    assert "My interviewer is not here" in client.get(path("room/")).text
    page = client.post(path("room/absent/"), follow=True)

    assert "We are sorry about that." in page.text
    assert fresh(interview).state == S.SCHEDULING
    assert kinds(interview) == [EventKind.INTERVIEWER_ABSENT]


def test_the_demos_meeting_page_is_ours(client, interview, path, settings):
    schedule(interview, at(15))
    url = path(purpose=Purpose.MEET)
    assert "This is where the call would be" in client.get(url).text

    settings.MEETING_URL = "https://meet.example/{uid}"
    assert client.get(url).status_code == 404


def complete(interview: Interview) -> Interview:
    schedule(interview, timezone.now() - HOUR)
    with inside(interview.organization):
        move(lock(interview), S.IN_PROGRESS, EventKind.STARTED, SYSTEM)
        sittings.finish(interview, person(interview.interviewer))
    return fresh(interview)


def test_f3_the_offer_of_a_redo_is_taken(client, interview, path):
    complete(interview)
    assert "Would you like a second interview?" in client.get(path(purpose=Purpose.REDO)).text

    page = client.post(path("take/", Purpose.REDO), follow=True)

    assert "Choose a time" in page.text
    with everywhere():
        second = Interview.objects.get(redo_of=interview)
    assert page.redirect_chain[-1][0] == f"/book/{links.token_for(second, Purpose.BOOK)}/"
    for again in (client.post(path("take/", Purpose.REDO)), client.get(path(purpose=Purpose.REDO))):
        assert again.headers["Location"] == page.redirect_chain[-1][0]


def test_f4_after_24_hours_the_link_says_whom_to_ask(client, interview, path):
    complete(interview)
    with everywhere():
        Interview.objects.update(redo_offer_ends_at=timezone.now() - HOUR)

    page = client.get(path(purpose=Purpose.REDO))

    assert page.status_code == 410
    recruiter = interview.candidacy.recruiter
    assert "This offer ended on" in page.text
    assert f"Ask {recruiter.name} if you still need it." in page.text
    assert client.post(path("take/", Purpose.REDO)).status_code == 410


def test_an_offer_can_be_declined(client, interview, path):
    complete(interview)

    page = client.post(path("decline/", Purpose.REDO), follow=True)

    assert "Thank you for telling us." in page.text
    assert EventKind.REDO_DECLINED in kinds(interview)
    with everywhere(), pytest.raises(redo.OfferEnded):
        redo.check_open(fresh(interview))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, interview, path, count, django_assert_num_queries):
    with everywhere():
        for number in range(count):
            user = interviewer()
            interview.candidacy.role.format.interviewers.add(user)
            factories.InterviewFactory(
                scheduled=True, starts_at=at(9, 5 + number), interviewer=user
            )

    with django_assert_num_queries(7):
        client.get(path())


def test_p49_a_hostile_name_is_text(client, interview, path):
    interview.candidate.name = "<script>alert(1)</script>"
    interview.candidate.save()

    assert "<script>alert" not in client.get(path()).text

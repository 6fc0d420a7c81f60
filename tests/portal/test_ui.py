"""The components, the tokens and the shell: what every page stands on."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory

from portal.durations import duration
from portal.models import Kind
from portal.navigation import entries_for
from portal.permissions import reach
from portal.tones import LOOKS
from portal.widgets import Step, Tab, UptimeDay

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "mail" not in path.relative_to(ROOT).parts]
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
NOON = datetime(2026, 12, 1, 15, tzinfo=UTC)


def render(source: str, **facts: Any) -> str:
    return Template(source).render(Context(facts))


# Tokens: every color is read on the grounds it stands on


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


TONES = ["ok", "warn", "bad", "info", "neutral"]
TEXT = [
    *[
        (text, ground)
        for text in ("text", "muted", "accent", "bad")
        for ground in ("bg", "surface")
    ],
    ("on-accent", "accent"),
    ("text", "neutral-bg"),
    ("muted", "neutral-bg"),
    ("text", "info-bg"),
    *[(tone, f"{tone}-bg") for tone in TONES],
    *[(tone, "bg") for tone in TONES],
]
CONTROLS = [(line, ground) for line in ("control", "focus") for ground in ("bg", "surface")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [(*pair, 4.5) for pair in TEXT] + [(*pair, 3) for pair in CONTROLS],
)
def test_every_pair_of_tokens_can_be_read(theme: int, front: str, back: str, least: float) -> None:
    css = (ROOT / "static/css/tokens.css").read_text()
    tokens = {name: colors[theme] for name, *colors in TOKEN.findall(css)}

    assert contrast(tokens[front], tokens[back]) >= least


# Templates


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    source = path.read_text()

    assert not re.findall(
        r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:""", source
    )


def test_templates_are_formatted() -> None:
    djade = Path(sys.executable).with_name("djade")

    checked = subprocess.run(
        [djade, "--check", *TEMPLATES], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


# Components


@pytest.mark.parametrize("state", LOOKS)
def test_a_badge_has_an_icon_a_word_and_a_tone(state: str) -> None:
    html = render("{% badge state %}", state=state)

    assert re.search(r'<svg[^>]*aria-hidden="true"', html)
    assert state.replace("_", " ").capitalize() in html
    assert f"tone-{LOOKS[state].tone}" in html


def test_a_badge_says_the_given_words_and_escapes_them() -> None:
    assert "&lt;b&gt;Ada" in render("{% badge 'scheduled' label %}", label="<b>Ada")


class InviteForm(forms.Form):
    name = forms.CharField(help_text="As the candidate writes it.")
    phone = forms.CharField(required=False, min_length=7)
    level = forms.ChoiceField(widget=forms.RadioSelect, choices=[("1", "Junior")])
    now = forms.BooleanField(label="Send it now")


@pytest.mark.parametrize("name", ["name", "phone", "level", "now"])
def test_the_errors_of_a_field_are_tied_to_its_control(name: str) -> None:
    form = InviteForm({"phone": "1"})

    html = render("{% field form_field %}", form_field=form[name])

    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert f"id_{name}_error" in described[1].split()
    for element in described[1].split():
        assert f'id="{element}"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_has_a_label_and_says_when_it_is_optional() -> None:
    form = InviteForm()

    assert '<label for="id_name">Name</label>' in render("{% field f %}", f=form["name"])
    assert "Optional" in render("{% field f %}", f=form["phone"])


def test_the_summary_links_each_error_to_its_field() -> None:
    form = InviteForm({"phone": "1"})
    form.add_error(None, "Recruiter and candidate can't be the same.")

    html = render("{% form_errors form %}", form=form)

    assert "Recruiter and candidate can&#x27;t be the same." in html
    assert '<a href="#id_phone">Phone</a>' in html
    assert 'role="alert"' in html
    assert render("{% form_errors form %}", form=InviteForm()).strip() == ""


def test_a_moment_names_its_zone_and_keeps_utc_beside_it() -> None:
    html = render("{% moment at 'America/New_York' %}", at=NOON)

    assert "Tue, Dec 1, 2026" in html
    assert "10:00 AM EST" in html
    assert 'title="2026-12-01 15:00 UTC"' in html


def test_a_moment_without_a_zone_is_the_viewers() -> None:
    viewer = SimpleNamespace(user=SimpleNamespace(zone="Asia/Dubai"))

    assert "7:00 PM UTC+04" in render("{% moment at %}", at=NOON, viewer=viewer)
    assert "3:00 PM UTC" in render("{% moment at %}", at=NOON)
    assert "not yet" in render("{% moment at %}", at=None)


def test_an_uptime_bar_tells_each_day_in_words() -> None:
    days = [
        UptimeDay(date(2026, 11, 20), None),
        UptimeDay(date(2026, 11, 21), 75, "needs_attention"),
        UptimeDay(date(2026, 11, 22), 99.999, "connected"),
    ]

    html = render("{% uptime_bar days %}", days=days)

    assert "<title>Nov 20, 2026: not set up yet</title>" in html
    assert "<title>Nov 21, 2026: 75 % up</title>" in html
    assert "<title>Nov 22, 2026: 99.99 % up</title>" in html
    assert 'aria-label="87.49 % up over 3 days"' in html
    assert "2 days with an outage" in html


def test_the_pager_keeps_the_filters() -> None:
    request = RequestFactory().get("/candidates/?state=scheduled&newer=9")
    page = SimpleNamespace(newer="", older="42")

    html = Template("{% pager page %}").render(RequestContext(request, {"page": page}))

    assert 'href="?state=scheduled&amp;older=42"' in html
    assert "Newer" not in html


def test_flash_messages_are_read_out_with_their_tone() -> None:
    said = [Message(messages.ERROR, "It has <started>.")]

    html = render("{% flash %}", messages=said)

    assert 'role="status"' in html
    assert "tone-bad" in html
    assert "It has &lt;started&gt;." in html


def test_a_panel_is_named_by_its_heading() -> None:
    html = render("{% panel title %}<p>{{ name }}</p>{% endpanel %}", title="The ATS", name="<i>")

    assert 'aria-labelledby="panel-the-ats"' in html
    assert '<h2 id="panel-the-ats">The ATS</h2>' in html
    assert "<p>&lt;i&gt;</p>" in html


def test_tabs_steps_and_progress_say_where_one_is() -> None:
    tabs = render("{% tabs items %}", items=[Tab("All", "?", current=True, count=0)])
    steps = render("{% steps items %}", items=[Step("Map a role", done=True, url="/x")])

    assert 'aria-current="page"' in tabs
    assert '<span class="count">0</span>' in tabs
    assert "(done)" in steps
    assert "42 of 124" in render("{% progress 42 124 'Matched' %}")


# The shell


@pytest.mark.parametrize("kind", Kind)
def test_the_navigation_shows_what_the_viewer_may_open(kind: Kind) -> None:
    request: Any = RequestFactory().get("/")
    request.viewer = SimpleNamespace(kind=kind, reach=lambda act: reach(kind, act))

    labels = {entry.label for entry in entries_for(request)}

    if kind == Kind.INTERVIEWER:
        assert labels <= {"My interviews", "Availability"}
    else:
        assert labels <= {"Dashboard", "Candidates", "Roles", "Organizations", "Settings"}
    assert ("Roles" in labels) is (kind not in (Kind.INTERVIEWER, Kind.VENDOR_RECRUITER))


def test_a_page_has_one_heading_a_skip_link_and_breadcrumbs(sign_in: Any) -> None:
    html = sign_in().get("/accounts/password/change/").content.decode()

    assert html.count("<h1") == 1
    assert '<a class="skip" href="#main">' in html
    assert '<li aria-current="page">Change password</li>' in html
    assert "<title>Change password · Liaison</title>" in html
    assert '"allowEval":false' in html
    assert '"includeIndicatorStyles":false' in html


def test_the_theme_is_kept_with_the_person(sign_in: Any) -> None:
    client = sign_in()

    answer = client.post("/theme/", {"theme": "dark", "next": "/accounts/password/change/"})

    assert answer.url == "/accounts/password/change/"
    assert 'data-theme="dark"' in client.get(answer.url).content.decode()


def test_the_theme_is_kept_in_a_cookie_while_nobody_is_signed_in(client: Client, db: None) -> None:
    answer: Any = client.post("/theme/", {"theme": "light", "next": "https://evil.example/"})

    assert answer.url == "/"
    assert 'data-theme="light"' in client.get("/accounts/login/").content.decode()
    client.post("/theme/", {"theme": "<script>"})
    assert 'data-theme="light"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_an_error_page_needs_no_database_and_says_whom_to_ask(code: str) -> None:
    html = Template("{% include name %}").render(Context({"name": f"{code}.html"}))

    assert html.count("<h1") == 1
    assert "support@liaison.example" in html
    assert "Liaison" in html


def test_a_failure_shows_a_number_and_no_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(request: Any) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr("portal.appearance._back", broken)
    client.raise_request_exception = False

    answer = client.post("/theme/", {"theme": "dark"})

    html = answer.content.decode()
    number = re.search(r"<strong>(\w{8})</strong>", html)
    assert answer.status_code == 500
    assert number
    assert number[1] in caplog.text
    assert "a secret" not in html


def test_what_lasts_two_hours_or_more_is_told_in_hours() -> None:
    lengths = {1: "1 minute", 90: "90 minutes", 120: "2 hours", 150: "2 hours 30 minutes"}

    assert {minutes: duration(minutes) for minutes in lengths} == lengths

"""Which mails a person chose, on the settings page or by the link of a mail (I4, I6)."""

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.core import signing
from django.db.models import TextChoices
from django.urls import reverse

from candidates.audience import CAN_WAIT, TABLE, Cell, Topic
from candidates.models import Hat, MailChoice
from portal.models import Kind, User

PURPOSE = "candidates.mail_choices"
PRESET, SEND, DAILY, STOP = "preset", "send", "daily", "stop"

_RECRUITING = (Hat.RECRUITER, Hat.FOLLOWER)
HATS: dict[Kind, tuple[Hat, ...]] = {
    Kind.ORG_ADMIN: _RECRUITING,
    Kind.GROUP_ADMIN: _RECRUITING,
    Kind.RECRUITER: _RECRUITING,
    Kind.VENDOR_RECRUITER: _RECRUITING,
    Kind.HIRING_MANAGER: (Hat.FOLLOWER, Hat.HIRING_MANAGER),
    Kind.GRADER: (Hat.GRADER,),
    Kind.INTERVIEWER: (Hat.INTERVIEWER,),
    Kind.SUPPORT: (),
}  # the hats that each kind of person can wear


class Digest(TextChoices):
    """What the daily mail is called where it can be stopped."""

    DAILY = "daily", "Daily mail"


class ChoiceForm(forms.Form):
    """One choice for each topic that a person can hear of."""

    def __init__(self, user: User, kind: Kind, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.user = user
        chosen = {choice.topic: choice for choice in user.mail_choices.all()}
        for topic, preset in _presets(kind):
            self.fields[topic] = forms.ChoiceField(
                label=topic.label,
                choices=list(_options(kind, topic, preset)),
                initial=_option(chosen.get(topic)),
            )

    def save(self) -> None:
        """Keep what differs from the preset."""
        for topic, choice in self.cleaned_data.items():
            if choice == PRESET:
                MailChoice.objects.filter(user=self.user, topic=topic).delete()
            else:
                choose(self.user, Topic(topic), wanted=choice != STOP, daily=choice == DAILY)


def choose(user: User, topic: Topic, *, wanted: bool, daily: bool = False) -> None:
    """Keep a user's choice."""
    MailChoice.objects.update_or_create(
        user=user, topic=topic, defaults={"wanted": wanted, "daily": daily}
    )


def stop(user: User, topic: Topic | Digest) -> None:
    """Send no more of a topic; with the daily mail go all topics that were chosen for it."""
    if isinstance(topic, Topic):
        choose(user, topic, wanted=False)
    else:
        MailChoice.objects.filter(user=user, daily=True).update(wanted=False, daily=False)


def stop_url(user: User, topic: Topic | Digest) -> str:
    """The address that a mail carries to be stopped by: good without signing in, never over."""
    token = signing.dumps([user.pk, topic], salt=PURPOSE)
    return f"{settings.SITE_URL}{reverse('mail_stop', args=[token])}"


def read_stop(token: str) -> tuple[User, Topic | Digest] | None:
    """Whose mails of what topic an address stops; None when it is not one of ours."""
    try:
        pk, topic = signing.loads(token, salt=PURPOSE)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk).first()
    for kind in (Topic, Digest):
        if user and topic in kind.values:
            return user, kind(topic)
    return None


def _option(choice: MailChoice | None) -> str:
    if choice is None:
        return PRESET
    if choice.daily:
        return DAILY
    return SEND if choice.wanted else STOP


def _options(kind: Kind, topic: Topic, preset: str) -> Iterator[tuple[str, str]]:
    yield PRESET, f"As preset: {preset}"
    yield SEND, "Send at once"
    if topic in CAN_WAIT and kind != Kind.INTERVIEWER:
        yield DAILY, "Send in the daily mail"
    yield STOP, "Do not send"


def _presets(kind: Kind) -> Iterator[tuple[Topic, str]]:
    """The topics this kind of person can hear of, and whether they do unless they choose."""
    for topic in Topic:
        cells = {TABLE[topic][hat] for hat in HATS[kind]} - {Cell.NEVER}
        if cells == {Cell.SENT}:
            yield topic, "send"
        elif cells == {Cell.ASKED}:
            yield topic, "do not send"
        elif cells:
            yield topic, "send what you follow"

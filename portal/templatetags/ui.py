"""The components pages are built from; each has its template in templates/ui (docs/look.md)."""

import functools
import math
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import heroicons
from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorList
from django.template import Context
from django.template.loader import render_to_string
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from portal.appearance import theme_of
from portal.durations import duration
from portal.models import Theme
from portal.navigation import entries_for
from portal.tones import look
from portal.widgets import Step, Tab, UptimeDay

register = template.Library()
register.filter(duration)

BAR_WIDTH, BAR_STEP, BAR_HEIGHT = 4, 6, 36
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "bad"}
THEME_ICONS = {
    Theme.SYSTEM: ("System", "computer-desktop"),
    Theme.LIGHT: ("Light", "sun"),
    Theme.DARK: ("Dark", "moon"),
}


@register.simple_tag
@functools.cache
def icon(name: str, size: int = 20) -> SafeString:
    """An outline icon of the heroicons wheel; decoration only, the words stand beside it."""
    drawn = heroicons._render_icon(
        "outline", name, size, {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    )
    return mark_safe(drawn)  # noqa: S308 (a drawing of the wheel, its attributes are ours)


@register.inclusion_tag("ui/badge.html")
def badge(state: str, label: str = "") -> dict[str, Any]:
    """A state as icon, word and color; without a label the state's own words."""
    shown = look(state)
    return {"look": shown, "label": label or str(state).replace("_", " ").capitalize()}


@register.inclusion_tag("ui/notice.html")
def notice(tone: str, text: str, url: str = "", link: str = "") -> dict[str, Any]:
    """A sentence that must be seen, and where to act on it."""
    return {"look": look(tone), "text": text, "url": url, "link": link}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, Any]:
    """A form field with its label, help and errors; the errors are tied to the control."""
    return {
        "field": bound,
        "label": label or bound.label,
        "group": bound.use_fieldset,
        "check": bound.widget_type == "checkbox",
        "optional": not bound.field.required,
    }


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong in the form, on top of it, each error a link to its field."""
    named: list[tuple[BoundField, ErrorList]] = [
        (bound, bound.errors) for bound in form.visible_fields() if bound.errors
    ]
    return {"form": form, "named": named, "general": form.non_field_errors()}


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """A whole form in its own order, with what is wrong in it on top."""
    return {"form": form}


@register.simple_block_tag
def panel(
    content: str, title: str = "", icon: str = "", action_url: str = "", action_label: str = ""
) -> SafeString:
    """A framed part of a page with a heading, and one link beside it."""
    return render_to_string(
        "ui/panel.html",
        {
            "content": content,
            "title": title,
            "icon": icon,
            "id": f"panel-{slugify(title)}" if title else "",
            "action_url": action_url,
            "action_label": action_label,
        },
    )


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    icon: str, title: str, text: str, action_url: str = "", action_label: str = ""
) -> dict[str, str]:
    """What stands where nothing is yet, and the next step."""
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("ui/pager.html")
def pager(page: Any, newer: str = "Newer", older: str = "Older") -> dict[str, Any]:
    """Links to newer and older rows, filters kept: `page.newer`, `page.older` are cursors or ""."""
    return {"page": page, "newer": newer, "older": older}


@register.inclusion_tag("ui/flash.html", takes_context=True)
def flash(context: Context) -> dict[str, Any]:
    """What the last act has to say; read out by screen readers."""
    said = context.get("messages") or []
    return {"notes": [(MESSAGE_TONES.get(note.level_tag, "info"), note) for note in said]}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Tab], label: str = "Views") -> dict[str, Any]:
    """Links to the pages beside this one."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("ui/steps.html")
def steps(items: Sequence[Step]) -> dict[str, Any]:
    """Things to do in order, those done with a check."""
    return {"steps": items}


@register.inclusion_tag("ui/copy.html")
def copy(value: str, label: str) -> dict[str, str]:
    """A value to take elsewhere, with a button that copies it; the label names it."""
    return {"value": value, "label": label}


@register.inclusion_tag("ui/progress.html")
def progress(value: int, maximum: int, label: str) -> dict[str, Any]:
    """How much of something is done."""
    return {"value": value, "maximum": maximum, "label": label}


@register.simple_tag(takes_context=True)
def moment(
    context: Context, value: datetime | None, zone: tzinfo | str | None = None
) -> SafeString:
    """A time in the given zone, else the viewer's, with the zone named and UTC in its title."""
    if value is None:
        return mark_safe('<span class="muted">not yet</span>')
    local, utc = value.astimezone(_zone(context, zone)), value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}, <span class="nowrap">{} {}</span></time>',
        utc.isoformat(timespec="seconds"),
        utc.strftime("%Y-%m-%d %H:%M"),
        dateformat.format(local, "D, M j, Y"),
        dateformat.format(local, "g:i A"),
        _named(local),
    )


def _zone(context: Context, zone: tzinfo | str | None) -> tzinfo:
    viewer = context.get("viewer")
    zone = zone or (viewer.user.zone if viewer else "UTC")
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _named(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


@register.inclusion_tag("ui/uptime_bar.html")
def uptime_bar(days: Sequence[UptimeDay], share: str = "") -> dict[str, Any]:
    """One bar a day, oldest first: as high as the share that was up, in its worst state's tone.

    `share` is that of all the time, where the page knows it; else the days' mean is shown.
    """
    known = [day.percent for day in days if day.percent is not None]
    bars = [_bar(place, day) for place, day in enumerate(days)]
    share = share or (_percent(sum(known) / len(known)) if known else "")
    average = f"{share} up" if share else "Not set up yet"
    return {
        "bars": bars,
        "outages": [bar for bar in reversed(bars) if bar["outage"]],
        "average": average,
        "width": len(days) * BAR_STEP - BAR_STEP + BAR_WIDTH,
        "height": BAR_HEIGHT,
    }


def _bar(place: int, day: UptimeDay) -> dict[str, Any]:
    up = max(round(BAR_HEIGHT * (day.percent or 0) / 100, 1), 2)
    known = "not set up yet" if day.percent is None else f"{_percent(day.percent)} up"
    return {
        "title": day.text or f"{day.day:%b} {day.day.day}, {day.day.year}: {known}",
        "tone": "neutral" if day.percent is None else look(day.state).tone,
        "outage": day.percent is not None and day.percent < 100,
        "x": place * BAR_STEP,
        "y": BAR_HEIGHT - up,
        "width": BAR_WIDTH,
        "up": up,
    }


def _percent(share: float) -> str:
    shown = math.floor(share * 100) / 100  # never 100 % when a second was missing
    return f"{shown:.2f}".rstrip("0").rstrip(".") + " %"


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def navigation(context: Context) -> dict[str, Any]:
    """The main navigation of the viewer."""
    request = context.get("request")
    return {"entries": entries_for(request) if request else []}


@register.simple_tag
def support_email() -> str:
    """Where help is (O8); also on pages that know nothing else."""
    return str(settings.SUPPORT_EMAIL)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The look of the page for the root element: system, light or dark."""
    return theme_of(context.get("request")).value


@register.inclusion_tag("ui/theme_switch.html", takes_context=True)
def theme_switch(context: Context) -> dict[str, Any]:
    """Buttons for the look of the pages."""
    request = context.get("request")
    chosen = theme_of(request)
    themes = [
        {"value": theme.value, "label": label, "icon": icon, "chosen": theme == chosen}
        for theme, (label, icon) in THEME_ICONS.items()
    ]
    return {"themes": themes, "request": request}


@register.simple_block_tag
def rendered(content: str) -> SafeString:
    """What a block says, to be used twice: `{% rendered as name %}`."""
    return mark_safe(content.strip())  # noqa: S308 (rendered and escaped by the template)


@register.filter
def first_letter(name: object) -> str:
    """The letter that stands for a person or a vendor."""
    return str(name).strip()[:1].upper()

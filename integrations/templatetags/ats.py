"""What templates show of integrations: the ATS panel of a candidacy, and words of an ATS."""

from datetime import timedelta
from typing import Any

from django import template
from django.template import Context

from candidates.models import Candidacy
from integrations.ats_panel import tied_to
from integrations.logs import masking
from integrations.watch import uptime
from portal.permissions import WHO_CAN, Act

register = template.Library()


@register.inclusion_tag("integrations/_ats_panel.html", takes_context=True)
def ats_panel(context: Context, candidacy: Candidacy) -> dict[str, Any]:
    """The applications tied to a candidacy, what they were told, and what to press."""
    viewer, group = context["viewer"], candidacy.role.group_id
    may_see = viewer.may(Act.SEE_INTEGRATIONS, group)
    return {
        "candidacy": candidacy,
        "may_see": may_see,
        "who_can": WHO_CAN[Act.SEE_INTEGRATIONS],
        "may_act": viewer.may(Act.INVITE, group),
        "tied": tied_to(candidacy) if may_see else [],
        "viewer": viewer,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def in_words(span: timedelta | None) -> str:
    """A span in hours and minutes; empty while it goes on."""
    return uptime.in_words(span) if span else ""


@register.filter
def masked(said: str) -> str:
    """Words that a row keeps, without contact data and keys (K7)."""
    return masking.text(said)

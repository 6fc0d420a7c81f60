"""The status of connections as facts for monitoring: no secrets, no names of people (K4)."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from integrations.logs import masking
from integrations.models import Issue
from integrations.watch import freshness, uptime
from integrations.watch.capability_lines import CapabilityLine
from integrations.watch.panels import Panel


def facts(panels: Sequence[Panel], now: datetime) -> dict[str, Any]:
    """Everything that monitoring may want to know of these connections; times are UTC."""
    return {"at": _time(now), "connections": [_connection(panel) for panel in panels]}


def _connection(panel: Panel) -> dict[str, Any]:
    connection = panel.connection
    return {
        "id": connection.pk,
        "name": connection.name,
        "vendor": connection.vendor,
        "group": connection.group.slug,
        "status": panel.condition.value,
        "reason": masking.text(panel.reason),
        "since": _time(panel.since),
        "next": masking.text(panel.next.text),
        "last_updated": _time(connection.last_ok_at),
        "last_webhook": _time(connection.last_hook_at),
        "capabilities": {line.capability.value: _capability(line) for line in panel.lines},
        "uptime": {
            "days": uptime.DAYS,
            "percent": _percent(panel.up),
            "today_percent": _percent(_today(panel)),
        },
        "downtime": _downtime(panel),
        "freshness": {
            "compared_at": _time(panel.freshness.compared_at),
            "next_at": _time(panel.freshness.next_at),
            "limit_hours": round(freshness.LIMIT.total_seconds() / 3600),
            "kept": {"ok": True, "bad": False}.get(panel.freshness.tone),
        },
        "issues": [_issue(issue) for issue in panel.issues],
        "waiting": {
            "updates": panel.waiting.updates,
            "stuck_updates": panel.waiting.stuck_updates,
            "webhooks": panel.waiting.deliveries,
            "stuck_webhooks": panel.waiting.stuck_deliveries,
        },
    }


def _capability(line: CapabilityLine) -> dict[str, Any]:
    return {
        "grade": line.grade.word,
        "switched_on": line.is_used,
        "ok": {"ok": True, "bad": False}.get(line.tone),  # null: not tested, off, or not offered
        "proved_since": _time(line.proof.ok_since) if line.proof and line.tone == "ok" else None,
        "tried": masking.text(line.proof.tried) if line.proof else "",
        "tried_at": _time(line.proof.at) if line.proof else None,
        "remedy": "" if line.tone == "off" else masking.text(line.remedy),
    }


def _downtime(panel: Panel) -> dict[str, Any] | None:
    """The downtime that goes on, if one does."""
    open_one = next((outage for outage in panel.outages if outage.ended_at is None), None)
    if open_one is None:
        return None
    return {"began_at": _time(open_one.began_at), "reason": masking.text(open_one.reason)}


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "kind": issue.kind,
        "since": _time(issue.first_at),
        "last": _time(issue.last_at),
        "count": issue.count,
        "detail": masking.text(issue.detail),
        "remedy": masking.text(issue.remedy),
    }


def _today(panel: Panel) -> float | None:
    percent = panel.days[-1].percent if panel.days else None
    return None if percent is None else percent / 100


def _percent(share: float | None) -> float | None:
    """Never 100 when a second was missing."""
    return None if share is None else math.floor(share * 10_000) / 100


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None

"""What `PUT` changes: only what is listed."""

from collections.abc import Callable, Mapping
from typing import Any

from integrations.sandbox.jobvite import fields, moves
from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.jobvite.search import BadRequest
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Missing, Row


def candidate(body: Row, habits: Habits) -> Row:
    """Custom fields, comments and the state of one application; write answers spell `EId`.

    Raises BadRequest, Missing.
    """
    given = _object(_object(body, "candidate"), "application")
    record = _application(given.get("eId"))
    state = _state(given["workflowState"]) if "workflowState" in given else None
    filled = fields.filled(_objects(given, "customField"), habits)
    comments = [{"comment": str(one.get("comment"))} for one in _objects(given, "comments")]
    store.change(
        record,
        customField=record["customField"] | filled,
        comments=record["comments"] + comments,
    )
    if state and state["name"] != record["workflowState"]:
        moves.move(record.number, state.number)
    return {"EId": record["id"]}


def custom_field(body: Row, habits: Habits) -> Row:
    """Replace the options of a list on all that have it. Raises BadRequest, Missing."""
    given = _object(body, "customField")
    found = list(fields.kept(fieldCode=given.get("fieldCode")))
    if not found:
        raise Missing
    fields.replace_options(found, given.get("options"))
    return {"EId": found[0]["id"]}


def _application(eid: Any) -> Record:
    found = store.rows("applications", id=eid).select_for_update().first()
    if found is None:
        raise Missing
    return found


def _state(name: Any) -> Record:
    found = store.rows("states", name=name).first()
    if found is None:
        raise BadRequest(f"Invalid workflow state {name}")
    return found


def _object(body: Row, name: str) -> Row:
    inner = body.get(name)
    if not isinstance(inner, dict):
        raise BadRequest(f"{name} is missing")
    return inner


def _objects(body: Row, name: str) -> list[Row]:
    given = body.get(name) or []
    if isinstance(given, list) and all(isinstance(one, dict) for one in given):
        return given
    raise BadRequest(f"{name} must be a list of objects")


WRITES: Mapping[str, Callable[[Row, Habits], Row]] = {
    "candidate": candidate,
    "customfield": custom_field,
}

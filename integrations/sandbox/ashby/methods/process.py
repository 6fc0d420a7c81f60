"""The hiring process: plans and their stages, archive reasons, custom fields."""

from collections.abc import Iterable

from django.db import transaction

from integrations.sandbox.ashby import fields
from integrations.sandbox.ashby.method import Method, Problem, found, invalid
from integrations.sandbox.ashby.paging import page, whole
from integrations.sandbox.ashby.shapes import Shapes, archive_reason, only
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

FIELD = ("id", "title", "objectType", "fieldType", "isPrivate", "isArchived", "selectableValues")
NOT_FOUND = {"Job": "job_not_found", "Application": "application_not_found"}


def _plans(body: Row, shapes: Shapes) -> Row:
    asked = page("interviewPlan.list", body, store.rows("interviewPlans"))
    plans = [only(row, ("id", "title", "isArchived")) for row in asked.rows]
    return {"results": plans} | asked.keys


def _stages(body: Row, shapes: Shapes) -> Row:
    plan = found("interviewPlans", body, "interviewPlanId", "interview_plan_not_found")
    stages = store.rows("interviewStages", plan=plan.number)
    numbers = sorted(stages, key=lambda stage: stage["orderInInterviewPlan"])
    return whole(shapes.stage(stage.number) for stage in numbers)


def _reasons(body: Row, shapes: Shapes) -> Row:
    return whole(archive_reason(row) for row in store.rows("archiveReasons"))


def _fields(body: Row, shapes: Shapes) -> Row:
    rows = store.rows("customFields")
    rows = rows if shapes.fields.private else rows.filter(data__isPrivate=False)
    asked = page("customField.list", body, rows)
    return {"results": [only(row, FIELD) for row in asked.rows]} | asked.keys


def _choices(body: Row, shapes: Shapes) -> Row:
    field = found("customFields", body, "customFieldId", "custom_field_not_found")
    wanted = body.get("selectableValues")
    if field["fieldType"] not in ("ValueSelect", "MultiValueSelect"):
        raise invalid("This custom field has no values to choose from.")
    if not isinstance(wanted, list) or not all(_is_choice(choice) for choice in wanted):
        raise invalid("selectableValues must be an array of label and value.")
    return {"results": only(fields.merge(field, wanted), FIELD)}


def _is_choice(choice: object) -> bool:
    names = ("label", "value")
    return isinstance(choice, dict) and all(isinstance(choice.get(name), str) for name in names)


def _set_value(body: Row, shapes: Shapes) -> Row:
    return _set(body, [body], shapes)


def _set_values(body: Row, shapes: Shapes) -> Row:
    values = body.get("values")
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise invalid("values must be an array of fieldId and fieldValue.")
    return _set(body, values, shapes)


@transaction.atomic
def _set(body: Row, values: Iterable[Row], shapes: Shapes) -> Row:
    """Set these fields of a row and leave its others."""
    kind = fields.KINDS.get(str(body.get("objectType")))
    if kind is None:
        raise invalid("objectType is not known.")
    missing = NOT_FOUND.get(str(body["objectType"]), "candidate_not_found")
    row = found(kind, body, "objectId", missing)
    row = store.get(kind, row.number, lock=True)
    changed = dict(row["fields"])
    for value in values:
        field = _field(value, str(body["objectType"]))
        changed[str(field.number)] = value.get("fieldValue")
    store.change(row, fields=changed)
    return {"results": {"customFields": shapes.fields.show(changed)}}


def _field(value: Row, object_type: str) -> Record:
    field = found("customFields", value, "fieldId", "custom_field_not_found")
    if field["isArchived"] or field["objectType"] != object_type:
        raise Problem("custom_field_not_found")
    if not fields.fits(field, value.get("fieldValue")):
        raise invalid(f"{field['title']} cannot hold this value.")
    return field


METHODS = {
    "interviewPlan.list": Method("interviewsRead", _plans),
    "interviewStage.list": Method("interviewsRead", _stages),
    "archiveReason.list": Method("hiringProcessMetadataRead", _reasons),
    "customField.list": Method("hiringProcessMetadataRead", _fields),
    "customField.updateSelectableValues": Method("hiringProcessMetadataWrite", _choices),
    "customField.setValue": Method("candidatesWrite", _set_value),
    "customField.setValues": Method("candidatesWrite", _set_values),
}

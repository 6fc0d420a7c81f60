"""`assessment.*`: what a partner tells of the assessments it was asked for."""

from integrations.sandbox.ashby import updates
from integrations.sandbox.ashby.method import Method, Problem, found, invalid, text
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import store
from integrations.sandbox.records import Row


def _update(body: Row, shapes: Shapes) -> Row:
    """The answer has no body but its success: nothing more is documented."""
    number = text(body, "assessment_id")
    assessment = store.rows("assessments", assessmentId=number).first()
    if assessment is None:
        raise Problem("assessment_not_found")
    try:
        updates.take(assessment, body)
    except updates.Misshapen as problem:
        raise invalid(str(problem)) from None
    return {}


def _add_completed(body: Row, shapes: Shapes) -> Row:
    """A finished assessment that nobody ordered; for partners whom the vendor gave an id."""
    candidate = found("candidates", body, "candidateId", "candidate_not_found")
    text(body, "partnerId")
    told = body.get("assessment")
    if not isinstance(told, dict):
        raise invalid("assessment is required.")
    names = ("assessmentTypeId", "assessmentId", "assessmentName")
    said = {name: text(told, name) for name in names}
    store.add(
        "assessments",
        application=None,
        candidate=candidate.number,
        typeId=said["assessmentTypeId"],
        name=said["assessmentName"],
        assessmentId=said["assessmentId"],
        state="Complete",
        updates=[body],
    )
    more = {name: told[name] for name in ("metadata", "result") if name in told}
    return {"results": said | {"candidateId": candidate["id"]} | more}


METHODS = {
    "assessment.update": Method("candidatesWrite", _update),
    "assessment.addCompletedToCandidate": Method("candidatesWrite", _add_completed),
}

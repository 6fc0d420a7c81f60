"""What `GET` answers: the list by its own name, and the total."""

from collections.abc import Callable, Mapping

from django.db.models import QuerySet
from django.http import QueryDict

from integrations.sandbox.jobvite import fields, search, shapes
from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Missing, Row

Read = Callable[[QueryDict, Habits], Row]

WORKFLOW = {"eId": "fWorkfl0w", "name": "Standard workflow"}


def candidates(query: QueryDict, habits: Habits) -> Row:
    """`GET /candidate`: an item for each application. Raises BadRequest, Missing."""
    page = search.page(search.applications(query), query, habits)
    named = "candidateId" in query or "applicationId" in query
    if named and not page.rows and habits.missing_is_404:
        raise Missing
    return {"candidates": shapes.of_applications(page.rows, habits), "total": page.total}


def jobs(query: QueryDict, habits: Habits) -> Row:
    """`GET /job`: the list is called `requisitions`. Raises BadRequest."""
    page = search.page(search.jobs(query), query, habits)
    return {"requisitions": shapes.of_jobs(page.rows, habits), "total": page.total}


def workflows(query: QueryDict, habits: Habits) -> Row:
    """`GET /workflow`: the one workflow with all its states."""
    states = [shapes.named(state) for state in store.rows("states")]
    return {"workflows": [WORKFLOW | {"workflowStates": states}], "total": 1}


def _plain(
    name: str, found: Callable[[QueryDict], QuerySet[Record]], shape: Callable[[Record], Row]
) -> Read:
    def read(query: QueryDict, habits: Habits) -> Row:
        page = search.page(found(query), query, habits)
        return {name: [shape(row) for row in page.rows], "total": page.total}

    return read


READS: Mapping[str, Read] = {
    "candidate": candidates,
    "job": jobs,
    "workflow": workflows,
    "disposition": _plain("dispositions", lambda _: store.rows("dispositions"), shapes.named),
    "employee": _plain("employees", search.employees, shapes.employee),
    "customfield": _plain("customFields", lambda _: fields.kept(), shapes.custom_field),
}

"""Lever in a fault run: a tag for each status, and notes on opportunities."""

from collections.abc import Iterator

from integrations.sandbox.cast import RITA, STAGE_SCREEN, STAGE_TECHNICAL
from integrations.sandbox.lever import moves, people, shapes
from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.cast import FIRST_APPLICANT
from integrations.sandbox.lever.store import VENDOR, store
from tests.faults.vendor import Applicant, Call, Told, Vendor

TAG = "Interview: "


class Lever(Vendor):
    """What its webhooks say is not signed, so each opportunity is read anew."""

    slug = VENDOR
    base_path = LEVER.base_path
    auth_path = LEVER.auth_path
    event = "candidateStageChange"
    values = {
        "api_key": LEVER.api_key,
        "user_id": store.name("users", RITA.number),
        "stage_token": LEVER.webhook_secret,
        "trigger_stage": LEVER.trigger_stage,
        "role_tag": LEVER.role_prefix,
    }
    repeats_status = True

    def move(self, applicant: Applicant) -> list[str]:
        said = shapes.contact(applicant.name, applicant.email, applicant.phone)
        posting = store.get("postings", applicant.job.number)
        screen, technical = (
            store.get("stages", FIRST_APPLICANT + stage)["id"]
            for stage in (STAGE_SCREEN, STAGE_TECHNICAL)
        )
        person = store.add("contacts", **said)
        opportunity = people.opportunity(person, posting, screen, owner=posting["owner"])
        moves.move(opportunity.number, technical)
        return [opportunity["id"]]

    def told(self, call: Call) -> Iterator[Told]:
        about, what = call.path.partition("?")[0].rsplit("/", 2)[1:]
        if what == "notes":
            yield Told(about, call.body["value"])
        elif what == "addTags":
            yield from (Told(about, tag.removeprefix(TAG)) for tag in call.body["tags"])

"""Applies changes of mappings to the rows they are about (A6, G7)."""

from collections.abc import Callable, Mapping

from integrations import long_acts
from integrations.mapping import changes, job_applying, stage_applying
from integrations.models import Mapped, MappingChange

BATCHES: Mapping[str, Callable[[MappingChange], bool]] = {
    Mapped.JOBS: job_applying.apply_batch,
    Mapped.STAGES: stage_applying.apply_batch,
}


def run_due() -> None:
    """Go on with every change that is not applied to all its rows."""
    long_acts.run_due(MappingChange, _apply_batch, changes.TASK)


def _apply_batch(change: MappingChange) -> bool:
    return BATCHES[change.of](change)

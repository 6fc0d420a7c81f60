"""What the pages say of each capability of a connection: proved, red, off, or not offered (K4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from integrations import switches
from integrations.capabilities import Capability, Grade
from integrations.models import CapabilityProof, Connection

WORDS = {"ok": "Proved", "bad": "Not working", "neutral": "Not tested yet", "off": "Off"}


@dataclass(frozen=True)
class CapabilityLine:
    """One capability of a connection: its grade, and what proves it or what to do about it."""

    capability: Capability
    grade: Grade
    proof: CapabilityProof | None
    tone: str  # ok: proved; bad: red; neutral: not tested; off: not used; none: not offered
    remedy: str = ""

    @property
    def word(self) -> str:
        return WORDS.get(self.tone, "No")

    @property
    def is_used(self) -> bool:
        """Whether it is offered, and nobody switched it off."""
        return self.tone not in ("off", "none")


def lines_of(
    connection: Connection, off: Mapping[tuple[int, str], str] | None = None
) -> list[CapabilityLine]:
    """The eight capabilities; green only what was tried and worked, with the key there is.

    Args:
        off: who switched which off, where that was read for several connections at once.
    """
    off = switches.in_words([connection]) if off is None else off
    proofs = {proof.capability: proof for proof in connection.proofs.all()}
    offered = type(connection.connector).capabilities
    return [
        _line(connection, each, offered[each], proofs.get(each), off.get((connection.pk, each), ""))
        for each in Capability
    ]


def _line(
    connection: Connection,
    capability: Capability,
    grade: Grade,
    proof: CapabilityProof | None,
    off: str,
) -> CapabilityLine:
    if not grade.offered:
        return CapabilityLine(capability, grade, None, "none", grade.reason)
    if connection.disconnected_at:
        return CapabilityLine(capability, grade, None, "off", "Off, since the key was deleted.")
    if not switches.is_on(connection, capability):
        return CapabilityLine(capability, grade, None, "off", off)
    if connection.key_refused_at:
        return CapabilityLine(
            capability, grade, proof, "bad", "Replace the key of this connection."
        )
    if proof is None:
        return CapabilityLine(capability, grade, None, "neutral")
    return CapabilityLine(capability, grade, proof, "ok" if proof.ok else "bad", proof.remedy)

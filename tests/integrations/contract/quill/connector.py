"""Quill & Ink: a toy vendor that takes notes and tells states daily, as a folder of its own."""

from integrations.capabilities import AT_ONCE, DAILY, Capability, No, Proof
from integrations.connector import Connector, Endpoint
from integrations.setup.guide import GuideStep, Proves
from integrations.setup.setting import Setting


class Quill(Connector):
    """One account of Quill & Ink."""

    slug = "quill"
    name = "Quill & Ink"
    capabilities = {
        **dict.fromkeys(Capability, No("Quill's API has no such thing.")),
        Capability.POST_UPDATES: AT_ONCE,
        Capability.STATE_UPDATES: DAILY,
    }
    hosts = ("api.quill.example",)
    base_url = "https://api.quill.example"
    endpoints = (Endpoint("webhook", "Quill's outgoing address"),)
    settings = (
        Setting("pen_key", "Pen key", secret=True, required=True),
        Setting("ink", "Ink", preset="blue", choices=("blue", "black")),
    )
    guide = (
        GuideStep("credential", "Cut a pen", "Open Desk > Pens.", settings=("pen_key",)),
        GuideStep(
            "test",
            "Write a line",
            "Look at it.",
            Proves.TEST,
            settings=("ink",),
            shows=("webhook",),
        ),
    )

    def check(self, capability: Capability) -> Proof:
        """Not one works: there is no such account."""
        return Proof(capability, ok=False, tried="Dipped the pen.", remedy="Buy ink.")

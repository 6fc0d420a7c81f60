"""The logs: what passed between an ATS and us, masked, found and acted upon (K7)."""

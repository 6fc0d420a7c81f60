"""Why was there no invite, and what would happen: one case told from the rows (K7)."""

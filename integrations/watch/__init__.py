"""Watching connections: uptime, checks, issues, and what the Integration page says (K4 to K6)."""

"""Mapping: what an ATS's jobs, stages and people are here (A7, G7, J2)."""

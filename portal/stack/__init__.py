"""The processes of Liaison and what keeps them alive; the parent of all needs no Django."""

"""The guided set-up: what is asked for, proved and replaced later (K3, K10)."""

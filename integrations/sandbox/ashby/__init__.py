"""A toy Ashby: its RPC API, its webhooks, and the caller of an assessment partner."""

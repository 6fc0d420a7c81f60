"""A toy Lever: the v1 API by key or OAuth, and webhooks signed inside their bodies."""

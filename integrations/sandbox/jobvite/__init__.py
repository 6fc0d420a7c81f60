"""A toy Jobvite: API v2, webhooks and pages, from what is known of the vendor."""

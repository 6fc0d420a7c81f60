"""A toy Greenhouse: Harvest v3, recruiting webhooks and the Assessment Partner API's caller."""

"""The demo world: two organizations, their people, roles, candidacies and connections."""

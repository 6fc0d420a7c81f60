"""Addresses of a connection's mapping pages."""

from django.urls import path

from integrations.views import (
    ats_people,
    job_mapping,
    job_rules,
    mapping_changes,
    positions,
    role_list,
    stage_mapping,
)

urlpatterns = [
    path("jobs/", job_mapping.jobs, name="connection_jobs"),
    path("jobs/rules/", job_rules.rules, name="connection_rules"),
    path("jobs/rules/apply/", job_rules.apply, name="rules_apply"),
    path("jobs/rules/<int:rule>/up/", job_rules.move_up, name="rule_up"),
    path("jobs/rules/<int:rule>/remove/", job_rules.remove, name="rule_remove"),
    path("jobs/<int:job>/", positions.position, name="connection_job"),
    path("jobs/<int:job>/take-theirs/", positions.take_theirs, name="job_take_theirs"),
    path("jobs/<int:job>/keep-ours/", positions.keep_ours, name="job_keep_ours"),
    path("stages/", stage_mapping.standings, name="connection_stages"),
    path("stages/trigger/", stage_mapping.trigger, name="connection_trigger"),
    path("people/", ats_people.people, name="connection_people"),
    path("roles/", role_list.roles, name="connection_roles"),
    path("roles/compare/", role_list.compare, name="roles_compare"),
    path("roles/push/", role_list.push, name="roles_push"),
    path("mapping-changes/", mapping_changes.changes, name="connection_changes"),
    path("mapping-changes/<int:change>/", mapping_changes.take_back, name="change_take_back"),
    path("mapping-changes/<int:change>/go-on/", mapping_changes.go_on, name="change_go_on"),
]

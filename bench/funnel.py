"""The Active funnel's page at 1,000 and at 100,000 candidacies of one organization."""

import statistics
import time

from django.db import connection
from django.test import Client

from portal.models import Group, Kind, Membership, Organization, User
from portal.scope import inside
from roles.models import InterviewFormat, Role

ROUNDS = 15
SMALL, LARGE = 1_000, 100_000
FILL = """
    WITH people AS (
        INSERT INTO candidates_candidate (organization_id, name, email, phone, zone)
        SELECT %(organization)s, 'Person ' || n, 'p' || n || '-' || %(organization)s
            || '@bench.example', '', ''
        FROM generate_series(1, %(many)s) AS n RETURNING id
    ), made AS (
        INSERT INTO candidates_candidacy (organization_id, candidate_id, role_id, recruiter_id,
            recruiter_remark, profile_url, state, standing, standing_raw, active, activity_at)
        SELECT %(organization)s, id, %(role)s, %(recruiter)s, '', '',
            (ARRAY['scheduling', 'completed', 'results_posted'])[1 + id %% 3], '', '', true,
            now() - id * interval '1 second'
        FROM people RETURNING id, candidate_id, state
    )
    INSERT INTO candidates_interview (organization_id, candidacy_id, candidate_id, state, uid,
        link_version, sequence, window_ends_at, reason, late_presses, questions_seen)
    SELECT %(organization)s, id, candidate_id, state, gen_random_uuid(), 1, 0,
        now() + interval '20 days', '', 0, false
    FROM made
"""


def measure() -> dict[str, float]:
    """Milliseconds of the page's median, and the ratio of large to small."""
    small, large = _visitor(SMALL), _visitor(LARGE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {
        "small": (small, "/candidates/"),
        "large": (large, "/candidates/"),
        "deep": (large, _deep(large)),
        "search": (large, "/candidates/?q=person+99"),
    }
    took: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):  # interleaved, so that noise meets all of them
        for name, (client, address) in pages.items():
            began = time.perf_counter()
            assert client.get(address).status_code == 200
            took[name].append((time.perf_counter() - began) * 1000)
    middle = {name: round(statistics.median(times), 1) for name, times in took.items()}
    return {
        **{f"{name}_ms": value for name, value in middle.items()},
        "large_to_small": round(middle["large"] / middle["small"], 2),
        "deep_to_first": round(middle["deep"] / middle["large"], 2),
        "search_to_first": round(middle["search"] / middle["large"], 2),
    }


def _visitor(many: int) -> Client:
    organization = Organization.objects.create(name=f"Bench {many}", slug=f"bench-{many}")
    group = Group.objects.create(organization=organization, name="All", slug="all")
    user = User.objects.create_user(f"bench{many}@example.com", None, name="Bench")
    Membership.objects.create(
        organization=organization, user=user, kind=Kind.ORG_ADMIN, all_groups=True
    )
    form, _ = InterviewFormat.objects.get_or_create(name="Bench")
    with inside(organization):
        role = Role.objects.create(organization=organization, group=group, name="R", format=form)
    with connection.cursor() as cursor:
        facts = {"organization": organization.pk, "role": role.pk, "recruiter": user.pk}
        cursor.execute("SET statement_timeout = 0")  # to fill takes longer than a page may
        cursor.execute(FILL, {**facts, "many": many})
        cursor.execute("RESET statement_timeout")
    client = Client()
    client.force_login(user)
    return client


def _deep(client: Client) -> str:
    """The address of a page some way down: the tenth by the pager's own links."""
    address = "/candidates/"
    for _ in range(10):
        text = client.get(address).content.decode()
        older = text.rsplit("older=", 1)
        if len(older) < 2:
            break
        address = "/candidates/?older=" + older[1].split('"', 1)[0].replace("&amp;", "&")
    return address

"""What a statement costs, as PostgreSQL counts it: figures without noise."""

import json
from collections.abc import Mapping
from typing import Any

from tests.databases import Database


def buffers(database: Database, sql: str, said: Mapping[str, Any]) -> int:
    """How many pages the statement touches, cached or not; the planner's own are left out."""
    with database.superuser() as connection:
        connection.execute(sql, said)  # a function plans in its first call, and reads the catalogs for it
        (plans,) = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", said).fetchone()  # type: ignore[misc]
    (told,) = json.loads(plans) if isinstance(plans, str) else plans
    plan = told["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])

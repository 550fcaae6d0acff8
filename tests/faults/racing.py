"""Races: calls that start at one instant, each in a thread and on a connection of its own, and who won how often."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

ROUNDS = 200


class Races:
    """Rounds of one race. Each side waits up to `spread` seconds after the start, drawn anew: each can win."""

    def __init__(self, name: str, *, spread: float = 0.004, seed: int = 7) -> None:
        self.name = name
        self.spread = spread
        self.draw = random.Random(seed)
        self.won: Counter[str] = Counter()
        self.pids: dict[str, int] = {}

    def run(self, sides: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
        """Let all sides go at once; what each returned or raised. `pids` tells which backend served whom."""
        connection.close()  # the pool has sixteen
        start = threading.Barrier(len(sides))
        waits = {name: self.draw.uniform(0, self.spread) for name in sides}

        def go(name: str) -> Any:
            try:
                connection.ensure_connection()
                self.pids[name] = connection.connection.info.backend_pid
                start.wait(20)
                time.sleep(waits[name])
                return sides[name]()
            except Exception as raised:
                return raised
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(sides)) as threads:
            return dict(zip(sides, threads.map(go, sides), strict=True))

    def winner(self, name: str) -> None:
        """Count a round for the side that won it."""
        self.won[name] += 1

    def told(self, *sides: str, rounds: int = ROUNDS) -> None:
        """Print who won how often. A side that never won did not race, and fails the test."""
        print(f"{self.name}: " + ", ".join(f"{side} won {self.won[side]}" for side in sides) + f" of {rounds}")
        assert sorted(self.won) == sorted(sides)
        assert sum(self.won.values()) == rounds


def asked(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()

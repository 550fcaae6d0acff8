"""What a request can be that nobody can read; every door tells it in its own way."""


class Unreadable(Exception):
    """A body that is not what its Content-Type says, no strict JSON, or too much; `status` is what HTTP calls it."""

    def __init__(self, *, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status

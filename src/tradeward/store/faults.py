"""How a database fails a use case: one line with the way out. They are no refusals: no rule said no."""


class Busy(OSError):
    """What the use case needs was held by others for longer than the lock timeout; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            "Others are at work on the same supplier or order, and nothing was done. Try again in a moment."
        )


class OutcomeUnknown(OSError):
    """The answer to COMMIT was lost, or does not vouch for it: all or nothing was done. The key tells (DESIGN §4)."""

    def __init__(self) -> None:
        super().__init__("The answer of the database was lost: ask again with the same key to learn what was done.")

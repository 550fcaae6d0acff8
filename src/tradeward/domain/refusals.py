"""The four kinds of no. Everything else that goes wrong is a bug."""


class Refusal(Exception):
    """A request that the rules answer with no; nothing was done.

    `reasons` are sentences for the person who asked; `field` names the input at fault, where one is.
    """

    def __init__(self, *reasons: str, field: str | None = None) -> None:
        if not reasons:
            raise ValueError("a refusal gives its reasons")
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field


class NotFound(Refusal):
    """There is no such thing, or the asker may not know that there is."""


UNKNOWN = "There is nothing under this id, or it is not yours to see."
"""What is said of an id that nobody has and of a stranger's alike: other words would tell that it is there."""


class NotAllowed(Refusal):
    """This actor may never do this here."""


class OutOfTurn(Refusal):
    """This move is not open in the present state; `reasons` are the needs not met."""


class Stale(OutOfTurn):
    """The asker built on a version that stands no more: OutOfTurn for whom it is not read again."""


class RuleBroken(Refusal):
    """The input is well formed and breaks a rule of the business."""

"""Which places of a text are read already."""


class Taken:
    """One flag a place, so that asking costs no more than the stretch that is asked about."""

    __slots__ = ("_flags",)

    def __init__(self, text: bytes) -> None:
        self._flags = bytearray(len(text))

    def free(self, start: int, end: int) -> bool:
        """Whether no place from `start` to before `end` is taken."""
        return self._flags.find(1, start, end) < 0

    def take(self, start: int, end: int) -> bool:
        """Take the stretch if all of it is free; whether it was."""
        if not self.free(start, end):
            return False
        self._flags[start:end] = b"\x01" * (end - start)
        return True

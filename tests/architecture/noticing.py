"""Running tests against mutants, each in a child of its own, so that none of them leaves a trace.

What runs when it is called is changed in a process that has imported and collected everything, which is quick. What runs at
import, such as the table of a life, is changed for a process that imports everything anew.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module, machinery
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Protocol, TypeVar

LONGEST_SECONDS = 300
"""A mutant that runs on for ever is noticed too."""
QUIET = ("-x", "-q", "-p", "no:cacheprovider")


class Changed(Protocol):
    """A changed module."""

    @property
    def path(self) -> Path: ...

    @property
    def called(self) -> bool: ...

    def code(self) -> CodeType:
        """The module as it is changed."""


C = TypeVar("C", bound=Changed)


def all_of(work: Sequence[tuple[C, list[str]]], *, tests: list[str]) -> Iterator[tuple[C, bool]]:
    """Each mutant with whether one of its tests fails. Refuses: tests that fail on the code as it is."""
    os.environ["CI"] = "1"  # the same examples every time
    called = [one for one in work if one[0].called]
    yield from zip([mutant for mutant, _ in called], _when_called(called, tests), strict=True)
    for mutant, names in work[len(called) :]:
        yield mutant, _fails(lambda mutant=mutant, names=names: _at_import(mutant, names))  # type: ignore[misc]


def _fails(live: Callable[[], bool]) -> bool:
    """Whether `live` tells of a failure, in a child that is silent and dies of it."""
    if not (child := os.fork()):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            failed = live()
        except BaseException:
            failed = True
        os._exit(int(failed))
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(LONGEST_SECONDS)
    _, status = os.waitpid(child, 0)
    signal.alarm(0)
    return status != 0


def _at_import(mutant: Changed, names: list[str]) -> bool:
    """Let whoever imports the mutant's module get the mutant, and run the tests."""
    code, whole = mutant.code(), machinery.SourceFileLoader.get_code
    machinery.SourceFileLoader.get_code = (  # type: ignore[method-assign]
        lambda self, name: code if self.path == str(mutant.path) else whole(self, name)
    )
    return bool(import_module("pytest").main([*QUIET, *names]))


def _when_called(work: Sequence[tuple[Changed, list[str]]], tests: list[str]) -> Iterator[bool]:
    """The outcomes of `work`, told through a pipe by a child that collects all tests once."""
    reads, writes = os.pipe()
    if not (child := os.fork()):
        os.close(reads)
        status = import_module("pytest").main([*QUIET, "-s", *tests], plugins=[_Judge(work, writes)])
        os._exit(int(status))
    os.close(writes)
    with os.fdopen(reads) as told:
        for outcome in told:
            yield outcome == "1\n"
    os.waitpid(child, 0)


class _Judge:
    """A pytest plugin that runs, instead of all tests, those of each mutant."""

    def __init__(self, work: Sequence[tuple[Changed, list[str]]], writes: int) -> None:
        self.work, self.writes = work, writes

    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        functions = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        control = [items[name] for _, names in self.work[:1] for name in names if name in items]
        assert not _fails(lambda: _run(session, control)), "the tests fail on the code as it is"
        for mutant, names in self.work:
            chosen = [items[name] for name in names if name in items]
            failed = _fails(lambda mutant=mutant, chosen=chosen: _patched(mutant, functions) and _run(session, chosen))  # type: ignore[misc]
            os.write(self.writes, b"1\n" if failed else b"0\n")
        return True


def _patched(mutant: Changed, functions: Iterable[FunctionType]) -> bool:
    """Give the functions of the mutant's module their changed code."""
    new = {(code.co_qualname, code.co_firstlineno): code for code in _inside(mutant.code())}
    for function in functions:
        old = function.__code__
        if old.co_filename == str(mutant.path) and (old.co_qualname, old.co_firstlineno) in new:
            function.__code__ = new[old.co_qualname, old.co_firstlineno]
    return True


def _inside(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _inside(one)


def _run(session: Any, items: Sequence[Any]) -> bool:
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return True
    return False

"""What a worker knows how to do: a name for each task. Rooms register theirs in their own tasks.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

Work = TypeVar("Work", bound=Callable[..., object])


@dataclass(frozen=True)
class Task:
    """One kind of work.

    `together` runs the work and marks it done in one transaction, so that whatever it writes to the database is
    written exactly once; such work never waits on a network. Everything else is done at least once.
    `at_most` is how long one try may take before the worker lets somebody else have a go.
    `given_up` is done, with the same words, when the last try has failed: whoever waits for the work must be told.
    """

    name: str
    work: Callable[..., object]
    together: bool = False
    at_most: timedelta = timedelta(minutes=10)
    given_up: Callable[..., object] | None = None


_tasks: dict[str, Task] = {}


def task(
    name: str,
    *,
    together: bool = False,
    at_most: timedelta = timedelta(minutes=10),
    given_up: Callable[..., object] | None = None,
) -> Callable[[Work], Work]:
    """Give a function a name under which work rows can ask for it."""

    def register(work: Work) -> Work:
        known = _tasks.get(name)
        if known and known.work is not work:
            raise ValueError(f"Two tasks are called {name!r}.")
        _tasks[name] = Task(name, work, together, at_most, given_up)
        return work

    return register


class NotYet(Exception):
    """The work cannot be done now; `after` is how long not to try again, where somebody told us."""

    def __init__(self, reason: str = "", *, after: timedelta = timedelta()) -> None:
        super().__init__(reason)
        self.after = after


class UnknownTask(LookupError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = f"No task is called {name!r}. It may belong to another version."


def find(name: str) -> Task:
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None


@dataclass
class Numbering:
    """How the number of a request is read when work is asked for, and taken up again when it is done.

    Config ties this to the journal, which lies above.
    """

    read: Callable[[], str] = str
    begin: Callable[[str], Any] = str


numbering = Numbering()

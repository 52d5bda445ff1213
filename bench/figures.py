"""One figure of the table: how many, how fast, how evenly, and how much slower than the least that could be done."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Figure:
    name: str
    seconds: float  # from the first to the last, by the clock on the wall
    times: list[float] = field(repr=False)  # of each, in seconds
    n: int = 0  # where one time stands for several things
    bare: str = ""  # the figure it is compared with
    ratio: float | None = None  # how many times as long as that one, at the median
    errors: int = 0
    processor: float | None = None  # processor seconds of this house for one
    aim: str = ""
    reached: bool | None = None

    def __post_init__(self) -> None:
        self.n = self.n or len(self.times)

    def at(self, hundredth: int) -> float:
        """So many of a hundred took at most this long, in milliseconds."""
        if len(self.times) == 1:
            return self.times[0] * 1000
        return statistics.quantiles(self.times, n=100, method="inclusive")[hundredth - 1] * 1000

    @property
    def per_second(self) -> float:
        return self.n / self.seconds

    def beside(self, bare: Figure) -> Figure:
        self.bare, self.ratio = bare.name, self.at(50) / bare.at(50)
        return self

    def aiming(self, words: str, reached: bool) -> Figure:
        self.aim, self.reached = words, reached
        return self


def repeat(name: str, times: int, work: Callable[[int], object], *, warm: int = 3) -> Figure:
    """Do it a few times unmeasured, then so many times, one after the other."""
    for number in range(warm):
        work(-1 - number)
    taken, began, spent = [], time.perf_counter(), time.process_time()
    for number in range(times):
        start = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - start)
    figure = Figure(name, time.perf_counter() - began, taken)
    figure.processor = (time.process_time() - spent) / times
    return figure


HEAD = ("what", "n", "per second", "p50 ms", "p90 ms", "p99 ms", "cpu ms", "ratio", "beside", "errors", "aim")


def cells(figure: Figure) -> tuple[str, ...]:
    missed = "" if figure.reached is None else "reached" if figure.reached else "missed"
    return (
        figure.name,
        f"{figure.n:,}",
        f"{figure.per_second:,.0f}" if figure.per_second >= 10 else f"{figure.per_second:.1f}",
        *(f"{figure.at(one):,.1f}" if figure.at(one) >= 1 else f"{figure.at(one):.3f}" for one in (50, 90, 99)),
        "" if figure.processor is None else f"{figure.processor * 1000:,.1f}",
        "" if figure.ratio is None else f"{figure.ratio:,.1f}",
        figure.bare,
        str(figure.errors),
        f"{figure.aim}: {missed}" if figure.aim else "",
    )


def table(figures: list[Figure]) -> str:
    """Lines that stand under each other, and that are a table in Markdown too."""
    rows = [HEAD, *(cells(figure) for figure in figures)]
    wide = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    left = {0, 8, 10}

    def line(row: tuple[str, ...]) -> str:
        put = [word.ljust(w) if c in left else word.rjust(w) for c, (word, w) in enumerate(zip(row, wide, strict=True))]
        return f"| {' | '.join(put)} |"

    rule = f"|{'|'.join('-' * (w + 2) if c in left else '-' * (w + 1) + ':' for c, w in enumerate(wide))}|"
    return "\n".join([line(rows[0]), rule, *(line(row) for row in rows[1:])])

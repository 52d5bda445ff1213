"""A file of bookings as another system exports it, read as it is: any order of columns, many spellings, empty cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NoReturn

import numpy as np

from . import words
from .bookings import NOBODY, Bookings, LeftOut
from .moments import DAY, day_comes_first, read

NEEDED = ("booked_at", "starts_at", "outcome")
OFTEN = 50_000  # lines between two words of progress
TOO_MANY_UNREADABLE = 0.05
Progress = Callable[[int], None]


class Unreadable(ValueError):
    """Why a file cannot be learned from, in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_file(
    file: Path,
    *,
    chosen: Mapping[str, str] | None = None,
    missed_is: str = "",
    progress: Progress | None = None,
) -> Bookings:
    """All bookings of a file whose outcome is known, and how many were left out and why.

    `chosen` names columns that we would not find; `missed_is` says which word means missed where the name does not.
    """
    lines = _lines(_text(file))
    header = next(lines, (0, []))[1]
    try:
        where = words.columns(header, chosen)
    except ValueError as error:
        raise Unreadable(str(error)) from None
    if lacking := [one for one in NEEDED if one not in where]:
        raise Unreadable(
            f"The file has no column {' and no column '.join(lacking)}. Its columns are: {', '.join(header)}. "
            "It needs booked_at, starts_at and an outcome, such as outcome, no_show or attended."
        )
    numbers, cells = _columns(lines, where, progress)
    return _bookings(cells, numbers, header[where["outcome"]], missed_is)


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be read ({error.strerror or 'it cannot be opened'}).") from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that holds something, with its number in the file."""
    first = text.lstrip("\r\n").partition("\n")[0]
    apart = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    number = 1
    while True:
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(f"Line {reader.line_num} is not CSV ({error}).") from None
        if any(cell.strip() for cell in line):
            yield number, line
        number = reader.line_num + 1


def _columns(
    lines: Iterable[tuple[int, list[str]]], where: Mapping[str, int], progress: Progress | None
) -> tuple[list[int], dict[str, list[str]]]:
    numbers: list[int] = []
    cells: dict[str, list[str]] = {what: [] for what in where}
    places = [(cells[what], at) for what, at in where.items()]
    for number, line in lines:
        numbers.append(number)
        many = len(line)
        for column, at in places:
            column.append(line[at].strip() if at < many else "")
        if progress and len(numbers) % OFTEN == 0:
            progress(len(numbers))
    return numbers, cells


def _bookings(cells: Mapping[str, list[str]], numbers: Sequence[int], column: str, missed_is: str) -> Bookings:
    rows = len(numbers)
    said = _said(cells["outcome"], numbers, column)
    missed, reading = _missed(cells["outcome"], said, column, missed_is)
    dates = [cells["booked_at"], cells["starts_at"]]
    day_first = day_comes_first(dates)
    booked, starts = (read(one, day_first=day_first) for one in dates)
    unreadable = np.zeros(rows, dtype=bool)
    unreadable[[*booked.refused, *starts.refused]] = True
    first = _first_unreadable(cells, numbers, booked.refused, starts.refused)
    if rows and unreadable.mean() > TOO_MANY_UNREADABLE:
        raise Unreadable(f"{first} {int(unreadable.sum())} of {rows} lines have such dates.")
    dated = booked.known & starts.known
    later = dated & (booked.wall // DAY > starts.wall // DAY)
    cancelled = np.array([one == "off" for one in missed], dtype=bool)
    known = np.array([isinstance(one, float) for one in missed], dtype=bool)
    keep = known & dated & ~later
    whose, names = _patients(cells.get("patient"), rows)
    return Bookings(
        patient=whose,
        booked_wall=booked.wall,
        booked=booked.instant,
        starts_wall=starts.wall,
        starts=starts.instant,
        days_only=starts.days_only,
        age=_numbers(cells.get("age"), rows, words.age),
        reminded=_numbers(cells.get("reminded"), rows, words.reminded),
        missed=np.array([one if isinstance(one, float) else np.nan for one in missed], dtype=np.float64),
        names=names,
        rows=rows,
        reading=reading,
        day_first=day_first,
        left_out=LeftOut(
            cancelled=int(cancelled.sum()),
            without_outcome=int((~known & ~cancelled).sum()),
            without_dates=int((known & ~dated & ~unreadable).sum()),
            unreadable_dates=int((known & unreadable).sum()),
            booked_after=int((known & later).sum()),
            first_unreadable=first,
        ),
    ).only(keep)


def _said(outcomes: Sequence[str], numbers: Sequence[int], column: str) -> dict[str, words.Meaning]:
    """What each outcome in the file means; refused at the first that we do not know."""
    known: dict[str, words.Meaning] = {}
    for cell, number in zip(outcomes, numbers, strict=True):
        if cell in known:
            continue
        meaning = words.meaning(cell)
        if meaning is None:
            _unknown(cell, number, column)
        known[cell] = meaning
    return known


def _unknown(cell: str, number: int, column: str) -> NoReturn:
    raise Unreadable(
        f"Line {number}: we do not know the outcome {cell[:60]!r} in column {column!r}. Write attended, no-show or "
        "cancelled, or leave it empty where nobody knows."
    )


def _missed(
    outcomes: Sequence[str], said: Mapping[str, words.Meaning], column: str, missed_is: str
) -> tuple[list[float | str | None], str]:
    """1 for missed, 0 for came, "off" for cancelled, None for not known; and how a bare yes or no was read."""
    many = Counter(outcomes)
    if missed_is:
        if words.plain(missed_is) not in {words.plain(one) for one in many}:
            raise Unreadable(f"No outcome in column {column!r} is {missed_is!r}.")
        missed = {one for one in many if words.plain(one) == words.plain(missed_is)}
        read_as: dict[str, float | str | None] = {
            one: 1.0 if one in missed else "off" if means == "off" else None if means == "open" else 0.0
            for one, means in said.items()
        }
        return [read_as[one] for one in outcomes], f"{missed_is!r} in column {column!r} was read as missed, as you said"
    bare = chain.from_iterable([means] * many[one] for one, means in said.items() if means in ("yes", "no"))
    yes_missed = words.yes_means_missed(column, bare)
    values: dict[str, float | str | None] = {
        "came": 0.0,
        "missed": 1.0,
        "off": "off",
        "open": None,
        "yes": float(yes_missed),
        "no": float(not yes_missed),
    }
    yes = next((one for one, means in said.items() if means == "yes"), None)
    no = next((one for one, means in said.items() if means == "no"), None)
    bare_word, is_missed = (yes, yes_missed) if yes is not None else (no, not yes_missed)
    reading = ""
    if bare_word is not None:
        reading = f"{bare_word!r} in column {column!r} was read as {'missed' if is_missed else 'came'}"
        if not words.sense_of(column):
            reading += ", which the column's name does not say: if that is wrong, use --missed WORD"
    return [values[said[one]] for one in outcomes], reading


def _first_unreadable(
    cells: Mapping[str, list[str]], numbers: Sequence[int], booked: Sequence[int], starts: Sequence[int]
) -> str:
    found = [
        (at, column) for column, refused in (("booked_at", booked), ("starts_at", starts)) for at in islice(refused, 1)
    ]
    if not found:
        return ""
    at, column = min(found)
    return f"Line {numbers[at]}: {cells[column][at][:60]!r} is no date that we can read."


def _numbers(cells: Sequence[str] | None, rows: int, meaning: Callable[[str], float | None]) -> np.ndarray:
    if cells is None:
        return np.full(rows, np.nan)
    known = {cell: meaning(cell) for cell in set(cells)}
    return np.array([np.nan if (found := known[cell]) is None else found for cell in cells], dtype=np.float64)


def _patients(cells: Sequence[str] | None, rows: int) -> tuple[np.ndarray, list[str]]:
    """A number for each patient; whoever has no name in the file is nobody, and has no past."""
    if cells is None:
        return np.full(rows, NOBODY, dtype=np.int64), []
    numbers: dict[str, int] = {}
    whose = [numbers.setdefault(words.name(cell), len(numbers)) if cell else NOBODY for cell in cells]
    return np.array(whose, dtype=np.int64), list(numbers)

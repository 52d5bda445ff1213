"""Opening a file that somebody gave us: packed or not, whole or damaged, and never more than we can hold."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from bedside.journal.models import Refusal

MOST = 100_000_000  # bytes of one file, unpacked
MOST_PACKED = 100  # times as large as it was packed …
FREELY = 2_000_000  # … once it is larger than this
KINDS = (".json", ".ndjson")
PACKED: dict[str, Callable[[Path], IO[bytes]]] = {".gz": gzip.open, ".bz2": bz2.open}  # type: ignore[dict-item]


class Damaged(Refusal):
    """Why a file is refused: which file, which entry (counted from one), which element, and what is wrong with it."""

    def __init__(self, sentence: str, *, file: str, entry: int = 0, element: str = "") -> None:
        where = ", ".join(filter(None, [file, f"entry {entry}" if entry else "", element]))
        super().__init__(f"{where}: {sentence}", rule="damaged")
        self.file, self.entry, self.element, self.reason = file, entry, element, sentence


def files_in(paths: list[Path]) -> Iterator[Path]:
    """Every file to be read: those named, and those of the right kind in the folders named, in the order of names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and _kind(one) in KINDS)
        elif path.is_file():
            if _kind(path) not in KINDS:
                raise Damaged("Only .json and .ndjson can be read, also packed as .gz or .bz2.", file=path.name)
            yield path
        else:
            raise Damaged("There is no such file.", file=str(path))


def is_lines(path: Path) -> bool:
    """Whether each line of this file is a resource of its own."""
    return _kind(path) == ".ndjson"


def read_text(path: Path) -> str:
    """What the file says. Reading stops as soon as it grows too large, so a file packed to burst does no harm."""
    try:
        return _read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged(f"Byte {error.start + 1} is not UTF-8.", file=path.name) from error
    except EOFError as error:
        raise Damaged("It is cut off: the packed file ends too early.", file=path.name) from error
    except (OSError, zlib.error, ValueError) as error:
        raise Damaged(f"It cannot be read: {error}.", file=path.name) from error


def _read(path: Path) -> bytes:
    unpack = PACKED.get(path.suffix.lower())
    size, so_far, pieces = path.stat().st_size, 0, []
    with unpack(path) if unpack else path.open("rb") as stream:
        while piece := stream.read(1 << 18):
            so_far += len(piece)
            if so_far > MOST:
                raise Damaged(f"It is larger than {MOST // 1_000_000} MB. Please divide it.", file=path.name)
            if unpack and so_far > FREELY and so_far > MOST_PACKED * size:
                raise Damaged(f"It unpacks to more than {MOST_PACKED} times its size.", file=path.name)
            pieces.append(piece)
    return b"".join(pieces)


def _kind(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""

"""How many planted changes are found, and how many pairs that say the same are asked about needlessly."""

from __future__ import annotations

from pathlib import Path

from bedside.language.faithful import Finding, compare

HERE = Path(__file__).parent


def planted(language: str) -> list[tuple[str, str, str, str]]:
    """Part, what differs, notes, plain words."""
    lines = (HERE / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


def found(language: str, notes: str, words: str) -> list[Finding]:
    return compare(notes, words, language=language)


def figures(language: str, part: str) -> dict[str, tuple[int, int]]:
    """For each kind, how many of how many came out as planted; of "same" those that are let pass."""
    counted: dict[str, tuple[int, int]] = {}
    for where, kind, notes, words in planted(language):
        if where == part:
            kinds = {str(one.kind) for one in found(language, notes, words)}
            right = not kinds if kind == "same" else bool(kinds)
            good, every = counted.get(kind, (0, 0))
            counted[kind] = (good + right, every + 1)
    return counted


if __name__ == "__main__":
    import sys

    for spoken in ("fr", "pl", "ar"):
        for part in sys.argv[1:] or ["first", "second"]:
            print(spoken, part, figures(spoken, part))
            for where, kind, notes, words in planted(spoken) if "-v" in sys.argv else []:
                said = found(spoken, notes, words)
                if where == part and ((kind == "same") != (not said) or (said and kind not in {x.kind for x in said})):
                    print("  ", kind, notes, "|", words, said)

"""Messages that another hand wrote, measured before anybody reads them: sensitivity and over-triage by language."""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.urgency.ask import decide
from bedside.urgency.engine import Decision
from bedside.urgency.levels import EMERGENCY, HEIGHT

Z = 1.96  # 95 %


@dataclass(frozen=True)
class Line:
    """One message of a round, and whether its writer holds it to be an emergency."""

    language: str
    text: str
    urgent: bool
    rule: str
    asked: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.language}-{self.rule or '-'}-{self.text[:40]}"

    def decide(self) -> Decision:
        return decide(self.asked)


def lines(path: Path) -> list[Line]:
    """All messages of a file: one JSON object a line with text, language, age, sex, pregnant, urgent, rule and note."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]
    return [
        Line(row["language"], row["text"], bool(row["urgent"]), str(row.get("rule") or ""),
             {name: row.get(name) for name in ("text", "age", "sex", "pregnant")})
        for row in rows
    ]  # fmt: skip


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval of a share by Wilson's formula."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits} of {of}: {100 * hits / of if of else 0:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def report(found: Iterable[Line]) -> str:
    """Figures by language and for all, without a word of what the messages say."""
    by: dict[str, list[tuple[Line, Decision]]] = defaultdict(list)
    for line in found:
        pair = (line, line.decide())
        by[line.language].append(pair)
        by["all"].append(pair)
    said = []
    for language, pairs in sorted(by.items()):
        urgent = [decision.level for line, decision in pairs if line.urgent]
        calm = [decision.level for line, decision in pairs if not line.urgent]
        caught = sum(level in EMERGENCY for level in urgent)
        over = sum(level in EMERGENCY for level in calm)
        high = sum(HEIGHT[level] > HEIGHT["R14"] for level in calm)
        said.append(
            f"{language}: E0 and E1 caught {_share(caught, len(urgent))}; ordinary called E0 or E1 "
            f"{_share(over, len(calm))}; ordinary above R14 {_share(high, len(calm))}"
        )
    return "\n".join(said)


def wrong(found: Iterable[Line]) -> list[tuple[Line, Decision]]:
    """The messages that were missed or called an emergency for nothing, once it is time to read them."""
    pairs = [(line, line.decide()) for line in found]
    return [(line, decision) for line, decision in pairs if line.urgent != (decision.level in EMERGENCY)]


def _main(given: list[str]) -> None:
    found = [line for path in given if not path.startswith("--") for line in lines(Path(path))]
    print(report(found))
    if "--show" not in given:
        return
    for line, decision in wrong(found):
        kind = "MISSED" if line.urgent else "CALLED"
        asked = {name: value for name, value in line.asked.items() if name != "text"}
        print(kind, line.rule, decision.level, decision.rules, asked, "|", line.text, "|", dict(decision.quotes))


if __name__ == "__main__":
    _main(sys.argv[1:])

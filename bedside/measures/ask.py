"""What `bedside ask chart` answers: the limits of a series, what each point says, and whether a target will be met."""

from __future__ import annotations

from typing import Any

from .xmr import xmr


def answer(line: Any) -> dict[str, Any]:
    """{"values", "better", "target", "screening", "fix_after"} → mean, limits, points, variation and assurance."""
    if not isinstance(line, dict):
        raise ValueError('Each line must be an object such as {"values": [12, 14, 11], "better": "down"}.')
    values = line.get("values")
    if not isinstance(values, list):
        raise ValueError("Say the values to chart: values must be a list of numbers.")
    better = "neither" if line.get("better") is None else line["better"]
    if not isinstance(better, str):
        raise ValueError("Better must be up, down or neither.")
    screening = True if line.get("screening") is None else line["screening"]
    if not isinstance(screening, bool):
        raise ValueError("Screening must be true or false.")
    fix_after = line.get("fix_after")
    if fix_after is not None and (isinstance(fix_after, bool) or not isinstance(fix_after, int)):
        raise ValueError("The limits are fixed after a whole number of points: fix_after must be one.")
    target = line.get("target")
    chart = xmr(
        [_number(value, "Every value") for value in values],
        better=better,
        target=None if target is None else _number(target, "The target"),
        screening=screening,
        fix_after=fix_after,
    )
    return {
        "mean": chart.mean,
        "lower": chart.lower,
        "upper": chart.upper,
        "points": list(chart.points),
        "variation": chart.variation,
        "assurance": chart.assurance,
    }


def _number(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e100:
        raise ValueError(f"{what} must be an ordinary number, not {str(value)[:40]!r}.")
    return float(value)

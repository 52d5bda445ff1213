"""What was learned, for somebody who reads it in a terminal or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .bookings import Bookings
from .features import GROUPS
from .files import content
from .judging import Judgement
from .no_show import SENTENCES, Learned


def as_json(learned: Learned, bookings: Bookings) -> dict[str, Any]:
    """Everything, for another program."""
    out = bookings.left_out
    return {
        "rows": bookings.rows,
        "used": len(bookings),
        "patients": learned.patients,
        "left_out": {
            "cancelled": out.cancelled,
            "without_outcome": out.without_outcome,
            "without_dates": out.without_dates,
            "unreadable_dates": out.unreadable_dates,
            "booked_after": out.booked_after,
        },
        "reading": bookings.reading,
        "model": content(learned, bookings),
        "all_bookings": learned.everybody.as_json(),
        "without_same_day": learned.not_same_day.as_json() if learned.not_same_day else None,
    }


def as_text(learned: Learned, bookings: Bookings) -> str:
    return "\n".join(_lines(learned, bookings)) + "\n"


def _lines(learned: Learned, bookings: Bookings) -> Iterator[str]:
    model, out = learned.model, bookings.left_out
    yield "No-show model"
    yield ""
    yield f"Bookings read: {bookings.rows:,}; used: {len(bookings):,} of {learned.patients:,} known patients."
    for many, why in (
        (out.cancelled, "cancelled or moved"),
        (out.without_outcome, "without a known outcome"),
        (out.without_dates, "without both dates"),
        (out.unreadable_dates, f"with a date that we cannot read. {out.first_unreadable}"),
        (out.booked_after, "booked on a later day than the visit"),
    ):
        if many:
            yield f"Left out: {many:,} {why}".rstrip(" .") + "."
    if bookings.reading:
        yield f"Outcomes: {bookings.reading}."
    if bookings.days_only:
        yield "Visits have days and no hours, so that hours count for nothing and leads are whole days."
    yield f"Learned from {model.n:,} bookings, {model.first_day} to {model.last_day}: {100 * model.share:.1f} % missed."
    yield (
        f"Measured on {learned.everybody.n:,} later ones, {learned.tested_from} to {learned.tested_until}, "
        "which it had not seen."
    )
    yield ""
    yield from _judged("All bookings", learned.everybody)
    if learned.not_same_day:
        yield from _judged("Without bookings for the same day", learned.not_same_day)
    yield "What adds to the odds of a missed visit (times the odds), and what takes from them"
    for group, names in GROUPS.items():
        said = dict(zip(model.names, model.coefficients, strict=True))
        shown = ", ".join(f"{name} {2.718281828459045 ** said[name]:.2f}" for name in names if abs(said[name]) >= 0.005)
        yield f"  {group + ':':10} {shown or 'nothing'}"
    yield ""
    yield SENTENCES[learned.verdict]
    yield "Use it to offer help: a call, transport, an earlier reminder. Never to give somebody a worse time."


def _judged(title: str, found: Judgement) -> Iterator[str]:
    yield f"{title} (n = {found.n:,}, missed {found.missed:,} = {100 * found.share:.1f} %)"
    yield f"  AUC                        {_number(found.auc)}"
    yield f"  Brier                      {found.brier:.4f}"
    yield f"  Brier of the base rate     {found.brier_base:.4f}   (better by {100 * found.skill:.1f} %)"
    yield f"  Calibration slope          {_number(found.slope)}   (1 is right)"
    yield f"  Calibration intercept      {_number(found.intercept)}   (0 is right)"
    yield f"  All together off by        {_number(found.in_the_large)}   (log-odds; 0 is right)"
    yield "        n   predicted   observed"
    for one in found.bins:
        yield f"  {one.n:7,}   {100 * one.predicted:7.1f} %  {100 * one.observed:7.1f} %"
    yield ""


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"

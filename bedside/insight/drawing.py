"""A chart as SVG of our own: read by screen readers, printed sharp, drawn without a script.

What a point says is in its shape as well as in its colour: a dot for usual variation, a square for worse, a diamond
for better, a ring for a week that is not over. The week that runs stands on a hatched ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from bedside.measures.stretches import Limits

from . import sentences
from .charts import Chart, Mark

SHOWN = 26  # weeks of a small chart


@dataclass(frozen=True)
class Frame:
    """How large a chart is, in its own units, and how much stays free around the lines."""

    width: int
    height: int
    left: int = 8
    right: int = 44  # the mean and the limits stand there in numbers
    top: int = 12
    bottom: int = 24
    dot: float = 3.6


SMALL = Frame(348, 156)
LARGE = Frame(960, 320, right=64, bottom=28, dot=4.6)


@dataclass(frozen=True)
class Scale:
    frame: Frame
    marks: Sequence[Mark]
    low: float
    high: float

    def x(self, index: int) -> float:
        """Weeks of which nothing is shown keep their room."""
        room = self.frame.width - self.frame.left - self.frame.right - 2 * self.frame.dot
        first, last = self.marks[0].week, self.marks[-1].week
        part = (self.marks[index].week - first) / (last - first) if last > first else 0.0
        return self.frame.left + self.frame.dot + room * part

    def y(self, value: float) -> float:
        room = self.frame.height - self.frame.top - self.frame.bottom
        return self.frame.top + room * (self.high - value) / (self.high - self.low)


def draw(chart: Chart, name: str, frame: Frame = SMALL, weeks: int = SHOWN) -> Markup:
    """The chart of the last so many weeks; `name` tells its parts from those of other charts on the page."""
    marks = [mark for mark in chart.marks if mark.is_point][-weeks:]
    if not marks:
        return Markup("")
    scale = _scale(chart, marks, frame)
    parts = [
        Markup('<svg class="xmr" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">').format(
            frame.width, frame.height, name, name
        ),
        Markup('<title id="{}-t">{}</title><desc id="{}-d">{}</desc>').format(name, title(chart), name, told(chart)),
        *_ground(scale, name),
        *_lines(chart, scale),
        *_points(chart, scale),
        *_feet(scale),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


def title(chart: Chart) -> str:
    words = {"title": _(chart.measure.title), "place": chart.place or ""}
    return _("%(title)s, %(place)s, week by week") % words if chart.place else _("%(title)s, week by week") % words


def told(chart: Chart) -> str:
    """The chart in words, for whoever does not see it."""
    last, unit = chart.last, chart.measure.unit
    if last is None or last.value is None:
        return _("There is no week yet of which enough was counted.")
    words = {"day": sentences.day(last.week), "now": sentences.amount(last.value, unit)}
    said = [_("The last whole week, of %(day)s: %(now)s.") % words]
    if last.limits:
        words = {
            "mean": sentences.amount(last.limits.mean, unit),
            "low": sentences.number(sentences.low_of(chart.measure, last)),
            "high": sentences.number(sentences.high_of(chart.measure, last)),
        }
        said.append(_("Mean %(mean)s, limits %(low)s to %(high)s.") % words)
    said.append(f"{sentences.VARIATIONS[chart.variation]}.")
    if chart.run:
        said.append(sentences.why(chart.run.kind, chart.run.length).capitalize() + ".")
    return " ".join(said)


def _scale(chart: Chart, marks: Sequence[Mark], frame: Frame) -> Scale:
    seen = [mark.value for mark in marks if mark.value is not None]
    for mark in marks:
        if mark.limits:
            seen += [sentences.low_of(chart.measure, mark), sentences.high_of(chart.measure, mark)]
    if chart.measure.target is not None:
        seen.append(chart.measure.target)
    low, high = min(seen), max(seen)
    return Scale(frame, marks, low, high) if high > low else Scale(frame, marks, low - 1, high + 1)


def _ground(scale: Scale, name: str) -> Iterator[Markup]:
    """The week that is not over stands on a hatched ground."""
    if scale.marks[-1].is_over:
        return
    frame, at = scale.frame, scale.x(len(scale.marks) - 1)
    before = scale.x(len(scale.marks) - 2) if len(scale.marks) > 1 else at - 12
    left = at - min((at - before) / 2, 12)
    yield Markup(
        '<defs><pattern id="{0}-h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="2.5" x2="2.5" y1="0" y2="5"/></pattern></defs>'
        '<rect fill="url(#{0}-h)" x="{1:.1f}" y="{2}" width="{3:.1f}" height="{4}"/>'
    ).format(name, left, frame.top - 6, at + frame.dot + 4 - left, frame.height - frame.top - frame.bottom + 12)


def _lines(chart: Chart, scale: Scale) -> Iterator[Markup]:
    """Mean and limits of each stretch, the target, where limits were drawn anew, and the line through the weeks."""
    frame, right = scale.frame, scale.frame.width - scale.frame.right
    for start, end, limits in _stretches(scale.marks):
        first = scale.x(start) - frame.dot
        last = scale.x(end) + frame.dot if end < len(scale.marks) - 2 else right
        low, high = _drawn(chart, scale.marks[start])
        for kind, value in (("limit", high), ("mean", limits.mean), ("limit", low)):
            yield Markup('<line class="{0}" x1="{1:.1f}" x2="{2:.1f}" y1="{3:.1f}" y2="{3:.1f}"/>').format(
                kind, first, last, scale.y(value)
            )
        if start > 0:
            between = (scale.x(start - 1) + scale.x(start)) / 2
            yield Markup('<line class="anew" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>').format(
                between, frame.top - 6, frame.height - frame.bottom + 6
            )
    if chart.measure.target is not None:
        yield Markup('<line class="target" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/>').format(
            frame.left, right, scale.y(chart.measure.target)
        )
    path = " ".join(f"{scale.x(at):.1f},{scale.y(mark.value or 0):.1f}" for at, mark in enumerate(scale.marks))
    yield Markup('<polyline points="{}"/>').format(path)
    yield from _labels(chart, scale)


def _stretches(marks: Sequence[Mark]) -> Iterator[tuple[int, int, Limits]]:
    """From which to which week the same limits hold."""
    start, held = 0, None
    for at, mark in enumerate(marks):
        if mark.limits is None or mark.limits == held:
            continue
        if held:
            yield start, at - 1, held
        start, held = at, mark.limits
    if held:
        yield start, len(marks) - 1, held


def _drawn(chart: Chart, mark: Mark) -> tuple[float, float]:
    return sentences.low_of(chart.measure, mark), sentences.high_of(chart.measure, mark)


def _labels(chart: Chart, scale: Scale) -> Iterator[Markup]:
    """Mean, limits and target in numbers, at the end of their lines and never one over the other."""
    last = next((mark for mark in reversed(scale.marks) if mark.limits), None)
    told: list[tuple[float, str, str]] = []
    if last and last.limits:
        low, high = _drawn(chart, last)
        told += [(last.limits.mean, "mean", ""), (high, "limit", ""), (low, "limit", "")]
    if chart.measure.target is not None:
        told.insert(1, (chart.measure.target, "target", _("target")))
    taken: list[float] = []
    for value, kind, word in told:
        y = scale.y(value) + 4
        if any(abs(y - other) < 13 for other in taken):
            if kind != "target":
                continue
            y = max(taken, key=lambda other: abs(y - other) < 13) + (13 if y > min(taken) else -13)
        taken.append(y)
        label = f"{word} {sentences.number(value)}" if word and scale.frame is LARGE else sentences.number(value)
        yield Markup('<text class="{}" x="{}" y="{:.1f}">{}</text>').format(
            kind, scale.frame.width - scale.frame.right + 6, y, label
        )


def _points(chart: Chart, scale: Scale) -> Iterator[Markup]:
    for at, mark in enumerate(scale.marks):
        assert mark.value is not None
        x, y, r = scale.x(at), scale.y(mark.value), scale.frame.dot
        hint = escape(
            f"{sentences.day(mark.week)}: {sentences.amount(mark.value, chart.measure.unit)}, "
            f"{sentences.counted_how_many(mark)}"
        )
        yield Markup("<g>{}<title>{}</title></g>").format(_shape(mark, x, y, r), hint)


def _shape(mark: Mark, x: float, y: float, r: float) -> Markup:
    if not mark.is_over:
        return Markup('<circle class="open" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, r)
    match mark.placed.variation:
        case "common":
            return Markup('<circle class="common" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(x, y, r)
        case "concerning":
            return Markup('<rect class="concerning" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                x - r, y - r, 2 * r, 2 * r
            )
        case better:
            d = r * 1.35
            return Markup('<path class="{}" d="M{:.1f} {:.1f}l{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}Z"/>').format(
                "improving" if better == "improving" else "neutral", x, y - d, d, d, -d, d, -d, -d
            )


def _feet(scale: Scale) -> Iterator[Markup]:
    """The first week, the last whole one, and on a large chart some between."""
    frame, y = scale.frame, scale.frame.height - 5
    whole = len(scale.marks) - 1 if scale.marks[-1].is_over else len(scale.marks) - 2
    if whole < 1:
        return
    some = 5 if frame is LARGE else 2
    for at in sorted({round(whole * part / (some - 1)) for part in range(some)}):
        anchor = "start" if at == 0 else "end" if at == whole else "middle"
        x = frame.left if at == 0 else scale.x(at) + (frame.dot if at == whole else 0)
        yield Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            x, y, anchor, sentences.short_day(scale.marks[at].week)
        )

"""How many of a hundred or of a thousand, as a field of small round people: counted, not guessed from a length.

Whom it meets is filled, whom it does not meet is a ring: the shape tells it as well as the colour, on paper too. The
drawing holds no words; what stands beside it says the same.
"""

from __future__ import annotations

from markupsafe import Markup

STEP = 10  # each has a square of its own
COLUMNS = {100: 10, 1_000: 40}  # 10 rows of 10, or 25 rows of 40


def icon_array(count: int, out_of: int, name: str, said: str) -> Markup:
    """The field with so many of them filled, row by row; `said` is told to whoever does not see it."""
    if out_of not in COLUMNS or not 0 <= count <= out_of:
        raise ValueError(f"{count} of {out_of} cannot be drawn.")
    across = COLUMNS[out_of]
    full, rest = divmod(count, across)
    width, height = across * STEP, out_of // across * STEP
    areas = [
        ("has", 0, 0, width, full * STEP),
        ("has", 0, full * STEP, rest * STEP, STEP),
        ("not", rest * STEP, full * STEP, width - rest * STEP, STEP if rest else 0),
        ("not", 0, (full + bool(rest)) * STEP, width, height - (full + bool(rest)) * STEP),
    ]
    drawn = [
        Markup('<rect fill="url(#{}-{})" x="{}" y="{}" width="{}" height="{}"/>').format(name, *area)
        for area in areas
        if area[3] and area[4]
    ]
    return Markup(
        '<svg class="icons" viewBox="0 0 {0} {1}" role="img" aria-label="{2}"><defs>'
        '<pattern id="{3}-has" width="{4}" height="{4}" patternUnits="userSpaceOnUse">'
        '<circle class="has" cx="5" cy="5" r="4.2"/></pattern>'
        '<pattern id="{3}-not" width="{4}" height="{4}" patternUnits="userSpaceOnUse">'
        '<circle class="not" cx="5" cy="5" r="3.4"/></pattern></defs>{5}</svg>'
    ).format(width, height, said, name, STEP, Markup("").join(drawn))

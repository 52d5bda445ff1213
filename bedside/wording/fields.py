"""Fields in words that people write: {name}, {if wait}…{end}. Only the fields of that text are ever filled in."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

FIELD = re.compile(r"\{([^{}\n]*)\}")
IF = re.compile(r"if (not )?([a-z_]+)")
NAME = re.compile(r"[a-z_]+")
_OURS = re.compile(r"\{\{ ([a-z_]+) \}\}|\{% if (not )?([a-z_]+) %\}|\{% endif %\}")


@dataclass(frozen=True)
class Marks:
    """What a piece of writing would fill in: each field with the condition it stands under, and what cannot be read."""

    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    conditions: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)


def shown(ours: str) -> str:
    """Words of the house as people write them: {{ name }} is {name}."""

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return f"{{{found[1]}}}"
        return f"{{if {found[2] or ''}{found[3]}}}" if found[3] else "{end}"

    return _OURS.sub(one, ours)


def written(theirs: str) -> str:
    """Words as people write them, for the one way in which texts are filled in. They must have been read before."""

    def one(found: re.Match[str]) -> str:
        if found[1] == "end":
            return "{% endif %}"
        if asks := IF.fullmatch(found[1]):
            return f"{{% if {asks[1] or ''}{asks[2]} %}}"
        return f"{{{{ {found[1]} }}}}"

    return FIELD.sub(one, theirs)


@cache
def marks(theirs: str) -> Marks:
    """Read what stands in braces, from the beginning to the end."""
    read, under = Marks(), ""
    for found in FIELD.finditer(theirs):
        inner = found[1]
        asks = IF.fullmatch(inner)
        if inner == "end" and under:
            under = ""
        elif asks and not under:
            under = f"{asks[1] or ''}{asks[2]}"
            read.conditions.add(under)
        elif NAME.fullmatch(inner) and inner != "end":
            read.fields[inner].add(under)
        else:
            read.unread.append(found.group())
    if under:
        read.unread.append(f"{{if {under}}}")
    read.unread.extend(re.findall(r"[{}]", FIELD.sub("", theirs)))
    return read

"""A form cut into pages that fit a phone: each group at the top is a page, and what lies between two groups is one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from .tree import Node, missing


@dataclass(frozen=True)
class Page:
    """What is shown at once."""

    key: str  # the number of its first item
    tops: list[Node]

    @property
    def shown(self) -> list[Node]:
        """What is asked on it now."""
        return [one for top in self.tops for one in top.walk() if one.is_asked]

    @property
    def asks(self) -> bool:
        return any(one.item.type != "group" for one in self.shown)


def pages(root: Node) -> list[Page]:
    """Every page, also those on which nothing is asked now."""

    def belongs(node: Node) -> str:
        return node.item.link_id if node.item.type == "group" else ""

    return [Page(tops[0].item.link_id, tops) for _, part in groupby(root.inner, belongs) if (tops := list(part))]


def hangs_on(page: Page, other: Page) -> bool:
    """Whether what is asked on a page depends on what was answered on the other."""
    there = {one.item.link_id for top in other.tops for one in top.walk()}
    return any(told.question in there for top in page.tops for one in top.walk() for told in one.item.conditions)


def to_do(root: Node, answered: list[str]) -> Page | None:
    """The first page that is asked and was not answered yet, or on which something has no answer any more."""
    left = {id(one) for one in missing(root)}

    def open_still(page: Page) -> bool:
        return page.key not in answered or any(id(one) in left for one in page.shown)

    return next((one for one in pages(root) if one.asks and open_still(one)), None)

"""A form with what has been answered so far: what is asked, and what of it counts.

A question that is not asked has no answer, even if somebody gave one before: it counts for no condition and is left out
of what is kept. Where a question stands in a group that repeats, a condition means the nearest one: in its own group
first, then further and further out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .items import Condition, Item
from .values import holds

Json = dict[str, Any]


@dataclass
class Node:
    """One item at one place of one answered form; a group that repeats has several."""

    item: Item
    parent: Node | None
    given: list[Json] = field(default_factory=list)  # the answers, without what was asked inside them
    inner: list[Node] = field(default_factory=list)
    turn: int = 0  # the how-manieth of a group that repeats
    _asked: bool | None = None

    @property
    def path(self) -> str:
        """Where it stands: its number, and which of the groups that repeat it lies in."""
        turns = [str(one.turn) for one in self.above() if one.item.type == "group" and one.item.repeats]
        return ".".join([self.item.link_id, *reversed(turns)])

    @property
    def is_asked(self) -> bool:
        """Whether it is enabled. That nothing hangs on itself was seen to when the form was read."""
        if self._asked is None:
            self._asked = self._find_out()
        return self._asked

    @property
    def answers(self) -> list[Json]:
        """What counts as said here."""
        return self.given if self.is_asked else []

    def _find_out(self) -> bool:
        if self.parent is not None and not self.parent.is_asked:
            return False
        inside = self.parent is not None and self.parent.item.is_question and self.item.type != "display"
        if inside and not (self.parent and self.parent.answers):
            return False  # asked inside an answer, and there is none
        held = [self._holds(one) for one in self.item.conditions]
        return not held or (any(held) if self.item.any_condition else all(held))

    def _holds(self, condition: Condition) -> bool:
        said = [answer for one in self.nearest(condition.question) for answer in one.answers]
        return holds(condition.operator, said, condition.answer)

    def nearest(self, link_id: str) -> list[Node]:
        for scope in self.above():
            if found := [one for one in scope.walk() if one.item.link_id == link_id]:
                return found
        return []

    def above(self) -> Iterator[Node]:
        """It, what it lies in, and so on outwards."""
        here: Node | None = self
        while here is not None:
            yield here
            here = here.parent

    def walk(self) -> Iterator[Node]:
        yield self
        for one in self.inner:
            yield from one.walk()


ROOT = Item(link_id="", type="group", raw={})


def grow(items: Iterable[Item], said: list[Json], *, more: dict[str, int] | None = None) -> Node:
    """The whole form with the answers of a QuestionnaireResponse. `more` names groups that get empty turns besides."""
    root = Node(ROOT, None)
    root.inner = _nodes(items, said, root, more or {})
    return root


def _nodes(items: Iterable[Item], said: list[Json], parent: Node, more: dict[str, int]) -> list[Node]:
    nodes: list[Node] = []
    for item in items:
        mine = [one for one in said if one.get("linkId") == item.link_id]
        if item.type == "group" and item.repeats:
            turns = mine or [{}]
            turns = turns + [{}] * more.get(item.link_id, 0)
        elif item.type == "group":
            turns = [{"item": [inner for one in mine for inner in one.get("item", [])]}]
        else:
            turns = [{"answer": [answer for one in mine for answer in one.get("answer", [])]}]
        nodes += [_node(item, turn, parent, number, more) for number, turn in enumerate(turns)]
    return nodes


def _node(item: Item, said: Json, parent: Node, turn: int, more: dict[str, int]) -> Node:
    node = Node(item, parent, turn=turn)
    given = said.get("answer", [])
    node.given = [{key: value for key, value in one.items() if key != "item"} for one in given]
    inside = [inner for one in given for inner in one.get("item", [])] if item.is_question else said.get("item", [])
    node.inner = _nodes(item.items, inside, node, more)
    return node


def asked(root: Node) -> list[Node]:
    """Every item that is asked, as it is read."""
    return [one for one in root.walk() if one is not root and one.is_asked]


def is_answered(node: Node) -> bool:
    """A question that has an answer, or a group with one somewhere inside."""
    return bool(node.answers) if node.item.is_question else any(is_answered(one) for one in node.inner)


def missing(root: Node) -> list[Node]:
    """What must be answered, is asked, and has no answer."""
    return [one for one in asked(root) if one.item.required and _can_be_answered(one) and not is_answered(one)]


def _can_be_answered(node: Node) -> bool:
    """Words to read have no box, nor has a paper she brings with her; a group has what stands in it."""
    if node.item.type == "group":
        return any(one.is_asked and _can_be_answered(one) for one in node.inner)
    return node.item.type not in ("display", "attachment")


def kept(root: Node) -> list[Json]:
    """The items of the QuestionnaireResponse: what was asked and answered, and nothing besides."""
    said = [_kept(one) for one in root.inner if one.is_asked]
    return [one for one in said if one]


def _kept(node: Node) -> Json:
    inside = [inner for one in node.inner if one.is_asked and (inner := _kept(one))]
    told: Json = {"linkId": node.item.link_id}
    if text := node.item.raw.get("text"):
        told["text"] = text
    if node.item.type == "group":
        return told | {"item": inside} if inside else {}
    if not node.answers:
        return {}
    first, *others = node.answers
    return told | {"answer": [first | ({"item": inside} if inside else {}), *others]}

"""A form as its outline shows it: each question with its kind, its conditions in words, and how deep it lies."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.http import urlencode

from . import conditions
from .items import Item
from .models import Form
from .question_forms import KINDS


@dataclass(frozen=True)
class Row:
    """One line of the outline."""

    link_id: str
    words: str
    kind: str | Promise
    item: Item
    depth: int
    first: bool
    last: bool
    conditions: list[str]

    @property
    def at(self) -> str:
        return urlencode({"at": self.link_id})

    @property
    def inside(self) -> str:
        return urlencode({"in": self.link_id})


def rows_of(form: Form, language: str) -> list[Row]:
    """Every question, as it is read. The words below a question belong to it and have no line of their own."""
    return _rows(form.questions, form.questions, 0, language)


def _rows(items: tuple[Item, ...], all_of_them: tuple[Item, ...], depth: int, language: str) -> list[Row]:
    found = []
    for at, item in enumerate(items):
        told = [conditions.said(one, all_of_them, language) for one in item.conditions]
        words = item.said(language) or item.link_id
        ends = {"first": at == 0, "last": at == len(items) - 1}
        found.append(Row(item.link_id, words, KINDS[item.type], item, depth, conditions=told, **ends))
        inside = item.items if not item.is_question else tuple(one for one in item.items if one.type != "display")
        found += _rows(inside, all_of_them, depth + 1, language)
    return found

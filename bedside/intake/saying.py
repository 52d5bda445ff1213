"""How a fault, and an answer, are said to people."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bedside.language import dates

from .faults import Fault, Why
from .items import Item, Json
from .letting import standing
from .tree import Node
from .values import equal, value_of


def said_of(fault: Fault) -> str:
    """The rule that was broken, in a sentence."""
    match fault.why:
        case Why.CHOICE:
            return _("Choose one of the answers shown.")
        case Why.LONG:
            return _("Please write less: at most %(limit)s letters.") % {"limit": fault.limit}
        case Why.SHORT:
            return _("Please write more: at least %(limit)s letters.") % {"limit": fault.limit}
        case Why.LOW:
            return _("The least we can take here is %(limit)s.") % {"limit": fault.limit}
        case Why.HIGH:
            return _("The most we can take here is %(limit)s.") % {"limit": fault.limit}
        case Why.PLACES:
            return _("Please use fewer figures after the point: at most %(limit)s.") % {"limit": fault.limit}
        case Why.MANY:
            return _("Please give at most %(limit)s answers.") % {"limit": fault.limit}
        case Why.FEW:
            return _("Please give at least %(limit)s answers.") % {"limit": fault.limit}
    return _("We cannot read this answer. Please look at it again.")


def answer_said(node: Node, language: str) -> str:
    """The answers of one question as people read them."""
    return ", ".join(value_said(node.item, one, language) + _stands_said(one, language) for one in node.answers)


def _stands_said(answer: Json, language: str) -> str:
    """Beside a number that cannot be: who let it stand, when, and why."""
    if (stands := standing(answer)) is None:
        return ""
    told = {"name": stands.by, "day": dates.day(stands.at, language), "why": stands.because}
    return " " + _("(not usual; %(name)s let it stand on %(day)s: “%(why)s”)") % told


def value_said(item: Item, answer: Json, language: str) -> str:
    """One answer to a question as people read it, in the words of the one that was chosen."""
    [value] = [answer[key] for key in answer if key.startswith("value")]
    for option in item.options:
        if equal(value_of(option.value), value):
            return option.said(language)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return " ".join(str(value[key]) for key in ("value", "unit", "display", "title") if value.get(key))
    if item.type == "dateTime":
        return str(value)[:16].replace("T", " ")
    return str(value)

"""Every sentence with which a rule of the house says no, read off the code, so that translators see them too.

They stand in English where the rule stands, and are put into the reader's language where they are shown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop"}


@dataclass(frozen=True)
class No:
    """One sentence and where it stands. `filled` if words are put into it there: then only gettext can translate it."""

    file: Path
    line: int
    sentence: str
    filled: bool = False


def refusals(package: Path) -> Iterator[No]:
    """What is handed to Refusal(…), by itself or as a constant of the file, and what constraints say."""
    for file in sorted(package.rglob("*.py")):
        if "migrations" not in file.parts:
            yield from _in(file)


def _in(file: Path) -> Iterator[No]:
    module = ast.parse(file.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        told = [word.value for word in call.keywords if word.arg == "violation_error_message"]
        if ast.unparse(call.func).rpartition(".")[2] == "Refusal":
            told += call.args[:1]
        for one in told:
            words = constants.get(one.id, one) if isinstance(one, ast.Name) else one
            if found := _read(words, file, call.lineno):
                yield found


def _read(words: ast.expr, file: Path, line: int) -> No | None:
    match words:
        case ast.Constant(value=str(text)):
            return No(file, line, text)
        case ast.JoinedStr(values=parts):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            return No(file, line, text, filled=True)
        case ast.Call(func=ast.Name(id=name), args=[inside, *_]) if name in GETTEXT:
            return _read(inside, file, line)
        case ast.BinOp(left=ast.Call() as inside, op=ast.Mod()):
            return _read(inside, file, line)
        case ast.BinOp(left=inside, op=ast.Mod()):
            found = _read(inside, file, line)
            return No(file, line, found.sentence, filled=True) if found else None
    return None

"""Who writes what: only the journal saves a Record, views change nothing, nobody looks past `visible_to`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from bedside.journal.models import Record
from bedside.people.models import AboutPatient

from .plan import ASKING, HOUSE, PYTHON, RECORDING, called, calls, name, our_models, room_of, said, tree

SAVING = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "aupdate",
    "adelete",
}
MODELS: dict[str, type[models.Model]] = {one.__name__: one for one in apps.get_models(include_auto_created=True)}
MODELS |= {abstract.__name__: abstract for abstract in (Record, AboutPatient)}
# The demo's own views show invented people to whoever looks, and are routed in the demo alone.
VIEWS = [file for file in PYTHON if file.name.endswith("views.py") and file.name != "demo_views.py"]

# Rows that the journal does not remember version by version. Each says why it needs no history of its own.
PLAIN = {
    "Entry": "the journal itself",
    "Sight": "the journal itself",
    "Seal": "the journal itself",
    "Job": "work to do: what it did is in the journal",
    "Figure": "a week's sum, which can be counted anew from the rooms' own rows at any time",
    "Share": "a quarter's sum, which can be counted anew from the rooms' own rows at any time",
    "Changed": "which charts say something, told by the weeks they are drawn from",
    "Sampled": "what was open at one hour, which nobody could count later; never changed",
    "Notice": "says to look again, never what; gone after an hour",
    "Delivered": "what left the house; the message is the record",
    "UsedWording": "which words a message was made with; the message and the words are the records",
    "Slot": "follows its session, which is the record",
    "Announced": "what a waiting patient's page said at a time; never changed, and the visit is the record",
    "GuestAsk": "what a guest told us before she was anybody here; gone within the hour",
    "GuestCount": "counts of codes that were asked for, forgotten after a day",
    "FromNobody": "that a message of somebody unknown was heard; its screening is the record",
    "ChatCount": "counts of what was written in chats, forgotten after a day",
    "There": "who has a case open at this moment; forgotten after an hour",
    "Words": "what a message or a note says, as it is searched; the message or the note is the record",
    "Taken": "five minutes of somebody's time; the appointment, offer, hold or session is the record",
    "Letter": "the words of a parcel; never changed, and the parcel's entry holds their digest",
    "EnclosedBytes": "the bytes of a paper; never changed, and the paper's entry holds their digest",
    "EnclosureBytes": "the bytes of a file of an e-mail; never changed, and its entry holds their digest",
    "Mailbox": "how far our mailbox was read; what was read is in the messages",
    "ParcelIndex": "can be made anew from the letter",
    "User": "a login; what it may do changes by RoleChange, which is a record",
    "HeldRole": "what a login may do now; RoleChange is the record",
    "JoiningCode": "lasts a week at most; giving and using it are entries of the patient",
    "Misses": "a count of wrong passwords, forgotten after a month",
    "Repeat": "answers to forms, forgotten after a day",
    "Remembered": "Django's cache table",
    "PairingCode": "lasts ten minutes; giving and using it are entries of the screen",
    "Seen": "that a screen is there; forgotten with it",
    "Tries": "counts of wrong guesses, forgotten after a day; a screen that they shut has an entry",
    "Signal": "how two browsers reach each other; gone after two minutes and when the visit ends",
    "Heard": "that a seat's screen is there; gone when the visit ends",
    # Tables of the libraries for sign-in and sessions.
    "EmailAddress": "the sign-in library's",
    "EmailConfirmation": "the sign-in library's",
    "UserSession": "the sign-in library's",
    "Authenticator": "the sign-in library's",
    "Session": "Django's",
}


@dataclass
class Names:
    """What the names in one function stand for, as far as its own lines tell."""

    file: Path
    known: dict[str, type[models.Model]] = field(default_factory=dict)

    def model(self, node: ast.expr | None) -> type[models.Model] | None:
        """The model whose rows this expression is about."""
        match node:
            case ast.Name(id=word):
                return self.known.get(word) or self._class(word)
            case ast.Attribute(value=inside, attr=word):
                return self.model(inside) if word in {"objects", "_default_manager", "_base_manager"} else _behind(word)
            case ast.Call(func=ast.Name(id="get_object_or_404"), args=[first, *_]):
                return self.model(first)
            case ast.Call(func=ast.Name(id="type"), args=[first]):
                return self.model(first)
            case ast.Call(func=ast.Name(id=word)):
                return self._class(word) or self._answers(word)
            case ast.Call(func=ast.Attribute(value=inside)) | ast.Subscript(value=inside):
                return self.model(inside)
        return None

    def learn(self, function: ast.AST) -> None:
        for node in ast.walk(function):
            match node:
                case ast.arg(arg=word, annotation=told) if told is not None:
                    self._note(word, self._told(told))
                case ast.AnnAssign(target=ast.Name(id=word), annotation=told):
                    self._note(word, self._told(told))
        for _ in range(2):  # once more, for names made of names
            for node in ast.walk(function):
                match node:
                    case ast.Assign(targets=[ast.Name(id=word)], value=value):
                        self._note(word, self.model(value))
                    case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=word), *_])], value=value):
                        self._note(word, self.model(value))
                    case ast.NamedExpr(target=ast.Name(id=word), value=value):
                        self._note(word, self.model(value))
                    case ast.For(target=ast.Name(id=word), iter=value):
                        self._note(word, self.model(value))

    def _note(self, word: str, model: type[models.Model] | None) -> None:
        if model is not None:
            self.known[word] = model

    def _told(self, annotation: ast.expr) -> type[models.Model] | None:
        words = [node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)]
        words += [text.strip("'\"") for node in ast.walk(annotation) if (text := said(node))]  # type: ignore[arg-type]
        return next((found for word in words if (found := self._class(word))), None)

    def _class(self, word: str) -> type[models.Model] | None:
        """The model of that name which this file means: Django's Session and booking's are two."""
        plain = word.removesuffix("QuerySet")
        for node in ast.walk(tree(self.file)):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if (alias.asname or alias.name) == word:
                        module = node.module if node.level == 0 else f"bedside.{room_of(self.file)}"
                        return _model(module or "", alias.name.removesuffix("QuerySet")) or MODELS.get(plain)
        return MODELS.get(plain)

    def _answers(self, word: str) -> type[models.Model] | None:
        """What a function of this file says that it returns."""
        for node in tree(self.file).body:
            if isinstance(node, ast.FunctionDef) and node.name == word and node.returns is not None:
                return self._told(node.returns)
        return None


def _model(module: str, word: str) -> type[models.Model] | None:
    home = ".".join(module.split(".")[:2])
    for model in apps.get_models():
        if model.__name__ == word and model.__module__.startswith(home):
            return model
    return None


def _behind(word: str) -> type[models.Model] | None:
    """The rows behind a relation's name: appointment.cells are Taken. Of several, a Record before a plain row."""
    behind = [
        relation.related_model
        for model in our_models()
        for relation in model._meta.get_fields()
        if getattr(relation, "related_model", None) and relation.name == word
    ]
    found = sorted((one for one in behind if isinstance(one, type)), key=lambda one: not issubclass(one, Record))
    return found[0] if found else None


@dataclass(frozen=True)
class Writing:
    file: Path
    line: int
    what: str
    model: type[models.Model] | None

    def __str__(self) -> str:
        return f"{name(self.file)}:{self.line}: {self.what}"


def writings(file: Path) -> Iterator[Writing]:
    """Every call that writes rows, and of which model, where that can be told."""
    module = tree(file)
    inside = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    seen: set[ast.Call] = set()
    for function in sorted(inside, key=lambda one: one.lineno, reverse=True):  # the innermost first
        names = Names(file)
        names.learn(function)
        for call in calls(function):
            if call in seen or not isinstance(call.func, ast.Attribute) or call.func.attr not in SAVING:
                continue
            seen.add(call)
            model = names.model(call.func.value)
            if model is not None or _could_be_rows(call):
                yield Writing(file, call.lineno, ast.unparse(call)[:90], model)


def _could_be_rows(call: ast.Call) -> bool:
    """A dict's or a hash's update takes something, a query's takes names only; super().save is a form's."""
    assert isinstance(call.func, ast.Attribute)
    if isinstance(call.func.value, ast.Call) and called(call.func.value) == "super":
        return False
    return not (call.func.attr in {"update", "save"} and call.args)


WRITINGS = [one for file in PYTHON for one in writings(file)]


def test_only_the_journal_saves_records() -> None:
    saved = [
        str(one)
        for one in WRITINGS
        if one.model is not None and issubclass(one.model, Record) and room_of(one.file) != "journal"
    ]

    assert saved == []


def test_what_else_is_saved_says_why_it_has_no_history() -> None:
    strange = {
        one.model.__name__: str(one)
        for one in WRITINGS
        if one.model is not None and not issubclass(one.model, Record) and one.model.__name__ not in PLAIN
    }

    assert strange == {}


def test_nothing_is_saved_that_nobody_can_name() -> None:
    """Say in the function what is saved (an annotation is enough), so that this law can be read off the code."""
    unnamed = [str(one) for one in WRITINGS if one.model is None and room_of(one.file) != "journal"]

    assert unnamed == []


def test_every_plain_row_is_still_plain_and_still_there() -> None:
    assert [word for word in PLAIN if word not in MODELS] == []
    assert [word for word in PLAIN if word != "Session" and issubclass(MODELS[word], Record)] == []


def test_every_table_of_ours_is_a_record_or_a_plain_row() -> None:
    assert [
        model.__name__ for model in our_models() if not issubclass(model, Record) and model.__name__ not in PLAIN
    ] == []


# Where statements are written by hand. The journal's and the records' write; the others only read or ring a bell.
OWN_SQL = {
    "bedside/cases/words.py": "SQLite's index of words, which no model can be",
    "bedside/journal/bulk.py": "many rows to their next version in one statement",
    "bedside/records/quick.py": "ParcelIndex rows by the ten thousand",
}


def test_sql_of_our_own_writes_only_where_it_is_meant_to() -> None:
    writing = [
        name(file)
        for file in PYTHON
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.lstrip().upper().startswith(("INSERT INTO", "UPDATE ", "DELETE FROM", "REPLACE INTO"))
    ]

    assert sorted(set(writing)) == sorted(OWN_SQL)


@pytest.mark.parametrize("file", VIEWS, ids=name)
def test_views_change_nothing_themselves(file: Path) -> None:
    assert [str(one) for one in writings(file)] == []
    assert [ast.unparse(call) for call in calls(tree(file)) if called(call) in RECORDING | ASKING] == []


def looks(file: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Every `Model.objects` in a file with what is called on it, in order."""
    parents = {child: node for node in ast.walk(tree(file)) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree(file)):
        if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}):
            continue
        chain, up = list[str](), parents.get(node)
        while isinstance(up, ast.Attribute | ast.Call):
            if isinstance(up, ast.Attribute):
                chain.append(up.attr)
            elif not (isinstance(up.func, ast.Attribute) and up.func.attr == (chain or [""])[-1]):
                break
            up = parents.get(up)
        yield node.lineno, ast.unparse(node.value), chain


def about_patients() -> set[str]:
    return {model.__name__ for model in our_models() if hasattr(model._default_manager.all(), "visible_to")}


@pytest.mark.parametrize("file", VIEWS, ids=name)
def test_a_view_looks_at_patients_things_through_visible_to(file: Path) -> None:
    past = [
        f"{name(file)}:{line}: {model}.objects"
        for line, model, chain in looks(file)
        if model in about_patients() and chain[:1] not in (["visible_to"], ["for_scope"])  # the second asks the first
    ]
    past += [
        f"{name(file)}:{call.lineno}: {ast.unparse(call)}"
        for call in calls(tree(file))
        if called(call) in {"get_object_or_404", "get_list_or_404"} and ast.unparse(call.args[0]) in about_patients()
    ]

    assert past == []


def test_views_of_the_demo_are_reached_in_the_demo_alone() -> None:
    shown_to_all = [
        f"{name(file)}: {ast.unparse(call)}"
        for file in PYTHON
        if file.name == "urls.py"
        for node in tree(file).body
        if not isinstance(node, ast.If)
        for call in calls(node)
        if "demo_views" in ast.unparse(call)
    ]

    assert shown_to_all == []


def test_there_are_views_and_they_are_seen_to_look() -> None:
    assert len(VIEWS) > 5
    booking = HOUSE / "booking" / "patient_views.py"
    assert any(model == "Appointment" and chain[0] == "visible_to" for _, model, chain in looks(booking))


# Rows that name a patient and are never shown: there is nobody to whom they could be visible.
NEVER_SHOWN = {
    "Entry": "shown through the record it tells of, and to her in her list of sights",
    "Sight": "shown in her own list, which asks for her id",
    "JoiningCode": "only its digest is kept",
    "Grant": "asked by carer and patient: standing(carer)",
    "Turn": "her minute at a kiosk: shown at that kiosk alone, and gone with it",
}


def test_everything_with_a_patient_can_be_asked_by_whom_it_may_be_seen() -> None:
    open_to_all = [
        model.__name__
        for model in our_models()
        if any(one.name in {"patient", "patient_id"} for one in model._meta.fields)
        and not hasattr(model._default_manager.all(), "visible_to")
        and model.__name__ not in NEVER_SHOWN
    ]

    assert open_to_all == []


def test_this_law_would_find_a_record_that_is_saved_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(
        "from bedside.booking.models import Appointment, Offer, Slot\n"
        "def one(found: Appointment) -> None:\n    found.save()\n"
        "def two() -> None:\n    Appointment.objects.filter(pk=1).update(status='x')\n"
        "def three(slot: Slot) -> None:\n    slot.offers.all().delete()\n"
        "def four() -> None:\n    for one in Offer.objects.standing():\n        one.delete()\n"
        "def five(thing):\n    thing.save()\n"
    )

    found = {one.line: one.model.__name__ if one.model else None for one in writings(file)}

    assert found == {3: "Appointment", 5: "Appointment", 7: "Offer", 10: "Offer", 12: None}

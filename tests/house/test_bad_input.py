"""Whatever is sent to whatever route gets a clear answer, never a broken page.

Each route is asked with a record that is there and may be seen: in the address, in the fields of the forms its page
shows, and as a body that is no form at all. Words a database may choke on, and some others, stand alone in an otherwise
good form, so that they get past its other fields; then all words stand in all fields at once, a different one in each.
A second role is asked more briefly: it is the same view behind the door.
"""

from __future__ import annotations

import json
import random
import uuid
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.test import Client

from bedside.access.matrix import MATRIX
from bedside.access.models import Role, User
from bedside.town.cast import Cast
from tests.plugins.needs import on_postgres

from .strangers import STRANGERS
from .walking import Route, each_route, knock, logins, nobody_is_slowed_down

__all__ = ["logins", "nobody_is_slowed_down"]  # fixtures, used by name

LONG = "knee " * 20_000
NASTY = [
    "",
    " ",
    "\0",
    "kn\0ee",
    "\u202eeenk\u202c",
    "\ud800",
    "\U0001f9b5\u200d\u0301" * 400,
    "<script>alert(1)</script>",
    "{{ 7*7 }}%s%(x)s{0}",
    "' OR 1=1 --",
    "-1",
    "1e999",
    "NaN",
    "9" * 5_000,
    "٣٤",
    "²",
    "2026-02-30",
    "0000-00-00",
    "99999-12-31",
    "31/02/2026",
    "25:61",
    "2026-10-25T01:30:00+99:00",
    "00000000-0000-0000-0000-000000000007",
    "not-a-uuid",
    "../../etc/passwd",
    "//elsewhere.example/",
    "a@b@c",
    "+44" + "0" * 40,
    LONG,
]
HARD_TO_KEEP = [
    "\0",
    "kn\0ee",
    "\ud800",
    "1e999",
    "NaN",
    "9" * 5_000,
    "99999-12-31",
    "-1",
    LONG,
]  # a database may choke
EASY_TO_KEEP = [word for word in NASTY if word not in HARD_TO_KEEP]
Told = list[tuple[str, int]]
SENDINGS = 6  # of all fields at once
FORM = "application/x-www-form-urlencoded"
BODIES = [
    (b"\x80\xff\x00", FORM),
    (b"%", FORM),
    (b"&".join(b"f%d=1" % number for number in range(1_500)), FORM),
    (b'{"a": ' * 3_000, "application/json"),
    (b"\xef\xbb\xbfnull", "application/json"),
    (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    (b"no boundary", "multipart/form-data"),
    (b"<a/>", "text/xml; charset=nonsense"),
    (b"\0" * 3_000_000, "application/octet-stream"),
]


class Fields(HTMLParser):
    """What the forms of a page would send if nobody touched them."""

    def __init__(self) -> None:
        super().__init__()
        self.there: dict[str, str] = {}
        self._choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag in {"input", "textarea", "button"} and name:
            self.there.setdefault(name, value)
        elif tag == "select":
            self._choosing = name
            self.there.setdefault(name, "")
        elif tag == "option" and not self.there.get(self._choosing):
            self.there[self._choosing] = value


def test_the_reader_finds_every_kind_of_field() -> None:
    reader = Fields()
    reader.feed(
        "<input name=a value=1><input type=radio name=r value=x><input type=radio name=r value=y><textarea name=t>"
        '</textarea><select name=s><option value=""><option value=2></select><button name=b value=go>'
    )
    assert reader.there == {"a": "1", "r": "x", "t": "", "s": "2", "b": "go"}


def whose(role: Role, route: Route, town: Cast, logins: dict[Role, User]) -> dict[Role, User]:
    """The records of strangers.py are Lina's, so a patient who may see them is Lina."""
    hers = {Role.PATIENT: town.lina.login} if route.name in STRANGERS and town.lina.login else {}
    return logins | hers


@each_route
def test_no_input_breaks_a_page(route: Route, logins: dict[Role, User], town: Cast) -> None:
    address = route.address(**STRANGERS[route.name].ids(town)) if route.name in STRANGERS else route.address()
    first, *others = sorted(MATRIX[route.name].roles, key=lambda role: (role is Role.GUEST, role))
    dice = random.Random(route.name)
    for role in [first, dice.choice(others)] if others else [first]:
        client = knock(role, whose(role, route, town, logins))
        ask = keeping if on_postgres() else answers  # the rest was seen on the first database
        for what, status in ask(client, address, dice, brief=role is not first):
            assert status < 500, f"{role} {what}"


def fields_of(client: Client, address: str) -> dict[str, str]:
    page = client.get(address)
    reader = Fields()
    if page.headers.get("Content-Type", "").startswith("text/html"):
        reader.feed(page.content.decode())
    return {name: value for name, value in reader.there.items() if name not in {"csrfmiddlewaretoken", "once"}}


def keeping(client: Client, address: str, dice: random.Random, *, brief: bool) -> Told:
    """Every answer to words that a database chokes on: in the address, alone in a field, and in all fields."""
    fields, told = fields_of(client, address), []
    names = list(fields) or ["any"]
    for number, word in enumerate(dice.sample(HARD_TO_KEEP, 2 if brief else len(HARD_TO_KEEP))):
        name = names[number % len(names)]
        told.append((f"GET {word[:40]!r}", get(client, address, dict.fromkeys(names, word[:2000]))))
        told.append((f"POST {name}={word[:40]!r}", post(client, address, fields | {name: word})))
        told.append((f"POST all={word[:40]!r}", post(client, address, dict.fromkeys(names, word))))
    return told


def answers(client: Client, address: str, dice: random.Random, *, brief: bool) -> Told:
    """Every answer to something nasty, with what was sent."""
    fields, told = fields_of(client, address), []
    for word in dice.sample(NASTY, 2 if brief else 6):
        asked = ("q", "place", "day", "page", "next", "from", *list(fields)[:4])
        told.append((f"GET {word[:40]!r}", get(client, address, dict.fromkeys(asked, word[:2000]))))
    names = list(fields) or ["any"]
    alone = dice.sample(HARD_TO_KEEP, 2) if brief else [*HARD_TO_KEEP, *dice.sample(EASY_TO_KEEP, SENDINGS)]
    for number, word in enumerate(alone):
        name = names[number % len(names)]
        told.append((f"POST {name}={word[:40]!r}", post(client, address, fields | {name: word})))
    if brief:
        return told
    words = dice.sample(NASTY, len(NASTY))
    for step in range(SENDINGS):
        sent = {name: words[(place + step * len(words) // SENDINGS) % len(words)] for place, name in enumerate(names)}
        told.append((f"POST {sent!r:.400}", post(client, address, sent)))
    for body, kind in BODIES:
        told.append(
            (f"POST {kind} {body[:20]!r}", client.generic("POST", address, body, content_type=kind).status_code)
        )
    told.append(("HEAD", client.head(address).status_code))
    told.append(("PUT", client.put(address, json.dumps(fields), content_type="application/json").status_code))
    return told


def get(client: Client, address: str, fields: dict[str, str]) -> int:
    return client.get(f"{address}?{written(fields)}").status_code


def post(client: Client, address: str, fields: dict[str, str]) -> int:
    body = written(fields | {"once": str(uuid.uuid4())})
    return client.generic("POST", address, body, content_type=FORM).status_code


def written(fields: dict[str, str]) -> str:
    """As the body of a form; also with letters that are none, which no browser would send."""
    return urlencode(fields, errors="surrogatepass")

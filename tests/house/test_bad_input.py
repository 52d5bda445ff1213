"""Whatever is sent to whatever route gets a clear answer, never a broken page.

Each route is asked by each role that may knock, with a record that is there and hers to see: in the address's question,
in every field of the forms its page shows, and as a body that is no form at all.
"""

from __future__ import annotations

import json
import random
import uuid
from html.parser import HTMLParser
from urllib.parse import quote

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
    "9" * 400,
    "٣٤",
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
HARD_TO_KEEP = ["\0", "kn\0ee", "\ud800", "1e999", "NaN", "9" * 400, "99999-12-31", "-1", LONG]  # a database may choke
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
    roles = sorted(MATRIX[route.name].roles, key=lambda role: (role is Role.GUEST, role))
    dice = random.Random(route.name)
    for role in roles if len(roles) < 3 else [roles[0], dice.choice(roles[1:])]:
        client = knock(role, whose(role, route, town, logins))
        for what, status in answers(client, address, dice):
            assert status < 500, f"{role} {what}"


def answers(client: Client, address: str, dice: random.Random) -> list[tuple[str, int]]:
    """Every answer to something nasty, with what was sent."""
    told = []
    page = client.get(address)
    reader = Fields()
    if page.headers.get("Content-Type", "").startswith("text/html"):
        reader.feed(page.content.decode())
    fields = {name: value for name, value in reader.there.items() if name not in {"csrfmiddlewaretoken", "once"}}
    for word in dice.sample(NASTY, 6):
        asked = dict.fromkeys(("q", "place", "day", "page", "next", "from", *list(fields)[:4]), word[:2000])
        question = "&".join(f"{name}={quote(text, errors='surrogatepass')}" for name, text in asked.items())
        told.append((f"GET ?{question[:80]}", client.get(f"{address}?{question}").status_code))
    for word in HARD_TO_KEEP if on_postgres() else NASTY:  # what a form refuses was seen on the first database
        name = dice.choice(list(fields) or ["any"])
        sent = fields | {name: word}
        told.append((f"POST {name}={word[:40]!r}", post(client, address, sent)))
    everywhere = dice.choice(NASTY)
    told.append((f"POST all={everywhere[:40]!r}", post(client, address, dict.fromkeys(fields, everywhere))))
    for body, kind in BODIES[:1] if on_postgres() else BODIES:
        told.append(
            (f"POST {kind} {body[:20]!r}", client.generic("POST", address, body, content_type=kind).status_code)
        )
    told.append(("HEAD", client.head(address).status_code))
    told.append(("PUT", client.put(address, json.dumps(fields), content_type="application/json").status_code))
    return told


def post(client: Client, address: str, fields: dict[str, str]) -> int:
    pairs = [*fields.items(), ("once", str(uuid.uuid4()))]
    body = "&".join(
        f"{quote(name, errors='surrogatepass')}={quote(text, errors='surrogatepass')}" for name, text in pairs
    )
    return client.generic("POST", address, body, content_type=FORM).status_code

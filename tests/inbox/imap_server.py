"""A small mailbox on this machine that speaks IMAP, and can be told to behave badly."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from bedside.hours.clock import now


class MailBox(socketserver.ThreadingTCPServer):
    """`letters` by their numbers; `mood`: well, says_no (to the password), hangs_up (in the middle of a letter), or
    the word to which it answers NO; empty: it gives sizes and no words. `breaks` is a letter at which it hangs up."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.mood, self.validity, self.breaks = "well", 7, 0
        self.letters: dict[int, bytes] = {}
        self.came: dict[int, datetime] = {}
        self.seen = set[int]()
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"imap://clinic:pass%20word@127.0.0.1:{self.server_address[1]}/INBOX"

    def put(self, raw: bytes) -> int:
        number = max(self.letters, default=0) + 1
        self.letters[number], self.came[number] = raw, now()
        return number


def day(said: str) -> date:
    return datetime.strptime(said, "%d-%b-%Y").date()


class Clerk(socketserver.StreamRequestHandler):
    server: MailBox

    def handle(self) -> None:
        self.say("* OK here")
        while line := self.rfile.readline().decode().strip():
            tag, _sign, said = line.partition(" ")
            self.server.asked.append(said)
            if said.startswith("LOGOUT"):
                self.say("* BYE", f"{tag} OK")
                return
            if self.server.mood in {"SEARCH", "SIZE", "BODY"} and self.server.mood in said:
                self.say(f"{tag} NO not now")
                continue
            if self.does(said) is False:
                return
            bad = said.startswith("LOGIN") and (self.server.mood == "says_no" or '"pass word"' not in said)
            self.say(f"{tag} NO wrong" if bad else f"{tag} OK done")

    def does(self, said: str) -> bool | None:
        letters = self.server.letters
        if said == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif said.startswith("SELECT"):
            self.say(f"* {len(letters)} EXISTS", f"* OK [UIDVALIDITY {self.server.validity}] valid")
        elif said == "UID SEARCH UID *":
            self.say(f"* SEARCH {max(letters, default='')}".rstrip())
        elif found := re.fullmatch(r"UID SEARCH UID (\d+):\*(?: SINCE (\S+))?", said):
            first, last, since = int(found[1]), max(letters, default=0), found[2] and day(found[2])
            there = [one for one in letters if one >= first or one == last]
            there = [one for one in there if not since or self.server.came[one].date() >= since]
            self.say("* SEARCH " + " ".join(map(str, there)))
        elif found := re.match(r"UID FETCH (\d+) \(RFC822.SIZE\)", said):
            if int(found[1]) in letters:
                self.say(f"* 1 FETCH (UID {found[1]} RFC822.SIZE {len(letters[int(found[1])])})")
        elif found := re.match(r"UID FETCH (\d+) \(BODY.PEEK\[\](?:<0\.(\d+)>)?\)", said):
            raw = letters[int(found[1])][: int(found[2] or 10**9)]
            if self.server.mood == "empty":
                return None
            self.say(f"* 1 FETCH (UID {found[1]} BODY[] {{{len(raw)}}}")
            if self.server.mood == "hangs_up" or self.server.breaks == int(found[1]):
                self.wfile.write(raw[: len(raw) // 2])
                return False
            self.wfile.write(raw)
            self.say(")")
        elif found := re.match(r"UID STORE (\d+)", said):
            self.server.seen.add(int(found[1]))
        return None

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def mail_box() -> Iterator[MailBox]:
    box = MailBox()
    thread = threading.Thread(target=box.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield box
    finally:
        box.shutdown()
        box.server_close()
        thread.join(5)

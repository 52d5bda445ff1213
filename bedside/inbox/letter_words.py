"""The words of an e-mail: read from its HTML as plain text, and her own parted from what she quotes.

Nothing of its HTML is ever shown: no picture is fetched, no link can be pressed, nothing runs.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

FORWARDED = re.compile(
    r"^-*\s*(forwarded message|mensaje reenviado|message transféré|.*przekazana.*|.*معاد توجيهها.*)", re.I
)
TAIL = re.compile(
    r"^(--\s*$|_{5,}\s*$|-{3,}\s*(original|mensaje original|message d.origine|(wiadomość )?oryginalna|الرسالة).*$"
    r"|(sent from my|enviado desde|envoyé de(puis)?|wysłan[eo] z) \S+( \S+){0,2}$"
    r"|(from|de|od|von): .{0,80}@[\w.-]+[>\])]*$)",
    re.IGNORECASE,
)
SAID = re.compile(r"^(on .+ wrote:|el .+ escribió:|le .+ a écrit\s?:|w dniu .+ napisał.*:|.*كتب.*:)$", re.I)
AWAY = {"script", "style", "title", "template", "noscript", "object", "svg", "math"}
PARTS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr", "section", "pre"}
QUOTES = {"blockquote"}
EMPTY = {"br", "hr", "img", "input", "meta", "link", "wbr", "base", "area", "col", "embed", "source", "track"}


class _Reader(HTMLParser):
    """Collects words; how deep they are quoted stands before each line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.depth = 0
        self.away = 0
        self.leads_to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.away = 0
        elif tag in AWAY:
            self.away += 1
        elif tag in QUOTES:
            self.depth += 1
            self._line()
        elif tag in PARTS:
            self._line()
        elif tag == "a":
            self.leads_to = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in AWAY:
            self.away = max(0, self.away - 1)
        elif tag in QUOTES:
            self.depth = max(0, self.depth - 1)
            self._line()
        elif tag in PARTS:
            self._line()
        elif tag == "a" and self.leads_to.startswith(("http://", "https://", "mailto:")):
            if self.leads_to.split(":", 1)[1].strip("/") not in self.lines[-1]:
                self.lines[-1] += f" ({self.leads_to[:300]})"
            self.leads_to = ""

    def handle_data(self, data: str) -> None:
        if not self.away:
            words = re.sub(r"\s+", " ", data)
            self.lines[-1] += words if self.lines[-1].strip("> ") else words.lstrip()

    def _line(self) -> None:
        if self.lines[-1].strip("> "):
            self.lines.append("")
        self.lines[-1] = "> " * min(self.depth, 5)


def text_of(html: str) -> str:
    """What a page says, in lines."""
    reader = _Reader()
    page = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", html[:1_000_000])
    reader.feed(page)
    reader.close()
    read = "\n".join(line.rstrip() for line in reader.lines if line.strip("> "))
    if read and not reader.away:
        return read
    # what was opened and never closed must not swallow what she wrote after it
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def parted(words: str) -> tuple[str, str]:
    """Her own words, and the tail of what she quotes. Words between quoted lines stay where they are; of what she
    passes on to us nothing is a tail, and where there would be nothing else all is hers."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((at for at, line in enumerate(lines) if TAIL.match(line.strip())), len(lines))
    if any(FORWARDED.match(line.strip()) for line in lines[: end + 1]):
        return words.strip(), ""
    while end and _is_quoted(lines, end - 1):
        end -= 1
    own, tail = "\n".join(lines[:end]).strip(), "\n".join(lines[end:]).strip()
    return (own, tail) if own else (words.strip(), "")


def added_below(quoted: str, ours: list[str]) -> str:
    """Of a tail, the lines that are neither marked as quoted nor our own: many programs let her answer between ours."""
    known = " ".join(" ".join(ours).split())
    lines = [" ".join(line.split()) for line in quoted.split("\n")]
    return "\n".join(line for line in lines if line and not line.startswith(">") and line not in known)


def _is_quoted(lines: list[str], at: int) -> bool:
    """Whether this line is quoted, empty, or says whom the lines below it quote, perhaps over two lines."""
    line = lines[at].strip()
    if not line or line.startswith(">") or SAID.match(line):
        return True
    both = f"{lines[at - 1].strip()} {line}" if at else line
    return bool(SAID.match(both)) or bool(at + 1 < len(lines) and SAID.match(f"{line} {lines[at + 1].strip()}"))

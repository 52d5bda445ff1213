"""The walk of docs/walk.md, pressed through in a browser by scripts/walk: proof of the page, and its pictures."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.plugins.needs import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parents[2]
STORY, PICTURES = ROOT / "docs" / "walk.md", ROOT / "docs" / "pictures" / "walk"
SCENARIO = ROOT / "bedside" / "training" / "scenarios" / "amara-knee.en.toml"
OPEN = "Bedside is open at "
PATIENCE = 60_000  # milliseconds; a busy machine is no fault of the journey
PHONE, DESK = (390, 780), (1280, 640)
MOST, MOST_TOGETHER = 150_000, 2_000_000  # bytes of one picture, and of all
NOTES = "R knee 3 weeks, not swollen, not hot. Ibuprofen 400 mg, 3 times a day with food, 5 days. Back in 2 weeks."


class Walk:
    """One browser, several people in it, and the pictures taken so far."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.address, self.folder = browser, address, folder
        self.taken: list[str] = []

    def arrive(self, size: tuple[int, int]) -> Page:
        """A browser of her own, at the page that a newcomer finds first."""
        width, height = size
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(self.address)
        return page

    def be(self, name: str, size: tuple[int, int] = DESK) -> Page:
        page = self.arrive(size)
        page.get_by_role("button", name=f"Be {name}").click()
        sees(page, name.split()[0] if size == PHONE else name)
        return page

    def picture(self, page: Page, name: str, at: Locator | None = None) -> None:
        """What fits on the screen, from `at` downwards."""
        place = "element => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 24)"
        at.first.evaluate(place) if at else page.evaluate("window.scrollTo(0, 0)")
        file = f"{len(self.taken) + 1:02}-{name}.png"
        size = len(page.screenshot(path=self.folder / file, animations="disabled", caret="hide"))
        assert size <= MOST, f"{file} has {size} bytes, more than {MOST}"
        self.taken.append(file)
        print(f"{file}  {page.url.removeprefix(self.address)}", flush=True)


def sees(page: Page, words: str | re.Pattern[str]) -> None:
    """It stands on the page, now or in a moment."""
    expect(page.locator("body")).to_contain_text(words, timeout=PATIENCE, use_inner_text=True)


def press(page: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Press what is called so on the page itself, whether it is a button or a link."""
    main = page.locator("main") if isinstance(page, Page) else page
    exact = isinstance(name, str)
    main.get_by_role("button", name=name, exact=exact).or_(
        main.get_by_role("link", name=name, exact=exact)
    ).first.click()


def go_to(page: Page, name: str) -> None:
    """Press what is called so in the line at the top, or in the menu under one's own name."""
    bar = page.get_by_role("banner")
    if not bar.get_by_role("link", name=re.compile(f"^{name}")).count():
        bar.locator("details.menu summary").last.click()
    bar.get_by_role("link", name=re.compile(f"^{name}")).first.click()


def is_at(page: Page, address: str) -> None:
    page.wait_for_url(re.compile(address), timeout=PATIENCE)


def finds_and_books(walk: Walk, amara: Page) -> None:
    press(amara, "See someone about a problem")
    amara.get_by_label("What do you need help with?").fill("my knee hurts")
    walk.picture(amara, "find")
    press(amara, "Find help")
    sees(amara, "You wrote “knee”")
    walk.picture(amara, "what-may-help")
    press(amara, re.compile("^Joint check"))
    amara.get_by_label("No", exact=True).check()
    press(amara, "Continue")
    amara.get_by_label("None of these").check()
    walk.picture(amara, "safety-questions")
    press(amara, "Continue")
    is_at(amara, "/times/")
    walk.picture(amara, "times")
    amara.get_by_role("radio", name=re.compile("Dr Osei")).last.check()
    press(amara, "Book this time")
    sees(amara, "Booked")
    walk.picture(amara, "booked")


def checks_in(walk: Walk, amara: Page) -> str:
    """From her home to the waiting page; the ticket she is given."""
    go_to(amara, "Home")
    sees(amara, "GP visit, Dr Osei")
    walk.picture(amara, "home")
    press(amara, "I am here")
    sees(amara, "Press the button when you are in the building")
    press(amara, "I am here")
    is_at(amara, "/visits/")
    sees(amara, re.compile(r"(is|are) before you|You are next"))
    walk.picture(amara, "waiting")
    found = re.search(r"Your ticket\s+(\w+)", amara.locator("main").inner_text())
    assert found, "no ticket on the waiting page"
    return found[1]


def is_called(walk: Walk, amara: Page, ticket: str) -> str:
    """Sam calls her, and the wall and her phone say so; the room."""
    wall = walk.arrive(DESK)
    press(wall, "The waiting-room screen")
    sees(wall, "Please take a seat")
    sam = walk.be("Sam Reid")
    go_to(sam, "Queue")
    sees(sam, "Okafor, Amara")
    walk.picture(sam, "queue")
    hers = sam.locator("main li, main article").filter(has_text="Okafor, Amara")
    press(hers.filter(has=sam.get_by_role("link", name="Call", exact=True)).last, "Call")
    room = sam.get_by_label("Room", exact=True).locator("option").last.inner_text()
    sam.get_by_label("Room", exact=True).select_option(label=room)
    why = sam.get_by_label("Why this person now?")
    if why.count():  # somebody stands before her
        why.fill("The lady before her is on the phone")
    walk.picture(sam, "call")
    press(sam, "Call")
    sees(sam, f"{room} called")
    sees(wall, ticket)
    sees(wall, room)
    walk.picture(wall, "waiting-room")
    sees(amara, room)
    walk.picture(amara, "come-now")
    return room


def is_seen(walk: Walk) -> None:
    """From the door to a signed summary, with one slip of the pen that the comparison finds."""
    osei = walk.be("Kwame Osei")
    go_to(osei, "My patients")
    sees(osei, "Okafor, Amara")
    walk.picture(osei, "my-patients")
    press(osei, "Okafor, Amara")
    sees(osei, "Why today")
    walk.picture(osei, "brief")
    press(osei, re.compile("^Begin"))
    press(osei, re.compile("^Finish and write the summary"))
    for label, words in {
        "Your notes": NOTES,
        "Why they came": "Your right knee hurts, for 3 weeks now.",
        "What was found": "The knee is sore. It is not swollen and not hot.",
        "Medicine": "Ibuprofen 400 mg",
        "How to take it": "3 times a day, with food, for 7 days",
        "What for": "For the pain",
        "What happens next": "Come back in 2 weeks, and we look again.",
        "When to get help": "Call us if the knee gets hot or red, or if you have a fever.",
    }.items():
        osei.get_by_label(label, exact=label == "Medicine").first.fill(words)
    osei.get_by_label("What changes").first.select_option(label="New")
    press(osei, re.compile("^Compare"))
    sees(osei, "7 days")
    sees(osei, "Mend these")
    walk.picture(osei, "compare", osei.get_by_text("Compared with your notes"))
    osei.get_by_label("How to take it").first.fill("3 times a day, with food, for 5 days")
    press(osei, re.compile("^Compare"))
    expect(osei.get_by_text("Mend these")).to_have_count(0, timeout=PATIENCE)
    press(osei, re.compile("^Sign"))
    sees(osei, "Signed")


def reads_it(walk: Walk, amara: Page) -> None:
    go_to(amara, "Visits")
    amara.locator("main").get_by_text("Before", exact=True).wait_for()
    amara.locator("main").get_by_role("link").last.click()
    sees(amara, "GP visit")
    press(amara, re.compile("summary|what was said|told", re.IGNORECASE))
    sees(amara, "3 times a day, with food, for 5 days")
    walk.picture(amara, "summary")


def looks_after_the_house(walk: Walk) -> None:
    """A visit that went badly, the charts, a task, and who practised: what Ines does on a morning."""
    ines = walk.be("Ines Duarte")
    go_to(ines, "Inbox")
    press(ines, "Closed")
    press(ines, "A visit that went badly")
    sees(ines, "The visit, step by step")
    walk.picture(ines, "went-badly", ines.locator("h1"))
    go_to(ines, "What patients said")
    sees(ines, "Had everybody answered")
    walk.picture(ines, "what-patients-said")
    go_to(ines, "How we are doing")
    sees(ines, "Wait to be called")
    walk.picture(ines, "how-we-are-doing", ines.locator("h1"))
    press(ines, "Open the task")
    sees(ines, "What will you try?")
    walk.picture(ines, "task")
    go_to(ines, "Practise")
    press(ines, "Who has practised")
    sees(ines, re.compile(r"\d of the \d+ who work here practised"))
    walk.picture(ines, "who-has-practised")


def worth(words: str) -> int:
    """How well one listens who says this to Amara."""
    moments = tomllib.loads(SCENARIO.read_text())["moments"].values()
    said = {one["words"]: one.get("points", {}) for moment in moments for one in moment.get("choices", {}).values()}
    return sum(said[words].values())


def practises(walk: Walk) -> None:
    sam = walk.be("Sam Reid")
    go_to(sam, "Practise")
    sam.get_by_role("link", name="Listening to somebody who is worried").click()
    sees(sam, "Let her finish")
    walk.picture(sam, "lesson")
    go_to(sam, "Practise")
    sam.get_by_role("link", name="Amara is worried about her knee").click()
    press(sam, "Begin")
    sees(sam, "What do you say?")
    walk.picture(sam, "scenario")
    said: list[str] = []
    while (choices := sam.locator("main button[name=choice]")).count():
        said.append(max((one.strip().strip("“”") for one in choices.all_inner_texts()), key=worth))
        choices.filter(has_text=said[-1]).click()
        sam.get_by_text(said[-1]).first.wait_for()
    sees(sam, "What you said, and what it did")
    for words in said:
        sees(sam, words)
    walk.picture(sam, "feedback")


def the_walk(walk: Walk) -> None:
    walk.picture(walk.arrive(DESK), "welcome")
    amara = walk.be("Amara Okafor", PHONE)
    finds_and_books(walk, amara)
    is_called(walk, amara, checks_in(walk, amara))
    is_seen(walk)
    reads_it(walk, amara)
    looks_after_the_house(walk)
    practises(walk)


@contextmanager
def demo(data: Path) -> Iterator[str]:
    """A demo of our own; its address once it is open."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = str(door.getsockname()[1])
    command = [str(Path(sys.executable).with_name("bedside")), "run", "--demo", "--port", port]
    house = {**os.environ, "BEDSIDE_DATA": str(data)}
    with subprocess.Popen(command, cwd=ROOT, env=house, text=True, stdout=subprocess.PIPE) as running:
        try:
            assert running.stdout
            opened = next((line for line in running.stdout if line.startswith(OPEN)), "")
            assert opened, "the demo did not open"
            yield opened.removeprefix(OPEN).split()[0]
        finally:
            running.terminate()


def main() -> None:
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as playwright:
        folder = Path(kept) / "pictures"
        folder.mkdir()
        with demo(Path(kept) / "data") as address:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            walk = Walk(chromium, address, folder)
            the_walk(walk)
            chromium.close()
        together = sum(file.stat().st_size for file in folder.iterdir())
        assert together <= MOST_TOGETHER, f"the pictures have {together} bytes, more than {MOST_TOGETHER}"
        shutil.rmtree(PICTURES, ignore_errors=True)
        shutil.copytree(folder, PICTURES)
    shown = set(re.findall(r"pictures/walk/([\w.-]+)", STORY.read_text()))
    assert shown == set(walk.taken), f"docs/walk.md and the pictures differ: {sorted(shown ^ set(walk.taken))}"
    print(f"The whole walk: {len(walk.taken)} pictures, {together // 1000} kB.")


if __name__ == "__main__":
    main()

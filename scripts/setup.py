"""Make this folder ready to run: environment, pinned packages, styles and scripts, translations.

Called by the Makefile with whatever Python 3.11+ the machine has, so it uses nothing but the standard library.
What is ready already is left alone: the second call takes a fraction of a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
QUIET = () if sys.stderr.isatty() else ("--quiet",)  # progress is for people
UV = VENV / "uv" / "bin" / "uv"  # beside the environment's own packages, which `uv pip sync` would clear it from
DONE = VENV / "installed.json"
ASSETS = ROOT / "var" / "assets"
REQUIREMENTS = ROOT / "requirements"

INSTALL = "On Debian or Ubuntu: apt-get install {}. Then try again."
NO_VENV = f'Python\'s own module "venv" is missing. {INSTALL.format("python3-venv")}'
NO_PIP = f"This Python has neither pip nor ensurepip. {INSTALL.format('python3-pip')}"
OFFLINE = (
    """A package could not be fetched or did not match its hash (see above). Is the network there? Then try again."""
)

COMMAND = """#!/bin/sh
'''exec' "$(dirname -- "$0")/python" "$0" "$@"
' '''
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).absolute().parents[2]))
from bedside.config.cli import main

sys.exit(main())
"""


class NotPossible(Exception):
    """Why this machine cannot be made ready, in a sentence for the person at the keyboard."""


def main(want: str) -> None:
    if want not in ("app", "dev"):
        raise NotPossible(f"Say app or dev, not {want}.")
    if not os.path.islink(VENV):  # a linked environment belongs to another folder, which keeps it in order
        environment()
        packages(want)
        command()
    asset_packages()
    call(PYTHON, "-m", "bedside.config.assets")
    call(PYTHON, "-m", "bedside.config.messages", "compile")


def environment() -> None:
    """An environment that works, made anew where there is none, its Python has gone, or the folder was moved."""
    moved = installed().get("in", str(ROOT)) != str(ROOT)
    if not moved and answers(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say("Making the environment .venv")
    if not answers(sys.executable, "-c", "import venv"):
        raise NotPossible(NO_VENV)
    call(sys.executable, "-m", "venv", "--without-pip", "--clear", VENV)


def packages(want: str) -> None:
    """Exactly the pinned packages; `dev` holds all of `app`, so a developer's `make run` takes nothing away."""
    done = installed()
    want = "dev" if done.get("kind") == "dev" else want
    wanted = {"kind": want, "in": str(ROOT), "from": fingerprint(want)}
    if done == wanted:
        return
    DONE.unlink(missing_ok=True)
    install_uv()
    say("Installing the pinned packages")
    call(UV, *QUIET, "pip", "sync", "--python", PYTHON, "--require-hashes", f"{want}.txt", within=REQUIREMENTS)
    DONE.write_text(json.dumps(wanted))


def asset_packages() -> None:
    """Styles, scripts and letters come in packages of their own, taken apart by bedside.config.assets."""
    wanted, stamp = digest(REQUIREMENTS / "assets.txt"), ASSETS / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install_uv()
    shutil.rmtree(ASSETS, ignore_errors=True)
    say("Installing styles and fonts")
    hashed = ("--no-deps", "--require-hashes", "-r", "assets.txt")
    call(UV, *QUIET, "pip", "install", "--python", PYTHON, "--target", ASSETS, *hashed, within=REQUIREMENTS)
    stamp.write_text(wanted)


def install_uv() -> None:
    folder, wanted = UV.parent.parent, digest(REQUIREMENTS / "uv.txt")
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    pip = next((python for python in (sys.executable, PYTHON) if answers(python, "-m", "pip", "--version")), None)
    if pip is None and answers(PYTHON, "-m", "ensurepip"):
        pip = PYTHON
    if pip is None:
        raise NotPossible(NO_PIP)
    say("Fetching uv, which installs the rest")
    shutil.rmtree(folder, ignore_errors=True)
    options = ("--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--no-warn-script-location")
    os.environ["PIP_ROOT_USER_ACTION"] = "ignore"  # what it warns of cannot happen in a folder of our own
    call(pip, "-m", "pip", "install", *options, "--target", folder, "-r", REQUIREMENTS / "uv.txt")
    stamp.write_text(wanted)


def command() -> None:
    """The console command `bedside`, and the folder itself importable: an editable install without a build tool."""
    script = VENV / "bin" / "bedside"
    if script.exists() and script.read_text() == COMMAND:
        return
    script.write_text(COMMAND)
    script.chmod(0o755)
    site = next((VENV / "lib").glob("python3.*")) / "site-packages"
    (site / "bedside.pth").write_text(f"{ROOT}\n")


def installed() -> dict[str, str]:
    """What the environment holds: its kind, the folder it was made for, the fingerprint of its packages."""
    found: dict[str, str] = json.loads(DONE.read_text()) if DONE.exists() else {}
    return found


def fingerprint(want: str) -> str:
    return digest(*(REQUIREMENTS / f"{name}.txt" for name in ("uv", want)))


def digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def answers(*words: str | Path) -> bool:
    try:
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT).returncode == 0
    except FileNotFoundError:
        return False


def call(*words: str | Path, within: Path = ROOT) -> None:
    if subprocess.run(words, cwd=within).returncode:
        raise NotPossible(OFFLINE if "pip" in words else f"This step failed: {' '.join(map(str, words))}")


def say(sentence: str) -> None:
    print(f"{sentence} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "app")
    except NotPossible as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)

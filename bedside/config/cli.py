"""The command `bedside`: reads what is wanted, and calls the one module that does it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from .commands import COMMANDS


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="bedside",
        description="Bedside: everything between a patient and a clinic that is not treatment.",
        epilog="bedside COMMAND --help says more about one command.",
    )
    offered = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    wanted = _wanted(sys.argv[1:] if words is None else words)
    for name, command in COMMANDS.items():
        if not command.is_there:
            continue
        one = offered.add_parser(name, help=command.purpose, description=command.purpose)
        if name == wanted:
            command.body().arguments(one)
    chosen = parser.parse_args(words)
    command = COMMANDS[chosen.command]
    if getattr(chosen, "demo", False):
        os.environ["BEDSIDE_DEMO"] = "yes"
    if command.needs_django:
        begin()
    try:
        return command.body().run(chosen)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever was reading has left
        return 1
    except Exception as error:
        if sentence := getattr(error, "sentence", ""):
            print(sentence, file=sys.stderr)
            return 1
        raise


def _wanted(words: Sequence[str]) -> str:
    return next((word for word in words if not word.startswith("-")), "")


def begin() -> None:
    os.umask(0o077)  # what is written here is about patients: nobody else on this machine reads it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())

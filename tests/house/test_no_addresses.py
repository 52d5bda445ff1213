"""The repository speaks of the product: no package registry's address, no path of one person's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Put together here, so that this file does not name what it forbids.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("debian", "org"),
        ("ubuntu", "com"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("crates", "io"),
        ("conda", "io"),
        ("anaconda", "org"),
    ]
]
REGISTRY = re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE)
INDEX = re.compile(r"(?:index-url|find-links|registry)\s*[=:\s]\s*\S*://|file:///\w", re.IGNORECASE)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.*:/}$-])/(?:root|Users|work|home/[a-z]\w*)/(?=[\w.])|\b[A-Z]:\\Users\\")


def files() -> Iterator[Path]:
    """What the repository holds: everything that .gitignore does not name."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    folders = [ROOT]
    while folders:
        for path in folders.pop().iterdir():
            if any(fnmatch(path.name, pattern) for pattern in ignored):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert found(REGISTRY) == []


def test_no_file_says_where_packages_are_fetched_from() -> None:
    assert found(INDEX) == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    assert found(SOMEBODYS_FOLDER) == []


@pytest.mark.parametrize("name", ["app", "dev", "assets", "uv"])
def test_every_locked_package_has_a_version_and_a_hash(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", "")
    packages = [line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]

    assert packages
    assert [line for line in packages if not re.match(r"\S+==\S+.* --hash=sha256:[0-9a-f]{64}", line)] == []


def test_developers_test_the_very_versions_that_the_clinic_runs() -> None:
    def pins(name: str) -> set[str]:
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        return set(re.findall(r"^([a-z0-9._-]+==[^ ]+)", lock, re.MULTILINE))

    assert pins("app") <= pins("dev")


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("https://" + "pypi" + ".org/simple", REGISTRY),
        ("--index-url " + "https://example.test/simple", INDEX),
        ("cd " + "/root" + "/code", SOMEBODYS_FOLDER),
        ("cd " + "/home" + "/sam/code", SOMEBODYS_FOLDER),
    ],
)
def test_this_check_would_find_one(line: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(line)

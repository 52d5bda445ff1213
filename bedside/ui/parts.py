"""What templates may call besides their own words: how days, times and names are said."""

from __future__ import annotations

from typing import Any

GLOBALS: dict[str, Any] = {}
FILTERS: dict[str, Any] = {}

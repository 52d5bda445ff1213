"""The addresses of pages, made from patterns that are looked up once: a list has an address in each of its lines."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

A_NUMBER = UUID(int=0xA11)  # stands in a pattern for the number that comes there


def url(name: str, *args: Any) -> str:
    """The address of a page."""
    if all(isinstance(one, UUID) for one in args):
        address = _pattern(name, len(args), settings.ROOT_URLCONF)
        for one in args:
            address = address.replace(str(A_NUMBER), str(one), 1)
        return address
    return reverse(name, args=args)


@cache
def _pattern(name: str, numbers: int, pages: object) -> str:
    """An address without its numbers. The pages of a house do not change while it runs."""
    return reverse(name, args=[A_NUMBER] * numbers)

"""What is asked by heart in any test is also put into words anew, and the two must agree.

Each statement is proved the first times it is said and now and then after, for to prove each time made every test slow.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bedside.config.statements import ByHeart

FIRST, NOW_AND_THEN = 5, 50


@pytest.fixture(scope="session", autouse=True)
def what_is_known_by_heart_is_what_django_would_write() -> None:
    by_heart, said_before = ByHeart.as_sql, Counter[Any]()

    def both(self: Any, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        query = self.query.clone()
        said = by_heart(self, with_limits, with_col_aliases)
        said_before[self._statement] += 1
        if self._statement is not None and is_proved(said_before[self._statement]):
            plain: Any = next(one for one in type(self).__mro__ if not issubclass(one, ByHeart))
            afresh = plain(query, self.connection, self.using, self.elide_empty)
            sql, values = afresh.as_sql(with_limits, with_col_aliases)
            assert said == (sql, tuple(values))
            assert _answer(self) == _answer(afresh)
        return said

    ByHeart.as_sql = both  # type: ignore[method-assign]


def is_proved(times: int) -> bool:
    return times <= FIRST or times % NOW_AND_THEN == 0


def _answer(compiler: Any) -> tuple[Any, ...]:
    """What a compiler says of the rows to come: their columns, and what is made of them."""
    columns = [(words, alias, type(one.output_field)) for one, (words, _values), alias in compiler.select]
    return (
        columns,
        _made(compiler.klass_info),
        compiler.annotation_col_map,
        compiler.col_count,
        compiler.has_extra_select,
    )


def _made(told: Any) -> Any:
    if told is None:
        return None
    related = [_made(below) for below in told.get("related_klass_infos", [])]
    rest = {name: told[name] for name in ("model", "select_fields", "field", "reverse", "from_parent") if name in told}
    return rest, related

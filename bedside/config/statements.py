"""Questions known by heart: a query of a shape that was put into SQL before is not put into words again.

Django writes the SQL of every query anew, each time, about a third of a millisecond for each: more than the database
needs to answer it. A clinic's pages ask the same few hundred questions, only about other people and other moments. So
the shape of a query is looked up (its tables, columns, conditions and order, but not the values compared with), and
where its SQL is known only the values are filled in.

Only what stands here is recognised; whatever else a query may be made of, Django writes down as ever. The first time a
shape is met, the values found here are compared with those Django found: where they differ, it is never kept.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import models
from django.db.models import Count, Max, Min, Sum, lookups
from django.db.models.expressions import Col, ColPairs, Exists, F, NegatedExpression, OrderBy, Star, Subquery, Value
from django.db.models.fields import related_lookups
from django.db.models.fields.tuple_lookups import TupleIn
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import BaseTable, Join
from django.db.models.sql.query import Query
from django.db.models.sql.where import WhereNode

MOST = 5000  # shapes; then all are forgotten and the hot ones come back at once
LONGEST_LIST = 100
LARGEST = 32767  # numbers beyond what the smallest column holds are Django's affair

COMPARED = {
    *(lookups.Exact, lookups.GreaterThan, lookups.GreaterThanOrEqual, lookups.LessThan, lookups.LessThanOrEqual),
    *(related_lookups.RelatedExact, related_lookups.RelatedGreaterThan, related_lookups.RelatedLessThan),
}
NUMBERS = {
    *(lookups.IntegerFieldExact, lookups.IntegerGreaterThan, lookups.IntegerGreaterThanOrEqual),
    *(lookups.IntegerLessThan, lookups.IntegerLessThanOrEqual),
}
LISTS = {lookups.In, related_lookups.RelatedIn}
COUNTED = {Count, Max, Min, Sum}
BESIDE = {Exists, Subquery}
NULLS = {lookups.IsNull, related_lookups.RelatedIsNull}
KNOWN = COMPARED | NUMBERS | LISTS | NULLS | {TupleIn}
ASKED: set[type[Any]] = {Query}
STRANGE = attrgetter(  # what no query of ours has; the few that have are written anew
    *("extra", "combinator", "select_for_update", "explain_info", "extra_tables", "extra_order_by"),
    "_filtered_relations",
)
SAID = attrgetter(
    *("model", "default_cols", "default_ordering", "standard_ordering", "subquery", "distinct", "distinct_fields"),
    *("low_mark", "high_mark", "max_depth", "alias_prefix"),
)
PLAIN: dict[type[Any], models.Field[Any, Any]] = {int: models.IntegerField(), str: models.CharField()}


class Unknown(Exception):
    """Something we do not know by heart."""


@dataclass(frozen=True, eq=False)
class Statement:
    """The words of one shape, and what Django found out about its answer while it wrote them."""

    sql: str
    about: dict[str, Any]


_known: dict[Hashable, Statement | None] = {}


class ByHeart(SQLCompiler):
    """Django's own, but what it has written once it remembers."""

    elide_empty: bool
    _statement: Statement | None = None

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        if not with_limits or with_col_aliases or not self.elide_empty:
            return super().as_sql(with_limits, with_col_aliases)
        try:
            shape, values = read(self.query, self.connection)
        except Unknown:
            return super().as_sql()
        if statement := _known.get(shape):
            self.__dict__.update(statement.about)
            self._statement = statement
            return statement.sql, values
        sql, found = super().as_sql()
        if len(_known) >= MOST:
            _known.clear()
        if shape not in _known:
            same = tuple(found) == values
            _known[shape] = Statement(sql, {name: self.__dict__[name] for name in ABOUT}) if same else None
        return sql, found

    def get_converters(self, expressions: Any) -> Any:
        if self._statement is None:
            return super().get_converters(expressions)
        ours = vars(self.connection).setdefault("converters", WeakKeyDictionary())  # they belong to one connection
        if self._statement not in ours:
            ours[self._statement] = super().get_converters(expressions)
        return ours[self._statement]


ABOUT = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")


def read(query: Any, connection: Any) -> tuple[Hashable, tuple[Any, ...]]:
    """The shape of a query, and the values it compares with in the order of its SQL; or Unknown."""
    if query.model is None or query.model._meta.apps is not apps:
        raise Unknown  # the tables of an old version, during a migration
    shape: list[Any] = [connection.vendor]
    values: list[Any] = []
    _query(query, shape, values, connection)
    return tuple(shape), tuple(values)


def _query(query: Any, shape: list[Any], values: list[Any], connection: Any) -> None:
    if type(query) not in ASKED or any(STRANGE(query)):
        raise Unknown
    fields, deferred = query.deferred_loading
    shape += (*SAID(query), frozenset(fields), deferred, *query.external_aliases.items())
    shape += (len(query.alias_map), len(query.order_by))
    if isinstance(query.group_by, tuple):
        _columns(query.group_by, shape)
    else:
        shape.append(query.group_by)
    for alias, join in query.alias_map.items():
        if join.filtered_relation is not None:
            raise Unknown
        kind = type(join)
        shape += (alias, join.table_name, query.alias_refcount[alias] > 0)
        if kind is Join:
            shape += (join.join_type, join.parent_alias, id(join.join_field))
        elif kind is not BaseTable:
            raise Unknown
    for name, aliases in query.table_map.items():
        shape += (name, *aliases)
    related = query.select_related
    shape.append(_tree(related) if isinstance(related, dict) else related)
    _columns(query.select, shape)
    if query.selected is not None:
        shape.append(tuple(query.selected.items()))
    if query.annotations:
        mask = query.annotation_select_mask
        shape += ("annotations", None if mask is None else tuple(mask))
        for name, annotation in query.annotations.items():
            if mask is not None and name not in mask:
                raise Unknown
            shape.append(name)
            _annotation(annotation, shape, values, connection)
    _where(query.where, shape, values, connection)
    shape += [name if isinstance(name, str) else _order(name) for name in query.order_by]


def _columns(columns: Collection[Any], shape: list[Any]) -> None:
    shape.append(len(columns))
    for column in columns:
        if type(column) is not Col:
            raise Unknown
        shape += (column.alias, id(column.target), id(column.output_field))


def _annotation(expression: Any, shape: list[Any], values: list[Any], connection: Any) -> None:
    kind = type(expression)
    if kind in COUNTED:
        shape.append(kind)
        _count(expression, shape, values, connection)
    elif kind is Coalesce:
        raise Unknown  # what becomes of its answer does not stand in its shape
    else:
        _value(expression, shape, values, connection)


def _tree(related: dict[str, Any]) -> tuple[Any, ...]:
    return tuple((name, _tree(below)) for name, below in related.items())


def _order(by: Any) -> tuple[Any, ...]:
    kind, column = type(by), getattr(by, "expression", None)
    if kind is not OrderBy or not isinstance(column, F):
        raise Unknown
    return (type(column), vars(column)["name"], by.descending, by.nulls_first, by.nulls_last)


def _where(node: Any, shape: list[Any], values: list[Any], connection: Any) -> None:
    shape += (node.connector, node.negated, node.resolved, len(node.children))
    for child in node.children:
        kind = type(child)
        if kind is WhereNode:
            _where(child, shape, values, connection)
        elif kind is Exists or kind is NegatedExpression:
            _value(child, shape, values, connection)
        else:
            _lookup(child, kind, shape, values, connection)


def _lookup(lookup: Any, kind: type[Any], shape: list[Any], values: list[Any], connection: Any) -> None:
    if kind not in KNOWN or lookup.bilateral_transforms:
        raise Unknown
    left, right = lookup.lhs, lookup.rhs
    shape.append(kind)
    if kind is TupleIn:
        _pairs(left, right, shape, values, connection)
        return
    _value(left, shape, values, connection)
    if kind in NULLS:
        shape.append(right)
    elif kind in LISTS and isinstance(right, list | tuple):
        wanted = [one for one in _once(right) if one is not None]
        _counted(wanted, shape)
        values += lookup.get_db_prep_lookup(wanted, connection)[1]
    elif hasattr(right, "as_sql"):
        _value(right, shape, values, connection)
    elif isinstance(right, bool):
        shape += (bool, right)
        if kind is not lookups.Exact or not getattr(left, "conditional", False):
            raise Unknown
    elif right is None or kind in LISTS or (kind in NUMBERS and not 0 <= right <= LARGEST):
        raise Unknown
    else:
        shape.append("%s")
        values += lookup.get_db_prep_lookup(right, connection)[1]


def _once(wanted: Collection[Any]) -> Iterable[Any]:
    try:
        return dict.fromkeys(wanted)
    except TypeError:  # lists in a list
        raise Unknown from None


def _pairs(left: Any, right: Any, shape: list[Any], values: list[Any], connection: Any) -> None:
    """One of several, as Django asks for what belongs to many rows at once."""
    if type(left) is not ColPairs or len(left) != 1 or not isinstance(right, list | tuple):
        raise Unknown
    wanted = [one for (one,) in right if one is not None]
    field = left.targets[0]
    shape += (left.alias, id(field))
    _counted(wanted, shape)
    values += [field.get_db_prep_value(one, connection) for one in wanted]


def _counted(wanted: Collection[Any], shape: list[Any]) -> None:
    if not 0 < len(wanted) <= LONGEST_LIST:
        raise Unknown
    shape.append(len(wanted))


def _value(expression: Any, shape: list[Any], values: list[Any], connection: Any) -> None:
    kind = type(expression)
    shape.append(kind)
    if kind is Col:
        shape += (expression.alias, id(expression.target), id(expression.output_field))
    elif kind is Query:
        _query(expression, shape, values, connection)
    elif kind in BESIDE and not expression.extra and _says_what_it_finds(expression):
        _query(expression.query, shape, values, connection)
    elif kind is NegatedExpression:
        _value(expression.expression, shape, values, connection)
    elif kind is Coalesce and not expression.extra:
        shape.append(len(expression.source_expressions))
        for one in expression.source_expressions:
            _value(one, shape, values, connection)
    elif kind is Value:
        value = type(expression.value)
        if value not in PLAIN or type(vars(expression).get("output_field", PLAIN[value])) is not type(PLAIN[value]):
            raise Unknown
        shape.append(value)
        values.append(expression.value)
    else:
        raise Unknown


def _says_what_it_finds(expression: Any) -> bool:
    return type(expression) is Exists or expression.output_field is expression.query.output_field


def _count(expression: Any, shape: list[Any], values: list[Any], connection: Any) -> None:
    """A number of rows, or a sum, a first or a last of one column."""
    (counted,) = expression.source_expressions
    if expression.extra or expression.filter is not None or expression.default is not None:
        raise Unknown
    shape.append(expression.distinct)
    if type(expression) is not Count:
        if type(counted) is not Col or expression.output_field is not counted.output_field:
            raise Unknown
    elif type(counted) is Star:
        return
    _value(counted, shape, values, connection)

"""Queries that are built and compiled once, and then asked again with other values.

Django builds a query and writes its SQL anew each time it is asked; for a small answer that takes many times as long as
the database needs. What is asked in every act and on every page is therefore prepared here. It stays an ordinary query:
it is written as one, and what comes back is what the ordinary one would give.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

T = TypeVar("T")


class Gap(Expression):
    """A value that is given when the query is asked; with ``field`` where databases differ in how they write it."""

    def __init__(self, name: str, field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=field)
        self.name, self.written_as = name, field

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]

    def filled(self, values: dict[str, Any], connection: Any) -> Any:
        value = values[self.name]
        return self.written_as.get_db_prep_value(value, connection) if self.written_as else value


class Prepared(Generic[T]):
    """A query with gaps, asked by calling it with a value for each; values for no gap are passed over.

    Nothing else may change what it asks for, and nothing may be prefetched.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, T]]) -> None:
        self._build = build
        self._compiled: _Compiled | None = None

    def __call__(self, **values: Any) -> list[T]:
        self._compiled = compiled = self._compiled or _Compiled(self._build())
        return compiled.rows(values)

    def first(self, **values: Any) -> T | None:
        """The first of what is found, if anything is."""
        return next(iter(self(**values)), None)


class _Compiled:
    """A query's SQL and how its answer is read. Threads share it: it is never changed, and each asks with a copy."""

    def __init__(self, queryset: Any) -> None:
        self._queryset = queryset
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, self._params = compiler.as_sql()
        except EmptyResultSet:
            self._sql = ""
            return
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda columns: converters
        self._compiler = compiler

    def rows(self, values: dict[str, Any]) -> list[Any]:
        if not self._sql:  # nothing can ever be found
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        filled = tuple(each.filled(values, connection) if isinstance(each, Gap) else each for each in self._params)
        compiler, query = copy(self._compiler), copy(self._queryset.query)
        compiler.connection, compiler.as_sql = connection, lambda: (self._sql, filled)
        query.get_compiler = lambda *args, **kwargs: compiler
        asked: Any = QuerySet(self._queryset.model, query, DEFAULT_DB_ALIAS)
        asked._fields = self._queryset._fields
        try:
            return list(self._queryset._iterable_class(asked))
        except OverflowError:  # SQLite: a number beyond what a column can hold is nowhere
            return []

"""Rows with what hangs on them in one query, for pages that are read often and must ask little.

`prefetch_related` costs a query for each relation; here the rows of a relation come as JSON in a
column of their owner's row, and `poll.questions.all()` finds them as it would find prefetched ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import ManyToOneRel, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)
Tree = Mapping[str, "Tree"]


def read_whole(query: QuerySet[Row], *paths: str) -> list[Row]:
    """The rows of a query with these relations read ("materials", "questions.options")."""
    tree = _tree(paths)
    columns = {_column(name): _children(query.model, name, below) for name, below in tree.items()}
    rows = list(query.annotate(**columns))
    for row in rows:
        for name, below in tree.items():
            _hang(row, name, getattr(row, _column(name)), below)
    return rows


def _tree(paths: Iterable[str]) -> Tree:
    tree: dict[str, Any] = {}
    for path in paths:
        place = tree
        for name in path.split("."):
            place = place.setdefault(name, {})
    return tree


def _column(name: str) -> str:
    return f"whole_{name}"


def _relation(model: type[Model], name: str) -> ManyToOneRel:
    relation = model._meta.get_field(name)
    if not isinstance(relation, ManyToOneRel):
        raise TypeError(f"{model.__name__}.{name} is no relation of rows that hang on it.")
    return relation


def _children(model: type[Model], name: str, below: Tree) -> ArraySubquery:
    relation = _relation(model, name)
    child = relation.related_model
    columns: dict[str, Any] = {
        field.attname: field.attname for field in child._meta.concrete_fields
    }
    columns |= {_column(one): _children(child, one, rest) for one, rest in below.items()}
    rows = child._default_manager.filter(**{relation.field.name: OuterRef("pk")})
    ordered = rows.order_by(*(child._meta.ordering or ["pk"]))
    return ArraySubquery(ordered.values(whole=JSONObject(**columns)))


def _hang(owner: Model, name: str, found: Sequence[Mapping[str, Any]], below: Tree) -> None:
    """Make the rows and leave them where the owner's manager looks first."""
    relation = _relation(type(owner), name)
    child = relation.related_model
    fields = child._meta.concrete_fields
    rows = []
    for one in found:
        values = [field.to_python(one[field.attname]) for field in fields]
        row = child.from_db(owner._state.db, [field.attname for field in fields], values)
        setattr(row, relation.field.name, owner)
        for inner, rest in below.items():
            _hang(row, inner, one[_column(inner)], rest)
        rows.append(row)
    read = getattr(owner, name).get_queryset()
    read._result_cache, read._prefetch_done = rows, True
    kept = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    kept[relation.field.remote_field.cache_name] = read

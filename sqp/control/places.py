"""The costs and constraints of the stages and of the two ends, with their numbers for all nodes."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Mask, Vector
from sqp.control.parts import Declared, Kind, Place, Row
from sqp.control.pieces import Pieces
from sqp.control.stages import ARGUMENTS, Table, Terms
from sqp.errors import ModelError
from sqp.model.casadi_functions import expanded
from sqp.model.quantity import Quantity


def path_rows(pieces: Pieces) -> list[Row]:
    """The constraints of every stage: those stated, and the soft bounds of states."""
    return pieces.parts.places[Place.PATH].rows + [
        _bound_as_row(part) for part in pieces.parts.of_kind(Kind.STATE) if part.soft is not None
    ]


def end_rows(pieces: Pieces) -> list[Row]:
    """The constraints of the end: those stated for it, and those of the path that only states and parameters enter."""
    kinds = (Kind.CONTROL, Kind.ALGEBRAIC)
    others = ca.veccat(*(part.symbol for kind in kinds for part in pieces.parts.of_kind(kind)))
    shared = [row for row in path_rows(pieces) if not ca.depends_on(row.body, others)]
    return pieces.parts.places[Place.TERMINAL].rows + [replace(row, name=f"{row.name} at the end") for row in shared]


def _bound_as_row(part: Declared) -> Row:
    for side in ("lower", "upper"):
        if np.asarray(getattr(part, side)).shape not in ((), part.quantity.shape):
            raise ModelError(f"soft bounds of {part.quantity.name!r} must be the same at all nodes")
    lower, upper = part.table("lower", 1)[0], part.table("upper", 1)[0]
    return Row(f"bounds of {part.quantity.name}", ca.vec(part.expression), lower, upper, part.soft)


def made_terms(
    name: str, arguments: Sequence[Any], results: tuple[Any, Any, Any], rows: Sequence[Row], weights: Vector
) -> Terms:
    """Terms from expressions of the residuals, the cost and the constraints in the arguments (x, u, p, g).

    ``weights`` (K,) are the lengths of the intervals, which multiply the costs of slacks.
    """
    functions = {
        key: expanded(ca.Function(f"{name}_{key}", list(arguments), [ca.densify(e) if key != "cost" else e],
                                  list(ARGUMENTS), [key[0]]))
        for key, e in zip(("residual", "cost", "constraints"), results, strict=True)
    }  # fmt: skip
    soft = np.concatenate([np.zeros(0, np.bool_), *(np.full(r.lower.size, r.soft is not None) for r in rows)])

    def weight(row: Row, kind: str) -> Vector:
        return np.full(row.lower.size, 0.0 if row.soft is None else getattr(row.soft, kind))

    def stacked(vectors: list[Vector]) -> Vector:
        return np.concatenate([np.zeros(0), *vectors])

    stages = weights.size
    return Terms(
        **functions,
        lower=np.tile(stacked([row.lower for row in rows]), (stages, 1)),
        upper=np.tile(stacked([row.upper for row in rows]), (stages, 1)),
        soft=soft,
        linear=np.outer(weights, stacked([weight(row, "linear") for row in rows])),
        quadratic=np.outer(weights, stacked([weight(row, "quadratic") for row in rows])),
        names=tuple(label for row in rows for label in entry_names(row)),
    )


def without_given(terms: Terms, given: Mask) -> Terms:
    """Path terms whose rows at the first stage do not bound what is given there.

    A measured state cannot be changed: a row that neither a control nor a free initial state enters would only make
    the problem infeasible.
    """
    if not (given.any() and terms.rows):
        return terms
    depends = np.zeros(terms.rows, dtype=np.bool_)
    for argument, columns in ((0, ~given), (1, None)):
        pattern = terms.constraints.jac_sparsity(0, argument)
        entries = np.array(ca.DM(pattern, 1.0).full() != 0).reshape(terms.rows, -1)
        depends |= entries.any(axis=1) if columns is None else entries[:, columns].any(axis=1)
    lower, upper = terms.lower.copy(), terms.upper.copy()
    lower[0, ~depends], upper[0, ~depends] = -np.inf, np.inf
    return replace(terms, lower=lower, upper=upper)


def entry_names(row: Row) -> list[str]:
    """One name for each entry of a row."""
    return [row.name] if row.lower.size == 1 else [f"{row.name}[{i}]" for i in range(row.lower.size)]


@dataclass(frozen=True, eq=False)
class ControlTables:
    """Bounds and starts of the controls, (N, nu), with their scales, (nu,), and names."""

    lower: Table
    upper: Table
    start: Table
    scale: Vector
    quantities: tuple[Quantity, ...]


def control_tables(pieces: Pieces) -> ControlTables:
    """Those of the stated controls."""
    stages = pieces.grid.horizon
    tables = [
        np.hstack([np.zeros((stages, 0)), *(part.table(what, stages) for part in pieces.parts.of_kind(Kind.CONTROL))])
        for what in ("lower", "upper", "start")
    ]
    _check_order("controls", tables[0], tables[1])
    names = tuple(part.quantity for part in pieces.parts.of_kind(Kind.CONTROL))
    return ControlTables(tables[0], tables[1], tables[2], scales(pieces, Kind.CONTROL), names)


def state_tables(pieces: Pieces) -> tuple[Table, Table, Table, Vector]:
    """(N + 1, nx) lower and upper bounds and starts of the states, and the (nx,) initial state, NaN where free."""
    nodes = pieces.grid.horizon + 1
    declared = pieces.parts.of_kind(Kind.STATE)
    lower, upper = (np.hstack([_unless_soft(part, what, nodes) for part in declared]) for what in ("lower", "upper"))
    start = np.hstack([part.table("start", nodes) for part in declared])
    initial = np.concatenate([
        np.full(part.quantity.size, np.nan) if part.value is None else part.table("value", 1)[0] for part in declared
    ])  # fmt: skip
    given = ~np.isnan(initial)
    lower[0, given], upper[0, given], start[0, given] = -np.inf, np.inf, initial[given]
    _check_order("states", lower, upper)
    return lower, upper, start, initial


def scales(pieces: Pieces, kind: Kind) -> Vector:
    """Typical sizes of everything of a kind."""
    return np.concatenate([np.zeros(0), *(part.table("scale", 1)[0] for part in pieces.parts.of_kind(kind))])


def _unless_soft(part: Declared, what: str, nodes: int) -> Table:
    if part.soft is None:
        return part.table(what, nodes)
    return np.full((nodes, part.quantity.size), -np.inf if what == "lower" else np.inf)


def _check_order(what: str, lower: Table, upper: Table) -> None:
    if not (lower <= upper).all():
        stage = int(np.argmin((lower <= upper).all(axis=1)))
        raise ModelError(f"the bounds of the {what} contradict each other at stage {stage}")

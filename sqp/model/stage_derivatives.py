"""The one function of a block and its derivatives, as columns of nonzeros."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Indices
from sqp.model.repeated import Block


@dataclass(frozen=True, eq=False)
class StageDerivative:
    """The nonzeros of a derivative of one function, of order 0, 1 or 2.

    Attributes
    ----------
    function : casadi.Function
        Of the arguments of the stage (and of weights of its results) as columns, with a dense (k, 1) column as result.
    rows, columns : (k,) int arrays
        The place of each nonzero: rows of the results or of the arguments, columns of the arguments, counted one
        result or argument below the other; columns are 0 where there is but one.
    """

    function: Any
    rows: Indices
    columns: Indices


def stage_values(block: Block) -> StageDerivative:
    """The results that are used, one below the other."""
    a, pieces, results = _traced(block)
    return _derivative("values", pieces, [], a, ca.densify(ca.veccat(*results)))


def stage_gradient(block: Block) -> StageDerivative:
    """The derivative of the sum of the results times their weights, a column."""
    a, pieces, results = _traced(block)
    weights, total = _weighted(a, results)
    active = _active(block)
    found = _derivative("gradient", pieces, weights, a, ca.gradient(total, a)[active])
    return replace(found, rows=np.array(active, dtype=np.int64)[found.rows])


def stage_jacobian(block: Block) -> StageDerivative:
    """The derivative of the results that are used by the arguments that are variables for some instance."""
    a, pieces, results = _traced(block)
    active = _active(block)
    found = _derivative("jacobian", pieces, [], a, ca.jacobian(ca.veccat(*results), a)[:, active])
    return replace(found, columns=np.array(active, dtype=np.int64)[found.columns])


def stage_hessian(block: Block) -> StageDerivative:
    """The second derivative of the sum of the results times their weights."""
    a, pieces, results = _traced(block)
    weights, total = _weighted(a, results)
    active = _active(block)
    found = _derivative("hessian", pieces, weights, a, ca.hessian(total, a)[0][active, active])
    places = np.array(active, dtype=np.int64)
    return replace(found, rows=places[found.rows], columns=places[found.columns])


def _traced(block: Block) -> tuple[Any, list[Any], list[Any]]:
    """A column of symbols for all arguments, its pieces in their shapes, and the results of the stage."""
    stage = block.stage
    symbol: Any = ca.SX if stage.is_a("SXFunction") else ca.MX
    a = symbol.sym("a", block.places.shape[0])
    offsets = np.cumsum([0, *(stage.numel_in(i) for i in range(stage.n_in()))]).tolist()
    parts = ca.vertsplit(a, offsets) if stage.n_in() else []
    pieces = [ca.reshape(part, *stage.size_in(i)) for i, part in enumerate(parts)]
    outputs = stage.call(pieces, True, False)
    return a, pieces, [outputs[number] for number, _ in block.results]


def _active(block: Block) -> list[int]:
    """The rows of the arguments that are variables for some instance."""
    return np.flatnonzero((block.places >= 0).any(axis=1)).tolist()


def _weighted(a: Any, results: Sequence[Any]) -> tuple[list[Any], Any]:
    """Symbols for weights of the results, and the sum of the results times these."""
    weights = [type(a).sym(f"weights{k}", result.numel()) for k, result in enumerate(results)]
    return weights, sum((ca.dot(v, ca.vec(result)) for v, result in zip(weights, results, strict=True)), type(a)(0))


def _derivative(name: str, pieces: Sequence[Any], weights: Sequence[Any], a: Any, matrix: Any) -> StageDerivative:
    """The nonzeros of a matrix as a function of the arguments."""
    nonzeros = matrix.nz[:]
    whole = ca.Function(name, [a, *weights], [ca.cse(nonzeros) if isinstance(a, ca.SX) else nonzeros])
    arguments = [type(a).sym(f"a{i}", piece.numel()) for i, piece in enumerate(pieces)]
    column = whole.call([ca.veccat(*arguments), *weights], True, False)[0]
    rows, columns = (np.array(part, dtype=np.int64) for part in matrix.sparsity().get_triplet())
    return StageDerivative(ca.Function(name, [*arguments, *weights], [ca.densify(column)]), rows, columns)

"""First and second derivatives of the one function of a block, as columns of nonzeros."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Indices
from sqp.model.repeated import Block


@dataclass(frozen=True, eq=False)
class StageDerivative:
    """The nonzeros of a derivative of one function.

    Attributes
    ----------
    function : casadi.Function
        Of the arguments of the stage (and of weights of its results) with one result, a dense (k, 1) column.
    rows, columns : (k,) int arrays
        The place of each nonzero: rows of the results or of the arguments, columns of the arguments, counted one
        result or argument below the other.
    """

    function: Any
    rows: Indices
    columns: Indices


def stage_jacobian(block: Block) -> StageDerivative:
    """The derivative of the results that are used by the arguments that are variables for some instance."""
    a, pieces, results = _traced(block)
    matrix = ca.jacobian(ca.veccat(*results), a)[:, _active(block)]
    return _derivative("jacobian", pieces, [], a, matrix, block)


def stage_hessian(block: Block) -> StageDerivative:
    """The second derivative of the sum of the results times their weights."""
    a, pieces, results = _traced(block)
    weights = [type(a).sym(f"weights{k}", *result.shape) for k, result in enumerate(results)]
    active = _active(block)
    total = sum((ca.dot(v, result) for v, result in zip(weights, results, strict=True)), type(a)(0))
    matrix = ca.hessian(total, a)[0][active, active]
    found = _derivative("hessian", pieces, weights, a, matrix, block)
    return StageDerivative(found.function, np.array(active, dtype=np.int64)[found.rows], found.columns)


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


def _derivative(
    name: str, pieces: Sequence[Any], weights: Sequence[Any], a: Any, matrix: Any, block: Block
) -> StageDerivative:
    """The nonzeros of a matrix whose columns are the active arguments, as a function of the arguments."""
    whole = ca.Function(name, [a, *weights], [matrix.nz[:]])
    arguments = [type(a).sym(f"a{i}", *piece.shape) for i, piece in enumerate(pieces)]
    column = whole.call([ca.veccat(*arguments), *weights], True, False)[0]
    rows, columns = (np.array(part, dtype=np.int64) for part in matrix.sparsity().get_triplet())
    function = ca.Function(name, [*arguments, *weights], [ca.densify(column)])
    return StageDerivative(function, rows, np.array(_active(block), dtype=np.int64)[columns])

"""Which active constraints have linearly dependent gradients: where LICQ fails, and because of whom.

References
----------
P. A. Businger, G. H. Golub (1965), Linear least squares solutions by Householder transformations, Numerische
    Mathematik 7, 269-276: column pivoting reveals the rank.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import linalg, sparse

from sqp.arrays import Indices, Mask, Vector
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local, listed

#: Length below which a combination of gradients of length one counts as 0.
DEPENDENT = 1e-6
#: Size of an entry, relative to its row, that proves the row to be independent of the others.
_CLEAR = 1e-3


def dependent_constraints(at: Local, effort: Effort) -> Iterator[Finding | str]:
    """One finding for each active constraint whose gradient the other active constraints and bounds can replace."""
    rows = np.flatnonzero(at.active)
    unit = _unit_rows(at.jac[rows])
    free = sparse.csr_array(unit[:, np.flatnonzero(~at.at_bound)])
    core = np.flatnonzero(_core(free))
    for part in _components(free, core):
        shape = (part.size, np.unique(free[part].indices).size)
        if min(shape) > effort.dense or shape[0] * shape[1] > 16 * effort.dense**2:
            yield f"dependence among {part.size} active constraints that are coupled (Effort.dense = {effort.dense})"
            continue
        for row, combination, length in _null_combinations(free[part]):
            yield _finding(at, rows[part], unit[part], row, combination, length)


def _unit_rows(matrix: Any) -> sparse.csr_array:
    """Rows divided by their length; those that vanish stay."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scaled = sparse.csr_array(sparse.diags_array(1.0 / np.where(length > 0.0, length, 1.0)) @ matrix)
    scaled.eliminate_zeros()
    return scaled


def _core(matrix: sparse.csr_array) -> Mask:
    """(k,) the rows that may depend on each other.

    A row with an entry that is alone in its column takes part in no dependence; it is removed, which may leave others
    alone, until none is left.
    """
    by_column = sparse.csc_array(matrix)
    kept = np.ones(matrix.shape[0], dtype=np.bool_)
    count = np.diff(by_column.indptr)
    candidates = np.flatnonzero(count == 1).tolist()
    while candidates:
        column = candidates.pop()
        begin, end = by_column.indptr[column], by_column.indptr[column + 1]
        alone = [k for k in range(begin, end) if kept[by_column.indices[k]]]
        if len(alone) != 1 or abs(by_column.data[alone[0]]) < _CLEAR:
            continue
        row = by_column.indices[alone[0]]
        kept[row] = False
        touched = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        count[touched] -= 1
        candidates.extend(touched[count[touched] == 1].tolist())
    return kept


def _components(matrix: sparse.csr_array, rows: Indices) -> Iterator[Indices]:
    """The rows in groups that have no column in common."""
    part = matrix[rows]
    _, label = sparse.csgraph.connected_components(sparse.csr_array(part @ part.T), directed=False)
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    if rows.size:
        yield from np.split(rows[order], cuts)


def _null_combinations(rows: Any) -> Iterator[tuple[int, Vector, float]]:
    """(row, v, length): v, with v[row] = 1, makes rows' v vanish; ``length`` is that of rows' v.

    With rows' P = Q [R11 R12; 0 0], the combinations are the columns of P [-inv(R11) R12; I].
    """
    columns = np.unique(rows.indices)
    dense = rows[:, columns].toarray().T
    if not columns.size:
        dense = np.zeros((1, rows.shape[0]))
    factors: Any = linalg.qr(dense, mode="r", pivoting=True)
    triangle, pivots = factors
    diagonal = np.abs(np.diagonal(triangle))
    rank = int(np.sum(diagonal > DEPENDENT))
    weights = linalg.solve_triangular(triangle[:rank, :rank], triangle[:rank, rank:]) if rank else None
    for k, row in enumerate(pivots[rank:]):
        combination = np.zeros(pivots.size)
        combination[row] = 1.0
        if weights is not None:
            combination[pivots[:rank]] = -weights[:, k]
        yield int(row), combination, float(np.linalg.norm(dense @ combination))


def _finding(at: Local, rows: Indices, unit: sparse.csr_array, row: int, combination: Vector, length: float) -> Finding:
    pull = unit.T @ combination
    share = np.flatnonzero(np.abs(combination) > 1e-6 * np.abs(combination).max())
    share = share[np.argsort(-np.abs(combination[share]), kind="stable")]
    bounds = [at.variable(int(j)) for j in np.flatnonzero(at.at_bound & (np.abs(pull) > DEPENDENT))]
    names = tuple(dict.fromkeys([at.row(int(rows[row])), *(at.row(int(rows[i])) for i in share)]))
    first, others = names[0], [*names[1:], *(f"the bound on {name}" for name in bounds)]
    if not others:
        sentence = f"The gradient of {first} vanishes at the returned point."
        advice = f"State {first} so that its gradient does not vanish where it holds, such as g = 0 instead of g^2 = 0."
        return Finding(Trouble.DEPENDENT_CONSTRAINTS, names, length, sentence, advice)
    sentence = f"The gradient of {first} is a combination of those of {listed(others)}: multipliers are not unique."
    linear = bool(np.all(at.linear[rows[share]])) and not bounds
    advice = (
        f"Leave {first} out if it repeats the others; if it contradicts them, correct it."
        if linear
        else f"Check whether {first} is needed beside them; if they only touch here, separate their limits a little."
    )
    return Finding(Trouble.DEPENDENT_CONSTRAINTS, (*names, *bounds), length, sentence, advice)

"""A guess of the working set from coarser unknowns, for large QPs with bounds alone.

Primal-dual updates move the edge of a contact region by about one unknown each, so many unknowns take many updates.  On
groups of unknowns the edge has a shorter way; what is found there is a guess one level finer, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Vector
from sqp.linalg.multigrid import Multigrid
from sqp.linalg.operators import StoredOperator, SymmetricOperator
from sqp.qp.conjugate_gradients import Search
from sqp.qp.constraint_preconditioners import FreeVariables
from sqp.qp.program import QuadraticProgram, Sides, WorkingSet

#: Smaller QPs find their working sets without a guess.
_LARGE = 500
_UPDATES = 12
_PART = 0.03


@dataclass(frozen=True, eq=False)
class _BoundQP:
    """minimise 1/2 d'Pd + q'd subject to lower <= d <= upper."""

    P: sparse.csr_array
    q: Vector
    lower: Vector
    upper: Vector


@final
class CoarseGuess:
    """Guesses for the QPs of one solve; how unknowns are grouped is found for the first of them.

    Examples
    --------
    >>> from sqp.bounds import Bounds
    >>> chain = sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(900, 900), format="csc")
    >>> none, box = Bounds([], []), Bounds(np.full(900, -1.0), np.full(900, np.inf))
    >>> qp = QuadraticProgram(chain, np.full(900, 1e-3), sparse.csc_array((0, 900)), none, box)
    >>> guess = CoarseGuess()(StoredOperator(chain), qp)
    >>> guess is not None and 700 < guess.size < 900
    True
    """

    def __init__(self) -> None:
        self._known: Multigrid | None = None

    def __call__(self, P: SymmetricOperator, qp: QuadraticProgram) -> WorkingSet | None:
        """Which bounds to hold; None where the QP is small, has rows, or its entries are not known."""
        if qp.rows.size or P.n < _LARGE:
            return None
        entries = P.approximation()
        if entries is None or not (entries.diagonal() > 0.0).all():
            return None
        every = np.arange(P.n)
        known = self._known = Multigrid(entries, None if self._known is None else self._known.part(every))
        fine = _BoundQP(sparse.csr_array(entries), qp.q, qp.box.lower, qp.box.upper)
        sides = _guessed(fine, known, 0)
        if sides is None:
            return None
        sides[qp.box.equalities] = 1
        return WorkingSet(np.zeros(0, dtype=np.int8), sides)


def _guessed(fine: _BoundQP, whole: Multigrid, depth: int) -> Sides | None:
    """The sides that the solution of the coarser QP holds, on the finer unknowns."""
    if depth == len(whole.levels):
        return None
    level = whole.levels[depth]
    groups, restriction = level.groups, level.restriction
    sizes = np.sqrt(np.bincount(groups))
    deeper = depth + 1 < len(whole.levels)
    coarse = _BoundQP(
        whole.levels[depth + 1].matrix if deeper else sparse.csr_array(restriction @ (fine.P @ level.prolongation)),
        restriction @ fine.q,
        sizes * _mean(fine.lower, groups),
        sizes * _mean(fine.upper, groups),
    )
    sides = _solved(coarse, whole, depth + 1)
    if sides is None:
        return None
    found = sides[groups]
    found[(found < 0) & (fine.lower == -np.inf)] = 0
    found[(found > 0) & (fine.upper == np.inf)] = 0
    return found


def _mean(bounds: Vector, groups: Indices) -> Vector:
    """The mean bound of each group; infinite where one of them is."""
    finite = np.isfinite(bounds)
    total = np.bincount(groups, np.where(finite, bounds, 0.0))
    count = np.bincount(groups)
    missing = np.bincount(groups, ~finite) > 0
    infinite = np.inf if (bounds == np.inf).any() else -np.inf
    return np.where(missing, infinite, total / count)


def _solved(qp: _BoundQP, whole: Multigrid, depth: int) -> Sides | None:
    """Primal-dual updates from the guess of the next coarser level."""
    n = qp.q.size
    guess = _guessed(qp, whole, depth)
    sides: Sides = np.zeros(n, dtype=np.int8) if guess is None else guess
    d = np.zeros(n)
    for _ in range(_UPDATES if guess is not None else 10 * _UPDATES):
        held = sides != 0
        d = np.where(sides < 0, qp.lower, np.where(sides > 0, qp.upper, d))
        d = _minimised(qp, d, ~held, whole, depth)
        if not np.isfinite(d).all():
            return None
        z = np.where(held, -(qp.P @ d + qp.q), 0.0)
        changed = np.where(held & (sides * z >= 0.0), sides, 0)
        changed = np.where(~held & (d < qp.lower), -1, np.where(~held & (d > qp.upper), 1, changed)).astype(np.int8)
        if np.array_equal(changed, sides):
            break
        sides = changed
    return sides


def _ignore(_: Vector, __: Vector) -> None:
    """Nothing is learnt from these steps."""


def _minimised(qp: _BoundQP, d: Vector, free: Mask, whole: Multigrid, depth: int) -> Vector:
    inside = np.flatnonzero(free)
    if not inside.size:
        return d
    P = sparse.csr_array(qp.P[inside][:, inside])
    r = (qp.P @ d + qp.q)[inside]
    if inside.size < _LARGE:
        from scipy.sparse.linalg import spsolve

        step = -np.asarray(spsolve(sparse.csc_matrix(P), r))
    else:
        every = np.ones(inside.size, dtype=np.bool_)
        search = Search(StoredOperator(sparse.csc_array(P)), 50, _ignore)
        system = FreeVariables(Multigrid(P, whole.part(inside, depth)), every)
        step = search.minimise(np.zeros(inside.size), np.zeros(0), r, system, 0.0, _PART).d
    moved = d.copy()
    moved[inside] += step
    return moved

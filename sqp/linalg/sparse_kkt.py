"""KKT systems of large problems: one pattern for the whole solve.

    [ P + E   A' ]     the row and column of a variable that is held, and of a row that is not working, keep their
    [ A     -eps ]     place: their values are zeroed and the diagonal becomes +1 or -1

so the symbolic factorisation is done once, and the inertia must be (n, m, 0) whatever the working set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import final

import numpy as np

from sqp.arrays import Mask, Matrix, Vector, is_sparse, norm_inf
from sqp.linalg.kkt import EIGENVALUE_FLOOR, Correction, KKTSystem, gershgorin_lift
from sqp.linalg.kkt_pattern import KKTPattern
from sqp.linalg.pivoted_lu import PivotedLU
from sqp.linalg.sparse_ldl import SparseLDL

_REFINEMENTS = 8
_REFINE_ABOVE = 1e-14
#: Above this residual the static pivots have failed, and the system is solved once more with pivoting.
_UNSATISFACTORY = 5e-9
#: How much larger than what rows miss the residual of the variables may be that their growing multipliers cause.
_FOLLOWS = 100.0
#: What rows miss, relative to the size of the right-hand side, when they contradict each other.
_MISSED = 1e-7
#: Smaller systems are pivoted whatever the reason.
_LARGE = 1000
_FIRST_SHIFT, _LEAST_SHIFT, _GROWTH, _DECAY, _LARGEST_SHIFT = 1e-4, 1e-9, 8.0, 3.0, 1e10


@final
class SparseKKT(KKTSystem):
    """Sparse KKT systems of dimension n + m by QDLDL, with the inertia corrected by a multiple of a diagonal matrix.

    That is the identity of the equilibrated variables, in which every row of P has a largest entry of one, or what
    Gershgorin's theorem asks for there.

    Examples
    --------
    >>> from scipy import sparse
    >>> system = SparseKKT()
    >>> system.load(sparse.csc_array(2 * np.eye(2)), sparse.csc_array(np.ones((1, 2))))
    >>> system.factorise(np.array([True]), np.array([False, False]))
    0.0
    >>> d, y, z = system.solve(np.zeros(2), np.array([1.0]), np.zeros(2))
    >>> d.round(12), y.round(12)
    (array([0.5, 0.5]), array([-1.]))

    References
    ----------
    Wächter, Biegler (2006), Algorithm IC, for the sequence of shifts.
    """

    def __init__(self, correction: Correction = Correction.SHIFT) -> None:
        self._by_discs = correction is Correction.GERSHGORIN
        self._ldl = SparseLDL()
        self._pattern: KKTPattern | None = None
        self._shift = self._last_shift = 0.0
        self._is_factorised = False

    def load(self, P: Matrix, A: Matrix, floor: float = EIGENVALUE_FLOOR) -> None:
        if self._pattern is not None and self._shift == 0.0 and P is self._P and A is self._A:
            return  # the same QP with other vectors: the factorisation may serve again
        assert is_sparse(P)
        assert is_sparse(A)
        if self._pattern is None:
            self._pattern = KKTPattern(P, A)
        self._P, self._A, self._AT = P, A, A.T
        self._shift = 0.0
        self._is_factorised = False
        self._column_scale, self._row_scale = self._pattern.equilibration(P, A)
        self._profile = self._column_scale**2  # the identity of the variables as they are

    def factorise(self, rows: Mask, fixed: Mask) -> float:
        if self._is_factorised and np.array_equal(rows, self._rows) and np.array_equal(fixed, self._fixed):
            return self._size_of_shift()
        self._rows, self._fixed = rows, fixed
        self._is_factorised = True
        if self._factorised(self._shift):
            return self._size_of_shift()
        return self._size_of_shift() if self._raised() else np.inf

    def _raised(self) -> bool:
        """Factorise with the first larger shift that gives the right inertia; false if none does."""
        if self._by_discs and self._shift == 0.0:
            self._profile = self._discs()
            shift = 1.0
        else:
            first = max(self._last_shift / _DECAY, _LEAST_SHIFT) if self._last_shift else _FIRST_SHIFT
            shift = max(self._shift * _GROWTH, first)
        while shift <= _LARGEST_SHIFT:
            if self._factorised(shift):
                self._shift = self._last_shift = shift
                return True
            shift *= _GROWTH
        self._is_factorised = False
        return False

    def _size_of_shift(self) -> float:
        return self._shift and norm_inf(self._lift(self._shift))

    def _lift(self, shift: float) -> Vector:
        """What is added to the diagonal of P, (n,)."""
        return shift * self._profile / self._column_scale**2

    def _discs(self) -> Vector:
        """The lift of the equilibrated P that Gershgorin's theorem asks for; it suffices for every working set."""
        scale = self._column_scale
        heights = scale * (abs(self._P) @ scale)
        return gershgorin_lift(scale**2 * self._P.diagonal(), heights, _FIRST_SHIFT)

    def _factorised(self, shift: float) -> bool:
        assert self._pattern is not None
        columns, rows = ~self._fixed * self._column_scale, self._rows * self._row_scale
        self._scale = np.concatenate((columns, rows))
        self._matrix = self._pattern.assemble(self._P, self._A, columns, rows, shift * self._profile)
        inertia = self._ldl.factorise(self._matrix)
        return inertia is not None and inertia.is_saddle(columns.size, rows.size)

    def solve(self, q: Vector, targets: Vector, values: Vector) -> tuple[Vector, Vector, Vector]:
        free = ~self._fixed
        start = np.where(free, 0.0, values), np.zeros(targets.size)
        size = max(1.0, norm_inf(q), norm_inf(targets[self._rows]))
        d, y, residual = self._refined(self._ldl.solve, q, targets, start, size)
        if not residual <= _UNSATISFACTORY * size and not self._rows_contradict(q, targets, d, y, size):
            pivoted = PivotedLU.of(self._matrix)
            if pivoted is not None:
                d, y, residual = self._refined(pivoted.solve, q, targets, (d, y), size)
            if not residual <= _UNSATISFACTORY * size and self._shift == 0.0 and self._raised():
                return self.solve(q, targets, values)  # the reduced Hessian is singular
        z = np.where(free, 0.0, -(q + self._P @ d + self._AT @ y))
        return d, y, z

    def _rows_contradict(self, q: Vector, targets: Vector, d: Vector, y: Vector, size: float) -> bool:
        """Whether it is rows that are unmet, which is no fault of the pivots: with others they are unmet as well."""
        top = (q + self._P @ d + self._lift(self._shift) * d + self._AT @ y) * ~self._fixed
        unmet = norm_inf(np.where(self._rows, targets - self._A @ d, 0.0))
        return self._matrix.shape[0] > _LARGE and unmet > _MISSED * size and norm_inf(top) <= _FOLLOWS * unmet

    def _refined(
        self, solve: Callable[[Vector], Vector], q: Vector, targets: Vector, start: tuple[Vector, Vector], size: float
    ) -> tuple[Vector, Vector, float]:
        """Refine against the system without dual regularisation while that halves the residual, which is returned."""
        d, y = start
        n, free = d.size, ~self._fixed
        correction = self._lift(self._shift)
        best, kept = np.inf, start
        for _ in range(_REFINEMENTS):
            top = -(q + self._P @ d + correction * d + self._AT @ y) * free
            bottom = np.where(self._rows, targets - self._A @ d, 0.0)
            residual = max(norm_inf(top), norm_inf(bottom))
            if not residual < 0.5 * best:
                break
            best, kept = residual, (d, y)
            if residual <= _REFINE_ABOVE * size:
                break
            step = self._scale * solve(self._scale * np.concatenate((top, bottom)))
            d, y = d + step[:n], y + step[n:]
        return *kept, best

    def hessian(self) -> Matrix:
        assert self._pattern is not None
        return self._pattern.lifted(self._P, self._lift(self._shift))

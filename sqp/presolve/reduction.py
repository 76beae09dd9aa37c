"""What presolve takes out of a problem, and the way back: the map of points and multipliers beside its inverse.

A variable is taken out when its bounds agree, a row when it is constant or, being linear, contains a single variable
that is left: a x + b in [l, u] is then a bound on x.  With L = f + y'c + z'x in all variables and rows,

    total_j = -(grad f + J'y)_j      y of the rows that were turned into bounds of j left out

is the multiplier of all that bounds j together; by its sign it belongs to the row that states the tighter bound on
that side, y_i = total_j / a_i, or to the bound of the variable itself.  A row that bounds j contains besides j only
variables fixed before j, so going through the fixed variables backwards finds every y before it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.arrays import Indices, Matrix, Vector, is_sparse
from sqp.bounds import Bounds


@dataclass(frozen=True, eq=False)
class Sources:
    """Where the bounds of the variables come from.

    Attributes
    ----------
    lower, upper : (n,)
        The row that states the bound, -1 where it is the variable's own.
    coefficients : (m,)
        The coefficient of the variable in a row that was turned into a bound, 0 for other rows.
    """

    lower: Indices
    upper: Indices
    coefficients: Vector

    def share(self, j: Indices, y: Vector, z: Vector) -> None:
        """Give the multipliers ``z[j]`` to the rows that state the bounds; both vectors are written to."""
        rows = np.where(z[j] > 0, self.upper[j], self.lower[j])
        stated = (rows >= 0) & (z[j] != 0)
        rows, j = rows[stated], j[stated]
        y[rows] = z[j] / self.coefficients[rows]
        z[j] = 0.0


@dataclass(frozen=True, eq=False)
class Reduction:
    """Which variables and rows stay, and what is known of the others.

    Attributes
    ----------
    variables, rows : indices of those that stay
    bounds : Bounds
        (n,) Bounds of all variables, tightened by the rows that are gone; those of a variable that is gone agree.
    sources : Sources
    order : indices
        The variables that rows have fixed, in that order.
    shape : (m, n)
        Of the whole problem.

    Examples
    --------
    x0 = 2 is fixed, and row 0, 3 x1 >= 6, bounds x1:

    >>> sources = Sources(np.array([-1, 0]), np.array([-1, -1]), np.array([3.0]))
    >>> none = np.array([], dtype=np.int64)
    >>> reduction = Reduction(np.array([1]), none, Bounds([2, 2], [2, 9]), sources, none, (1, 2))
    >>> reduction.point(np.array([5.0]))
    array([2., 5.])
    >>> reduction.multipliers(np.array([7.0, 6.0]), np.array([[0.0, 3.0]]), np.zeros(0), np.array([-6.0]))
    (array([-2.]), array([-7.,  0.]))
    """

    variables: Indices
    rows: Indices
    bounds: Bounds
    sources: Sources
    order: Indices
    shape: tuple[int, int]

    def part(self, x: Vector) -> Vector:
        """The entries of ``x`` that stay."""
        return x[self.variables]

    def point(self, part: Vector) -> Vector:
        """(n,) the whole point: the inverse of :meth:`part`."""
        x = self.bounds.lower.copy()
        x[self.variables] = part
        return x

    def direction(self, part: Vector) -> Vector:
        """(n,) the whole direction: what is fixed does not move."""
        d = np.zeros(self.shape[1])
        d[self.variables] = part
        return d

    @property
    def has_bounds_from_rows(self) -> bool:
        """Whether a variable has a bound that is not its own."""
        return bool((self.sources.lower >= 0).any() or (self.sources.upper >= 0).any())

    def part_of_multipliers(self, y: Vector, z: Vector) -> tuple[Vector, Vector]:
        """Multipliers of the rows and bounds that stay, those of rows that became bounds included."""
        total = z.copy()
        lower, upper = self.sources.lower, self.sources.upper
        for source, stated in ((lower, lower >= 0), (upper, (upper >= 0) & (upper != lower))):
            rows = source[stated]
            total[stated] += self.sources.coefficients[rows] * y[rows]
        return y[self.rows], total[self.variables]

    def rows_of(self, y: Vector, z: Vector) -> tuple[Vector, Vector]:
        """(m,), (n,) multipliers of everything but fixed variables and what fixed them, which are left at 0."""
        full, total = np.zeros(self.shape[0]), np.zeros(self.shape[1])
        full[self.rows], total[self.variables] = y, z
        self.sources.share(self.variables, full, total)
        return full, total

    def multipliers(self, grad: Vector, jac: Matrix, y: Vector, z: Vector) -> tuple[Vector, Vector]:
        """(m,), (n,) all multipliers from those that stay, and the derivatives of the whole problem.

        For multipliers of the violation, which contain no objective, ``grad`` is zero.
        """
        return self.completed(grad, jac, *self.rows_of(y, z))

    def completed(self, grad: Vector, jac: Matrix, y: Vector, z: Vector) -> tuple[Vector, Vector]:
        """Add to ``y`` and ``z`` what belongs to fixed variables; both are written to and returned."""
        for j in self.order[::-1]:
            z[j] = -(grad[j] + column_product(jac, int(j), y))
            self.sources.share(np.array([j]), y, z)
        gone = self.bounds.equalities.copy()
        gone[self.variables] = gone[self.order] = False
        z[gone] = -(grad + jac.T @ y)[gone]
        return y, z


def column_product(matrix: Matrix, j: int, y: Vector) -> float:
    """The product of column ``j`` with ``y``.

    >>> column_product(np.eye(2), 1, np.array([3.0, 4.0]))
    4.0
    """
    if is_sparse(matrix):
        part = slice(matrix.indptr[j], matrix.indptr[j + 1])
        return float(matrix.data[part] @ y[matrix.indices[part]])
    return float(np.asarray(matrix)[:, j] @ y)

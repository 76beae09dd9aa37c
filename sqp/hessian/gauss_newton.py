"""Gauss-Newton: second derivatives of a sum of squares from the first derivatives of its residuals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.errors import OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.model.pattern import Pattern
from sqp.model.problem import HasResiduals, provides


@final
@dataclass(frozen=True)
class GaussNewton:
    """H = 2 J'J for f = |r|^2 with J the Jacobian of the residuals r; curvature of the constraints is left out.

    It converges like Newton's method where the residuals at the solution are small or nearly linear.

    References
    ----------
    Nocedal, Wright (2006), eq. (10.23), for half the sum of squares.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("line")
    >>> a, b = m.variable("a"), m.variable("b")
    >>> m.minimize_sum_of_squares(sqp.stack([a + b * t - value for t, value in enumerate([1.0, 3.1, 4.9])]))
    >>> result = m.solve(hessian=GaussNewton())
    >>> round(result["a"], 6), round(result["b"], 6), result.iterations
    (1.05, 1.95, 1)
    """

    def start(self, evaluator: Evaluator) -> GaussNewtonRun:
        return GaussNewtonRun(evaluator, "GaussNewton()")


@final
class GaussNewtonRun:
    """Asks the problem for the Jacobian of the residuals each time."""

    def __init__(self, evaluator: Evaluator, name: str) -> None:
        if not provides(evaluator.problem, HasResiduals):
            raise OptionError(
                f"hessian={name} needs a problem with residuals: state it with minimize_sum_of_squares or "
                "least_squares, or choose another Hessian"
            )
        self._evaluator = evaluator
        self._normal_matrix = NormalMatrix()

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        return self._normal_matrix(self._evaluator.residual_jacobian(at.values.x))

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        """Nothing to remember."""


@final
class NormalMatrix:
    """J -> 2 J'J; where sparse, always every entry that the pattern of J allows and the diagonal are stored.

    (SciPy leaves entries of sums and products out that happen to be zero.)

    Examples
    --------
    >>> NormalMatrix()(np.array([[1.0, 2.0]]))
    array([[2., 4.],
           [4., 8.]])
    """

    def __init__(self) -> None:
        self._pattern: Pattern | None = None

    def __call__(self, jac: Matrix) -> Matrix:
        if not is_sparse(jac):
            dense = np.asarray(jac)
            return 2.0 * (dense.T @ dense)
        if self._pattern is None:
            self._pattern = _pattern_of_product(jac)
        product = sparse.csc_array(jac.T @ jac)
        return self._pattern.matrix(2.0 * self._pattern.nonzeros(product, "J'J"), dense=False)


def lifted(hess: Matrix, lift: Vector) -> Matrix:
    """``hess`` with ``lift``, (n,), added to its diagonal, which is stored."""
    if not is_sparse(hess):
        return hess + np.diag(lift)
    columns = np.repeat(np.arange(hess.shape[1]), np.diff(hess.indptr))
    on_diagonal = hess.indices == columns
    data = hess.data.copy()
    data[on_diagonal] += lift
    return Pattern.of(hess).matrix(data, dense=False)


def _pattern_of_product(jac: sparse.csc_array) -> Pattern:
    n = jac.shape[1]
    ones = sparse.csc_array((np.ones(jac.nnz), jac.indices, jac.indptr), shape=jac.shape)
    return Pattern.of(ones.T @ ones).union(Pattern.of(sparse.eye_array(n, format="csc")))

"""A nonlinear program from plain Python functions of NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Matrix, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.arguments import BoundsLike, as_bounds, as_names, as_pattern, as_point, as_scale
from sqp.model.matrices import AssembledMatrix, ConstantMatrix, MatrixSource, ReturnedMatrix, expect_symmetric
from sqp.model.pattern import Pattern
from sqp.model.residuals import Residuals
from sqp.model.returned import ReturnedScalar, ReturnedVector
from sqp.model.sparsity import near_points


class NLP:
    """minimise f(x)  subject to  cl <= c(x) <= cu,  xl <= x <= xu,  from functions with first derivatives.

    Every function is evaluated once at the start, and shapes are checked there.  Functions may return lists, columns
    or any kind of SciPy sparse matrix; they get copies of their arguments and what they return is copied.  Missing
    derivatives are the business of :func:`sqp.minimize`.

    Parameters
    ----------
    objective : callable
        ``objective(x)``, one number.
    start : (n,) array
        A point to start from; its length is the number of variables.
    gradient : callable
        ``gradient(x)``, n numbers.
    constraints : callable, optional
        ``constraints(x)``, m numbers; ``jacobian`` and ``constraint_bounds`` are then required.
    jacobian : callable or MatrixSource, optional
        ``jacobian(x)``, (m, n).
    lagrangian_hessian : callable or MatrixSource, optional
        ``lagrangian_hessian(x, y, sigma)``, (n, n): sigma times the Hessian of f plus the sum of y_i times that of c_i,
        both triangles.
    lagrangian_hessian_product : callable, optional
        ``lagrangian_hessian_product(x, y, sigma, v)``, n numbers.
    variable_bounds, constraint_bounds : Bounds or pair (lower, upper), optional
        Of arrays, numbers or None.  Variables are free by default.
    variable_names, constraint_names : sequence of str, optional
    variable_scale : (n,) array, optional
        Typical magnitude of each variable, positive.
    jacobian_sparsity, hessian_sparsity : matrix, optional
        Where entries may be nonzero.  By default all entries of a dense value, and the entries that a sparse value
        stores at the start or at two points near it; later values that do not fit are refused.
    dense : bool, optional
        Whether matrices are dense arrays or ``csc_array``; by default dense if all user functions return dense ones.
    residuals : Residuals, optional
        If the objective is the sum of their squares; :func:`sqp.minimize_sum_of_squares` makes them of functions.

    Raises
    ------
    ProblemError
        If an argument or the value of a function has the wrong type or shape.

    Examples
    --------
    >>> problem = NLP(
    ...     lambda x: x @ x,
    ...     [1.0, 2.0],
    ...     gradient=lambda x: 2 * x,
    ...     constraints=lambda x: x[0] * x[1],
    ...     jacobian=lambda x: [[x[1], x[0]]],
    ...     constraint_bounds=(1.0, None),
    ... )
    >>> problem.jacobian(np.array([3.0, 4.0]))
    array([[4., 3.]])
    """

    lagrangian_hessian: Callable[[Vector, Vector, float], Matrix]
    lagrangian_hessian_product: Callable[[Vector, Vector, float, Vector], Vector]
    residuals: Callable[[Vector], Vector]
    residual_jacobian: Callable[[Vector], Matrix]
    variable_scale: Vector

    def __init__(
        self,
        objective: Callable[[Vector], Any],
        start: ArrayLike,
        *,
        gradient: Callable[[Vector], Any],
        constraints: Callable[[Vector], Any] | None = None,
        jacobian: Callable[[Vector], Any] | MatrixSource | None = None,
        lagrangian_hessian: Callable[[Vector, Vector, float], Any] | MatrixSource | None = None,
        lagrangian_hessian_product: Callable[[Vector, Vector, float, Vector], Any] | None = None,
        variable_bounds: BoundsLike | None = None,
        constraint_bounds: BoundsLike | None = None,
        variable_names: Sequence[str] = (),
        constraint_names: Sequence[str] = (),
        variable_scale: ArrayLike | None = None,
        jacobian_sparsity: Any = None,
        hessian_sparsity: Any = None,
        dense: bool | None = None,
        residuals: Residuals | None = None,
    ) -> None:
        self.start = as_point("start", start)
        n = self.start.size
        self.variable_bounds = as_bounds("variable_bounds", variable_bounds, n)
        self._trials = [
            self.variable_bounds.project(self.start),
            *near_points(self.start, self.variable_bounds, 2),
        ]
        self._objective = ReturnedScalar("objective", objective)
        self._gradient = ReturnedVector("gradient", gradient, n)
        self.objective(self._trials[0])
        self.gradient(self._trials[0])
        self._take_constraints(constraints, jacobian, constraint_bounds)
        jac = self._jacobian_source(jacobian, jacobian_sparsity)
        hess = self._hessian_source(lagrangian_hessian, hessian_sparsity)
        if dense is None:
            dense = jac.dense and (hess is None or hess.dense) and (residuals is None or residuals.jacobian.dense)
        self._jacobian = AssembledMatrix(jac, dense=dense)
        if hess is not None:
            self.lagrangian_hessian = AssembledMatrix(hess, dense=dense)
            expect_symmetric("lagrangian_hessian", self.lagrangian_hessian(self._trials[0], self._weights, 1.0))
        if lagrangian_hessian_product is not None:
            self._take_product(lagrangian_hessian_product)
        if residuals is not None:
            self.residuals = residuals.values
            self.residual_jacobian = AssembledMatrix(residuals.jacobian, dense=dense)
        self.variable_names = as_names("variable_names", variable_names, n)
        self.constraint_names = as_names("constraint_names", constraint_names, self.constraint_bounds.size)
        if variable_scale is not None:
            self.variable_scale = as_scale("variable_scale", variable_scale, n)

    def objective(self, x: Vector, /) -> float:
        return self._objective(x)

    def gradient(self, x: Vector, /) -> Vector:
        return self._gradient(x)

    def constraints(self, x: Vector, /) -> Vector:
        return self._constraints(x)

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._jacobian(x)

    @property
    def _weights(self) -> Vector:
        """(m,) multipliers under which no two constraints are likely to cancel in the Hessian."""
        m = self.constraint_bounds.size
        return 1.0 + np.arange(m) / max(m, 1)

    def _take_constraints(self, constraints: Any, jacobian: Any, bounds: BoundsLike | None) -> None:
        if constraints is None:
            for name, given in (("jacobian", jacobian), ("constraint_bounds", bounds)):
                if given is not None:
                    raise ProblemError(f"{name} is given without constraints")
            self._constraints = ReturnedVector("constraints", _nothing, 0)
            self.constraint_bounds = Bounds.free(0)
            return
        for name, given in (("jacobian", jacobian), ("constraint_bounds", bounds)):
            if given is None:
                raise ProblemError(f"{name} is missing: constraints need it")
        m = ReturnedVector("constraints", constraints, None)(self._trials[0]).size
        self._constraints = ReturnedVector("constraints", constraints, m)
        self.constraint_bounds = as_bounds("constraint_bounds", bounds, m)

    def _jacobian_source(self, jacobian: Any, sparsity: Any) -> MatrixSource:
        shape = (self.constraint_bounds.size, self.start.size)
        if not shape[0]:
            return ConstantMatrix(np.zeros(0), Pattern.full(*shape), dense=True)
        if isinstance(jacobian, MatrixSource):
            return jacobian
        pattern = as_pattern("jacobian_sparsity", sparsity, shape)
        return ReturnedMatrix("jacobian", jacobian, shape, [(x,) for x in self._trials], pattern)

    def _hessian_source(self, hessian: Any, sparsity: Any) -> MatrixSource | None:
        if hessian is None or isinstance(hessian, MatrixSource):
            return hessian
        shape = (self.start.size, self.start.size)
        samples: list[tuple[Vector | float, ...]] = [(x, self._weights, 1.0) for x in self._trials]
        pattern = as_pattern("hessian_sparsity", sparsity, shape)
        return ReturnedMatrix("lagrangian_hessian", hessian, shape, samples, pattern)

    def _take_product(self, product: Any) -> None:
        checked = ReturnedVector("lagrangian_hessian_product", product, self.start.size)
        checked(self._trials[0], self._weights, 1.0, np.ones(self.start.size))
        self.lagrangian_hessian_product = checked


def _nothing(_: Vector) -> Vector:
    return np.zeros(0)

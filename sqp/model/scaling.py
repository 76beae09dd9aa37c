"""The same problem in other units: x = D x~, f~ = s f, c~ = S c with positive diagonal matrices D and S.

With L = sigma f + y'c + z'x and its scaled counterpart at sigma~ = 1,

    s f + y~' S c + z~' D^-1 x = s L     if  y = S y~ / s,   z = D^-1 z~ / s,

so stationary points, signs and active sets agree; :class:`Scales` maps points and multipliers both ways.  The scales
that :func:`gradient_scaling` chooses are powers of two, so that changing units loses not a single bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sqp.arrays import Mask, Matrix, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.arguments import as_scale
from sqp.model.matrix_scaling import MatrixScaling, row_maxima
from sqp.model.problem import (
    HasHessian,
    HasHessianProduct,
    HasNames,
    HasResiduals,
    HasSense,
    HasStart,
    Problem,
    provides,
)


@dataclass(frozen=True, eq=False)
class Scales:
    """The factors s, S and D.

    Attributes
    ----------
    objective : float
        Positive.
    constraints, variables : (m,), (n,)
        Positive.

    Examples
    --------
    >>> scales = Scales(0.5, np.array([2.0]), np.array([10.0]))
    >>> x, y, z = scales.to_user(np.array([1.0]), np.array([3.0]), np.array([4.0]))
    >>> x, y, z
    (array([10.]), array([12.]), array([0.8]))
    """

    objective: float
    constraints: Vector
    variables: Vector

    def to_user(self, x: Vector, y: Vector, z: Vector) -> tuple[Vector, Vector, Vector]:
        """A scaled point and its multipliers in the user's units."""
        return x * self.variables, y * self.constraints / self.objective, z / (self.variables * self.objective)

    def to_solver(self, x: Vector, y: Vector, z: Vector) -> tuple[Vector, Vector, Vector]:
        """The inverse of :meth:`to_user`."""
        return x / self.variables, y * self.objective / self.constraints, z * (self.variables * self.objective)

    @property
    def is_identity(self) -> bool:
        """Whether nothing changes."""
        return self.objective == 1.0 and bool(np.all(self.constraints == 1.0) and np.all(self.variables == 1.0))


class ScaledProblem:
    """A problem in other units.

    Has those of the optional capabilities (Hessian, product, residuals, start, names, linear rows, sense) that
    ``problem`` has.

    Parameters
    ----------
    problem : Problem
    objective_scale : float
    constraint_scales, variable_scales : (m,), (n,)
        All positive and finite.

    Raises
    ------
    ProblemError
        If a scale is not positive or an array has the wrong length.

    Examples
    --------
    >>> from sqp.model.nlp import NLP
    >>> problem = NLP(lambda x: x @ x, [3.0], gradient=lambda x: 2 * x)
    >>> scaled = ScaledProblem(problem, 0.5, np.ones(0), np.array([10.0]))
    >>> scaled.start, scaled.objective(scaled.start), scaled.gradient(scaled.start)
    (array([0.3]), 4.5, array([30.]))
    """

    def __init__(
        self, problem: Problem, objective_scale: float, constraint_scales: Vector, variable_scales: Vector
    ) -> None:
        if not 0.0 < objective_scale < np.inf:
            raise ProblemError(f"objective_scale must be positive and finite, got {objective_scale!r}")
        x, c = problem.variable_bounds, problem.constraint_bounds
        self.problem = problem
        self.scales = Scales(
            float(objective_scale),
            as_scale("constraint_scales", constraint_scales, c.size),
            as_scale("variable_scales", variable_scales, x.size),
        )
        self._units, self._rows = self.scales.variables, self.scales.constraints
        self.variable_bounds = Bounds(x.lower / self._units, x.upper / self._units)
        self.constraint_bounds = Bounds(c.lower * self._rows, c.upper * self._rows)
        self._gradient_factor = self.scales.objective * self._units
        self._jacobian_scaling = MatrixScaling(self._rows, self._units)
        self._hessian_scaling = MatrixScaling(self._units, self._units)
        self._residual_factor = self.scales.objective**0.5
        self._residual_scaling: MatrixScaling | None = None
        self._take_capabilities(problem)

    def _take_capabilities(self, problem: Problem) -> None:
        if provides(problem, HasHessian):
            self.lagrangian_hessian = self._lagrangian_hessian
        if provides(problem, HasHessianProduct):
            self.lagrangian_hessian_product = self._lagrangian_hessian_product
        if provides(problem, HasResiduals):
            self.residuals, self.residual_jacobian = self._residuals, self._residual_jacobian
        if provides(problem, HasStart):
            self.start = problem.start / self._units
        if provides(problem, HasNames):
            self.variable_names, self.constraint_names = problem.variable_names, problem.constraint_names
        if provides(problem, HasSense):
            self.sense = problem.sense

    @property
    def linear_constraints(self) -> Mask:
        """(m,) which rows are linear in x; missing if the problem does not say."""
        problem: Any = self.problem
        return problem.linear_constraints

    def objective(self, x: Vector, /) -> float:
        return self.scales.objective * self.problem.objective(x * self._units)

    def gradient(self, x: Vector, /) -> Vector:
        return self._gradient_factor * self.problem.gradient(x * self._units)

    def constraints(self, x: Vector, /) -> Vector:
        return self._rows * self.problem.constraints(x * self._units)

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._jacobian_scaling(self.problem.jacobian(x * self._units))

    def _lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix:
        weight = sigma * self.scales.objective
        problem: Any = self.problem
        return self._hessian_scaling(problem.lagrangian_hessian(x * self._units, y * self._rows, weight))

    def _lagrangian_hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector, /) -> Vector:
        weight = sigma * self.scales.objective
        problem: Any = self.problem
        user = problem.lagrangian_hessian_product(x * self._units, y * self._rows, weight, v * self._units)
        return self._units * user

    def _residuals(self, x: Vector, /) -> Vector:
        problem: Any = self.problem
        return self._residual_factor * problem.residuals(x * self._units)

    def _residual_jacobian(self, x: Vector, /) -> Matrix:
        problem: Any = self.problem
        jac: Matrix = problem.residual_jacobian(x * self._units)
        if self._residual_scaling is None:
            self._residual_scaling = MatrixScaling(np.full(jac.shape[0], self._residual_factor), self._units)
        return self._residual_scaling(jac)

    def to_user(self, x: Vector, y: Vector, z: Vector) -> tuple[Vector, Vector, Vector]:
        """A point and its multipliers in the user's units."""
        return self.scales.to_user(x, y, z)

    def to_solver(self, x: Vector, y: Vector, z: Vector) -> tuple[Vector, Vector, Vector]:
        """The inverse of :meth:`to_user`."""
        return self.scales.to_solver(x, y, z)


def gradient_scaling(
    problem: Problem, x0: Vector, grad: Vector, jac: Matrix, *, largest: float = 100.0, floor: float = 1e-8
) -> Scales:
    """Scales with which no gradient at the start is larger than ``largest``; nothing is scaled up.

    In the problem's own variable units D (``variable_scale``, one if it has none), s = min(1, largest / |D grad|_inf),
    and the same for each row of J D; all of them rounded down to powers of two.

    Parameters
    ----------
    problem : Problem
    x0, grad, jac : (n,), (n,), (m, n)
        The start with the gradient and the Jacobian there; rows with entries that are not finite are not scaled.
    largest : float
        Allowed size of a gradient, positive.
    floor : float
        Smallest factor, positive.

    References
    ----------
    A. Wächter, L. T. Biegler (2006), On the implementation of an interior-point filter line-search algorithm for
        large-scale nonlinear programming, Math. Programming 106, 25-57: Section 3.8.

    Examples
    --------
    >>> from sqp.model.nlp import NLP
    >>> problem = NLP(lambda x: 1e4 * x @ x, [1.0], gradient=lambda x: 2e4 * x)
    >>> x0 = problem.start
    >>> gradient_scaling(problem, x0, problem.gradient(x0), problem.jacobian(x0)).objective
    0.00390625
    """
    given = getattr(problem, "variable_scale", None)
    units = np.ones(x0.size) if given is None else _power_of_two(as_scale("variable_scale", given, x0.size))
    row_sizes = row_maxima(jac, problem.constraint_bounds.size, units)
    sizes = np.append(row_sizes, np.abs(grad * units).max(initial=0.0))
    factors = np.ones(sizes.size)
    reducible = np.isfinite(sizes) & (sizes > largest)
    factors[reducible] = _power_of_two(np.maximum(largest / sizes[reducible], floor))
    return Scales(float(factors[-1]), factors[:-1], units)


def _power_of_two(values: Vector) -> Vector:
    """The largest power of two that does not exceed each value."""
    _, exponents = np.frexp(values)
    return np.ldexp(1.0, exponents - 1)

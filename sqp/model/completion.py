"""A problem from whatever functions and derivatives there are; the rest by finite differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.arguments import BoundsLike, as_bounds, as_pattern, as_point
from sqp.model.blocks import DETECT, Constraint, Stack, stack
from sqp.model.differences import DifferenceGradient, Differences, difference_hessian
from sqp.model.matrices import AssembledMatrix, MatrixSource, ReturnedMatrix, expect_symmetric
from sqp.model.nlp import NLP
from sqp.model.pattern import Pattern
from sqp.model.residuals import Residuals
from sqp.model.returned import Remembered, ReturnedScalar, ReturnedVector
from sqp.model.sparsity import detect_sparsity, near_points


@dataclass(frozen=True, eq=False, kw_only=True)
class SecondDerivatives:
    """What the user knows about second derivatives; all fields may be missing.

    Attributes
    ----------
    objective : callable or Differences
        ``objective(x)``, (n, n); or how to difference the gradient of the Lagrangian.
    constraints : callable
        ``constraints(x, y)``, (n, n), the sum of y_i times the Hessian of c_i.
    lagrangian : callable
        ``lagrangian(x, y, sigma)``, (n, n), instead of the other two.
    product : callable
        ``product(x, y, sigma, v)``, (n,).
    sparsity : (n, n) matrix or "detect"
        Where the Hessian of the Lagrangian may be nonzero; one triangle is enough.
    """

    objective: Callable[[Vector], Any] | Differences | None = None
    constraints: Callable[[Vector, Vector], Any] | None = None
    lagrangian: Callable[[Vector, Vector, float], Any] | None = None
    product: Callable[[Vector, Vector, float, Vector], Any] | None = None
    sparsity: Any = None

    def __post_init__(self) -> None:
        if isinstance(self.sparsity, str) and self.sparsity != DETECT:
            raise ProblemError(f"hessian_sparsity must be a matrix or {DETECT!r}, got {self.sparsity!r}")


@final
class LagrangianGradient:
    """``sigma grad f(x) + J(x)'y``; the first term only where there is a gradient."""

    def __init__(self, gradient: Callable[[Vector], Vector] | None, jacobian: MatrixSource | None) -> None:
        self.gradient = gradient
        self.jacobian = jacobian

    def __call__(self, x: Vector, y: Vector, sigma: float = 1.0) -> Vector:
        total = np.zeros(x.size) if self.gradient is None else sigma * self.gradient(x)
        if self.jacobian is not None:
            pattern = self.jacobian.pattern
            terms = self.jacobian.nonzeros(x) * y[pattern.indices]
            total = total + np.bincount(pattern.columns, weights=terms, minlength=x.size)
        return total


@final
class LagrangianHessian(MatrixSource):
    """``sigma`` times the Hessian of f plus the sum of ``y_i`` times those of c_i, on the union of their patterns."""

    def __init__(self, objective: MatrixSource, constraints: MatrixSource | None) -> None:
        self.objective = objective
        self.constraints = constraints
        self.dense = objective.dense and (constraints is None or constraints.dense)
        self.pattern = objective.pattern if constraints is None else objective.pattern.union(constraints.pattern)
        self._objective_places = self.pattern.positions(objective.pattern.keys)
        if constraints is not None:
            self._constraint_places = self.pattern.positions(constraints.pattern.keys)

    def nonzeros(self, x: Vector, /, *parameters: Any) -> Vector:
        y, sigma = parameters
        values = np.zeros(self.pattern.nnz)
        if sigma:
            values[self._objective_places] = sigma * self.objective.nonzeros(x)
        if self.constraints is not None:
            values[self._constraint_places] += self.constraints.nonzeros(x, y)
        return values


def completed(
    fun: Callable[[Vector], Any],
    x0: ArrayLike,
    *,
    gradient: Callable[[Vector], Any] | None,
    blocks: Sequence[Constraint],
    second: SecondDerivatives,
    bounds: BoundsLike | None,
    differences: Differences,
    variable_names: Sequence[str] = (),
    residuals: Residuals | None = None,
) -> NLP:
    """The problem with a gradient and a Jacobian, and with a Hessian if the user knows enough to have one.

    Of a sum of squares ``fun`` and ``gradient`` are those of its ``residuals``.

    Raises
    ------
    ProblemError
        If an argument has the wrong type or shape.

    Examples
    --------
    >>> problem = completed(
    ...     lambda x: x @ x, [1.0, 2.0], gradient=None, blocks=[], second=SecondDerivatives(), bounds=None,
    ...     differences=Differences(central=True),
    ... )
    >>> problem.gradient(np.array([3.0, 4.0])).round(6)
    array([6., 8.])
    """
    start = as_point("x0", x0)
    if not start.size:
        raise ProblemError("x0 must have at least one entry, got none")
    box = as_bounds("bounds", bounds, start.size)
    x = box.project(start)
    objective = Remembered(ReturnedScalar("fun", fun))
    objective(x)  # shapes are checked now; that a value is not finite is found, and dealt with, by the solve
    slope = (
        DifferenceGradient(objective, box, differences)
        if gradient is None
        else ReturnedVector("gradient", gradient, start.size)
    )
    rows = stack(blocks, x, box, differences) if blocks else None
    if rows is not None:
        rows.values(x)
    exact = None if gradient is None or (residuals is not None and not residuals.exact) else slope
    return NLP(
        objective,
        start,
        gradient=slope,
        constraints=rows and rows.values,
        jacobian=rows and rows.jacobian,
        constraint_bounds=rows and rows.bounds,
        lagrangian_hessian=_Completion(second, x, box, exact, rows, differences).hessian(),
        lagrangian_hessian_product=second.product,
        variable_bounds=box,
        variable_names=variable_names,
        constraint_names=rows.names if rows else (),
        residuals=residuals,
    )


@final
@dataclass(frozen=True, eq=False)
class _Completion:
    """Puts a Hessian of the Lagrangian together from what there is."""

    second: SecondDerivatives
    x: Vector
    box: Bounds
    gradient: Callable[[Vector], Vector] | None  # only if the user gave it
    rows: Stack | None
    differences: Differences

    def hessian(self) -> MatrixSource | None:
        given = self.second
        if given.constraints is not None and self.rows is None:
            raise ProblemError("constraint_hessian is given without constraints")
        if given.lagrangian is not None:
            if given.objective is not None or given.constraints is not None:
                raise ProblemError("give either lagrangian_hessian, or hessian and constraint_hessian, not both")
            return self._returned("lagrangian_hessian", given.lagrangian, self._weights, 1.0)
        if isinstance(given.objective, Differences):
            if given.constraints is not None:
                raise ProblemError(
                    "constraint_hessian is given, but hessian asks for differences of the whole Lagrangian"
                )
            return self._whole_by_differences(given.objective)
        if given.objective is None:
            if given.constraints is not None:
                raise ProblemError("constraint_hessian needs hessian, the Hessian of the objective, beside it")
            return None
        return LagrangianHessian(self._returned("hessian", given.objective), self._of_constraints())

    def _of_constraints(self) -> MatrixSource | None:
        if self.rows is None:
            return None
        if self.second.constraints is not None:
            return self._returned("constraint_hessian", self.second.constraints, self._weights)
        if not self.rows.exact:
            raise ProblemError(
                "hessian is given, but neither constraint_hessian nor the Jacobian of every constraint, from whose "
                "differences it could be had; give one of them, or leave hessian out"
            )
        return self._differenced(LagrangianGradient(None, self.rows.jacobian), self.differences)

    def _whole_by_differences(self, settings: Differences) -> MatrixSource:
        if self.gradient is None or (self.rows is not None and not self.rows.exact):
            missing = "gradient" if self.gradient is None else "the Jacobian of every constraint"
            raise ProblemError(f"a Hessian by differences needs {missing}; leave hessian out for a quasi-Newton method")
        return self._differenced(LagrangianGradient(self.gradient, self.rows and self.rows.jacobian), settings)

    def _differenced(self, function: LagrangianGradient, settings: Differences) -> MatrixSource:
        if isinstance(self.second.sparsity, str):
            sparsity = detect_sparsity(lambda x: function(x, self._weights), self.x, self.box)
        else:
            sparsity = self._known_sparsity()
        return difference_hessian(function, self.box, settings, sparsity)

    def _returned(self, name: str, function: Callable[..., Any], *parameters: Vector | float) -> MatrixSource:
        n = self.x.size
        points = [self.x, *near_points(self.x, self.box, 2)]
        samples = [(point, *parameters) for point in points]
        source = ReturnedMatrix(name, function, (n, n), samples, self._known_sparsity())
        expect_symmetric(name, AssembledMatrix(source, dense=source.dense)(self.x, *parameters))
        return source

    def _known_sparsity(self) -> Pattern | None:
        n, given = self.x.size, self.second.sparsity
        pattern = None if isinstance(given, str) else as_pattern("hessian_sparsity", given, (n, n))
        return None if pattern is None else pattern.symmetric()

    @property
    def _weights(self) -> Vector:
        m = 0 if self.rows is None else self.rows.bounds.size
        return 1.0 + np.arange(m) / max(m, 1)

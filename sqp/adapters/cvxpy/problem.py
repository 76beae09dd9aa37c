"""A CVXPY problem, reduced to smooth functions, as a problem of this package."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false, reportPrivateImportUsage=false
from __future__ import annotations

import copy
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np

from sqp.adapters.cvxpy.engine import Engine
from sqp.arrays import Mask, Matrix, Vector
from sqp.bounds import Bounds
from sqp.model.casadi_problem import DENSE_ENTRIES, DENSE_VARIABLES
from sqp.model.pattern import Pattern
from sqp.model.quantity import Quantity


class CvxpyProblem:
    """minimise f(x) subject to cl <= c(x) <= cu, xl <= x <= xu, with CVXPY's exact sparse derivatives.

    The variables are those of the user and the auxiliary ones that CVXPY adds for atoms such as ``log``.

    Parameters
    ----------
    stated : cvxpy.reductions.solvers.nlp_solvers.nlp_solver.Bounds
        What CVXPY hands to a solver of nonlinear programs.
    """

    def __init__(self, stated: Any) -> None:
        self._canonical = stated.new_problem
        self._engine = Engine(self._canonical)
        self.variable_bounds = Bounds(stated.lb, stated.ub)
        self.constraint_bounds = Bounds(stated.cl, stated.cu)
        self.start: Vector = np.array(stated.x0, dtype=np.float64)
        self._theta = _parameter_values(self._canonical)
        n, m = self.start.size, self.constraint_bounds.size
        self._dense = n <= DENSE_VARIABLES and m * n <= DENSE_ENTRIES

    def objective(self, x: Vector, /) -> float:
        return self._engine.objective(x, self._theta)

    def gradient(self, x: Vector, /) -> Vector:
        return self._engine.gradient(x, self._theta)

    def constraints(self, x: Vector, /) -> Vector:
        return self._engine.constraints(x, self._theta)

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._engine.jacobian(x, self._theta, dense=self._dense)

    def lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix:
        return self._engine.hessian(x, self._theta, y, sigma, dense=self._dense)

    @property
    def jacobian_pattern(self) -> Pattern:
        """Which variables enter which constraints."""
        return self._engine.jacobian_pattern

    @cached_property
    def linear_constraints(self) -> Mask:
        """(m,) which rows are affine in the variables."""
        blocks = [np.full(c.size, bool(c.expr.is_affine())) for c in self._canonical.constraints]
        return np.concatenate([np.zeros(0, dtype=np.bool_), *blocks])

    @cached_property
    def variable_names(self) -> tuple[str, ...]:
        """The user's names, ``x[0]``, and CVXPY's own, ``var7[0]``, for auxiliary variables."""
        return _entry_names((variable.name(), variable.shape) for variable in self._canonical.variables())

    @cached_property
    def constraint_names(self) -> tuple[str, ...]:
        """``c1[0]``, ... in the order in which CVXPY states the reduced problem."""
        shapes = (constraint.shape for constraint in self._canonical.constraints)
        return _entry_names((f"c{k}", shape) for k, shape in enumerate(shapes, start=1))

    def revalued(self, stated: Any) -> CvxpyProblem:
        """The same functions with other values of the parameters; nothing is differentiated anew.

        Parameters
        ----------
        stated : as for the constructor
            The same problem reduced once more: where bounds, start and values of parameters come from.
        """
        other = copy.copy(self)
        other._theta = _parameter_values(stated.new_problem)  # noqa: SLF001
        other.variable_bounds = Bounds(stated.lb, stated.ub)
        other.start = np.array(stated.x0, dtype=np.float64)
        return other


def _parameter_values(canonical: Any) -> Vector:
    """A new vector: the engine recognises values by the identity of their vector."""
    values = [np.asarray(p.value, dtype=np.float64).ravel(order="F") for p in canonical.parameters()]
    return np.concatenate([np.zeros(0), *values])


def _entry_names(named: Iterable[tuple[str, tuple[int, ...]]]) -> tuple[str, ...]:
    names: list[str] = []
    for name, shape in named:
        if len(shape) <= 2:
            names += Quantity(name, shape).entry_names
        else:
            names += (f"{name}[{','.join(map(str, at[::-1]))}]" for at in np.ndindex(shape[::-1]))
    return tuple(names)

"""The problem that is left: the functions of the whole one, asked at whole points, read where something is left."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Indices, Mask, Matrix, Vector, is_sparse
from sqp.bounds import Bounds
from sqp.evaluation.answers import Answers
from sqp.model.entry_names import EntryNames
from sqp.model.problem import (
    HasHessian,
    HasHessianProduct,
    HasLinearRows,
    HasResiduals,
    HasSense,
    Problem,
    constraint_name,
    provides,
    variable_name,
)
from sqp.model.templates import SparseTemplate
from sqp.presolve.reduction import Reduction


@final
class ReducedProblem:
    """A problem without the variables and rows that presolve took out; satisfies the ``Problem`` protocol.

    Has those of the optional capabilities (Hessian, product, linear rows, sense, variable scale) that ``problem`` has.

    Parameters
    ----------
    problem : Problem
        The whole problem.
    reduction : Reduction
    """

    def __init__(self, problem: Problem, reduction: Reduction) -> None:
        self.problem = problem
        self.reduction = reduction
        self._answers: Any = Answers(problem)
        variables, rows = reduction.variables, reduction.rows
        box, sides = reduction.bounds, problem.constraint_bounds
        self.variable_bounds = Bounds(box.lower[variables], box.upper[variables])
        self.constraint_bounds = Bounds(sides.lower[rows], sides.upper[rows])
        self._jacobian_part = Submatrix(rows, variables)
        self._hessian_part = Submatrix(variables, variables)
        self._residual_part: Submatrix | None = None
        self._take_capabilities(problem)

    def _take_capabilities(self, problem: Problem) -> None:
        if provides(problem, HasHessian):
            self.lagrangian_hessian = self._lagrangian_hessian
        if provides(problem, HasHessianProduct):
            self.lagrangian_hessian_product = self._lagrangian_hessian_product
        if provides(problem, HasResiduals):
            self.residuals, self.residual_jacobian = self._residuals, self._residual_jacobian
        if provides(problem, HasSense):
            self.sense = problem.sense
        scale = getattr(problem, "variable_scale", None)
        if scale is not None:
            self.variable_scale = np.asarray(scale)[self.reduction.variables]

    @cached_property
    def variable_names(self) -> Sequence[str]:
        """The names of the whole problem, or ``x[i]`` with the places there."""
        names = getattr(self.problem, "variable_names", None)
        if isinstance(names, EntryNames):
            return names.of(self.reduction.variables)
        return tuple(variable_name(self.problem, int(i)) for i in self.reduction.variables)

    @cached_property
    def constraint_names(self) -> Sequence[str]:
        """The names of the whole problem, or ``c[i]`` with the places there."""
        names = getattr(self.problem, "constraint_names", None)
        if isinstance(names, EntryNames):
            return names.of(self.reduction.rows)
        return tuple(constraint_name(self.problem, int(i)) for i in self.reduction.rows)

    @property
    def linear_constraints(self) -> Mask:
        """(m,) which rows are linear in x; missing if the problem does not say."""
        if not provides(self.problem, HasLinearRows):
            raise AttributeError("linear_constraints")
        return self.problem.linear_constraints[self.reduction.rows]

    def objective(self, x: Vector, /) -> float:
        return self._answers.objective(self.reduction.point(x))

    def gradient(self, x: Vector, /) -> Vector:
        return self._answers.gradient(self.reduction.point(x))[self.reduction.variables]

    def constraints(self, x: Vector, /) -> Vector:
        return self._answers.constraints(self.reduction.point(x))[self.reduction.rows]

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._jacobian_part(self._answers.jacobian(self.reduction.point(x)))

    def _lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix:
        return self._hessian_part(self._answers.lagrangian_hessian(self.reduction.point(x), self._rows(y), sigma))

    def _lagrangian_hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector, /) -> Vector:
        variables = self.reduction.variables
        whole = np.zeros(self.reduction.shape[1])
        whole[variables] = v
        point = self.reduction.point(x)
        return self._answers.lagrangian_hessian_product(point, self._rows(y), sigma, whole)[variables]

    def _residuals(self, x: Vector, /) -> Vector:
        return self._answers.residuals(self.reduction.point(x))

    def _residual_jacobian(self, x: Vector, /) -> Matrix:
        jac = self._answers.residual_jacobian(self.reduction.point(x))
        if self._residual_part is None:
            self._residual_part = Submatrix(np.arange(jac.shape[0]), self.reduction.variables)
        return self._residual_part(jac)

    def _rows(self, y: Vector) -> Vector:
        whole = np.zeros(self.reduction.shape[0])
        whole[self.reduction.rows] = y
        return whole


@final
class Submatrix:
    """Rows and columns of matrices of one pattern; where sparse entries are is found out once.

    Examples
    --------
    >>> Submatrix(np.array([0]), np.array([1, 2]))(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    array([[2., 3.]])
    """

    def __init__(self, rows: Indices, columns: Indices) -> None:
        self._rows, self._columns = rows, columns
        self._places: Indices | None = None
        self._template: SparseTemplate | None = None

    def __call__(self, matrix: Matrix) -> Matrix:
        if not is_sparse(matrix):
            return np.asarray(matrix)[np.ix_(self._rows, self._columns)]
        if self._template is None or self._places is None:
            places = sparse.csc_array(matrix, copy=True)
            places.data = np.arange(1, matrix.nnz + 1)  # from one on: no entry looks like a zero
            part = sparse.csc_array(sparse.csc_array(places[:, self._columns])[self._rows, :])
            part.sort_indices()
            self._places = part.data - 1
            self._template = SparseTemplate(part.indptr, part.indices, part.shape)
        return self._template(matrix.data[self._places])

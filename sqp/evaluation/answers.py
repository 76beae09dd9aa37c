"""What the functions of a problem return, in the one form that the solver works with.

Answers that have this form already pass untouched; each function receives copies of its arguments, so it cannot write
into the solver's arrays.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any, final

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, with_full_pattern
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.pattern import canonical, is_any_sparse
from sqp.model.problem import HasHessian, HasHessianProduct, HasResiduals, Problem, provides
from sqp.model.returned import float_array


@final
class Answers:
    """A problem whose answers are floats, float64 vectors and matrices of one kind and one pattern.

    The first matrix asked for, which is the Jacobian in every solve, decides whether all are dense or sparse.

    Parameters
    ----------
    problem : Problem
    jac : (m, n), optional
        A Jacobian that was asked for before, with the pattern that the others must have.

    Raises
    ------
    ProblemError
        By every function whose answer cannot be brought to this form; it names the function, what was expected and
        what was found.

    Examples
    --------
    >>> from sqp.model.nlp import NLP
    >>> Answers(NLP(lambda x: x @ x, [3.0], gradient=lambda x: 2 * x)).objective(np.array([2.0]))
    4.0
    """

    def __init__(self, problem: Problem, jac: Matrix | None = None) -> None:
        self.problem: Any = problem
        self._n, self._m = problem.variable_bounds.size, problem.constraint_bounds.size
        self._sparse: bool | None = None
        self._patterns: dict[str, sparse.csc_array] = {}
        if jac is not None:
            self._matrix("jacobian", jac, (self._m, self._n))
        if provides(problem, HasHessian):
            self.lagrangian_hessian = self._lagrangian_hessian
        if provides(problem, HasHessianProduct):
            self.lagrangian_hessian_product = self._lagrangian_hessian_product
        if provides(problem, HasResiduals):
            self.residuals, self.residual_jacobian = self._residuals, self._residual_jacobian

    def __getattr__(self, name: str) -> Any:
        if name == "problem":
            raise AttributeError(name)
        return getattr(self.problem, name)

    @property
    def variable_bounds(self) -> Bounds:
        return self.problem.variable_bounds

    @property
    def constraint_bounds(self) -> Bounds:
        return self.problem.constraint_bounds

    def objective(self, x: Vector, /) -> float:
        value = self.problem.objective(x.copy())
        if isinstance(value, float):
            return float(value)
        array = _numbers("objective", value, "one number")
        if array.size != 1:
            raise ProblemError(f"objective returned shape {array.shape}, expected one number")
        return array.item()

    def gradient(self, x: Vector, /) -> Vector:
        return _vector("gradient", self.problem.gradient(x.copy()), self._n)

    def constraints(self, x: Vector, /) -> Vector:
        return _vector("constraints", self.problem.constraints(x.copy()), self._m)

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._matrix("jacobian", self.problem.jacobian(x.copy()), (self._m, self._n))

    def _lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix:
        value = self.problem.lagrangian_hessian(x.copy(), y.copy(), sigma)
        return self._matrix("lagrangian_hessian", value, (self._n, self._n))

    def _lagrangian_hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector, /) -> Vector:
        value = self.problem.lagrangian_hessian_product(x.copy(), y.copy(), sigma, v.copy())
        return _vector("lagrangian_hessian_product", value, self._n)

    def _residuals(self, x: Vector, /) -> Vector:
        value = self.problem.residuals(x.copy())
        return _vector("residuals", value, np.size(value))

    def _residual_jacobian(self, x: Vector, /) -> Matrix:
        value = self.problem.residual_jacobian(x.copy())
        rows = np.shape(value)[0] if np.ndim(value) else 0
        return self._matrix("residual_jacobian", value, (rows, self._n))

    def _matrix(self, function: str, value: Any, shape: tuple[int, int]) -> Matrix:
        if self._sparse is None:
            self._sparse = is_any_sparse(value)
        if not self._sparse:
            return _shaped(function, value, shape)
        if not is_any_sparse(value):
            value = with_full_pattern(_shaped(function, value, shape))
        if value.shape != shape:
            raise ProblemError(f"{function} returned shape {value.shape}, expected {shape}")
        return self._patterned(function, value)

    def _patterned(self, function: str, value: Any) -> sparse.csc_array:
        known = self._patterns.get(function)
        if known is not None and type(value) is sparse.csc_array and _same_pattern(value, known):
            return value if value.dtype == np.float64 else _real(function, value)
        matrix = _real(function, canonical(value))
        if known is None:
            # A copy of the pattern: a function may write new entries into the matrix that it returned before.
            self._patterns[function] = matrix.copy()
        elif not _same_pattern(matrix, known):
            raise ProblemError(
                f"{function} changed its sparsity pattern ({known.nnz} stored entries before, {matrix.nnz} now): "
                "every call must store the same entries, those that happen to be zero as explicit zeros"
            )
        return matrix


def _same_pattern(one: sparse.csc_array, other: sparse.csc_array) -> bool:
    if one.indices.size != other.indices.size:
        return False
    return bool((one.indptr == other.indptr).all() and (one.indices == other.indices).all())


def _real(function: str, matrix: sparse.csc_array) -> sparse.csc_array:
    if matrix.dtype.kind not in "fiub":
        raise ProblemError(f"{function} returned entries of type {matrix.dtype}, expected real numbers")
    return matrix.astype(np.float64, copy=False)


def _numbers(function: str, value: Any, expected: str) -> Any:
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value
    if value is None:
        raise ProblemError(f"{function} returned None, expected {expected}; is its return statement missing?")
    return float_array(function, value)


def _shaped(function: str, value: Any, shape: tuple[int, ...]) -> Any:
    array = _numbers(function, value, f"an array of shape {shape}")
    if array.shape != shape:
        raise ProblemError(f"{function} returned shape {array.shape}, expected {shape}")
    return array


def _vector(function: str, value: Any, size: int) -> Vector:
    return _shaped(function, value, (size,))

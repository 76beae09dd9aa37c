"""What a check of derivatives looks at: vector functions with claimed derivatives, from problems and from maps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.bounds import Bounds
from sqp.calculus.bilinear_map import BilinearMap, relative_error
from sqp.calculus.black_box import BlackBoxMap
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.space import Array
from sqp.calculus.symbolic_map import SymbolicMap
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.model.problem import HasHessian, HasHessianProduct, Problem, constraint_name, provides, variable_name


class Subject(ABC):
    """A function phi of n variables with m values, each called a function, and what is claimed of its derivatives.

    Attributes
    ----------
    x : (n,)
        Where derivatives are checked.
    bounds : Bounds
        Never left by an evaluation.
    variable_names, function_names : tuple of str
    values_at_x : (m,)
    first : (m, n)
        The claimed derivative.
    has_second : bool
        Whether second derivatives are claimed.
    """

    x: Vector
    bounds: Bounds
    variable_names: tuple[str, ...]
    function_names: tuple[str, ...]
    values_at_x: Vector
    first: Matrix
    has_second: bool

    @abstractmethod
    def values(self, x: Vector) -> Vector:
        """(m,) the functions at x, NaN where they cannot be evaluated."""

    @abstractmethod
    def curvatures(self, d: Vector, functions: Sequence[int]) -> Vector:
        """The claimed second derivative of some of the functions, twice along d."""

    @abstractmethod
    def row_gradient(self, function: int, x: Vector) -> Vector | None:
        """(n,) the gradient of one function at any point, if it can be had."""

    @abstractmethod
    def row_hessian(self, function: int) -> Array:
        """(n, n) the claimed Hessian of one function."""

    @abstractmethod
    def consistency(self, rng: np.random.Generator) -> tuple[float, float]:
        """Relative errors of symmetry and of bilinearity of the claimed second derivative."""


@final
class ProblemSubject(Subject):
    """Objective and constraints of a problem; the objective is function 0.

    Raises
    ------
    EvaluationError
        If the problem cannot be evaluated at x.
    """

    def __init__(self, problem: Problem, x: Vector) -> None:
        self._evaluator = Evaluator(problem)
        self.x, self.bounds = x, problem.variable_bounds
        m = problem.constraint_bounds.size
        self.variable_names = tuple(variable_name(problem, i) for i in range(x.size))
        self.function_names = ("objective", *(constraint_name(problem, i) for i in range(m)))
        values = self._evaluator.values(x)
        self.values_at_x = np.append(values.f, values.c)
        derivatives = self._evaluator.linearization(values)
        self.first = _below(derivatives.grad, derivatives.jac)
        self._has_matrix = provides(problem, HasHessian)
        self._has_product = provides(problem, HasHessianProduct)
        self.has_second = self._has_matrix or self._has_product

    def values(self, x: Vector) -> Vector:
        try:
            values = self._evaluator.values(x)
        except EvaluationError:
            return np.full(self.values_at_x.size, np.nan)
        return np.append(values.f, values.c)

    def curvatures(self, d: Vector, functions: Sequence[int]) -> Vector:
        return np.array([d @ self._product(*self._weights(i), d) for i in functions])

    def row_gradient(self, function: int, x: Vector) -> Vector | None:
        try:
            if function == 0:
                return self._evaluator.linearization(self._evaluator.values(x)).grad
            row = self._evaluator.jacobian(x)[[function - 1], :]
        except EvaluationError:
            return np.full(x.size, np.nan)
        return np.ravel(row.toarray() if sparse.issparse(row) else row)

    def row_hessian(self, function: int) -> Array:
        weights = self._weights(function)
        return np.array([self._product(*weights, e) for e in np.eye(self.x.size)]).T

    def consistency(self, rng: np.random.Generator) -> tuple[float, float]:
        u, v = rng.standard_normal((2, self.x.size))
        y1, y2 = rng.standard_normal((2, len(self.function_names) - 1))
        a, b = rng.standard_normal(2)
        Hu, Hv = self._product(y1, a, u), self._product(y1, a, v)
        size = float(np.linalg.norm(u) * np.linalg.norm(Hv))
        symmetry = abs(float(u @ Hv - v @ Hu)) / size if size else 0.0
        other = self._product(y2, b, u)
        errors = [
            relative_error(self._product(y1, a, a * u + b * v), a * Hu + b * Hv),
            relative_error(self._product(y1 + y2, a + b, u), Hu + other),
        ]
        if self._has_matrix and self._has_product:
            errors.append(relative_error(self._evaluator.hessian_product(self.x, y1, a, u), Hu))
        return symmetry, max(errors)

    def _weights(self, function: int) -> tuple[Vector, float]:
        """Multipliers y and sigma under which the Lagrangian is one of the functions."""
        y = np.zeros(len(self.function_names) - 1)
        if function == 0:
            return y, 1.0
        y[function - 1] = 1.0
        return y, 0.0

    def _product(self, y: Vector, sigma: float, v: Vector) -> Vector:
        if self._has_matrix:
            return np.asarray(self._evaluator.hessian(self.x, y, sigma) @ v)
        return self._evaluator.hessian_product(self.x, y, sigma, v)


@final
class MapSubject(Subject):
    """The entries of vec(f(x)) for a map f, with a linear and a bilinear map that claim to be its derivatives."""

    def __init__(self, f: SymbolicMap | BlackBoxMap, x: Vector, first: LinearMap, second: BilinearMap | None) -> None:
        self._f, self._second = f, second
        self.x, self.bounds = x, Bounds.free(x.size)
        names = ["x"] if f.domain.single else [f"x{i}" for i in range(len(f.domain.shapes))]
        outputs = ["f"] if f.codomain.single else [f"f{i}" for i in range(len(f.codomain.shapes))]
        self.variable_names = f.domain.entry_names(names)
        self.function_names = f.codomain.entry_names(outputs)
        self.values_at_x = f.value(x)
        bad = np.flatnonzero(~np.isfinite(self.values_at_x))
        if bad.size:
            name = self.function_names[int(bad[0])]
            raise EvaluationError(f"{name} is {self.values_at_x[bad[0]]} at x", function="f", index=int(bad[0]))
        self.first = first.matrix()
        self.has_second = second is not None

    def values(self, x: Vector) -> Vector:
        return self._f.value(x)

    def curvatures(self, d: Vector, functions: Sequence[int]) -> Vector:
        return self._claimed.values(d, d)[list(functions)]

    def row_gradient(self, function: int, x: Vector) -> Vector | None:
        if isinstance(self._f, BlackBoxMap):
            return None
        return self._f.at(x).reverse(self._one(function))

    def row_hessian(self, function: int) -> Array:
        return np.array([self._claimed.products(e, self._one(function)) for e in np.eye(self.x.size)]).T

    def consistency(self, rng: np.random.Generator) -> tuple[float, float]:
        seed = int(rng.integers(2**31))
        return self._claimed.symmetry_error(seed=seed), self._claimed.bilinearity_error(seed=seed)

    def _one(self, function: int) -> Vector:
        return np.eye(1, self.values_at_x.size, function)[0]

    @property
    def _claimed(self) -> BilinearMap:
        if self._second is None:
            raise ValueError("no second derivative is claimed")
        return self._second


def _below(grad: Vector, jac: Matrix) -> Matrix:
    """The gradient as the first row, the Jacobian below it."""
    if is_sparse(jac):
        return sparse.csc_array(sparse.vstack([sparse.csc_array(grad[None, :]), jac]))
    return np.vstack([grad[None, :], jac])

"""The exact Hessian of the Lagrangian through its products with vectors; no matrix is formed to apply it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from scipy import sparse

from sqp.arrays import Vector, is_sparse
from sqp.errors import EvaluationError, OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.linalg.operators import SymmetricOperator
from sqp.model.problem import HasHessian, HasHessianProduct, provides
from sqp.settings import switch, whole_number


@final
@dataclass(frozen=True, kw_only=True)
class NewtonKrylov:
    """H v is the derivative of the gradient of the Lagrangian in the direction v: about the cost of two gradients.

    Parameters
    ----------
    entries : bool
        Whether a preconditioner may ask for the entries of H where the problem knows its sparsity pattern: they cost
        a few products and memory for the nonzeros, and serve for the products from then on.
    probes : int
        Products spent on an estimate of the diagonal where there are no entries; at least 1.

    References
    ----------
    Nocedal, Wright (2006), Section 7.1 (inexact Newton methods).  Bekas, Kokiopoulou, Saad, "An estimator for the
    diagonal of a matrix", Appl. Numer. Math. 57 (2007), eq. (3).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> result = m.solve(hessian=NewtonKrylov(entries=False))
    >>> round(result["x"], 6), result.counts.hessian_product > 0
    (1.0, True)
    """

    entries: bool = True
    probes: int = 8

    def __post_init__(self) -> None:
        switch("NewtonKrylov.entries", self.entries)
        whole_number("NewtonKrylov.probes", self.probes, least=1)

    def start(self, evaluator: Evaluator) -> NewtonKrylovRun:
        if not provides(evaluator.problem, HasHessianProduct):
            raise OptionError(
                "hessian=NewtonKrylov() needs a problem with lagrangian_hessian_product; give minimize a "
                "hessian_product, or choose a quasi-Newton Hessian"
            )
        return NewtonKrylovRun(self, evaluator)


@final
class NewtonKrylovRun:
    """Makes one operator for each linearisation."""

    def __init__(self, settings: NewtonKrylov, evaluator: Evaluator) -> None:
        self._settings = settings
        self._evaluator = evaluator

    def matrix(self, at: Linearization, y: Vector) -> SymmetricOperator:
        return LagrangianProducts(self._settings, self._evaluator, at.values.x, y)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        """Nothing to remember."""


@final
class LagrangianProducts(SymmetricOperator):
    """v -> second derivative of f + y'c at x, applied to v.

    Examples
    --------
    >>> import casadi as ca
    >>> from sqp.model.casadi_problem import CasadiProblem
    >>> x = ca.SX.sym("x", 2)
    >>> evaluator = Evaluator(CasadiProblem(x, x[0] ** 2 * x[1]))
    >>> LagrangianProducts(NewtonKrylov(), evaluator, np.array([1.0, 3.0]), np.zeros(0)) @ np.array([1.0, 0.0])
    array([6., 2.])
    """

    def __init__(self, settings: NewtonKrylov, evaluator: Evaluator, x: Vector, y: Vector) -> None:
        self._settings = settings
        self._evaluator = evaluator
        self._at = x, y
        self._diagonal: Vector | None = None
        self._entries: sparse.csc_array | None = None
        self.n = x.size

    def product(self, v: Vector) -> Vector:
        if self._entries is not None:  # they are there already, and cheaper than the directional derivative
            return self._entries @ v
        x, y = self._at
        return self._evaluator.hessian_product(x, y, 1.0, v)

    def diagonal(self) -> Vector:
        if self._diagonal is None:
            entries = self.approximation()
            found = self._probed() if entries is None else np.asarray(entries.diagonal(), dtype=np.float64)
            self._diagonal = _safe(np.abs(found))
        return self._diagonal

    def approximation(self) -> sparse.csc_array | None:
        if self._entries is None and self._settings.entries and provides(self._evaluator.problem, HasHessian):
            try:
                hess = self._evaluator.hessian(*self._at)
            except EvaluationError:
                return None
            self._entries = hess if is_sparse(hess) else sparse.csc_array(hess)
        return self._entries

    def _probed(self) -> Vector:
        """Mean of v * Hv over vectors of random signs: the diagonal, with the other entries as noise."""
        random = np.random.default_rng(self.n)
        total = np.zeros(self.n)
        for _ in range(self._settings.probes):
            signs = random.choice((-1.0, 1.0), self.n)
            total += signs * self.product(signs)
        return total / self._settings.probes


def _safe(diagonal: Vector) -> Vector:
    """Entries that vanish, or nearly, raised to a fraction of their mean."""
    mean = float(diagonal.mean()) if diagonal.size else 1.0
    return np.maximum(diagonal, 1e-3 * mean if mean > 0.0 else 1.0)

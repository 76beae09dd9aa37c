"""What SciPy's users say about second derivatives, and the Hessian of the Lagrangian that follows from it."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias, cast, final

import numpy as np
from scipy import optimize, sparse
from scipy.sparse.linalg import LinearOperator

from sqp.adapters.scipy_functions import complex_step, scheme
from sqp.adapters.scipy_update import HostUpdate
from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.hessian.bfgs import BFGS
from sqp.hessian.model import HessianModel
from sqp.hessian.sr1 import SR1
from sqp.model.completion import SecondDerivatives
from sqp.model.differences import Differences
from sqp.model.pattern import canonical, is_any_sparse

#: ``function(x, v)``, the Hessian of v'c as a matrix or by products; differences of exact first derivatives; a model
#: that learns from steps; nothing.
Curvature: TypeAlias = "Callable[[Vector, Any], Any] | Differences | HessianModel | None"
#: Variables up to which a matrix of zeros is a dense array.
_DENSE = 100


@dataclass(frozen=True, eq=False)
class Products:
    """The Hessian of the objective as ``product(x, v)``."""

    product: Callable[[Vector, Vector], Any]


def curvature(name: str, given: Any, gradient: Callable[[Vector, Any], Any] | None) -> Curvature:
    """What the argument ``hess`` of an objective or a constraint says.

    Parameters
    ----------
    gradient : callable or None
        The exact gradient of v'c as ``gradient(x, v)``, if there is one; differences need it.

    Raises
    ------
    ProblemError
        If ``given`` is none of the forms that SciPy documents.
    """
    if given is None:
        return None
    strategy: Any = optimize.HessianUpdateStrategy
    if isinstance(given, strategy):
        return _learning(given)
    if callable(given) and not isinstance(given, type):
        return cast("Callable[[Vector, Any], Any]", given)
    if not isinstance(given, str):
        raise ProblemError(
            f"{name} must be a function, '2-point', '3-point', 'cs' or a HessianUpdateStrategy, got {given!r}"
        )
    if given != "cs":
        settings = scheme(name, given)
        return settings if gradient is not None else None
    if gradient is None:
        return None
    exact = gradient

    def by_complex_step(x: Vector, v: Any) -> Any:
        def along(z: Any) -> Any:
            return exact(z, v)

        hess = complex_step(along)(x)
        return 0.5 * (hess + hess.T)

    return by_complex_step


def _learning(given: Any) -> HessianModel:
    """SciPy's two strategies are ours; anybody else's is asked for its matrix."""
    if type(given) is optimize.BFGS:
        return BFGS()
    if type(given) is optimize.SR1:
        return SR1()
    return HostUpdate(given)


def model_of(curvatures: Sequence[Curvature | Products]) -> HessianModel | None:
    """The first model that learns from steps, if a part has no other second derivatives; None lets the size decide."""
    for part in curvatures:
        if part is not None and not callable(part) and not isinstance(part, Differences | Products):
            return part
    return None


def second_derivatives(
    objective: Curvature | Products, parts: Sequence[Curvature], sizes: Sequence[int], x: Vector, *, exact_slopes: bool
) -> SecondDerivatives | None:
    """Second derivatives of the Lagrangian, if every part knows its own; None leaves them to a quasi-Newton model.

    Parameters
    ----------
    sizes : sequence of int
        Rows of each part.
    x : (n,)
        Where to see whether Hessians are matrices or operators.
    exact_slopes : bool
        Whether all first derivatives are exact; differences of differences are of no use.
    """
    differences = [part for part in (objective, *parts) if isinstance(part, Differences)]
    functions = [part for part in parts if callable(part)]
    if len(functions) + sum(isinstance(part, Differences) for part in parts) < len(parts):
        return None
    if differences:
        usable = exact_slopes and (callable(objective) or isinstance(objective, Differences))
        return SecondDerivatives(objective=max(differences, key=lambda each: each.central)) if usable else None
    terms = Terms(functions, sizes)
    if isinstance(objective, Products):
        return SecondDerivatives(product=terms.product(objective.product))
    if not callable(objective):
        return None
    hess = objective
    samples = [hess(x, 1.0), *terms.values(x, np.ones(sum(sizes)))]
    if any(isinstance(sample, LinearOperator) for sample in samples):
        return SecondDerivatives(product=terms.product(_LastOperator(hess)))
    return SecondDerivatives(objective=lambda x: hess(x, 1.0), constraints=terms.matrix if parts else None)


@final
class Terms:
    """The Hessians of the constraints, one function ``(x, v)`` for each block of rows."""

    def __init__(self, functions: Sequence[Callable[[Vector, Any], Any]], sizes: Sequence[int]) -> None:
        self._functions = functions
        ends = np.cumsum([0, *sizes])
        self._rows = [slice(a, b) for a, b in pairwise(ends)]
        self._last: tuple[bytes, list[Any]] | None = None

    def values(self, x: Vector, y: Vector) -> list[Any]:
        key = x.tobytes() + y.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = key, [function(x, y[rows]) for function, rows in zip(self._functions, self._rows, strict=True)]
        return self._last[1]

    def matrix(self, x: Vector, y: Vector) -> Any:
        total: Any = np.zeros((x.size, x.size)) if x.size <= _DENSE else sparse.csc_array((x.size, x.size))
        for term in self.values(x, y):
            total = total + (canonical(term) if is_any_sparse(term) else np.asarray(term))
        return total if is_any_sparse(total) else np.asarray(total)

    def product(self, objective: Callable[[Vector, Vector], Any]) -> Callable[[Vector, Vector, float, Vector], Any]:
        """``product(x, y, sigma, v)`` with the objective's own product ``(x, v)``."""

        def product(x: Vector, y: Vector, sigma: float, v: Vector) -> Any:
            total = sigma * np.asarray(objective(x, v)) if sigma else np.zeros(x.size)
            for term in self.values(x, y):
                total = total + term @ v
            return total

        return product


@final
class _LastOperator:
    """Products with an operator that is asked for once at each point."""

    def __init__(self, hess: Callable[[Vector, Any], Any]) -> None:
        self._hess = hess
        self._last: tuple[bytes, Any] | None = None

    def __call__(self, x: Vector, v: Vector) -> Any:
        if self._last is None or self._last[0] != x.tobytes():
            self._last = x.tobytes(), self._hess(x, 1.0)
        return self._last[1] @ v

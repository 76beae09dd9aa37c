"""What the interfaces of ``pycutest`` and of the Python problems of S2MPJ come to."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sqp.arrays import INFINITE, Mask, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.casadi_problem import DENSE_ENTRIES, DENSE_VARIABLES
from sqp.model.pattern import canonical, is_any_sparse


@dataclass(frozen=True, eq=False, kw_only=True)
class CutestOracle:
    """What both interfaces come to.

    Attributes
    ----------
    hessian, product : callable
        ``hessian(x, y)`` and ``product(x, y, v)`` of f + y'c.
    multipliers : (m,)
        Where to start from, as the collection says.
    """

    name: str
    start: Vector
    variable_bounds: Bounds
    constraint_bounds: Bounds
    objective: Callable[[Vector], Any]
    gradient: Callable[[Vector], Any]
    constraints: Callable[[Vector], Any] | None
    jacobian: Callable[[Vector], Any] | None
    hessian: Callable[[Vector, Vector], Any]
    product: Callable[[Vector, Vector, Vector], Any]
    multipliers: Vector
    linear: Mask
    variable_names: Sequence[str] = ()
    constraint_names: Sequence[str] = ()


def from_pycutest(problem: Any) -> CutestOracle:
    """From an object like ``pycutest.CUTEstProblem``."""
    n, m = int(problem.n), int(problem.m)
    _expect_real(np.asarray(getattr(problem, "vartype", np.zeros(n))))
    dense = _is_dense(n, m)
    hess: Any = problem.hess if dense else getattr(problem, "sphess", problem.hess)
    rows: Any = getattr(problem, "cons", None) if dense else getattr(problem, "scons", getattr(problem, "cons", None))
    if m and rows is None:
        raise ProblemError(f"problem must have the method cons: it has {m} constraints")

    def hessian(x: Vector, y: Vector) -> Any:
        return _kind(hess(x, y) if m else hess(x), dense=dense)

    def product(x: Vector, y: Vector, v: Vector) -> Any:
        if not hasattr(problem, "hprod"):
            return hessian(x, y) @ v
        return problem.hprod(v, x=x, v=y) if m else problem.hprod(v, x=x)

    return CutestOracle(
        name=str(getattr(problem, "name", type(problem).__name__)),
        start=_column(problem.x0),
        variable_bounds=_bounds(problem.bl, problem.bu),
        constraint_bounds=_bounds(problem.cl, problem.cu) if m else Bounds.free(0),
        objective=problem.obj,
        gradient=lambda x: problem.obj(x, gradient=True)[1],
        constraints=problem.cons if m else None,
        jacobian=(lambda x: _kind(rows(x, gradient=True)[1], dense=dense)) if m else None,
        hessian=hessian,
        product=product,
        multipliers=_given(problem, "v0", m),
        linear=_given(problem, "is_linear_cons", m).astype(np.bool_),
        variable_names=_names(problem, "varnames", n),
        constraint_names=_names(problem, "connames", m),
    )


def from_s2mpj(problem: Any) -> CutestOracle:
    """From an object of a class like those that S2MPJ writes."""
    n, m = int(problem.n), int(getattr(problem, "m", 0))
    _expect_real(np.array([kind not in ("r", 0) for kind in np.ravel(getattr(problem, "xtype", []))]))
    dense = _is_dense(n, m)
    has_objective = hasattr(problem, "objgrps") or hasattr(problem, "H")
    linear = np.zeros(m, dtype=np.bool_)
    linear[np.asarray(getattr(problem, "lincons", []), dtype=np.int64)] = True

    def product(x: Vector, y: Vector, v: Vector) -> Any:
        if not has_objective and not m:
            return np.zeros(n)
        return problem.LgHxy(x, y)[2] @ v

    return CutestOracle(
        name=str(getattr(problem, "name", type(problem).__name__)),
        start=_column(problem.x0),
        variable_bounds=_bounds(problem.xlower, problem.xupper),
        constraint_bounds=_bounds(problem.clower, problem.cupper) if m else Bounds.free(0),
        objective=lambda x: np.ravel(problem.fx(x)) if has_objective else 0.0,
        gradient=lambda x: np.ravel(problem.fgx(x)[1]) if has_objective else np.zeros(n),
        constraints=(lambda x: np.ravel(problem.cx(x))) if m else None,
        jacobian=(lambda x: _kind(problem.cJx(x)[1], dense=dense)) if m else None,
        hessian=lambda x, y: _kind(problem.LgHxy(x, y)[2], dense=dense),
        product=product,
        multipliers=_column(getattr(problem, "y0", np.zeros(m))),
        linear=linear,
        variable_names=[str(name) for name in getattr(problem, "xnames", ())],
        constraint_names=[str(name) for name in getattr(problem, "cnames", ())] if m else (),
    )


def _is_dense(n: int, m: int) -> bool:
    return n <= DENSE_VARIABLES and m * n <= DENSE_ENTRIES


def _kind(matrix: Any, *, dense: bool) -> Any:
    if dense:
        return matrix.toarray() if is_any_sparse(matrix) else np.asarray(matrix)
    return canonical(matrix)


def _column(values: Any) -> Vector:
    """(n,) numbers from a vector or from a matrix of one column."""
    return np.array(values, dtype=np.float64).ravel()


def _given(problem: Any, name: str, m: int) -> Vector:
    """What an object says of its rows; zeros if it says nothing."""
    values = getattr(problem, name, None)
    return np.zeros(m) if values is None or not m else _column(values)


def _names(problem: Any, method: str, size: int) -> Sequence[str]:
    """The names, if there is one for each; pycutest also names the variables that it has dropped as fixed."""
    if not hasattr(problem, method) or not size:
        return ()
    names = [str(name).strip() for name in getattr(problem, method)()]
    return names if len(names) == size else ()


def _expect_real(discrete: Any) -> None:
    places = np.flatnonzero(discrete)
    if places.size:
        raise ProblemError(f"variable {int(places[0])} must be real, got an integer or binary one")


def _bounds(lower: Any, upper: Any) -> Bounds:
    """1e20 is the collection's way to write an absent bound."""
    low, high = (np.asarray(side, dtype=np.float64).ravel() for side in (lower, upper))
    return Bounds(np.where(low <= -INFINITE, -np.inf, low), np.where(high >= INFINITE, np.inf, high))

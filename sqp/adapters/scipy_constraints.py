"""Bounds and constraints in every form that SciPy accepts, as blocks of rows."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy import optimize, sparse

from sqp.adapters.scipy_curvature import Curvature, curvature
from sqp.adapters.scipy_functions import Counted, complex_step, scheme
from sqp.arrays import Mask, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.arguments import as_bounds, as_pattern
from sqp.model.blocks import Constraint
from sqp.model.differences import Differences, difference_jacobian
from sqp.model.matrices import AssembledMatrix
from sqp.model.pattern import canonical, is_any_sparse
from sqp.model.returned import Remembered, ReturnedVector

_KEYS = {"type", "fun", "jac", "args"}


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """One constraint of the user's.

    Attributes
    ----------
    block : Constraint
        Its rows with their bounds and Jacobian.
    bounds : Bounds
    values : Vector
        At the start.
    differences : Differences or None
        How its Jacobian is had; None if it is exact.
    curvature : Curvature
    kept : (k,) of bool
        Rows that may never be violated.
    """

    block: Constraint
    bounds: Bounds
    values: Vector
    differences: Differences | None
    curvature: Curvature
    kept: Mask


def variable_bounds(given: Any, n: int) -> Bounds:
    """Bounds of the variables: ``scipy.optimize.Bounds``, pairs (low, high) with None for an absent side, or None.

    Examples
    --------
    >>> variable_bounds([(0, None), (None, 2)], 2).lower
    array([  0., -inf])
    """
    if isinstance(given, optimize.Bounds):
        return as_bounds("bounds", (np.broadcast_to(given.lb, n), np.broadcast_to(given.ub, n)), n)
    if given is None:
        return Bounds.free(n)
    pairs = [tuple(pair) for pair in given]
    if len(pairs) != n or any(len(pair) != 2 for pair in pairs):
        raise ProblemError(f"bounds must be scipy.optimize.Bounds or {n} pairs (low, high), got {given!r}")
    lower = [-np.inf if low is None else float(low) for low, _ in pairs]
    upper = [np.inf if high is None else float(high) for _, high in pairs]
    return as_bounds("bounds", (lower, upper), n)


def parts_of(given: Any, x: Vector, box: Bounds) -> list[Part]:
    """The constraints one by one: a dictionary or an object, or a sequence of them.

    Raises
    ------
    ProblemError
        If one is of no kind that SciPy knows, or its pieces do not fit; the message names its place.
    """
    alone = isinstance(given, Mapping | optimize.LinearConstraint | optimize.NonlinearConstraint)
    parts: list[Part] = []
    for place, constraint in enumerate([given] if alone else given or ()):
        name = f"constraints[{place}]"
        if isinstance(constraint, Mapping):
            parts.append(_from_dictionary(name, cast("Mapping[str, Any]", constraint), x, box))
        elif isinstance(constraint, optimize.LinearConstraint):
            parts.append(_linear(name, constraint, x))
        elif isinstance(cast("object", constraint), optimize.NonlinearConstraint):
            parts.append(_nonlinear(name, constraint, x, box))
        else:
            raise ProblemError(
                f"{name} must be a dictionary, a LinearConstraint or a NonlinearConstraint, got {constraint!r}"
            )
    return parts


def _from_dictionary(name: str, given: Mapping[str, Any], x: Vector, box: Bounds) -> Part:
    kind = str(given.get("type")).lower()
    if kind not in {"eq", "ineq"} or "fun" not in given or set(given) - _KEYS:
        raise ProblemError(
            f"{name} must be {{'type': 'eq' or 'ineq', 'fun': ..., 'jac': ..., 'args': ...}}, got {dict(given)!r}"
        )
    args = given.get("args", ())
    args = args if isinstance(args, tuple) else (args,)
    jac = given.get("jac") or "3-point"
    exact = callable(jac) or jac == "cs"
    upper = 0.0 if kind == "eq" else np.inf
    function, slope = Counted(given["fun"], args), Counted(jac, args) if callable(jac) else jac
    curved = Differences(central=True) if exact else None
    return _part(name, function, (0.0, upper), slope, x, box, curved=curved)


def _linear(name: str, given: optimize.LinearConstraint, x: Vector) -> Part:
    matrix: Any = given.A
    matrix = canonical(matrix) if is_any_sparse(matrix) else np.atleast_2d(np.asarray(matrix, dtype=float))
    if matrix.shape[1] != x.size:
        raise ProblemError(f"{name}: A must have {x.size} columns, got shape {matrix.shape}")
    zero = sparse.csc_array((x.size, x.size))

    def slope(_: Vector) -> Any:
        return matrix

    return _part(
        name,
        lambda x: matrix @ x,
        (given.lb, given.ub),
        slope,
        x,
        None,
        curved=lambda _, __: zero,
        kept=given.keep_feasible,
    )


def _nonlinear(name: str, given: optimize.NonlinearConstraint, x: Vector, box: Bounds) -> Part:
    jac: Any = given.jac if callable(given.jac) else given.jac or "2-point"
    exact = complex_step(given.fun) if jac == "cs" else jac

    def gradient(x: Vector, v: Any) -> Any:
        slopes = exact(x)
        return (slopes if is_any_sparse(slopes) else np.atleast_2d(slopes)).T @ v

    curved = curvature(f"hess of {name}", given.hess, gradient if callable(exact) else None)
    return _part(
        name,
        given.fun,
        (given.lb, given.ub),
        jac,
        x,
        box,
        curved=curved,
        kept=given.keep_feasible,
        relative_step=given.finite_diff_rel_step,
        sparsity=given.finite_diff_jac_sparsity,
    )


def _part(
    name: str,
    function: Callable[[Vector], Any],
    sides: tuple[Any, Any],
    jac: Any,
    x: Vector,
    box: Bounds | None,
    *,
    curved: Curvature,
    kept: Any = False,
    relative_step: Any = None,
    sparsity: Any = None,
) -> Part:
    start = ReturnedVector(name, function, None)(x)
    values = Remembered(ReturnedVector(name, function, start.size))
    lower, upper = (np.broadcast_to(np.asarray(side, dtype=float).ravel(), start.size) for side in sides)
    bounds = as_bounds(f"bounds of {name}", (lower, upper), start.size)
    differences = None
    if jac == "cs":
        jac = complex_step(function)
    elif not callable(jac):
        differences = scheme(f"jac of {name}", jac, relative_step)
        shape = (start.size, x.size)
        pattern = as_pattern(f"finite_diff_jac_sparsity of {name}", sparsity, shape)
        source = difference_jacobian(values, shape, box or Bounds.free(x.size), differences, pattern)
        jac = AssembledMatrix(source, dense=source.dense)
    return Part(
        block=Constraint(values, lower, upper, jac),
        bounds=bounds,
        values=start,
        differences=differences,
        curvature=curved,
        kept=np.broadcast_to(np.asarray(kept, dtype=np.bool_), start.size),
    )

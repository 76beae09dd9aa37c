"""Functions that are defined as the solution of equations, with the derivatives of the implicit function theorem."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike

from sqp.errors import ModelError
from sqp.model.expression import Expression, symbolic
from sqp.model.functions import is_symbolic

#: A solution is one whose residual is at most this, relative to 1 + |z|.
_ACCEPTED = 1e-8
_ITERATIONS = 50
_TOLERANCE = 1e-14


def implicit(residual: Callable[..., Any], guess: ArrayLike) -> Callable[..., Any]:
    """The function p -> z that solves residual(z, p) = 0, by Newton's method from ``guess``.

    With F the residual, the derivative is z'(p)[d] = -F_z^-1 F_p[d] wherever F_z is regular; CasADi applies this
    theorem again for second derivatives, so both are exact to rounding where z is.  The value is not a number where
    Newton's method does not converge.

    Parameters
    ----------
    residual : callable
        ``residual(z, *p)``, an expression with as many entries as z.
    guess : number or (k,) array
        Where Newton's method starts; it also says how long z is.

    Returns
    -------
    callable
        Of one or several expressions, or arrays of numbers.

    Raises
    ------
    ModelError
        If the residual has another number of entries than z.

    Examples
    --------
    >>> import sqp
    >>> root = implicit(lambda z, p: z**2 - p, guess=1.0)
    >>> round(root(2.0) ** 2, 12)
    2.0
    >>> slope = sqp.derivative(root, 2.0)
    >>> round(slope(1.0) * 2 * root(2.0), 12)
    1.0
    """
    start = np.atleast_1d(np.asarray(guess, dtype=np.float64))

    def solution(*parameters: Any) -> Any:
        operands = [symbolic(p) for p in parameters]
        z = _solved(residual, start, operands)
        if is_symbolic(*parameters):
            return z
        numbers = np.array(ca.DM(ca.evalf(z)))[:, 0]
        return float(numbers[0]) if np.ndim(guess) == 0 else numbers

    return solution


def _solved(residual: Callable[..., Any], start: Any, operands: list[Any]) -> Expression:
    z = Expression(ca.MX.sym("z", start.size))
    p = [Expression(ca.MX.sym(f"p{i}", *operand.shape)) for i, operand in enumerate(operands)]
    F = symbolic(residual(z, *p))
    if F.numel() != start.size:
        raise ModelError(f"implicit: the residual has {F.numel()} entries, but there are {start.size} unknowns")
    stacked = ca.MX.sym("p", sum(part.numel() for part in p))
    offsets = np.cumsum([0, *(part.numel() for part in p)]).tolist()
    pieces = [ca.reshape(a, b.shape) for a, b in zip(ca.vertsplit(stacked, offsets), p, strict=True)]
    equations = ca.Function("residual", [z, *p], [ca.vec(F)])
    find = ca.rootfinder(
        "implicit",
        "newton",
        {"x": z, "p": stacked, "g": equations(z, *pieces)},
        {"abstol": _TOLERANCE, "abstolStep": _TOLERANCE, "max_iter": _ITERATIONS, "error_on_fail": False},
    )
    root = find(start, ca.veccat(*operands))
    left = ca.norm_inf(equations(root, *operands))
    return Expression(ca.if_else(left <= _ACCEPTED * (1.0 + ca.norm_inf(root)), root, np.nan))

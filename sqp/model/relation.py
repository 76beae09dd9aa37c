"""What a comparison of expressions says: lower <= body <= upper."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError
from sqp.model.expression import owned, short, symbolic

_SIGNS = {ca.OP_LT: "<", ca.OP_LE: "<=", ca.OP_EQ: "==", ca.OP_NE: "!="}
_NESTED = frozenset(_SIGNS) | {ca.OP_AND, ca.OP_OR, ca.OP_NOT}


@dataclass(frozen=True, eq=False)
class Relation:
    """lower <= body <= upper, entry by entry.

    ``body`` is an expression; ``lower`` and ``upper`` are numbers, arrays or expressions in parameters, of its shape or
    scalar.
    ``sides`` are those of the comparison as it was written if both contain variables; ``body`` is their difference.

    Examples
    --------
    >>> Relation(ca.MX.sym("x"), 0.0, 1.0).upper
    1.0
    """

    body: Any
    lower: Any
    upper: Any
    sides: tuple[Any, Any] | None = None


def between(lower: Any, body: Any, upper: Any) -> Relation:
    """The two-sided range ``lower <= body <= upper``, one constraint with one multiplier.

    Parameters
    ----------
    lower, upper : numbers, arrays, or expressions in parameters
        Scalars or of the shape of ``body``.
    body : expression

    Examples
    --------
    >>> x = ca.MX.sym("x")
    >>> between(1, x**2, 4)
    Relation(body=MX(sq(x)), lower=1, upper=4, sides=None)
    """
    return Relation(symbolic(body), lower, upper)


def relation_of(comparison: Any, is_data: Callable[[Any], bool]) -> Relation:
    """The relation that a comparison ``a <= b``, ``a >= b`` or ``a == b`` states.

    Parameters
    ----------
    comparison : expression or Relation
    is_data : callable
        Whether an expression is free of variables; such a side becomes the bound.

    Raises
    ------
    ModelError
        If this is not a comparison, or one that always or never holds, is strict, excludes a value, or is nested.
    """
    if isinstance(comparison, Relation):
        return comparison
    if isinstance(comparison, bool | np.bool_ | np.ndarray | ca.DM):
        raise ModelError(f"the comparison contains no variable, Python evaluated it to {short(comparison)}")
    if not isinstance(comparison, ca.MX):
        raise ModelError(f"a constraint is a comparison of expressions, got {type(comparison).__name__}")
    if comparison.is_constant():
        holds = "always holds" if np.all(comparison.to_DM().full()) else "never holds"
        raise ModelError(f"the comparison {holds}, whatever the values of the variables")
    return _sides(comparison, is_data)


def _sides(comparison: Any, is_data: Callable[[Any], bool]) -> Relation:
    sign = _SIGNS.get(comparison.op())
    if sign is None:
        raise ModelError(f"a constraint is a comparison with <=, >= or ==, got the expression {short(comparison)}")
    if sign == "<":
        raise ModelError(
            f"{short(comparison)} is a strict inequality, whose feasible set is not closed: write <= or >="
        )
    if sign == "!=":
        raise ModelError(
            f"{short(comparison)} excludes single values, which no smooth constraint does: use <=, >= or =="
        )
    left, right = owned(comparison.dep(0)), owned(comparison.dep(1))
    if {left.op(), right.op()} & _NESTED:
        raise ModelError(f"{short(comparison)} compares a comparison: write sqp.between(a, x, b) or two constraints")
    sides = None
    if is_data(right):
        body, bound, below = left, right, True
    elif is_data(left):
        body, bound, below = right, left, False
    else:
        body, bound, below = left - right, 0.0, True
        sides = left, right
    if body.shape != comparison.shape:
        body = body + ca.DM.zeros(*comparison.shape)
    lower = bound if sign == "==" or not below else -np.inf
    upper = bound if sign == "==" or below else np.inf
    return Relation(body, lower, upper, sides)

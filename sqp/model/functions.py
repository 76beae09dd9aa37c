"""Elementary functions of expressions, numbers and arrays, entry by entry.

Each takes an expression and gives an expression, or takes numbers and gives what NumPy gives, so that one formula
serves the model and the plain calculation.  Plain CasADi functions may be used instead.

Non-smooth functions are marked as such: an optimum often lies where they have no derivative, and there no
derivative-based method converges well.  A smooth reformulation is named where there is a standard one.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np

from sqp.model.expression import Expression, symbolic


def is_symbolic(*operands: Any) -> bool:
    """Whether any operand is a CasADi expression, so that the result has to be one."""
    return any(isinstance(operand, ca.MX | ca.SX | ca.DM) for operand in operands)


def apply(symbolic_form: Callable[..., Any], numeric_form: Callable[..., Any], *operands: Any) -> Any:
    """One function in its CasADi or in its NumPy form, whichever the operands ask for."""
    if not is_symbolic(*operands):
        return numeric_form(*operands)
    if any(isinstance(operand, ca.SX) for operand in operands):
        return symbolic_form(*operands)
    return Expression(symbolic_form(*(symbolic(operand) for operand in operands)))


def sin(x: Any) -> Any:
    """Sine of an angle in radians.

    >>> sin(np.array([0.0, np.pi / 2]))
    array([0., 1.])
    >>> sin(Expression(ca.MX.sym("x")))
    MX(sin(x))
    """
    return apply(ca.sin, np.sin, x)


def cos(x: Any) -> Any:
    """Cosine of an angle in radians."""
    return apply(ca.cos, np.cos, x)


def tan(x: Any) -> Any:
    """Tangent of an angle in radians."""
    return apply(ca.tan, np.tan, x)


def asin(x: Any) -> Any:
    """Inverse sine in [-pi/2, pi/2]; needs |x| <= 1, and its derivative |x| < 1."""
    return apply(ca.asin, np.arcsin, x)


def acos(x: Any) -> Any:
    """Inverse cosine in [0, pi]; needs |x| <= 1, and its derivative |x| < 1."""
    return apply(ca.acos, np.arccos, x)


def atan(x: Any) -> Any:
    """Inverse tangent in (-pi/2, pi/2)."""
    return apply(ca.atan, np.arctan, x)


def atan2(y: Any, x: Any) -> Any:
    """Angle of the point (x, y) in (-pi, pi]; jumps on the negative x axis, undefined at the origin."""
    return apply(ca.atan2, np.arctan2, y, x)


def sinh(x: Any) -> Any:
    """Hyperbolic sine."""
    return apply(ca.sinh, np.sinh, x)


def cosh(x: Any) -> Any:
    """Hyperbolic cosine."""
    return apply(ca.cosh, np.cosh, x)


def tanh(x: Any) -> Any:
    """Hyperbolic tangent."""
    return apply(ca.tanh, np.tanh, x)


def asinh(x: Any) -> Any:
    """Inverse hyperbolic sine."""
    return apply(ca.asinh, np.arcsinh, x)


def acosh(x: Any) -> Any:
    """Inverse hyperbolic cosine; needs x >= 1."""
    return apply(ca.acosh, np.arccosh, x)


def atanh(x: Any) -> Any:
    """Inverse hyperbolic tangent; needs |x| < 1."""
    return apply(ca.atanh, np.arctanh, x)


def exp(x: Any) -> Any:
    """Exponential function."""
    return apply(ca.exp, np.exp, x)


def log(x: Any) -> Any:
    """Natural logarithm; needs x > 0: give the argument a positive lower bound."""
    return apply(ca.log, np.log, x)


def log10(x: Any) -> Any:
    """Logarithm to base 10; needs x > 0: give the argument a positive lower bound."""
    return apply(ca.log10, np.log10, x)


def sqrt(x: Any) -> Any:
    """Square root; needs x >= 0, and its derivative x > 0: give the argument a positive lower bound."""
    return apply(ca.sqrt, np.sqrt, x)


def abs(x: Any) -> Any:  # noqa: A001  (as numpy.abs)
    """Absolute value.  Non-smooth at 0: where it is to be small, use t with ``-t <= x`` and ``x <= t``."""
    return apply(ca.fabs, np.abs, x)


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two, entry by entry.  Non-smooth where they meet: to maximise it, use t <= a and t <= b."""
    return apply(ca.fmin, np.minimum, a, b)


def maximum(a: Any, b: Any) -> Any:
    """The larger of two, entry by entry.  Non-smooth where they meet: to minimise it, use a <= t and b <= t."""
    return apply(ca.fmax, np.maximum, a, b)


def if_else(condition: Any, then: Any, otherwise: Any) -> Any:
    """``then`` where the condition holds, else ``otherwise``.

    In general non-smooth, even discontinuous, where the condition changes; smooth enough only if both branches have
    equal values and derivatives there.  Both branches are evaluated.
    """
    return apply(ca.if_else, np.where, condition, then, otherwise)

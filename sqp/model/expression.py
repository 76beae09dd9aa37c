"""Expressions of a model: CasADi expressions that explain what went wrong.

An :class:`Expression` *is* a ``casadi.MX``; every CasADi function takes it, and it mixes with plain CasADi and NumPy
in either order.  It differs in what a mistake says: shapes that do not match and Python's chained comparisons raise
a :class:`~sqp.errors.ModelError` that shows the operands and says what to write instead.
"""

# pyright: reportIncompatibleMethodOverride=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError

_OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "true_divide": operator.truediv,
    "power": operator.pow,
    "matmul": operator.matmul,
    "less_equal": operator.le,
    "greater_equal": operator.ge,
    "less": operator.lt,
    "greater": operator.gt,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "negative": operator.neg,
}
_FUNCTIONS = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "absolute": "fabs",
    "minimum": "fmin",
    "maximum": "fmax",
    "square": "sq",
} | {
    name: name
    for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log10", "sqrt", "log1p", "expm1")
}


class Expression(ca.MX):
    """A CasADi expression in the variables and parameters of a model.

    Examples
    --------
    >>> x = Expression(ca.MX.sym("x", 2))
    >>> np.array([1.0, 2.0]) * x
    MX(([1, 2]*x))
    >>> x + np.ones(3)
    Traceback (most recent call last):
        ...
    sqp.errors.ModelError: shapes do not match in a + b: a is 2 x 1 (x), b is 3 x 1 ([1, 1, 1])
    """

    __hash__ = ca.MX.__hash__

    def __bool__(self) -> bool:
        if self.is_constant():
            return bool(super().__bool__())
        raise ModelError(
            f"whether {short(self)} holds is not known before the solve, but Python asks for it in a chained "
            "comparison (a <= x <= b), and in `and`, `or`, `not`, `if`, `min` and `max`: write sqp.between(a, x, b) "
            "for a range, one constraint for each condition, sqp.if_else, sqp.minimum or sqp.maximum"
        )

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy operators and functions with an expression among their operands give expressions."""
        name = ufunc.__name__
        if method != "__call__" or options or (name not in _OPERATORS and name not in _FUNCTIONS):
            return NotImplemented
        operands = [symbolic(i) for i in inputs]
        return (
            _OPERATORS[name](*operands) if name in _OPERATORS else Expression(getattr(ca, _FUNCTIONS[name])(*operands))
        )

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        name = function.__name__
        raise ModelError(f"numpy.{name} does not take expressions: write sqp.{name}, if there is one, or use operators")

    def __add__(self, other: Any) -> Any:
        return _combine(ca.MX.__add__, "a + b", self, other)

    def __radd__(self, other: Any) -> Any:
        return _combine(ca.MX.__radd__, "b + a", self, other)

    def __sub__(self, other: Any) -> Any:
        return _combine(ca.MX.__sub__, "a - b", self, other)

    def __rsub__(self, other: Any) -> Any:
        return _combine(ca.MX.__rsub__, "b - a", self, other)

    def __mul__(self, other: Any) -> Any:
        return _combine(ca.MX.__mul__, "a * b", self, other)

    def __rmul__(self, other: Any) -> Any:
        return _combine(ca.MX.__rmul__, "b * a", self, other)

    def __truediv__(self, other: Any) -> Any:
        return _combine(ca.MX.__truediv__, "a / b", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _combine(ca.MX.__rtruediv__, "b / a", self, other)

    def __pow__(self, other: Any) -> Any:
        return _combine(ca.MX.__pow__, "a ** b", self, other)

    def __rpow__(self, other: Any) -> Any:
        return _combine(ca.MX.__rpow__, "b ** a", self, other)

    def __matmul__(self, other: Any) -> Any:
        return _combine(ca.MX.__matmul__, "a @ b", self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return _combine(ca.MX.__rmatmul__, "b @ a", self, other)

    def __le__(self, other: Any) -> Any:
        return _combine(ca.MX.__le__, "a <= b", self, other)

    def __ge__(self, other: Any) -> Any:
        return _combine(ca.MX.__ge__, "a >= b", self, other)

    def __lt__(self, other: Any) -> Any:
        return _combine(ca.MX.__lt__, "a < b", self, other)

    def __gt__(self, other: Any) -> Any:
        return _combine(ca.MX.__gt__, "a > b", self, other)

    def __eq__(self, other: object) -> Any:
        return _combine(ca.MX.__eq__, "a == b", self, other)

    def __ne__(self, other: object) -> Any:
        return _combine(ca.MX.__ne__, "a != b", self, other)

    def __neg__(self) -> Any:
        return Expression(super().__neg__())

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return Expression(ca.fabs(self))

    def __getitem__(self, key: Any) -> Any:
        return Expression(super().__getitem__(key))

    @property
    def T(self) -> Any:  # noqa: N802  (the name CasADi and NumPy use)
        """Transpose."""
        return Expression(super().T)


def symbolic(value: Any) -> Expression:
    """A number, an array or a CasADi matrix expression as an :class:`Expression`.

    Raises
    ------
    ModelError
        If ``value`` is none of these.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, ca.MX | ca.DM):
        return Expression(value)
    if isinstance(value, ca.SX):
        raise ModelError(
            f"{short(value)} is built from scalar symbols (SX); the symbols of a model are matrix symbols (MX)"
        )
    try:
        return Expression(_constant(value))
    except ModelError:
        raise
    except (TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"expected an expression, a number or an array, got {short(repr(value))}") from error


def short(expression: Any, limit: int = 60) -> str:
    """The expression as text of at most ``limit`` characters."""
    text = " ".join(str(expression).split())
    return text if len(text) <= limit else text[: limit - 4] + " ..."


def _combine(operation: Callable[[Any, Any], Any], form: str, a: Expression, b: Any) -> Any:
    if isinstance(b, np.ndarray | np.generic | list | tuple):
        b = _constant(b)
    elif isinstance(b, float) and math.isnan(b):
        raise ModelError(f"NaN in {form}: a is {short(a)}, b is nan")
    try:
        value = operation(a, b)
    except RuntimeError as error:
        shapes = f"a is {_shape(a)} ({short(a)}), b is {_shape(b)} ({short(b)})"
        raise ModelError(f"shapes do not match in {form}: {shapes}") from error
    return value if value is NotImplemented else Expression(value)


def _shape(operand: Any) -> str:
    rows, columns = operand.shape if isinstance(operand, ca.MX | ca.DM) else np.atleast_2d(operand).shape
    return f"{rows} x {columns}"


def _constant(data: Any) -> Any:
    """Numbers as a CasADi constant; an array of expressions, entry by entry."""
    array = np.asarray(data)
    if array.dtype == object:
        rows = array.reshape(array.shape[0], -1) if array.ndim else array.reshape(1, 1)
        return ca.vertcat(*(ca.horzcat(*row) for row in rows))
    numbers = array.astype(np.float64)
    if np.isnan(numbers).any():
        raise ModelError(f"NaN among the numbers {short(array)}")
    return ca.DM(numbers)

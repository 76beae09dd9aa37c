"""Expressions of a model: CasADi expressions that explain what went wrong.

An :class:`Expression` *is* a ``casadi.MX``; every CasADi function takes it, and it mixes with plain CasADi and NumPy
in either order.  It differs in what a mistake says: shapes that do not match and Python's chained comparisons raise
a :class:`~sqp.errors.ModelError` that shows the operands and says what to write instead.
"""

# pyright: reportIncompatibleMethodOverride=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError


def _square(a: Any) -> Any:
    return a**2


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
    "square": _square,
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
    sqp.errors.ModelError: shapes do not match in a + b: a is 2 x 1 (x), b is 3 x 1 (ones(3x1))
    """

    def __hash__(self) -> int:
        return identity(self)

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
        return _combine(ca.OP_ADD, "+", self, other)

    def __radd__(self, other: Any) -> Any:
        return _combine(ca.OP_ADD, "+", other, self)

    def __sub__(self, other: Any) -> Any:
        return _combine(ca.OP_SUB, "-", self, other)

    def __rsub__(self, other: Any) -> Any:
        return _combine(ca.OP_SUB, "-", other, self)

    def __mul__(self, other: Any) -> Any:
        return _combine(ca.OP_MUL, "*", self, other)

    def __rmul__(self, other: Any) -> Any:
        return _combine(ca.OP_MUL, "*", other, self)

    def __truediv__(self, other: Any) -> Any:
        return _combine(ca.OP_DIV, "/", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _combine(ca.OP_DIV, "/", other, self)

    def __pow__(self, other: Any) -> Any:
        return _combine(ca.OP_POW, "**", self, other)

    def __rpow__(self, other: Any) -> Any:
        return _combine(ca.OP_POW, "**", other, self)

    __iadd__, __isub__, __imul__, __itruediv__, __ipow__ = __add__, __sub__, __mul__, __truediv__, __pow__

    def __matmul__(self, other: Any) -> Any:
        return _combine(None, "@", self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return _combine(None, "@", other, self)

    __imatmul__ = __matmul__

    def __le__(self, other: Any) -> Any:
        return _combine(ca.OP_LE, "<=", self, other)

    def __ge__(self, other: Any) -> Any:
        return _combine(ca.OP_LE, "<=", other, self)

    def __lt__(self, other: Any) -> Any:
        return _combine(ca.OP_LT, "<", self, other)

    def __gt__(self, other: Any) -> Any:
        return _combine(ca.OP_LT, "<", other, self)

    def __eq__(self, other: object) -> Any:
        return _combine(ca.OP_EQ, "==", self, other)

    def __ne__(self, other: object) -> Any:
        return _combine(ca.OP_NE, "!=", self, other)

    def __neg__(self) -> Any:
        return owned(ca.MX.unary(ca.OP_NEG, self))

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return owned(ca.MX.unary(ca.OP_FABS, self))

    def __float__(self) -> float:
        if self.is_constant() and self.is_scalar():
            return float(super().__float__())
        raise ModelError(
            f"{short(self)} has no number as its value before the solve: write sqp.sin(x) for math.sin(x), and so on"
        )

    def __iter__(self) -> Any:
        if self.is_scalar():
            raise ModelError(f"{short(self)} is a scalar: there is nothing to iterate over")
        return (self[k] if self.is_column() else self[k, :] for k in range(self.size1()))

    def __getitem__(self, key: Any) -> Any:
        try:
            return owned(super().__getitem__(key))
        except RuntimeError:
            raise ModelError(f"{short(self)} is {_shape(self)} and has no entry [{key}]") from None

    def __setitem__(self, key: Any, value: Any) -> None:
        raise ModelError(f"entries of {short(self)} cannot be assigned: build a new expression, with sqp.stack say")

    @property
    def T(self) -> Any:  # noqa: N802  (the name CasADi and NumPy use)
        """Transpose."""
        return owned(super().T)


def symbolic(value: Any) -> Expression:
    """A number, an array or a CasADi matrix expression as an :class:`Expression`.

    Raises
    ------
    ModelError
        If ``value`` is none of these.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, ca.SX):
        raise ModelError(
            f"{short(value)} is built from scalar symbols (SX); the symbols of a model are matrix symbols (MX)"
        )
    operand = _operand(value)
    if operand is None:
        raise ModelError(f"expected an expression, a number or an array, got {short(repr(value))}")
    return Expression(operand) if operand is value else owned(operand)


def short(expression: Any, limit: int = 60) -> str:
    """The expression as text of at most ``limit`` characters."""
    text = " ".join(str(expression).split())
    return text if len(text) <= limit else text[: limit - 4] + " ..."


def owned(value: Any) -> Expression:
    """A new CasADi expression, to which nobody else holds a reference, made an :class:`Expression` in place.

    Copying it would cost ten times as much as the operation that made it.
    """
    value.__class__ = Expression
    return value


def identity(node: Any) -> int:
    """What is equal for two references to one node of an expression graph, and only for them."""
    return ca.SharedObject.__hash__(node)


def _combine(operation: int | None, sign: str, a: Any, b: Any) -> Any:
    """``a sign b``; CasADi's own operators spend most of their time on finding out what the operands are."""
    left, right = _operand(a), _operand(b)
    if left is None or right is None:
        return NotImplemented
    try:
        return owned(ca.mtimes(left, right) if operation is None else ca.MX.binary(operation, left, right))
    except RuntimeError:
        shapes = f"a is {_shape(left)} ({short(left)}), b is {_shape(right)} ({short(right)})"
        raise ModelError(f"shapes do not match in a {sign} b: {shapes}") from None


def _operand(value: Any) -> Any:
    """The operand as MX; None if it is nothing that an expression can be combined with."""
    if isinstance(value, ca.MX):
        return value
    if isinstance(value, int | float):
        return ca.MX(value)
    if isinstance(value, np.ndarray | np.generic | list | tuple | ca.DM):
        return ca.MX(_constant(value))
    return None


def _shape(operand: Any) -> str:
    return f"{operand.size1()} x {operand.size2()}"


def _constant(data: Any) -> Any:
    """Numbers as a CasADi constant; an array of expressions, entry by entry."""
    array: Any = data.full() if isinstance(data, ca.DM) else np.asarray(data)
    if array.dtype == object:
        rows = array.reshape(array.shape[0], -1) if array.ndim else array.reshape(1, 1)
        return ca.vertcat(*(ca.horzcat(*row) for row in rows))
    try:
        numbers = array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ModelError(f"expected numbers, got {short(repr(data))}") from error
    return ca.DM(numbers)

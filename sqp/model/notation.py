"""Expressions as a person writes them: ``2*x^2 + sin(y[0])`` instead of a listing of graph nodes."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import casadi as ca
import numpy as np

from sqp.model.expression import identity
from sqp.model.repeated import stage_of

# How tightly an operation binds; an operand that binds less than its place asks for is put in parentheses.
_RELATION, _SUM, _SIGN, _PRODUCT, _FACTOR, _POWER, _ATOM = range(7)
_LEVELS = {" + ": _SUM, " - ": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
_INFIX = {
    ca.OP_ADD: (" + ", _SUM, _SUM),
    ca.OP_SUB: (" - ", _SUM, _PRODUCT),
    ca.OP_MUL: ("*", _SIGN, _PRODUCT),
    ca.OP_DIV: ("/", _SIGN, _FACTOR),
    ca.OP_POW: ("^", _ATOM, _ATOM),
    ca.OP_CONSTPOW: ("^", _ATOM, _ATOM),
    ca.OP_LE: (" <= ", _SUM, _SUM),
    ca.OP_LT: (" < ", _SUM, _SUM),
    ca.OP_EQ: (" == ", _SUM, _SUM),
}
_PREFIX = {
    ca.OP_NEG: ("-", _PRODUCT, _SIGN),
    ca.OP_TWICE: ("2*", _PRODUCT, _PRODUCT),
    ca.OP_INV: ("1/", _FACTOR, _PRODUCT),
}
_SAME_NAME = (
    *("sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
    *("exp", "log", "log1p", "expm1", "erf", "dot"),
)
_CALLS = {getattr(ca, f"OP_{name.upper()}"): name for name in _SAME_NAME} | {
    ca.OP_FABS: "abs",
    ca.OP_FMIN: "minimum",
    ca.OP_FMAX: "maximum",
    ca.OP_NORM2: "norm",
    ca.OP_NORMF: "norm",
    ca.OP_DETERMINANT: "det",
    ca.OP_INVERSE: "inv",
    ca.OP_VERTCAT: "stack",
    ca.OP_HORZCAT: "horzcat",
}


#: What one level of nesting takes from the number of characters that may be written.
NESTING = 4


#: Longer lists are cut.
LISTED = 9


class Notation:
    """Writes expressions, naming entries of symbols as the model does.

    Parameters
    ----------
    entry_names : mapping
        For each named expression, by identity, the names of its entries.
    wholes : mapping
        Name by identity of expressions, other than symbols, that have one: a symmetric matrix is an expression in its
        lower triangle.

    Examples
    --------
    >>> x = ca.MX.sym("x")
    >>> Notation({}, {}).written(2 * x**3 - (x + 1) / 4)
    '2*x^3 - (x + 1)/4'
    """

    def __init__(self, entry_names: Mapping[int, tuple[str, ...]], wholes: Mapping[int, str]) -> None:
        self._entry_names = entry_names
        self._wholes = wholes

    def written(self, expression: Any, limit: int = 400) -> str:
        """The expression as text; beyond ``limit`` characters the rest is left out."""
        text = self._text(expression, limit)[0]
        return text if len(text) <= limit else f"{text[:limit]} ... ({ca.n_nodes(expression)} operations)"

    def _text(self, node: Any, limit: int) -> tuple[str, int]:
        """The text and how tightly its outermost operation binds; operands beyond the limit are not looked at.

        Each level of nesting uses up a part of the limit, which bounds the depth of the recursion.
        """
        if identity(node) in self._wholes:
            return self._wholes[identity(node)], _ATOM
        if limit <= 0:
            return "...", _ATOM
        if node.is_constant():
            return _constant(node)
        return (node.name(), _ATOM) if node.is_symbolic() else self._operation(node, limit)

    def _operation(self, node: Any, limit: int) -> tuple[str, int]:
        base, exponent = _as_power(node)
        if exponent > 1:
            return f"{self._operand(base, _ATOM, limit)}^{exponent}", _POWER
        op = node.op()
        if op in _INFIX:
            return self._infix(node, limit)
        if op in _PREFIX:
            sign, inner_level, level = _PREFIX[op]
            return f"{sign}{self._operand(node.dep(0), inner_level, limit)}", level
        if op in _CALLS:
            return self._call(_CALLS[op], [node.dep(k) for k in range(node.n_dep())], limit)
        return self._matrix_operation(node, limit)

    def _infix(self, node: Any, limit: int) -> tuple[str, int]:
        sign, left_level, right_level = _INFIX[node.op()]
        first, second = node.dep(0), node.dep(1)
        if node.op() == ca.OP_ADD and first.is_constant():  # CasADi puts the constant first
            first, second = second, first
        left = self._operand(first, left_level, limit)
        right = self._operand(second, right_level, limit - len(left))
        if node.op() == ca.OP_ADD and right.startswith("-"):
            sign, right = " - ", right[1:]
        level = _LEVELS.get(sign, _RELATION)
        return f"{left}{sign}{right}", min(level, _SIGN) if left.startswith("-") else level

    def _operand(self, node: Any, level: int, limit: int) -> str:
        text, binding = self._text(node, limit - NESTING)
        return text if binding >= level else f"({text})"

    def _call(self, function: str, arguments: list[Any], limit: int) -> tuple[str, int]:
        texts: list[str] = []
        for argument in arguments:
            texts.append(self._text(argument, limit - NESTING - sum(map(len, texts)))[0])
        return f"{function}({', '.join(texts)})", _ATOM

    def _matrix_operation(self, node: Any, limit: int) -> tuple[str, int]:
        """Operations with a notation of their own; what is not known is shown as CasADi shows it."""
        op, inner = node.op(), node.dep(0) if node.n_dep() else node
        if node.is_output() and inner.which_function().n_out() == 1:
            function = stage_of(inner.which_function())
            return self._call(function.name(), [inner.dep(k) for k in range(inner.n_dep())], limit)
        if op == ca.OP_MTIMES:
            return self._product(node, limit)
        if op == ca.OP_GETNONZEROS:
            return self._entries(node, inner, limit), _ATOM
        if op == ca.OP_SOLVE:
            return self._call("linsolve", [node.dep(1), inner], limit)
        if op == ca.OP_HORZREPMAT:
            return self._text(inner, limit)
        if op == ca.OP_TRANSPOSE or (op == ca.OP_RESHAPE and inner.is_vector() and node.is_vector()):
            return f"{self._operand(inner, _ATOM, limit)}'", _ATOM
        return " ".join(str(node).split())[: limit + 1], _ATOM

    def _product(self, node: Any, limit: int) -> tuple[str, int]:
        """Accumulator + left @ right; a product with a row of ones is a sum."""
        added, left, right = (node.dep(k) for k in range(3))
        if left.is_constant() and left.shape[0] == 1 and np.all(left.to_DM().full() == 1):
            text, level = self._call("sum", [right], limit)
        else:
            text = f"{self._factor(left, _PRODUCT, limit)} @ {self._factor(right, _FACTOR, limit)}"
            level = _PRODUCT
        if added.is_zero():
            return text, level
        return f"{self._operand(added, _SUM, limit)} + {text}", _SUM

    def _factor(self, node: Any, level: int, limit: int) -> str:
        return _array(node.to_DM().full()) if node.is_constant() else self._operand(node, level, limit)

    def _entries(self, node: Any, inner: Any, limit: int) -> str:
        info = node.info()
        if "slice" in info:
            part = info["slice"]
            taken = list(range(part["start"], part["stop"], part["step"]))
        else:
            taken = list(info.get("nz", []))
        names = self._entry_names.get(identity(inner))
        if names and (len(taken) == 1 or inner.size2() > 1):
            return names[taken[0]] if len(taken) == 1 else f"[{_listed([names[k] for k in taken])}]"
        return f"{self._operand(inner, _ATOM, limit)}[{_positions(taken)}]"


def _positions(taken: list[int]) -> str:
    """Positions as one number, a slice, or a list."""
    steps = {after - before for before, after in pairwise(taken)}
    if len(steps) != 1 or min(steps) < 1:
        return _listed([str(position) for position in taken])
    step = steps.pop()
    return f"{taken[0]}:{taken[-1] + 1}" + (f":{step}" if step > 1 else "")


def _listed(texts: list[str]) -> str:
    return ", ".join(texts if len(texts) <= LISTED else [*texts[: LISTED - 1], "..."])


def _constant(node: Any) -> tuple[str, int]:
    """A number, also for an array of equal numbers that takes part entry by entry."""
    values = node.to_DM().full()
    if values.size and np.all(values == values.flat[0]):
        value = float(values.flat[0])
        return f"{value:.10g}", _SIGN if value < 0 else _ATOM
    return _array(values), _ATOM


def _array(values: Any) -> str:
    if values.size > LISTED:
        return f"[{values.shape[0]} x {values.shape[1]} numbers]"
    rows = [", ".join(f"{v:.6g}" for v in row) for row in (values.T if values.shape[1] == 1 else values)]
    return f"[{'; '.join(rows)}]"


def _as_power(node: Any) -> tuple[Any, int]:
    """(base, k) if the node is a whole power written as squares and products, else (node, 1)."""
    if node.op() == ca.OP_SQ:
        base, exponent = _as_power(node.dep(0))
        return base, 2 * exponent
    if node.op() == ca.OP_MUL:
        (left, p), (right, q) = _as_power(node.dep(0)), _as_power(node.dep(1))
        if identity(left) == identity(right):
            return left, p + q
    return node, 1

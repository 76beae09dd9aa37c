"""AMPL's opcodes: what each means in operations of the tape, how many operands it takes, and whether it is smooth.

References
----------
D. M. Gay, "Writing .nl Files", Sandia National Laboratories, 2005.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqp.adapters.ampl.tape import Operation as Op
from sqp.adapters.ampl.tape import Tape

#: Appends an operator to the tape and returns its node.
Build: TypeAlias = Callable[[Tape, Sequence[int]], int]


@dataclass(frozen=True)
class Operator:
    """One opcode.

    Parameters
    ----------
    name : str
        As AMPL writes it.
    arity : int or None
        Number of operands; None if the file states it.
    build : callable
        Appends the operation to a tape.
    smooth : bool
        Whether the function is continuously differentiable inside its domain.
    operation : int
        The operation of the tape that this operator is, operands in the same order; 0 if it is none of them.
    """

    name: str
    arity: int | None
    build: Build
    smooth: bool = True
    operation: int = 0


def _unary(name: str, operation: Op, *, smooth: bool = True) -> Operator:
    return Operator(name, 1, lambda tape, args: tape.apply(operation, args[0]), smooth, int(operation))


def _binary(name: str, operation: Op, *, smooth: bool = True) -> Operator:
    return Operator(name, 2, lambda tape, args: tape.apply(operation, args[0], args[1]), smooth, int(operation))


def _swapped(name: str, operation: Op) -> Operator:
    return Operator(name, 2, lambda tape, args: tape.apply(operation, args[1], args[0]), smooth=False)


def _list(name: str, operation: Op, *, smooth: bool = True) -> Operator:
    return Operator(name, None, lambda tape, args: tape.reduce(operation, args), smooth)


def _less(tape: Tape, args: Sequence[int]) -> int:
    """max(a - b, 0)."""
    return tape.apply(Op.FMAX, tape.apply(Op.SUB, *args), tape.constant(0.0))


def _log10(tape: Tape, args: Sequence[int]) -> int:
    return tape.apply(Op.DIV, tape.apply(Op.LOG, args[0]), tape.constant(math.log(10.0)))


def _truncated(tape: Tape, node: int, shift: float = 0.0) -> int:
    """The integer part of |a| + shift, with the sign of a."""
    size = tape.apply(Op.ADD, tape.apply(Op.FABS, node), tape.constant(shift)) if shift else tape.apply(Op.FABS, node)
    return tape.apply(Op.MUL, tape.apply(Op.SIGN, node), tape.apply(Op.FLOOR, size))


def _integer_division(tape: Tape, args: Sequence[int]) -> int:
    return _truncated(tape, tape.apply(Op.DIV, *args))


def _digits(shift: float) -> Build:
    """Rounding (shift 1/2) or truncation (shift 0) to as many decimals as the second operand says."""

    def build(tape: Tape, args: Sequence[int]) -> int:
        unit = tape.apply(Op.POW, tape.constant(10.0), args[1])
        return tape.apply(Op.DIV, _truncated(tape, tape.apply(Op.MUL, args[0], unit), shift), unit)

    return build


def _if_then_else(tape: Tape, args: Sequence[int]) -> int:
    """Both branches are evaluated; only the one that holds is added."""
    condition, then, otherwise = args
    first = tape.apply(Op.IF_ELSE_ZERO, condition, then)
    return tape.apply(Op.ADD, first, tape.apply(Op.IF_ELSE_ZERO, tape.apply(Op.NOT, condition), otherwise))


OPERATORS: dict[int, Operator] = {
    0: _binary("+", Op.ADD),
    1: _binary("-", Op.SUB),
    2: _binary("*", Op.MUL),
    3: _binary("/", Op.DIV),
    4: _binary("mod", Op.FMOD, smooth=False),
    5: _binary("^", Op.POW),
    6: Operator("less", 2, _less, smooth=False),
    11: _list("min", Op.FMIN, smooth=False),
    12: _list("max", Op.FMAX, smooth=False),
    13: _unary("floor", Op.FLOOR, smooth=False),
    14: _unary("ceil", Op.CEIL, smooth=False),
    15: _unary("abs", Op.FABS, smooth=False),
    16: _unary("unary minus", Op.NEG),
    20: _binary("or", Op.OR, smooth=False),
    21: _binary("and", Op.AND, smooth=False),
    22: _binary("<", Op.LT, smooth=False),
    23: _binary("<=", Op.LE, smooth=False),
    24: _binary("==", Op.EQ, smooth=False),
    28: _swapped(">=", Op.LE),
    29: _swapped(">", Op.LT),
    30: _binary("!=", Op.NE, smooth=False),
    34: _unary("not", Op.NOT, smooth=False),
    35: Operator("if-then-else", 3, _if_then_else, smooth=False),
    37: _unary("tanh", Op.TANH),
    38: _unary("tan", Op.TAN),
    39: _unary("sqrt", Op.SQRT),
    40: _unary("sinh", Op.SINH),
    41: _unary("sin", Op.SIN),
    42: Operator("log10", 1, _log10),
    43: _unary("log", Op.LOG),
    44: _unary("exp", Op.EXP),
    45: _unary("cosh", Op.COSH),
    46: _unary("cos", Op.COS),
    47: _unary("atanh", Op.ATANH),
    48: _binary("atan2", Op.ATAN2),
    49: _unary("atan", Op.ATAN),
    50: _unary("asinh", Op.ASINH),
    51: _unary("asin", Op.ASIN),
    52: _unary("acosh", Op.ACOSH),
    53: _unary("acos", Op.ACOS),
    54: _list("sum", Op.ADD),
    55: Operator("div", 2, _integer_division, smooth=False),
    57: Operator("round", 2, _digits(0.5), smooth=False),
    58: Operator("trunc", 2, _digits(0.0), smooth=False),
    70: _list("forall", Op.AND, smooth=False),
    71: _list("exists", Op.OR, smooth=False),
    76: _binary("^ constant", Op.POW),
    77: _unary("^ 2", Op.SQ),
    78: _binary("constant ^", Op.POW),
}

#: Opcodes of the format that a smooth continuous solver cannot honour.
UNSUPPORTED: dict[int, str] = {
    56: "precision",
    59: "count",
    60: "numberof",
    61: "numberof with strings",
    62: "atleast",
    63: "atmost",
    64: "a piecewise-linear term",
    65: "if-then-else with strings",
    66: "exactly",
    67: "not atleast",
    68: "not atmost",
    69: "not exactly",
    72: "an implication",
    73: "an equivalence",
    74: "alldiff",
    75: "not alldiff",
    79: "an external function",
    81: "a string",
}

"""How each operation of CasADi is said in a ``.nl`` file.

A phrase is a sequence of lines in prefix order, in which 0 and 1 stand for the first and the second operand.  It is
made of opcodes that any reader knows: a square is a power, not AMPL's opcode for squares.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import casadi as ca

Phrase: TypeAlias = tuple[str | int, ...]

_SQUARE_OF = ("o5", 0, "n2"), ("o5", 1, "n2")

_BY_NAME: dict[str, Phrase] = {
    "ASSIGN": (0,),
    "LIFT": (0,),
    "ADD": ("o0", 0, 1),
    "SUB": ("o1", 0, 1),
    "MUL": ("o2", 0, 1),
    "DIV": ("o3", 0, 1),
    "NEG": ("o16", 0),
    "TWICE": ("o2", "n2", 0),
    "INV": ("o3", "n1", 0),
    "SQ": _SQUARE_OF[0],
    "POW": ("o5", 0, 1),
    "CONSTPOW": ("o5", 0, 1),
    "SQRT": ("o39", 0),
    "HYPOT": ("o39", "o0", *_SQUARE_OF[0], *_SQUARE_OF[1]),
    "EXP": ("o44", 0),
    "EXPM1": ("o1", "o44", 0, "n1"),
    "LOG": ("o43", 0),
    "LOG1P": ("o43", "o0", "n1", 0),
    "SIN": ("o41", 0),
    "COS": ("o46", 0),
    "TAN": ("o38", 0),
    "ASIN": ("o51", 0),
    "ACOS": ("o53", 0),
    "ATAN": ("o49", 0),
    "ATAN2": ("o48", 0, 1),
    "SINH": ("o40", 0),
    "COSH": ("o45", 0),
    "TANH": ("o37", 0),
    "ASINH": ("o50", 0),
    "ACOSH": ("o52", 0),
    "ATANH": ("o47", 0),
    "FABS": ("o15", 0),
    "FLOOR": ("o13", 0),
    "CEIL": ("o14", 0),
    "FMOD": ("o4", 0, 1),
    "FMIN": ("o11", "2", 0, 1),
    "FMAX": ("o12", "2", 0, 1),
    "SIGN": ("o35", "o29", 0, "n0", "n1", "o35", "o22", 0, "n0", "n-1", "n0"),
    "LT": ("o22", 0, 1),
    "LE": ("o23", 0, 1),
    "EQ": ("o24", 0, 1),
    "NE": ("o30", 0, 1),
    "NOT": ("o34", 0),
    "AND": ("o21", 0, 1),
    "OR": ("o20", 0, 1),
    "IF_ELSE_ZERO": ("o35", "o30", 0, "n0", 1, "n0"),
}


def _code(name: str) -> int:
    constants: Any = ca
    return int(getattr(constants, f"OP_{name}"))


#: By CasADi's code.
PHRASES: dict[int, Phrase] = {_code(name): phrase for name, phrase in _BY_NAME.items()}

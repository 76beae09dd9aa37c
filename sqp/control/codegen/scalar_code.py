"""Scalar expressions as C statements: one assignment for each operation, results written where they are wanted."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from sqp.errors import ModelError

FUNCTIONS = (
    *("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh"),
    *("atanh", "floor", "ceil", "fabs", "erf", "expm1", "log1p"),
)
#: C for each operation of CasADi; {0} and {1} are its arguments, {f} is "f" for float functions of math.h.
OPERATIONS: Mapping[int, str] = {
    ca.OP_ASSIGN: "{0}",
    ca.OP_LIFT: "{0}",
    ca.OP_ADD: "{0} + {1}",
    ca.OP_SUB: "{0} - {1}",
    ca.OP_MUL: "{0} * {1}",
    ca.OP_DIV: "{0} / {1}",
    ca.OP_NEG: "-{0}",
    ca.OP_INV: "1 / {0}",
    ca.OP_SQ: "{0} * {0}",
    ca.OP_TWICE: "2 * {0}",
    ca.OP_LT: "{0} < {1}",
    ca.OP_LE: "{0} <= {1}",
    ca.OP_EQ: "{0} == {1}",
    ca.OP_NE: "{0} != {1}",
    ca.OP_NOT: "!({0} != 0)",
    ca.OP_AND: "({0} != 0) && ({1} != 0)",
    ca.OP_OR: "({0} != 0) || ({1} != 0)",
    ca.OP_IF_ELSE_ZERO: "{0} != 0 ? {1} : 0",
    ca.OP_SIGN: "{0} > 0 ? 1 : {0} < 0 ? -1 : {0}",
    **{getattr(ca, f"OP_{name.upper()}"): f"{name}{{f}}({{0}})" for name in FUNCTIONS},
    ca.OP_POW: "pow{f}({0}, {1})",
    ca.OP_CONSTPOW: "pow{f}({0}, {1})",
    ca.OP_FMIN: "fmin{f}({0}, {1})",
    ca.OP_FMAX: "fmax{f}({0}, {1})",
    ca.OP_FMOD: "fmod{f}({0}, {1})",
    ca.OP_ATAN2: "atan2{f}({0}, {1})",
    ca.OP_HYPOT: "hypot{f}({0}, {1})",
    ca.OP_COPYSIGN: "copysign{f}({0}, {1})",
}


@dataclass(frozen=True, eq=False)
class Output:
    """One array of results.

    Attributes
    ----------
    name : str
        Of the pointer in C.
    expression : casadi.SX
        Its structural nonzeros are written.
    places : (nnz,) int array
        Where each of them goes.
    """

    name: str
    expression: Any
    places: NDArray[np.int64]

    @classmethod
    def vector(cls, name: str, expression: Any) -> Output:
        """All entries, in order."""
        return cls(name, ca.densify(ca.vec(expression)), np.arange(expression.numel()))

    @classmethod
    def by_rows(cls, name: str, expression: Any, *, diagonal: bool = False) -> Output:
        """A matrix stored by rows, without its structural zeros but, if wanted, with all of its diagonal."""
        sparse = ca.sparsify(expression) if isinstance(expression, ca.SX) else ca.densify(expression)
        if diagonal:
            sparse = ca.project(sparse, sparse.sparsity() + ca.Sparsity.diag(sparse.shape[0]))
        row, column = (np.array(indices, dtype=np.int64) for indices in sparse.sparsity().get_triplet())
        return cls(name, sparse, row * sparse.shape[1] + column)


@dataclass(frozen=True)
class ScalarCode:
    """A C function of scalar operations, and how many it has.

    Examples
    --------
    >>> x = ca.SX.sym("x", 2)
    >>> code = ScalarCode.of("area", [("x", x)], [Output.vector("y", x[0] * x[1])], "double")
    >>> print(code.text)
    void area(const double *x, double *y)
    {
      double w0, w1;
      w0 = x[0];
      w1 = x[1];
      w0 = w0 * w1;
      y[0] = w0;
    }
    >>> code.operations
    1
    """

    text: str
    operations: int

    @classmethod
    def of(
        cls, name: str, arguments: Sequence[tuple[str, Any]], outputs: Sequence[Output], real: str, base: str = "double"
    ) -> ScalarCode:
        """Write a function of numbers of type ``real``, which is a name of ``base``: double or float.

        Raises
        ------
        ModelError
            For an operation that C does not know.
        """
        function = ca.Function("scalar", [symbol for _, symbol in arguments], [out.expression for out in outputs])
        signature = [f"const {real} *{label}" for label, _ in arguments] + [f"{real} *{out.name}" for out in outputs]
        declaration = f"void {name}({', '.join(signature)})"
        statements: list[str] = []
        used: set[str] = set()
        operations = 0
        for k in range(function.n_instructions()):
            operation = function.instruction_id(k)
            into, given = function.instruction_output(k), function.instruction_input(k)
            if operation == ca.OP_OUTPUT:
                out = outputs[into[0]]
                statements.append(f"{out.name}[{out.places[into[1]]}] = w{given[0]};")
            elif operation == ca.OP_INPUT:
                label = arguments[given[0]][0]
                used.add(label)
                statements.append(f"w{into[0]} = {label}[{given[1]}];")
            elif operation == ca.OP_CONST:
                statements.append(f"w{into[0]} = {literal(function.instruction_constant(k), base)};")
            else:
                operations += 1
                statements.append(f"w{into[0]} = {_operation(operation, given, base)};")
        unused = [label for label, _ in arguments if label not in used]
        unused += [out.name for out in outputs if not out.places.size]
        body = [*_variables(function.sz_w(), real), *(f"(void){label};" for label in unused), *statements]
        text = "\n".join([declaration, "{", *(f"  {line}" for line in body), "}"])
        return cls(text, operations)


def literal(value: float, real: str) -> str:
    """A number in C.

    Examples
    --------
    >>> literal(0.1, "double"), literal(0.1, "float"), literal(-math.inf, "double"), literal(2.0, "double")
    ('0.1', '(float)0.1', '-INFINITY', '2.0')
    """
    if math.isnan(value):
        return f"({real})NAN" if real != "double" else "NAN"
    sign = "-" if value < 0 else ""
    text = f"{sign}INFINITY" if math.isinf(value) else repr(float(value))
    return text if real == "double" or math.isinf(value) else f"({real}){text}"


def _operation(operation: int, given: Sequence[int], real: str) -> str:
    if operation not in OPERATIONS:
        raise ModelError(f"operation {operation} of CasADi has no counterpart in C")
    arguments = [f"w{index}" for index in given]
    text = OPERATIONS[operation].format(*arguments, f="f" if real == "float" else "")
    is_truth = any(sign in text for sign in ("<", "==", "!", "&&", "||"))
    return f"({real})({text})" if is_truth and "?" not in text else text


def _variables(count: int, real: str) -> list[str]:
    names = [f"w{index}" for index in range(count)]
    return [f"{real} {', '.join(names[begin : begin + 16])};" for begin in range(0, count, 16)]

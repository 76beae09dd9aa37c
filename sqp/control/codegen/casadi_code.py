"""Functions that are not made of scalar operations alone, such as implicit integrators, by CasADi's own generator."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import casadi as ca

from sqp.control.codegen.scalar_code import Output

Part = tuple[Sequence[tuple[str, Any]], Sequence[Output]]

#: CasADi gives every function the same arguments, whether it uses them or not.
HEAD = """/* {prefix}: functions written by CasADi's code generator. */
#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wconversion"
#endif
"""


def is_plain(arguments: Sequence[tuple[str, Any]], outputs: Sequence[Output]) -> bool:
    """Whether expressions are scalar operations without calls of other functions.

    Examples
    --------
    >>> x = ca.SX.sym("x")
    >>> is_plain([("x", x)], [Output.vector("y", ca.sin(x))])
    True
    """
    if not all(isinstance(symbol, ca.SX) for _, symbol in arguments):
        return False
    function = ca.Function("plain", [symbol for _, symbol in arguments], [out.expression for out in outputs])
    return all(function.instruction_id(k) != ca.OP_CALL for k in range(function.n_instructions()))


def casadi_functions(parts: Mapping[str, Part], prefix: str, base: str) -> tuple[str, dict[str, int]]:
    """The C file with functions ``<prefix>_casadi_<name>``, and the number of instructions of each."""
    generator = ca.CodeGenerator(f"{prefix}_casadi", {"with_header": False, "casadi_real": base})
    operations: dict[str, int] = {}
    for name, part in parts.items():
        function = _function(f"{prefix}_casadi_{name}", part)
        generator.add(function)
        operations[name] = function.n_instructions()
    return HEAD.format(prefix=prefix) + generator.dump(), operations


def wrapper(name: str, part: Part, prefix: str) -> str:
    """A function of the model that calls the one by CasADi."""
    arguments, outputs = part
    inner = f"{prefix}_casadi_{name}"
    function = _function(inner, part)
    real = f"{prefix}_real"
    given = ", ".join(f"const {real} *{label}" for label, _ in arguments)
    results = ", ".join(f"{real} *{out.name}" for out in outputs)
    kinds = f"const {real} **arg, {real} **res, long long int *iw, {real} *w, int mem"
    sizes = [max(size, 1) for size in (function.sz_arg(), function.sz_res(), function.sz_iw(), function.sz_w())]
    lines = [
        "#ifdef __cplusplus",
        'extern "C"',
        "#endif",
        f"int {inner}({kinds});",
        f"void {prefix}_model_{name}({given}, {results})",
        "{",
        f"  const {real} *arg[{sizes[0]}];",
        f"  {real} *res[{sizes[1]}], w[{sizes[3]}];",
        f"  long long int iw[{sizes[2]}];",
        *(f"  arg[{i}] = {label};" for i, (label, _) in enumerate(arguments)),
        *(f"  res[{i}] = {out.name};" for i, out in enumerate(outputs)),
        f"  (void){inner}(arg, res, iw, w, 0);",
        "}",
    ]
    return "\n".join(lines)


def _function(name: str, part: Part) -> Any:
    """Dense results, whose columns are the rows of C."""
    arguments, outputs = part
    dense = [ca.densify(out.expression).T for out in outputs]
    return ca.Function(name, [symbol for _, symbol in arguments], dense)

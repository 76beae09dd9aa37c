"""Which operation of a CasADi function has no finite value, in the names of its inputs."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import casadi as ca
import numpy as np

from sqp.model.problem import UndefinedOperation

#: Longer programs are not searched; and operands are written out to this depth.
_LONGEST, _DEPTH = 300_000, 4


@dataclass(eq=False)
class _Trace:
    """One evaluation of a scalar program, operation by operation.

    Attributes
    ----------
    codes, operands, values
        Of each operation: its CasADi code, the operations that it uses (for an input: its two numbers), its value.
    outputs : dict
        Operation by (output, nonzero).
    """

    codes: list[int] = field(default_factory=list[int])
    operands: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    values: list[float] = field(default_factory=list[float])
    outputs: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])


def undefined_operation(
    function: Any, arguments: Sequence[Any], nonzero: int | None = None
) -> UndefinedOperation | None:
    """The first operation with finite operands and no finite value that an entry of the first output needs.

    Parameters
    ----------
    function : casadi.Function
    arguments : sequence of arrays
        The first one holds the variables.
    nonzero : int, optional
        Which entry; by default the first that is not finite.

    Returns
    -------
    UndefinedOperation or None
        None if there is none, or if the function cannot be expanded into scalar operations or is too long.

    Examples
    --------
    >>> x = ca.SX.sym("x", 2)
    >>> function = ca.Function("f", [x], [ca.log(x[0] - x[1])])
    >>> found = undefined_operation(function, [np.array([1.0, 3.0])])
    >>> found.text(["a", "b"]), found.variables
    ('log((a-b))', (0, 1))
    """
    try:
        program = function if function.is_a("SXFunction") else function.expand()
    except RuntimeError:  # a function without scalar operations, such as a solver or a table
        return None
    if program.n_instructions() > _LONGEST:
        return None
    trace = _traced(program, [np.ravel(np.asarray(a, dtype=float)) for a in arguments])
    bad = [node for (output, _), node in sorted(trace.outputs.items()) if output == 0 and _is_bad(trace, node)]
    root = trace.outputs.get((0, nonzero)) if nonzero is not None else bad[0] if bad else None
    culprit = None if root is None or not _is_bad(trace, root) else _culprit(trace, root)
    return None if culprit is None else _described(trace, culprit)


def _traced(program: Any, arguments: list[Any]) -> _Trace:
    trace = _Trace()
    place: dict[int, int] = {}  # which operation wrote each place of the work vector last
    with np.errstate(all="ignore"):
        for k in range(program.n_instructions()):
            code = program.instruction_id(k)
            reads, writes = program.instruction_input(k), program.instruction_output(k)
            if code == ca.OP_OUTPUT:
                trace.outputs[writes[0], writes[1]] = place[reads[0]]
                continue
            if code == ca.OP_INPUT:
                operands, value = (reads[0], reads[1]), float(arguments[reads[0]][reads[1]])
            elif code == ca.OP_CONST:
                operands, value = (), float(program.instruction_constant(k))
            else:
                operands = tuple(place[i] for i in reads)
                value = _value(code, [trace.values[i] for i in operands])
            place[writes[0]] = len(trace.codes)
            trace.codes.append(code)
            trace.operands.append(operands)
            trace.values.append(value)
    return trace


def _applied(code: int, operands: list[Any], kind: Any) -> Any:
    return kind.unary(code, operands[0]) if len(operands) == 1 else kind.binary(code, operands[0], operands[1])


def _value(code: int, operands: list[float]) -> float:
    return float(_applied(code, [ca.DM(v) for v in operands], ca.DM))


def _is_bad(trace: _Trace, node: int) -> bool:
    return not np.isfinite(trace.values[node])


def _culprit(trace: _Trace, root: int) -> int | None:
    """The operation below ``root`` that is the first to be bad although what it uses is good."""
    node = root
    while trace.codes[node] not in (ca.OP_INPUT, ca.OP_CONST):
        bad = [i for i in trace.operands[node] if _is_bad(trace, i)]
        if not bad:
            return node
        node = bad[0]
    return None


def _described(trace: _Trace, node: int) -> UndefinedOperation:
    variables: dict[int, None] = {}
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if trace.codes[current] == ca.OP_INPUT:
            if trace.operands[current][0] == 0:
                variables[trace.operands[current][1]] = None
        else:
            waiting.extend(trace.operands[current])
    symbols = {j: ca.SX.sym(f"{{{j}}}") for j in variables}
    parts = [(str(_written(trace, i, symbols, _DEPTH)), trace.values[i]) for i in trace.operands[node]]
    kept = tuple((text, value) for text, value in parts if any(f"{{{j}}}" in text for j in variables))
    return UndefinedOperation(str(_written(trace, node, symbols, _DEPTH)), kept, tuple(sorted(variables)))


def _written(trace: _Trace, node: int, symbols: dict[int, Any], depth: int) -> Any:
    """The operation as an expression; what is deeper is written ``...``."""
    code, operands = trace.codes[node], trace.operands[node]
    if code == ca.OP_CONST:
        return ca.SX(trace.values[node])
    if code == ca.OP_INPUT:
        return symbols[operands[1]] if operands[0] == 0 else ca.SX(trace.values[node])
    if not depth:
        return ca.SX.sym("...")
    return _applied(code, [_written(trace, i, symbols, depth - 1) for i in operands], ca.SX)

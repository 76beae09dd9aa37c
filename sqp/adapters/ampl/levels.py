"""From the tape to CasADi: all nodes of one depth and one operation in a single vectorised call.

A model with 10^5 rows has a few dozen such groups, whatever their rows look like, so the cost of a call from Python
(3 us and more for a scalar) is paid a few dozen times and not for each of the nodes.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import casadi as ca
import numpy as np

from sqp.adapters.ampl.tape import Operation, Tape
from sqp.arrays import Indices

_CODE = {operation.value: int(getattr(ca, f"OP_{operation.name}")) for operation in Operation}
_OF_TWO = Operation.ADD.value


def expressions(tape: Tape, x: Any, nodes: Sequence[int]) -> Any:
    """CasADi expressions of some nodes of a tape.

    Parameters
    ----------
    tape : Tape
        With n variables.
    x : (n,) casadi.SX symbol
        Takes the place of the variables.
    nodes : sequence of int
        The k nodes that are wanted.

    Returns
    -------
    (k,) casadi.SX
        Dense column.

    Examples
    --------
    >>> tape = Tape(2)
    >>> product = tape.apply(Operation.MUL, 0, 1)
    >>> expressions(tape, ca.SX.sym("x", 2), [tape.apply(Operation.SIN, product), 0])
    SX([sin((x_0*x_1)), x_0])
    """
    if not nodes:
        return ca.SX(0, 1)
    operation, depth = np.array(tape.operation), np.array(tape.depth)
    order = np.lexsort((operation, depth))
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    left, right = place[np.array(tape.left)[order]], place[np.array(tape.right)[order]]
    values = ca.SX.zeros(len(tape), 1)
    values[_selector(place[: tape.variables])] = x
    if tape.constants:
        values[_selector(place[list(tape.constants.values())])] = ca.DM(list(tape.constants))
    ordered = operation[order]
    edges = np.flatnonzero(np.diff(depth[order]) | np.diff(ordered)) + 1
    starts = [0, *edges.tolist()]
    for start, stop in zip(starts, [*edges.tolist(), order.size], strict=True):
        code = int(ordered[start])
        if code >= _OF_TWO:
            first, second = values[_selector(left[start:stop])], values[_selector(right[start:stop])]
            values[start:stop] = ca.SX.binary(_CODE[code], first, second)
        elif code:
            values[start:stop] = ca.SX.unary(_CODE[code], values[_selector(left[start:stop])])
    return values[_selector(place[list(nodes)])]


def _selector(indices: Indices) -> Any:
    """A form of index that CasADi reads quickly; arrays take it ten times as long as lists."""
    return int(indices[0]) if indices.size == 1 else indices.tolist()

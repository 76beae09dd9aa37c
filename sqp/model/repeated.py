"""Finds functions of a few numbers that an expression evaluates for many instances, and which numbers they take.

``casadi.Function.map`` makes one node of the expression graph out of any number of instances.  Where each argument of
each instance is a single variable, or data, the derivatives of all instances are those of the one function, with
their entries in known places.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from sqp.model.expression import identity

#: Operations that move numbers without changing them.
MOVES = frozenset(
    getattr(ca, f"OP_{name}")
    for name in (
        *("RESHAPE", "TRANSPOSE", "GETNONZEROS", "SETNONZEROS", "SUBREF", "PROJECT", "SPARSITY_CAST"),
        *("VERTCAT", "HORZCAT", "DIAGCAT", "VERTSPLIT", "HORZSPLIT", "DIAGSPLIT", "HORZREPMAT"),
    )
)


@dataclass(frozen=True, eq=False)
class Block:
    """One function and all its instances.

    Attributes
    ----------
    stage : casadi.Function
        What is evaluated for each instance.
    count : int
        The number of instances.
    threads : int
        How many threads share them.
    arguments : tuple of casadi.MX
        (q, count) each, one column for each instance.
    places : (q, count) int array
        Which variable each entry of the arguments is, the arguments one below the other; -1 for data.
    results : tuple of (int, casadi.MX)
        Which outputs of ``stage`` are used: their numbers and their values, side by side.
    """

    stage: Any
    count: int
    threads: int
    arguments: tuple[Any, ...]
    places: NDArray[np.int64]
    results: tuple[tuple[int, Any], ...]


def blocks(x: Any, p: Any, expressions: Sequence[Any]) -> list[Block]:
    """The functions that are evaluated for many instances, each of which takes entries of ``x`` or data."""
    nodes = list(_nodes(expressions))
    outputs: dict[int, list[tuple[int, Any]]] = {}
    for node in nodes:
        if node.is_output() and _is_mapped(node.dep(0)):
            outputs.setdefault(identity(node.dep(0)), []).append((node.which_output(), node))
    calls = [node for node in nodes if identity(node) in outputs]
    found = (_block(x, p, call, outputs[identity(call)]) for call in calls)
    return [block for block in found if block is not None]


def _is_mapped(node: Any) -> bool:
    """Whether the node evaluates one function for many instances."""
    return node.op() == ca.OP_CALL and node.which_function().is_a("Map")


def has_mapped(function: Any) -> bool:
    """Whether a casadi.Function evaluates some function for many instances."""
    if function.is_a("SXFunction"):
        return False
    calls = (k for k in range(function.n_instructions()) if function.instruction_id(k) == ca.OP_CALL)
    return any(function.instruction_MX(k).which_function().is_a("Map") for k in calls)


def stage_of(function: Any) -> Any:
    """The function of one instance."""
    while function.is_a("Map"):
        function = function.get_function("f")
    return function


def repeated(function: Any, count: int, threads: int) -> Any:
    """The function for ``count`` instances at once; ``threads`` must divide their number."""
    if threads == 1:
        return function.map(count)
    return function.map(count // threads).map(threads, "thread")


def _nodes(expressions: Sequence[Any]) -> Iterator[Any]:
    """Every node of the graphs, once."""
    seen: set[int] = set()
    waiting = list(expressions)
    while waiting:
        node = waiting.pop()
        if identity(node) not in seen:
            seen.add(identity(node))
            yield node
            waiting.extend(node.dep(k) for k in range(node.n_dep()))


def _block(x: Any, p: Any, call: Any, results: list[tuple[int, Any]]) -> Block | None:
    whole = call.which_function()
    stage, threads = stage_of(whole), 1 if whole.class_name() == "Map" else int(whole.info()["n"])
    count = call.dep(0).size2() // stage.size2_in(0)
    inputs, outputs = range(stage.n_in()), range(stage.n_out())
    if any(stage.nnz_in(i) != stage.numel_in(i) for i in inputs):
        return None
    if any(stage.nnz_out(i) != stage.numel_out(i) for i in outputs):
        return None
    arguments = tuple(ca.reshape(call.dep(k), -1, count) for k in range(call.n_dep()))
    places = _places(x, p, arguments, count)
    return None if places is None else Block(stage, count, threads, arguments, places, tuple(results))


def _places(x: Any, p: Any, arguments: tuple[Any, ...], count: int) -> NDArray[np.int64] | None:
    """Which entry of x each entry of the arguments is; None if some are neither that nor independent of x."""
    if not _only_moved(x, arguments):
        return None
    function = ca.Function("arguments", [x, p], [ca.vertcat(ca.MX(0, count), *arguments)])
    unknown = np.full(p.numel(), np.nan)
    # what is moved differs by exactly its number; what is data does not differ
    numbered, zero = (function(at, unknown).full() for at in (np.arange(1.0, x.numel() + 1.0), 0.0))
    with np.errstate(invalid="ignore"):
        number = numbered - zero
    return np.where(np.isfinite(number), number, 0.0).astype(np.int64) - 1


def _only_moved(x: Any, expressions: Sequence[Any]) -> bool:
    """Whether nothing is done to entries of x but to move them."""
    nodes = {identity(node): node for node in _nodes(expressions)}
    known = {identity(x): True}
    waiting = list(nodes.values())
    while waiting:
        node = waiting[-1]
        operands = [node.dep(k) for k in range(node.n_dep())]
        new = [operand for operand in operands if identity(operand) not in known]
        if new and identity(node) not in known:
            waiting.extend(new)
            continue
        waiting.pop()
        if identity(node) not in known:
            known[identity(node)] = any(known[identity(operand)] for operand in operands)
    active = (node for key, node in nodes.items() if known[key] and key != identity(x))
    return all(node.op() in MOVES or (node.is_output() and node.dep(0).op() in MOVES) for node in active)

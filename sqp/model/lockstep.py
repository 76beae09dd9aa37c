"""Evaluates one function for many instances in lockstep: each operation for a group of instances before the next one.

CasADi interprets scalar operations one by one, at several nanoseconds each.  As operations on short arrays the same
program runs at the speed of memory in the first cache, ten times as fast.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Indices, Mask
from sqp.model.scatter import entries

#: Instances in a group: enough to hide what an operation costs besides its numbers, few enough for the cache.
GROUP = 128
#: Longer programs stay scalar: forming their array operations takes longer than it saves.
LONGEST = 20_000


@dataclass(frozen=True)
class Layout:
    """The order in which the numbers of all instances stand in memory.

    Instances come in groups of ``length``; within a group all instances of the first number stand together, then
    those of the second, and so on.  The last group is filled up with copies of the last instance.

    Examples
    --------
    >>> layout = Layout(count=3, length=2, groups=2)
    >>> layout.spread(np.array([[0, 1, 2], [10, 11, 12]]), -1)
    array([ 0,  1, 10, 11,  2, -1, 12, -1])
    """

    count: int
    length: int
    groups: int

    @classmethod
    def of(cls, function: Any, count: int, threads: int) -> Layout:
        """What suits a function; every one of the ``threads`` gets equally many groups."""
        groups = -(-(-(-count // GROUP) if _is_short_program(function) else count) // threads) * threads
        return cls(count, -(-count // groups), groups)

    def gathered(self, matrix: Any) -> Any:
        """The (q, count) expression in this order, (length, q * groups)."""
        q = matrix.size1()
        positions = self.instances * q + np.arange(q)[:, None]
        return ca.reshape(entries(ca.vec(matrix), positions.ravel()), self.length, q * self.groups)

    def spread(self, numbers: NDArray[np.int64], beyond: int) -> Indices:
        """The (q, count) numbers in this order, with ``beyond`` for the copies of the last instance."""
        ordered = np.moveaxis(numbers[:, self.instances[:, 0, :]], 0, 1)
        return np.where(self._is_copy, beyond, ordered).ravel()

    def matrix(self, column: Any, rows: int) -> Any:
        """The inverse of :meth:`gathered`: (rows, count) from numbers in this order."""
        group, place = np.divmod(np.arange(self.count), self.length)
        positions = (group * rows + np.arange(rows)[:, None]) * self.length + place
        return ca.reshape(entries(column, positions.ravel(order="F")), rows, self.count)

    @cached_property
    def instances(self) -> NDArray[np.int64]:
        """(groups, 1, length) the instance at each place."""
        places = np.arange(self.groups * self.length).reshape(self.groups, 1, self.length)
        return np.minimum(places, self.count - 1)

    @cached_property
    def _is_copy(self) -> Mask:
        return np.arange(self.groups * self.length).reshape(self.groups, 1, self.length) >= self.count


def evaluated(function: Any, arguments: Sequence[Any], layout: Layout, threads: int) -> Any:
    """The first results of all instances as one column, in the order of the layout.

    Parameters
    ----------
    function : casadi.Function
        Of dense columns, with a dense column as its result.
    arguments : sequence of casadi.MX
        (q, count) each.
    layout : Layout
    threads : int
        Among how many threads the groups are divided.
    """
    given = [layout.gathered(argument) for argument in arguments]
    if layout.length == 1:
        given = [ca.reshape(part, -1, layout.groups) for part in given]
    together = function if layout.length == 1 else in_lockstep(function, layout.length)
    if threads == 1:
        return ca.vec(together.map(layout.groups)(*given))
    return ca.vec(together.map(layout.groups // threads).map(threads, "thread")(*given))


def _is_short_program(function: Any) -> bool:
    """Whether a function is a moderate number of scalar operations and nothing else."""
    if not function.is_a("SXFunction") or function.n_instructions() > LONGEST:
        return False
    return all(function.instruction_id(k) != ca.OP_CALL for k in range(function.n_instructions()))


def in_lockstep(function: Any, length: int) -> Any:
    """A scalar program as array operations: of (length, q) matrices, with one row for each instance.

    Examples
    --------
    >>> a, b = ca.SX.sym("a", 2), ca.SX.sym("b")
    >>> function = ca.Function("f", [a, b], [ca.vertcat(a[0] * a[1], ca.sin(b), 3)])
    >>> in_lockstep(function, 2)(ca.DM([[1, 2], [3, 4]]), 0)
    DM(
    [[2, 0, 3],
     [12, 0, 3]])
    """
    arguments = [ca.MX.sym(f"a{i}", length, function.numel_in(i)) for i in range(function.n_in())]
    columns = [ca.horzsplit(argument) for argument in arguments]
    work: dict[int, Any] = {}
    results: dict[int, Any] = {}
    for k in range(function.n_instructions()):
        code, reads, writes = (
            function.instruction_id(k),
            function.instruction_input(k),
            function.instruction_output(k),
        )
        if code == ca.OP_INPUT:
            work[writes[0]] = columns[reads[0]][reads[1]]
        elif code == ca.OP_CONST:
            work[writes[0]] = ca.MX(function.instruction_constant(k))
        elif code == ca.OP_OUTPUT:
            results[writes[1]] = work[reads[0]]
        elif len(reads) == 1:
            work[writes[0]] = ca.MX.unary(code, work[reads[0]])
        else:
            work[writes[0]] = ca.MX.binary(code, work[reads[0]], work[reads[1]])
    whole = [ca.repmat(r, length // r.numel(), 1) for _, r in sorted(results.items())]
    return ca.Function(function.name(), arguments, [ca.densify(ca.horzcat(*whole))])

"""BFGS block by block, where the Hessian of the Lagrangian is block diagonal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import Indices, Matrix, Vector, is_sparse
from sqp.errors import OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.bfgs import updated
from sqp.hessian.pairs import Pair, pair_between
from sqp.memory import Memory
from sqp.model.problem import HasHessian, provides
from sqp.settings import real_between

#: Variables of a block beyond which its full matrix is refused.
_LARGEST = 5000


@final
@dataclass(frozen=True, kw_only=True)
class BlockBFGS:
    """One small BFGS matrix for each block of variables that no second derivative connects with the others.

    Each step teaches every block, so that few steps suffice however many variables there are.

    Parameters
    ----------
    blocks : sequence of sequences of int, optional
        The variables of each block; those in none are blocks of their own.  By default the connected parts of the
        sparsity pattern of the exact Hessian, which the problem must then have and which is evaluated once.
        :func:`sqp.minimize` takes the connected parts of ``hessian_sparsity`` where that is given.
    damping : float
        The curvature s'w of a block is raised to at least this fraction of s'Hs; in (0, 1).

    References
    ----------
    Griewank, Toint, "Partitioned variable metric updates for large structured optimization problems",
    Numer. Math. 39 (1982).  Nocedal, Wright (2006), Procedure 18.2 (damping).

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("pairs")
    >>> x = m.variable("x", 4, start=[-1.2, 1.0, -1.2, 1.0])
    >>> m.minimize(sum((1 - x[i]) ** 2 + 100 * (x[i + 1] - x[i] ** 2) ** 2 for i in (0, 2)))
    >>> m.solve(hessian=BlockBFGS(blocks=[[0, 1], [2, 3]]))["x"].round(6)
    array([1., 1., 1., 1.])
    """

    blocks: Sequence[Sequence[int]] | None = None
    damping: float = 0.2

    def __post_init__(self) -> None:
        real_between("BlockBFGS.damping", self.damping, 0, 1)
        members = [index for block in self.blocks or () for index in block]
        if len(set(members)) != len(members):
            raise OptionError("BlockBFGS.blocks must not share variables")

    def for_variables(self, kept: Indices) -> BlockBFGS:
        """The blocks of the problem that has only some of the variables.

        >>> BlockBFGS(blocks=[[0, 1], [2, 3]]).for_variables(np.array([1, 2, 3])).blocks
        [[0], [1, 2]]
        """
        if self.blocks is None:
            return self
        place = {int(old): new for new, old in enumerate(kept)}
        return replace(self, blocks=[[place[i] for i in block if i in place] for block in self.blocks])

    def start(self, evaluator: Evaluator) -> BlockBFGSRun:
        n = evaluator.n
        if self.blocks is None:
            return BlockBFGSRun(self, n, evaluator)
        outside = [index for block in self.blocks for index in block if not 0 <= index < n]
        if outside:
            raise OptionError(f"BlockBFGS.blocks must hold numbers of variables from 0 to {n - 1}, got {outside[0]}")
        labels = np.arange(n) + len(self.blocks)
        for number, block in enumerate(self.blocks):
            labels[list(block)] = number
        run = BlockBFGSRun(self, n, evaluator)
        run.divide(labels)
        return run


@final
class BlockBFGSRun:
    """The blocks of one solve."""

    def __init__(self, settings: BlockBFGS, n: int, evaluator: Evaluator) -> None:
        self._settings = settings
        self._n = n
        self._evaluator = evaluator
        self._blocks: list[Indices] = []
        self._parts: list[NDArray[np.float64]] = []
        if settings.blocks is None and not provides(evaluator.problem, HasHessian):
            raise OptionError(
                "hessian=BlockBFGS() needs blocks=[...] where the problem has no lagrangian_hessian; "
                "sqp.minimize also finds them in hessian_sparsity"
            )

    @property
    def remarks(self) -> tuple[str, ...]:
        largest = max((block.size for block in self._blocks), default=0)
        if largest < self._n or largest == 1:
            return ()
        whole = f"BlockBFGS has one block of all {largest} variables, which is plain BFGS"
        return (f"{whole}: the pattern of the Hessian connects them all, or blocks=[...] does",)

    def divide(self, labels: Indices) -> None:
        """Make a block, with the identity as its matrix, of the variables with one label."""
        order = np.argsort(labels, kind="stable")
        cuts = np.flatnonzero(np.diff(labels[order])) + 1
        self._blocks = np.split(order, cuts)
        largest = max(block.size for block in self._blocks)
        if largest > _LARGEST:
            raise OptionError(
                f"hessian=BlockBFGS() would store a full matrix for a block of {largest} variables; at most {_LARGEST} "
                "are allowed: use LBFGS(), LSR1() or NewtonKrylov(), or smaller blocks"
            )
        self._parts = [np.eye(block.size) for block in self._blocks]
        rows = [np.tile(block, block.size) for block in self._blocks]
        columns = [np.repeat(block, block.size) for block in self._blocks]
        self._places = np.concatenate(rows), np.concatenate(columns)

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        if not self._blocks:
            self.divide(connected(self._evaluator.hessian(at.values.x, np.ones(self._evaluator.m))))
        values = np.concatenate([part.ravel() for part in self._parts])
        if is_sparse(at.jac):
            entries = sparse.coo_array((values, self._places), shape=(self._n, self._n))
            return sparse.csc_array(entries)
        hess = np.zeros((self._n, self._n))
        hess[self._places] = values
        return hess

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        pair = pair_between(old, new, y)
        if pair is None:
            return
        for number, block in enumerate(self._blocks):
            part = Pair(pair.s[block], pair.w[block])
            if float(part.s @ part.s) > 0.0:
                self._parts[number] = updated(self._parts[number], part, self._settings.damping)

    def memory(self) -> Memory:
        labels = np.zeros(self._n, dtype=np.int64)
        for number, block in enumerate(self._blocks):
            labels[block] = number
        return {"labels": labels, "values": np.concatenate([part.ravel() for part in self._parts] or [np.zeros(0)])}

    def recall(self, memory: Memory) -> None:
        if not memory["values"].size:
            return
        self.divide(memory["labels"])
        begin = 0
        for number, block in enumerate(self._blocks):
            end = begin + block.size**2
            self._parts[number] = memory["values"][begin:end].reshape(block.size, block.size)
            begin = end


def connected(hess: Matrix) -> Indices:
    """(n,) the same number for variables that entries of the pattern connect; nonzero entries where it is dense.

    Examples
    --------
    >>> connected(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [2.0, 0.0, 1.0]]))
    array([0, 1, 0])
    """
    from scipy.sparse import csgraph

    pattern = sparse.csr_array(hess if is_sparse(hess) else np.asarray(hess) != 0.0)
    pattern.data = np.ones(pattern.nnz)
    return csgraph.connected_components(pattern, directed=False)[1].astype(np.int64)

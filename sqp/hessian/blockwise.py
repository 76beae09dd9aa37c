"""A Hessian made convex block by block, where no second derivative connects the blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from sqp.arrays import Indices, Matrix, Vector, as_dense, is_sparse
from sqp.errors import OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.hessian.exact import Exact
from sqp.hessian.model import HessianModel, HessianRun
from sqp.linalg.operators import stored
from sqp.settings import positive_real, strategy

_components: Any = csgraph.connected_components


@final
@dataclass(frozen=True, kw_only=True)
class Blockwise:
    """Raises the small and negative eigenvalues of each diagonal block of another Hessian.

    In optimal control by shooting or collocation each stage is a block: the sparsity stays, and a stage whose
    curvature is negative does not disturb the others.

    Parameters
    ----------
    model : HessianModel
        Whose matrices have stored entries.
    floor : float
        Least eigenvalue of a block, relative to its largest; positive.
    levenberg : float
        Added to the diagonal; not negative.

    References
    ----------
    Verschueren et al., "A sparsity preserving convexification procedure for indefinite quadratic programs arising in
    direct optimal control", SIAM J. Optim. 27 (2017), section 3.3.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model()
    >>> x, y = m.variable("x", start=0.3), m.variable("y", start=2.0)
    >>> m.minimize(x**4 - x**2 + y**2)
    >>> round(m.solve(hessian=Blockwise(levenberg=1e-3))["x"], 4)
    0.7071
    """

    model: HessianModel = field(default_factory=Exact)
    floor: float = 1e-8
    levenberg: float = 0.0

    def __post_init__(self) -> None:
        strategy("Blockwise.model", self.model)
        positive_real("Blockwise.floor", self.floor)
        if not 0.0 <= self.levenberg < np.inf:
            raise OptionError(f"Blockwise.levenberg must be finite and not negative, got {self.levenberg}")

    def start(self, evaluator: Evaluator) -> BlockwiseRun:
        return BlockwiseRun(self, self.model.start(evaluator))


@final
class BlockwiseRun:
    """The blocks of one solve, found at its first matrix."""

    def __init__(self, settings: Blockwise, run: HessianRun) -> None:
        self._settings, self._run = settings, run
        self._groups: list[Indices] | None = None

    def matrix(self, at: Linearization, y: Vector) -> Matrix:
        """The corrected matrix, of the same kind and with the blocks filled."""
        hess = stored(self._run.matrix(at, y))
        if self._groups is None:
            self._groups = blocks_of(hess)
        if not is_sparse(hess):
            dense = as_dense(hess).copy()
            for members in self._groups:
                rows, columns = members[:, :, None], members[:, None, :]
                dense[rows, columns] = self._corrected(dense[rows, columns])
            return dense
        return self._sparse(hess, self._groups)

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        self._run.accept(old, new, y)

    def _sparse(self, hess: sparse.csc_array, groups: list[Indices]) -> sparse.csc_array:
        column = np.repeat(np.arange(hess.shape[1]), np.diff(hess.indptr))
        place = np.zeros(hess.shape[0], dtype=np.int64)
        group_of, within = place.copy(), place.copy()
        for number, members in enumerate(groups):
            group_of[members] = number
            place[members] = np.arange(members.shape[0])[:, None]
            within[members] = np.arange(members.shape[1])
        parts: list[tuple[Vector, Indices, Indices]] = []
        for number, members in enumerate(groups):
            count, size = members.shape
            full = np.zeros((count, size, size))
            mine = np.flatnonzero(group_of[hess.indices] == number)
            rows = hess.indices[mine]
            full[place[rows], within[rows], within[column[mine]]] = hess.data[mine]
            full = self._corrected(full)
            i = np.broadcast_to(members[:, :, None], full.shape).ravel()
            j = np.broadcast_to(members[:, None, :], full.shape).ravel()
            parts.append((full.ravel(), i, j))
        data, rows, columns = (np.concatenate(each) for each in zip(*parts, strict=True))
        return sparse.csc_array((data, (rows, columns)), shape=hess.shape)

    def _corrected(self, blocks: NDArray[np.float64]) -> NDArray[np.float64]:
        """(K, n, n) blocks with eigenvalues of at least the floor, and the Levenberg term."""
        corrected = projected(blocks, self._settings.floor)
        return corrected + self._settings.levenberg * np.eye(blocks.shape[-1])


def blocks_of(matrix: Matrix) -> list[Indices]:
    """The blocks of a symmetric matrix, grouped by size: one (number of blocks, size) array for each size.

    Examples
    --------
    >>> [group.tolist() for group in blocks_of(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [2.0, 0.0, 1.0]]))]
    [[[1]], [[0, 2]]]
    """
    pattern = matrix if is_sparse(matrix) else sparse.csc_array(as_dense(matrix) != 0.0)
    structure = sparse.csc_array((np.ones(pattern.nnz), pattern.indices, pattern.indptr), shape=pattern.shape)
    _, labels = _components(structure, directed=False)
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels)
    begins = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    return [order[begins[sizes == size][:, None] + np.arange(size)] for size in np.unique(sizes).tolist()]


def projected(blocks: NDArray[np.float64], floor: float) -> NDArray[np.float64]:
    """(K, n, n) symmetric blocks whose eigenvalues are at least ``floor`` times the largest of their block.

    Blocks whose eigenvalues are so already stay as they are.

    Examples
    --------
    >>> projected(np.array([[[0.0, 1.0], [1.0, 0.0]]]), 1e-8).round(3)
    array([[[0.5, 0.5],
            [0.5, 0.5]]])
    """
    values, vectors = np.linalg.eigh(blocks)
    least = floor * np.maximum(np.abs(values).max(axis=-1, keepdims=True), 1e-12)
    changed = (values < least).any(axis=-1)
    if not changed.any():
        return blocks
    raised = np.maximum(values, least)
    result = blocks.copy()
    result[changed] = (vectors * raised[:, None, :] @ vectors.transpose(0, 2, 1))[changed]
    return result

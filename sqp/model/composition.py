"""Derivatives of f and c where functions of a few numbers are evaluated for many instances.

With w the results of all instances, f(x) = F(w(x), x) and c(x) = C(w(x), x).  The derivatives of w are those of one
function for each block, evaluated for every instance and scattered; F and C are differentiated as whole expressions,
which costs little: as a rule they only pick and add.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Indices
from sqp.model.repeated import Block, blocks, repeated
from sqp.model.scatter import scattered
from sqp.model.stage_derivatives import StageDerivative, stage_hessian, stage_jacobian


class Composition:
    """f and c as functions of x and of the results w of their blocks.

    Parameters
    ----------
    x, p : casadi.MX symbols
        Columns of variables and parameters.
    f, c : casadi.MX
        A scalar and a column.

    Examples
    --------
    >>> a, x = ca.SX.sym("a"), ca.MX.sym("x", 3)
    >>> square = ca.Function("square", [a], [a**2])
    >>> c = square.map(3)(x.T).T
    >>> jacobian = Composition(x, ca.MX(0, 1), ca.MX(0), c).jacobian()
    >>> ca.Function("jacobian", [x], [jacobian])([1.0, 2.0, 3.0])
    DM(
    [[2, 00, 00],
     [00, 4, 00],
     [00, 00, 6]])
    """

    def __init__(self, x: Any, p: Any, f: Any, c: Any) -> None:
        self._x = x
        self._blocks = blocks(x, p, [f, c])
        nodes = [node for block in self._blocks for _, node in block.results]
        offsets = np.cumsum([0, *(node.numel() for node in nodes)]).tolist()
        self._size = int(offsets[-1])
        self._w, self._values = ca.MX.sym("w", self._size), ca.veccat(*nodes)
        parts = ca.vertsplit(self._w, offsets) if nodes else []
        shaped = [ca.reshape(part, *node.shape) for part, node in zip(parts, nodes, strict=True)]
        self._f, self._c = ca.graph_substitute([f, c], nodes, shaped) if nodes else (f, c)
        first = iter(offsets)
        self._rows = [
            np.concatenate([next(first) + _numbered(node, block) for _, node in block.results])
            for block in self._blocks
        ]

    def __bool__(self) -> bool:
        """Whether there is any block."""
        return bool(self._blocks)

    def jacobian(self) -> Any:
        """(m, n) c' = C_w w' + C_x."""
        outer = ca.jacobian(self._c, self._w)
        rows = _picked(outer)
        if rows is None:
            total = ca.mtimes(outer, self._inner_jacobian(np.arange(self._size), self._size))
        else:
            total = self._inner_jacobian(rows, self._c.numel())
        rest = ca.jacobian(self._c, self._x)
        return ca.substitute(total + rest if rest.nnz() else total, self._w, self._values)

    def hessian(self, sigma: Any, y: Any) -> Any:
        """(n, n) of L = sigma f + y'c: z' L_zz z' with z = (w, x), and the second derivatives of w weighted by L_w."""
        size, z = self._size, ca.MX.sym("z", self._size + self._x.numel())
        f, c = ca.substitute([self._f, self._c], [self._w, self._x], ca.vertsplit(z, [0, size, z.numel()]))
        lagrangian, at = sigma * f + ca.dot(y, c), ca.vertcat(self._values, self._x)
        slope = ca.gradient(lagrangian, z)
        total = self._inner_hessian(ca.substitute(slope, z, at))
        if not ca.depends_on(slope, z):
            return total
        outer = ca.substitute(ca.hessian(lagrangian, z)[0], z, at)
        of_w, mixed, of_x = outer[:size, :size], outer[:size, size:], outer[size:, size:]
        total = total + of_x if of_x.nnz() else total
        if not of_w.nnz() and not mixed.nnz():
            return total
        inner = self._inner_jacobian(np.arange(size), size)
        crossed = ca.mtimes(inner.T, mixed)
        return total + ca.mtimes(inner.T, ca.mtimes(of_w, inner)) + crossed + crossed.T

    def _inner_jacobian(self, target: Indices, height: int) -> Any:
        """The derivative of w, with each of its rows in the ``target`` row of ``height``, or left out if that is -1."""
        values, keys = list[Any](), list[Indices]()
        for block, numbers in zip(self._blocks, self._rows, strict=True):
            if (target[numbers] >= 0).any():
                derivative = stage_jacobian(block)
                values.append(_values(block, derivative, []))
                keys.append(_keys(target[numbers][derivative.rows], block.places[derivative.columns], height))
        return _together(values, keys, (height, self._x.numel()))

    def _inner_hessian(self, slope: Any) -> Any:
        """The second derivatives of all entries of w, each times its entry of ``slope``, added up."""
        n, values, keys = self._x.numel(), list[Any](), list[Indices]()
        for block, numbers in zip(self._blocks, self._rows, strict=True):
            derivative = stage_hessian(block)
            if derivative.rows.size:
                values.append(_values(block, derivative, _weights(slope, block, numbers)))
                keys.append(_keys(block.places[derivative.rows], block.places[derivative.columns], n))
        return _together(values, keys, (n, n))


def _numbered(node: Any, block: Block) -> Indices:
    """(r, count) numbers of the entries of a result, those of each instance in one column."""
    return np.arange(node.numel()).reshape(-1, block.count, order="F")


def _weights(slope: Any, block: Block, numbers: Indices) -> list[Any]:
    """The entries of ``slope`` that belong to each result, in its shape."""
    heights = [numbers.shape[0] * node.numel() // numbers.size for _, node in block.results]
    firsts = numbers[np.cumsum([0, *heights[:-1]]), 0].tolist()
    parts = (slope[first : first + node.numel()] for first, (_, node) in zip(firsts, block.results, strict=True))
    return [ca.reshape(part, *node.shape) for part, (_, node) in zip(parts, block.results, strict=True)]


def _values(block: Block, derivative: StageDerivative, weights: list[Any]) -> Any:
    """The nonzeros of all instances, one column."""
    function = repeated(derivative.function, block.count, block.threads)
    return ca.vec(function(*block.arguments, *weights))


def _keys(rows: Indices, columns: Indices, height: int) -> Indices:
    """Places in a column-major matrix, instance by instance; -1 where either part is."""
    return np.where((rows >= 0) & (columns >= 0), columns * height + rows, -1).ravel(order="F")


def _together(values: list[Any], keys: list[Indices], shape: tuple[int, int]) -> Any:
    if not values:
        return ca.MX(*shape)
    return scattered(ca.veccat(*values), np.concatenate(keys), shape)


def _picked(outer: Any) -> Indices | None:
    """For each column of a matrix of zeros and ones the row of its only one, -1 if there is none.

    None if the matrix has any other entry, or more than one in a row or in a column.
    """
    if ca.symvar(outer):
        return None
    numbers = ca.evalf(outer)
    rows, columns = (np.array(part, dtype=np.int64) for part in numbers.sparsity().get_triplet())
    ones = np.array(numbers.nonzeros()) == 1.0
    if not ones.all() or np.unique(rows).size < rows.size or np.unique(columns).size < columns.size:
        return None
    target = np.full(outer.size2(), -1)
    target[columns] = rows
    return target

"""Derivatives of f and c where functions of a few numbers are evaluated for many instances.

With w the results of all instances, f(x) = F(w(x), x) and c(x) = C(w(x), x).  The derivatives of w are those of one
function for each block, evaluated for every instance and scattered; F and C are differentiated as whole expressions,
which costs little: as a rule they only pick and add.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from typing import Any, final

import casadi as ca
import numpy as np

from sqp.arrays import Indices, Mask
from sqp.model.compiled import compiled
from sqp.model.lockstep import Layout, evaluated
from sqp.model.repeated import Block, blocks
from sqp.model.row_groups import jacobian
from sqp.model.scatter import scattered
from sqp.model.stage_derivatives import StageDerivative, stage_gradient, stage_hessian, stage_jacobian, stage_values

#: Of a block, the (r, count) numbers of its results in w, and a derivative: (k, count) places of its nonzeros.
Places = Callable[[Block, Indices, StageDerivative], Indices]


class Whole:
    """f and c as expressions in x and p, differentiated as they stand.

    Parameters
    ----------
    x, p : casadi.SX or casadi.MX symbols
        Columns of variables and parameters.
    f, c : casadi.SX or casadi.MX
        A scalar and a column.

    Examples
    --------
    >>> x = ca.SX.sym("x", 2)
    >>> Whole(x, ca.SX(0, 1), x[0] * x[1], ca.SX(0, 1)).gradient()
    SX([x_1, x_0])
    """

    def __init__(self, x: Any, p: Any, f: Any, c: Any) -> None:
        self.x, self.p, self.f, self.c = x, p, f, c

    def gradient(self) -> Any:
        """(n, 1)."""
        return ca.gradient(self.f, self.x)

    def jacobian(self) -> Any:
        """(m, n)."""
        return jacobian(self.c, self.x)

    def hessian(self, sigma: Any, y: Any) -> Any:
        """(n, n) of L = sigma f + y'c."""
        return ca.hessian(sigma * self.f + ca.dot(y, self.c), self.x)[0]


@final
class Composition(Whole):
    """f and c as functions of x and of the results w of their blocks.

    Parameters
    ----------
    x, p : casadi.MX symbols
        Columns of variables and parameters.
    f, c : casadi.MX
        A scalar and a column.
    compile : bool
        Whether the functions of one instance are compiled.

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

    def __init__(self, x: Any, p: Any, f: Any, c: Any, *, compile: bool = False) -> None:  # noqa: A002
        self._compile = compile
        self._blocks = blocks(x, p, [f, c])
        nodes = [node for block in self._blocks for _, node in block.results]
        offsets = np.cumsum([0, *(node.numel() for node in nodes)]).tolist()
        self._size = int(offsets[-1])
        self._w = ca.MX.sym("w", self._size)
        parts = ca.vertsplit(self._w, offsets) if nodes else []
        shaped = [ca.reshape(part, *node.shape) for part, node in zip(parts, nodes, strict=True)]
        self._outer_f, self._outer_c = ca.graph_substitute([f, c], nodes, shaped) if nodes else (f, c)
        first = iter(offsets)
        self._rows = [
            np.concatenate([next(first) + _numbered(node, block) for _, node in block.results])
            for block in self._blocks
        ]
        self._values = ca.veccat(ca.MX(0, 1), *(part for block in self._blocks for part in self._results(block)))
        super().__init__(x, p, self._at_values(self._outer_f), self._at_values(self._outer_c))

    def gradient(self) -> Any:
        """(n,) f' = F_w w' + F_x."""
        slope = self._at_values(ca.gradient(self._outer_f, self._w))
        needed = np.array(ca.which_depends(self._outer_f, self._w), dtype=np.bool_)

        def places(block: Block, _: Indices, found: StageDerivative) -> Indices:
            return block.places[found.rows]

        inner = self._assembled(stage_gradient, places, (self.x.numel(), 1), needed, slope)
        return inner + self._at_values(ca.gradient(self._outer_f, self.x))

    def jacobian(self) -> Any:
        """(m, n) c' = C_w w' + C_x."""
        outer = ca.jacobian(self._outer_c, self._w)
        rows = _picked(outer)
        if rows is None:
            total = ca.mtimes(outer, self._inner_jacobian(np.arange(self._size), self._size))
        else:
            total = self._inner_jacobian(rows, self._outer_c.numel())
        rest = ca.jacobian(self._outer_c, self.x)
        return self._at_values(total + rest if rest.nnz() else total)

    def hessian(self, sigma: Any, y: Any) -> Any:
        """(n, n) of L = sigma f + y'c: z' L_zz z' with z = (w, x), and the second derivatives of w weighted by L_w."""
        size, z = self._size, ca.MX.sym("z", self._size + self.x.numel())
        f, c = ca.substitute([self._outer_f, self._outer_c], [self._w, self.x], ca.vertsplit(z, [0, size, z.numel()]))
        lagrangian, at = sigma * f + ca.dot(y, c), ca.vertcat(self._values, self.x)
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

        def places(block: Block, numbers: Indices, found: StageDerivative) -> Indices:
            return _keys(target[numbers][found.rows], block.places[found.columns], height)

        return self._assembled(stage_jacobian, places, (height, self.x.numel()), target >= 0)

    def _inner_hessian(self, slope: Any) -> Any:
        """The second derivatives of all entries of w, each times its entry of ``slope``, added up."""
        n = self.x.numel()

        def places(block: Block, _: Indices, found: StageDerivative) -> Indices:
            return _keys(block.places[found.rows], block.places[found.columns], n)

        return self._assembled(stage_hessian, places, (n, n), np.ones(self._size, dtype=np.bool_), slope)

    def _assembled(
        self,
        derivative: Callable[[Block], StageDerivative],
        places: Places,
        shape: tuple[int, int],
        needed: Mask,
        slope: Any = None,
    ) -> Any:
        """The derivatives of all instances of the blocks that have ``needed`` results, in their places."""
        values, keys = [ca.MX(0, 1)], [np.zeros(0, dtype=np.int64)]
        for block, numbers in zip(self._blocks, self._rows, strict=True):
            found = derivative(block) if needed[numbers].any() else None
            if found is not None and found.rows.size:
                weights = [] if slope is None else _weights(slope, block, numbers)
                column, layout = self._evaluated(found.function, weights, block)
                values.append(column)
                keys.append(layout.spread(places(block, numbers, found), -1))
        return scattered(ca.vertcat(*values), np.concatenate(keys), shape)

    def _results(self, block: Block) -> list[Any]:
        """The values of the results of all instances, each (r, count)."""
        function = stage_values(block).function
        column, layout = self._evaluated(function, [], block)
        heights = [node.numel() // block.count for _, node in block.results]
        return ca.vertsplit(layout.matrix(column, function.numel_out(0)), np.cumsum([0, *heights]).tolist())

    def _evaluated(self, function: Any, weights: list[Any], block: Block) -> tuple[Any, Layout]:
        """A function of the arguments and of weights for all instances, and the order in which its results stand."""
        stage = compiled(function) if self._compile else function
        layout = Layout.of(stage, block.count, block.threads)
        return evaluated(stage, [*block.arguments, *weights], layout, block.threads), layout

    def _at_values(self, expression: Any) -> Any:
        return ca.substitute(expression, self._w, self._values)


def _numbered(node: Any, block: Block) -> Indices:
    """(r, count) numbers of the entries of a result, those of each instance in one column."""
    return np.arange(node.numel()).reshape(-1, block.count, order="F")


def _weights(slope: Any, block: Block, numbers: Indices) -> list[Any]:
    """The entries of ``slope`` that belong to each result, in its shape."""
    heights = [node.numel() // block.count for _, node in block.results]
    firsts = numbers[np.cumsum([0, *heights[:-1]]), 0].tolist()
    parts = (slope[first : first + node.numel()] for first, (_, node) in zip(firsts, block.results, strict=True))
    return [ca.reshape(part, height, block.count) for part, height in zip(parts, heights, strict=True)]


def _keys(rows: Indices, columns: Indices, height: int) -> Indices:
    """Places in a column-major matrix; -1 where either part is."""
    return np.where((rows >= 0) & (columns >= 0), columns * height + rows, -1)


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

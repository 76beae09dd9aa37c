"""The derivatives of a CasADi problem: built at first use, shared by all copies of the problem."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Indices, Mask
from sqp.errors import ModelError
from sqp.model.coloured_hessian import ColouredHessian
from sqp.model.compiled import compiled
from sqp.model.composition import Composition, Whole
from sqp.model.pattern import Pattern
from sqp.model.repeated import has_mapped

#: Matrix graphs with at most this many nodes are expanded into scalar operations, which evaluate several times
#: faster; a longer scalar program costs more to differentiate than it saves.
EXPAND_NODES = 100_000
#: Graphs whose nodes are arrays of at least so many entries on average stay as they are: they run at memory speed, and
#: are built and differentiated in a time that does not depend on the size of the arrays.
ARRAY_ENTRIES = 100
#: A Hessian of more scalar operations than this takes longer to form than all its evaluations in a solve.
SCALAR_OPERATIONS = 2_000_000
#: Part of all entries from which on a pattern counts as full.
_FULL = 0.25


class CasadiFunctions:
    """f and c of one problem as a CasADi function of (x, p), and what is derived from it.

    Each property is a ``casadi.Function`` whose last argument is p, built when it is first asked for: a problem that
    is solved with a quasi-Newton method never builds its Hessian.  Only functions are kept, no expressions, so the
    object pickles.

    Parameters
    ----------
    x, p : sequence of casadi.SX or casadi.MX symbols
        Variables and parameters; each sequence is stacked, column-major, into one vector.
    f : scalar expression
    c : column expression

    Raises
    ------
    ModelError
        If an expression uses any other symbol.

    Examples
    --------
    >>> x = ca.SX.sym("x", 2)
    >>> CasadiFunctions([x], [], ca.sumsqr(x), x[0] - x[1]).jacobian
    Function(jacobian:(i0[2],i1[0])->(o0[1x2]) SXFunction)
    """

    def __init__(self, x: Sequence[Any], p: Sequence[Any], f: Any, c: Any) -> None:
        pieces = ca.Function("problem", [*x, *p], [f, ca.densify(c)], {"allow_free": True})
        if pieces.has_free():
            names = ", ".join(pieces.get_free())
            raise ModelError(f"the problem uses symbols that are neither its variables nor its parameters: {names}")
        self._base = _stacked(expanded(pieces), len(x))
        self._is_compiled = False

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Numbers of variables, parameters and constraints."""
        return self._base.numel_in(0), self._base.numel_in(1), self._base.numel_out(1)

    @cached_property
    def compiled(self) -> CasadiFunctions:
        """The same functions as machine code: the functions of their blocks, or the whole if there are none."""
        other = copy(self)
        vars(other).clear()
        vars(other).update({"_base": self._base, "_is_compiled": True})
        return other

    @cached_property
    def objective(self) -> Any:
        whole = self._whole
        return self._made("objective", [whole.x, whole.p], ca.densify(whole.f))

    @cached_property
    def constraints(self) -> Any:
        whole = self._whole
        return self._made("constraints", [whole.x, whole.p], whole.c)

    @cached_property
    def gradient(self) -> Any:
        whole = self._whole
        return self._made("gradient", [whole.x, whole.p], ca.densify(whole.gradient()))

    @cached_property
    def jacobian(self) -> Any:
        whole = self._whole
        return self._made("jacobian", [whole.x, whole.p], whole.jacobian())

    @cached_property
    def lagrangian_hessian(self) -> Any:
        whole = self._whole
        sigma, y = type(whole.x).sym("sigma"), type(whole.x).sym("y", whole.c.numel())
        return self._made("lagrangian_hessian", [whole.x, y, sigma, whole.p], whole.hessian(sigma, y))

    @cached_property
    def lagrangian_hessian_product(self) -> Any:
        x, p, sigma, y, lagrangian = self._lagrangian()
        v = type(x).sym("v", x.numel())
        product = ca.jtimes(ca.gradient(lagrangian, x), x, v)
        return ca.Function("lagrangian_hessian_product", [x, y, sigma, v, p], [ca.densify(product)])

    @cached_property
    def coloured_hessian(self) -> ColouredHessian | None:
        """How to read the Hessian of the Lagrangian off a few products; None where its own function is better.

        That is so for scalar operations, unless a full Hessian of a long program makes too many of them.  For
        operations on large arrays forming the function takes longer than all evaluations of a solve.
        """
        scalar = self._base.is_a("SXFunction")
        if scalar and self.sizes[0] * self._base.n_nodes() <= SCALAR_OPERATIONS:
            return None
        if has_mapped(self._base) or not (scalar or _is_made_of_arrays(self._base)):
            return None
        x, p, sigma, y, lagrangian = self._lagrangian()
        gradient = ca.Function("lagrangian_gradient", [x, y, sigma, p], [ca.densify(ca.gradient(lagrangian, x))])
        stored = gradient.jac_sparsity(0, 0)
        stored = stored + stored.T + ca.Sparsity.diag(x.numel())
        colours = _star_colours(stored)
        if scalar and (colours.max(initial=-1) + 1) * gradient.n_nodes() <= SCALAR_OPERATIONS:
            return None
        return ColouredHessian(_pattern(stored), colours)

    @cached_property
    def jacobian_pattern(self) -> Pattern:
        """Which variables enter which constraints, (m, n)."""
        return _pattern(self.jacobian.sparsity_out(0))

    @cached_property
    def linear_constraints(self) -> Mask:
        """(m,) rows that are linear in x."""
        return self._independent(2)

    @cached_property
    def constant_constraints(self) -> Mask:
        """(m,) rows that no variable enters."""
        return self._independent(1)

    @cached_property
    def _whole(self) -> Whole:
        """f, c and how they are differentiated: as they stand, or block by block."""
        if has_mapped(self._base):
            return Composition(*self._expressions(), compile=self._is_compiled)
        return Whole(*self._expressions())

    def _made(self, name: str, arguments: list[Any], result: Any) -> Any:
        """A function; compiled if that is wanted and the functions of its blocks are not."""
        function = ca.Function(name, arguments, [result])
        return compiled(function) if self._is_compiled and not has_mapped(self._base) else function

    def __getstate__(self) -> dict[str, Any]:
        """Without what cannot be pickled: expressions, and everything that was compiled on this machine."""
        if self._is_compiled:
            return {"_base": self._base, "_is_compiled": True}
        return {name: value for name, value in vars(self).items() if name not in ("_whole", "compiled")}

    def _independent(self, order: int) -> Mask:
        """(m,) rows whose derivative of this order is structurally zero."""
        x, _, _, c = self._expressions()
        if not c.numel():
            return np.zeros(0, dtype=np.bool_)
        return ~np.array(ca.which_depends(c, x, order, True), dtype=np.bool_)

    def _expressions(self) -> tuple[Any, Any, Any, Any]:
        """Fresh symbols x and p, and f and c in terms of them."""
        symbol: Any = ca.SX if self._base.is_a("SXFunction") else ca.MX
        x, p = (symbol.sym(name, self._base.numel_in(i)) for i, name in enumerate("xp"))
        f, c = self._base.call([x, p], True, False)
        return x, p, f, c

    def _lagrangian(self) -> tuple[Any, Any, Any, Any, Any]:
        """Symbols x, p, sigma, y and L = sigma f + y'c."""
        x, p, f, c = self._expressions()
        sigma, y = type(x).sym("sigma"), type(x).sym("y", c.numel())
        return x, p, sigma, y, sigma * f + ca.dot(y, c)


def _star_colours(symmetric: Any) -> Indices:
    """(n,) a star colouring; of a pattern that is nearly full, at once, a colour for each column."""
    n = symmetric.size1()
    if symmetric.nnz() > _FULL * n**2:
        return np.arange(n)
    colours = np.zeros(n, dtype=np.int64)
    groups = symmetric.star_coloring()
    colours[np.array(groups.row(), dtype=np.int64)] = np.repeat(np.arange(groups.size2()), np.diff(groups.colind()))
    return colours


def _pattern(stored: Any) -> Pattern:
    indptr, indices = (np.array(part, dtype=np.int32) for part in (stored.colind(), stored.row()))
    return Pattern(stored.shape, indptr, indices)


def expanded(function: Any) -> Any:
    """The same function in scalar operations if that is possible and of reasonable size."""
    if function.is_a("SXFunction") or function.n_nodes() > EXPAND_NODES or _is_made_of_arrays(function):
        return function
    if _has_determinant(function) or has_mapped(function):
        return function
    try:
        scalar = function.expand()
    except RuntimeError:  # a node that has no scalar form: a linear solver, an external function, an interpolant
        return function
    return scalar if scalar.n_nodes() <= 10 * EXPAND_NODES else function


def _has_determinant(function: Any) -> bool:
    """Whether there is a determinant, whose elimination in scalars loses derivatives where an entry is zero already."""
    return any(function.instruction_id(k) == ca.OP_DETERMINANT for k in range(function.n_instructions()))


def _is_made_of_arrays(function: Any) -> bool:
    """Whether there is too much to expand, in few nodes."""
    nodes = function.n_instructions()
    if sum(function.nnz_in(i) for i in range(function.n_in())) < ARRAY_ENTRIES:
        return False
    steps = (k for k in range(nodes) if function.instruction_id(k) != ca.OP_OUTPUT)  # an output has no expression
    entries = sum(function.instruction_MX(k).nnz() for k in steps)
    return entries > max(EXPAND_NODES, ARRAY_ENTRIES * nodes)


def _stacked(pieces: Any, count: int) -> Any:
    """The function of one vector of variables and one of parameters, from a function of many pieces."""
    symbol: Any = ca.SX if pieces.is_a("SXFunction") else ca.MX
    groups = [range(count), range(count, pieces.n_in())]
    x, p = (symbol.sym(name, sum(map(pieces.numel_in, group))) for name, group in zip("xp", groups, strict=True))
    arguments = [*_split(x, pieces, groups[0]), *_split(p, pieces, groups[1])]
    f, c = pieces.call(arguments, True, False)
    if any(pieces.nnz_in(i) != pieces.numel_in(i) for i in range(pieces.n_in())):
        raise ModelError("variables and parameters must be dense symbols")
    return ca.Function("problem", [x, p], [f, c])


def _split(vector: Any, function: Any, group: range) -> list[Any]:
    offsets = np.cumsum([0, *(function.numel_in(i) for i in group)]).tolist()
    parts = ca.vertsplit(vector, offsets) if group else []
    return [ca.reshape(part, *function.size_in(i)) for part, i in zip(parts, group, strict=True)]

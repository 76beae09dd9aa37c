"""A nonlinear program written in CasADi expressions, with exact derivatives."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Mask, Matrix, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.buffered import BufferedFunction, BufferedMatrix
from sqp.model.casadi_functions import CasadiFunctions
from sqp.model.entry_names import kept
from sqp.model.pairs import Pairs
from sqp.model.pattern import Pattern
from sqp.model.problem import SolutionView, UndefinedOperation
from sqp.model.undefined import undefined_operation

#: Matrices are dense up to this many variables and this many Jacobian entries: there a product with a dense array
#: costs 1 us where a sparse one costs 30 us, and LAPACK beats any sparse factorisation.
DENSE_VARIABLES = 100
DENSE_ENTRIES = 10_000


class CasadiProblem:
    """minimise f(x, p)  subject to  cl <= c(x, p) <= cu,  xl <= x <= xu,  from CasADi expressions.

    Derivatives are built when they are first asked for and evaluated through preallocated memory.  The object may be
    used from several threads and pickled (with all functions built so far).

    Parameters
    ----------
    x : casadi symbol or sequence of symbols
        SX or MX; several symbols, and matrices, are stacked column-major into one vector of length n.
    f : scalar expression
        What is minimised; for a maximisation pass minus the user's function and ``sense=-1``.
    c : column expression or None
        m constraint functions.
    parameters : casadi symbol or sequence of symbols, optional
        Data p that may be replaced between solves, see :meth:`with_parameters`.
    parameter_values : array, optional
        Values of the parameters, stacked like them.
    variable_bounds, constraint_bounds : Bounds, optional
        Free variables by default; constraints need bounds if there are any.
    start : (n,) array, optional
        Where to start from; by default the point of the box nearest to 0.
    variable_names, constraint_names : sequence of str
        One name per entry, or empty.
    sense : int
        +1 if the user minimises, -1 if the user maximises.
    view : SolutionView, optional
        Turns solutions back into what the user wrote.
    variable_scale : (n,) array, optional
        Typical magnitude of each variable, positive.
    dense : bool, optional
        Whether matrices are dense arrays; by default they are if n <= 100 and m n <= 10 000.
    pairs : Pairs, optional
        Which rows and variables are the sides of complementarity conditions.

    Raises
    ------
    ProblemError
        If a length does not match or a value is NaN.
    sqp.errors.ModelError
        If an expression depends on a symbol that is neither a variable nor a parameter.

    Examples
    --------
    >>> x = ca.SX.sym("x", 2)
    >>> problem = CasadiProblem(x, ca.sumsqr(x), x[0] * x[1], constraint_bounds=Bounds([1.0], [np.inf]))
    >>> problem.gradient(np.array([1.0, 2.0]))
    array([2., 4.])
    >>> problem.lagrangian_hessian(np.array([1.0, 2.0]), np.array([-3.0]), 1.0)
    array([[ 2., -3.],
           [-3.,  2.]])
    """

    def __init__(
        self,
        x: Any,
        f: Any,
        c: Any = None,
        *,
        parameters: Any = None,
        parameter_values: ArrayLike = (),
        variable_bounds: Bounds | None = None,
        constraint_bounds: Bounds | None = None,
        start: ArrayLike | None = None,
        variable_names: Sequence[str] = (),
        constraint_names: Sequence[str] = (),
        sense: int = 1,
        view: SolutionView | None = None,
        variable_scale: ArrayLike | None = None,
        dense: bool | None = None,
        pairs: Pairs | None = None,
    ) -> None:
        self._is_compiled = False
        self._functions = _functions(_symbols(x), _symbols(parameters), f, c)
        n, size, m = self._functions.sizes
        self.variable_bounds = Bounds.free(n) if variable_bounds is None else variable_bounds
        self.constraint_bounds = Bounds([], []) if constraint_bounds is None else constraint_bounds
        _expect("variable_bounds", self.variable_bounds.size, n)
        _expect("constraint_bounds", self.constraint_bounds.size, m)
        self.start = self.variable_bounds.project(np.zeros(n)) if start is None else _vector("start", start, n)
        self.variable_scale = np.ones(n) if variable_scale is None else _vector("variable_scale", variable_scale, n)
        self.parameters = _vector("parameter_values", parameter_values, size)
        self.variable_names = kept(variable_names)
        self.constraint_names = kept(constraint_names)
        self.sense = sense
        if view is not None:
            self.view = view
        if pairs is not None:
            self.pairs = pairs
        self.dense = (n <= DENSE_VARIABLES and m * n <= DENSE_ENTRIES) if dense is None else dense

    def objective(self, x: Vector, /) -> float:
        return self._objective.scalar(x)

    def gradient(self, x: Vector, /) -> Vector:
        return self._gradient(x)

    def constraints(self, x: Vector, /) -> Vector:
        return self._constraints(x)

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._jacobian(x)

    def lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix:
        coloured = None if self.dense else self._functions.coloured_hessian
        if coloured is not None:
            return coloured(self._lagrangian_hessian_product, x, y, sigma)
        return self._lagrangian_hessian(x, y, sigma)

    def lagrangian_hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector, /) -> Vector:
        return self._lagrangian_hessian_product(x, y, sigma, v)

    @property
    def functions(self) -> CasadiFunctions:
        """f, c and their derivatives as CasADi functions of (x, p), to hand to CasADi's own solvers."""
        return self._functions

    @property
    def linear_constraints(self) -> Mask:
        """(m,) which rows are linear in x for every value of the parameters."""
        return self._functions.linear_constraints

    @property
    def jacobian_pattern(self) -> Pattern:
        """Which variables enter which constraints."""
        return self._functions.jacobian_pattern

    @property
    def constant_constraints(self) -> Mask:
        """(m,) which rows no variable enters."""
        return self._functions.constant_constraints

    def undefined_operation(self, function: str, x: Vector, index: int | None = None, /) -> UndefinedOperation | None:
        """Why a function of this problem is not finite at ``x``; see :class:`sqp.model.problem.HasOperations`."""
        if function == "hessian":
            ones = np.ones(self.constraint_bounds.size)
            return undefined_operation(self._functions.lagrangian_hessian, [x, ones, 1.0, self.parameters])
        entry = index if function == "constraints" else None
        return undefined_operation(getattr(self._functions, function), [x, self.parameters], entry)

    def with_parameters(
        self,
        values: ArrayLike,
        *,
        variable_bounds: Bounds | None = None,
        constraint_bounds: Bounds | None = None,
        start: ArrayLike | None = None,
        view: SolutionView | None = None,
    ) -> CasadiProblem:
        """The same problem with other parameter values, and other data where given; nothing is differentiated anew."""
        other = copy.copy(self)
        bound = [name for name, part in vars(self).items() if isinstance(part, BufferedFunction | BufferedMatrix)]
        for name in bound:
            delattr(other, name)
        other.parameters = _vector("parameter_values", values, self.parameters.size)
        if variable_bounds is not None:
            _expect("variable_bounds", variable_bounds.size, self.variable_bounds.size)
            other.variable_bounds = variable_bounds
        if constraint_bounds is not None:
            _expect("constraint_bounds", constraint_bounds.size, self.constraint_bounds.size)
            other.constraint_bounds = constraint_bounds
        if start is not None:
            other.start = _vector("start", start, self.start.size)
        if view is not None:
            other.view = view
        return other

    def compiled(self) -> CasadiProblem:
        """The same problem with its functions compiled by a C compiler, once for all processes of a user.

        Where the problem was stated with :meth:`sqp.Model.map`, the functions of one instance are compiled, else the
        whole functions, except those of more than 50 000 operations.  Products with the Hessian stay interpreted.

        Raises
        ------
        sqp.errors.OptionError
            If there is no compiler, or it fails.
        """
        other = self.with_parameters(self.parameters)
        vars(other)["_is_compiled"] = True
        _ = other._objective  # noqa: SLF001  (mistakes show here, not at the first iteration)
        return other

    def __getstate__(self) -> dict[str, Any]:
        """Without what was compiled, which is compiled again, or found on disk, where it is needed."""
        if not self._is_compiled:
            return vars(self)
        bound = BufferedFunction | BufferedMatrix
        return {name: part for name, part in vars(self).items() if not isinstance(part, bound)}

    @property
    def _evaluated(self) -> CasadiFunctions:
        return self._functions.compiled if self._is_compiled else self._functions

    @cached_property
    def _objective(self) -> BufferedFunction:
        return BufferedFunction(self._evaluated.objective, self.parameters)

    @cached_property
    def _gradient(self) -> BufferedFunction:
        return BufferedFunction(self._evaluated.gradient, self.parameters)

    @cached_property
    def _constraints(self) -> BufferedFunction:
        return BufferedFunction(self._evaluated.constraints, self.parameters)

    @cached_property
    def _jacobian(self) -> BufferedMatrix:
        return BufferedMatrix(self._evaluated.jacobian, self.parameters, dense=self.dense)

    @cached_property
    def _lagrangian_hessian(self) -> BufferedMatrix:
        return BufferedMatrix(self._evaluated.lagrangian_hessian, self.parameters, dense=self.dense)

    @cached_property
    def _lagrangian_hessian_product(self) -> BufferedFunction:
        return BufferedFunction(self._functions.lagrangian_hessian_product, self.parameters)


def _symbols(given: Any) -> list[Any]:
    """The symbols as a list; those without entries have nothing to say and are left out."""
    if given is None:
        return []
    symbols = list(given) if isinstance(given, list | tuple) else [given]
    for symbol in symbols:
        if not isinstance(symbol, ca.SX | ca.MX) or not symbol.is_valid_input():
            raise ProblemError(f"variables and parameters must be CasADi symbols, got {symbol}")
    return [symbol for symbol in symbols if symbol.numel()]


def _functions(x: list[Any], p: list[Any], f: Any, c: Any) -> CasadiFunctions:
    column = ca.DM(0, 1) if c is None else _expression("c", c)
    objective = _expression("f", f)
    if objective.shape != (1, 1):
        raise ProblemError(f"f must be a scalar, got shape {objective.shape}")
    if column.numel() and column.shape[1] != 1:
        raise ProblemError(f"c must be a column, got shape {column.shape}")
    return CasadiFunctions(x, p, objective, column)


def _expression(name: str, given: Any) -> Any:
    if isinstance(given, ca.SX | ca.MX):
        return given
    try:
        return ca.DM(given)
    except (TypeError, RuntimeError) as error:
        raise ProblemError(f"{name} must be a CasADi expression or a number, got {type(given).__name__}") from error


def _vector(name: str, values: ArrayLike, size: int) -> Vector:
    array = np.array(values, dtype=np.float64).ravel()
    _expect(name, array.size, size)
    if np.isnan(array).any():
        raise ProblemError(f"{name}[{int(np.flatnonzero(np.isnan(array))[0])}] is NaN")
    return array


def _expect(name: str, found: int, expected: int) -> None:
    if found != expected:
        raise ProblemError(f"{name} must have length {expected}, got {found}")

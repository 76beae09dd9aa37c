"""Maps given by CasADi, and the sweeps of automatic differentiation through them.

The one file of this room that knows CasADi.  Forward differentiation computes f'(x)[d], reverse differentiation the
adjoint f'(x)*[w]; forward over forward computes f''(x)[d1, d2], forward over reverse the adjoint of f''(x)[d1, .] at w.
Each costs a small multiple of f, whatever the dimensions, and is exact to rounding.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, cast, final

import casadi as ca

from sqp.arrays import Vector
from sqp.calculus.space import Shape, Space, finite_point
from sqp.errors import ModelError, ProblemError
from sqp.model.buffered import BufferedFunction
from sqp.model.casadi_functions import expanded
from sqp.model.expression import Expression, symbolic
from sqp.model.matrix_functions import stack


@final
class SymbolicMap:
    """f: V -> W on coordinates, vec(x) -> vec(f(x)), with its derivatives.

    Parameters
    ----------
    f : callable, casadi.Function, casadi.SX or casadi.MX
        A callable is called once, with one expression for each array of x, and returns an expression or a tuple of
        them.  An expression, or a tuple of them, depends on ``symbols``.
    domain : Space
    symbols : casadi symbol or sequence of symbols, optional
        The arguments of an expression; by default the only symbol in it.  (Entries of an SX array are symbols each.)

    Raises
    ------
    ModelError
        If f cannot be written as an expression in its arguments.
    ProblemError
        If the shapes of symbols or inputs are not those of the domain.

    Examples
    --------
    >>> import numpy as np
    >>> f = SymbolicMap(lambda x: x**3, Space(((2,),)))
    >>> at = f.at(np.array([1.0, 2.0]))
    >>> at.forward(np.array([1.0, 1.0]))
    array([ 3., 12.])
    >>> at.forward_over_forward(np.array([1.0, 0.0]), np.array([1.0, 1.0]))
    array([6., 0.])
    """

    def __init__(self, f: Any, domain: Space, symbols: Any = None) -> None:
        self.domain = domain
        symbol: Any = ca.SX if _is_scalar_program(f) else ca.MX
        x = symbol.sym("x", domain.size)
        outputs, single = _outputs(f, _arguments(x, domain), symbols)
        self.codomain = Space(tuple(_shape(output) for output in outputs), single)
        y = ca.vertcat(*(ca.vec(ca.densify(output)) for output in outputs))
        function = ca.Function("f", [x], [y], {"allow_free": True})
        if function.has_free():
            raise ModelError(f"f depends on symbols that are not its arguments: {', '.join(function.get_free())}")
        self._function = expanded(function)
        self._built: dict[str, Any] = {}
        self.value = BufferedFunction(self._function)

    def point(self, x: Any) -> Vector:
        """(domain.size,) the coordinates of a point to differentiate at."""
        return finite_point(self.domain, x)

    def at(self, x: Vector) -> Sweeps:
        """The derivatives at a point, (domain.size,)."""
        return Sweeps(self._sweep, x)

    def _sweep(self, name: str) -> Any:
        """A sweep as a CasADi function whose last argument is x, built when it is first asked for."""
        if name not in self._built:
            s = _symbols_of(self._function)
            inputs, output = _SWEEPS[name](s)
            self._built[name] = ca.Function(name, [*inputs, s.x], [ca.densify(output)])
        return self._built[name]


@final
class Sweeps:
    """Derivatives of vec(x) -> vec(f(x)) at one point."""

    def __init__(self, sweep: Callable[[str], Any], x: Vector) -> None:
        self._sweep = sweep
        self._x = x
        self._memory: dict[str, BufferedFunction] = {}

    def forward(self, d: Vector) -> Vector:
        """vec(f'(x)[d])."""
        return self._call("forward", d)

    def reverse(self, w: Vector) -> Vector:
        """vec(f'(x)*[w])."""
        return self._call("reverse", w)

    def forward_over_forward(self, d1: Vector, d2: Vector) -> Vector:
        """vec(f''(x)[d1, d2])."""
        return self._call("forward_over_forward", d1, d2)

    def forward_over_reverse(self, d1: Vector, w: Vector) -> Vector:
        """The adjoint of d2 -> f''(x)[d1, d2] at w; for scalar f and w = 1 the Hessian times d1."""
        return self._call("forward_over_reverse", d1, w)

    def _call(self, name: str, *arguments: Vector) -> Vector:
        if name not in self._memory:
            self._memory[name] = BufferedFunction(self._sweep(name), self._x)
        return self._memory[name](*arguments)


@dataclass(frozen=True)
class _Symbols:
    """Fresh symbols x, y = f(x) in terms of them, directions d1, d2 like x, and weights w like y."""

    x: Any
    y: Any
    d1: Any
    d2: Any
    w: Any


def _symbols_of(function: Any) -> _Symbols:
    symbol: Any = ca.SX if function.is_a("SXFunction") else ca.MX
    x = symbol.sym("x", function.numel_in(0))
    y = function.call([x], True, False)[0]
    d1, d2, w = symbol.sym("d1", x.numel()), symbol.sym("d2", x.numel()), symbol.sym("w", y.numel())
    return _Symbols(x, y, d1, d2, w)


def _forward(s: _Symbols) -> tuple[list[Any], Any]:
    return [s.d1], ca.jtimes(s.y, s.x, s.d1)


def _reverse(s: _Symbols) -> tuple[list[Any], Any]:
    return [s.w], ca.jtimes(s.y, s.x, s.w, True)


def _forward_over_forward(s: _Symbols) -> tuple[list[Any], Any]:
    return [s.d1, s.d2], ca.jtimes(ca.jtimes(s.y, s.x, s.d2), s.x, s.d1)


def _forward_over_reverse(s: _Symbols) -> tuple[list[Any], Any]:
    return [s.d1, s.w], ca.jtimes(ca.jtimes(s.y, s.x, s.w, True), s.x, s.d1)


_SWEEPS: dict[str, Callable[[_Symbols], tuple[list[Any], Any]]] = {
    "forward": _forward,
    "reverse": _reverse,
    "forward_over_forward": _forward_over_forward,
    "forward_over_reverse": _forward_over_reverse,
}


def _arguments(x: Any, domain: Space) -> list[Any]:
    """One expression for each array, from the vector of all their entries."""
    parts: list[Any] = []
    offset = 0
    for shape in domain.shapes:
        if len(shape) > 2:
            raise ProblemError(f"an expression is a number, a vector or a matrix: x has an array of shape {shape}")
        stop = offset + prod(shape)
        parts.append(ca.reshape(x[offset:stop], *_two(shape)))
        offset = stop
    return [Expression(part) if isinstance(part, ca.MX) else part for part in parts]


def _outputs(f: Any, arguments: list[Any], symbols: Any) -> tuple[list[Any], bool]:
    """The expressions f consists of in terms of the arguments, and whether it is a single one."""
    if isinstance(f, ca.Function):
        _expect_shapes([f.size_in(i) for i in range(f.n_in())], arguments)
        return list(f.call(arguments, True, False)), f.n_out() == 1
    if not callable(f):
        outputs, single = _listed(f)
        inputs = _symbols(outputs, symbols)
        _expect_shapes([symbol.shape for symbol in inputs], arguments)
        return list(_function_of(inputs, outputs).call(arguments, True, False)), single
    try:
        return _listed(f(*arguments))
    except Exception as error:
        raise ModelError(
            f"f cannot be written as an expression in its arguments ({type(error).__name__}: {error}); write it with "
            "the functions of sqp, such as sqp.det for numpy.linalg.det, or pass black_box=True for finite differences"
        ) from error


def _listed(value: Any) -> tuple[list[Any], bool]:
    if isinstance(value, tuple):
        return [_expression(part) for part in cast("tuple[Any, ...]", value)], False
    return [_expression(value)], True


def _expression(value: Any) -> Any:
    if isinstance(value, ca.SX | ca.MX):
        return value
    return symbolic(stack(*cast("list[Any]", value)) if isinstance(value, list) else value)


def _symbols(outputs: Sequence[Any], symbols: Any) -> list[Any]:
    if symbols is not None:
        return list(symbols) if isinstance(symbols, list | tuple) else [symbols]
    found = ca.symvar(ca.veccat(*outputs))
    if len(found) != 1:
        names = ", ".join(str(symbol) for symbol in found) or "none"
        raise ProblemError(f"pass symbols, the arguments in their order: f depends on {names}")
    return list(found)


def _function_of(inputs: list[Any], outputs: list[Any]) -> Any:
    try:
        return ca.Function("f", inputs, outputs, {"allow_free": True})
    except RuntimeError as error:
        raise ProblemError(f"symbols must be CasADi symbols of the kind that f is made of: {inputs}") from error


def _expect_shapes(found: Sequence[tuple[int, int]], arguments: Sequence[Any]) -> None:
    expected = [tuple(argument.shape) for argument in arguments]
    if [tuple(shape) for shape in found] != expected:
        raise ProblemError(f"f takes arguments of shapes {[tuple(s) for s in found]}, x has {expected}")


def _is_scalar_program(f: Any) -> bool:
    """Whether f is made of scalar operations, and so has to be called with scalar symbols."""
    parts: tuple[Any, ...] = cast("tuple[Any, ...]", f) if isinstance(f, tuple) else (f,)
    return any(isinstance(p, ca.SX) or (isinstance(p, ca.Function) and p.is_a("SXFunction")) for p in parts)


def _two(shape: Shape) -> tuple[int, int]:
    return (shape[0] if shape else 1, shape[1] if len(shape) == 2 else 1)


def _shape(expression: Any) -> Shape:
    """() for 1 x 1, (k,) for a column, (r, c) for any other matrix."""
    rows, columns = expression.shape
    if columns != 1:
        return rows, columns
    return () if rows == 1 else (rows,)

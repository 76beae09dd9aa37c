"""First and second derivatives of functions of numbers, vectors, matrices and tuples of them, as maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sqp.arrays import Vector
from sqp.calculus.bilinear_map import BilinearMap
from sqp.calculus.black_box import CENTRAL, BlackBoxMap
from sqp.calculus.inner_product import InnerProduct
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.quadratic import QuadraticModel
from sqp.calculus.space import Space
from sqp.calculus.symbolic_map import SymbolicMap
from sqp.errors import EvaluationError, ProblemError
from sqp.model.differences import Differences
from sqp.settings import instance


def derivative(f: Any, x: Any, *, symbols: Any = None, black_box: bool | Differences = False) -> LinearMap:
    """The derivative f'(x), a linear map: f(x + d) = f(x) + f'(x)[d] + o(|d|).

    Parameters
    ----------
    f : callable, casadi.Function or casadi expression
        A callable is written with operators and the functions of this package (``sqp.det``, ``sqp.exp``, ...); it takes
        one argument for each array of x and returns an expression or a tuple of them.
    x : number, array or tuple of them
        The point.  A list is an array; a tuple is an element of a product space.
    symbols : casadi symbol or sequence of symbols, optional
        The arguments of an expression; by default the only symbol in it.  An SX array has one for each entry, so
        that it has to be passed.
    black_box : bool or Differences
        Whether f takes numbers only.  Its derivative then comes from finite differences, and says so.

    Returns
    -------
    LinearMap
        From the space of x to the space of f(x).  The value of an expression with one column is a vector, with one
        entry a number.

    Raises
    ------
    ModelError
        If f cannot be written as an expression.
    ProblemError
        If x is not what f takes, or not finite.
    EvaluationError
        If a black box has no finite values there; of other functions, when the map is called and there is no finite
        derivative, as of the square root at 0.

    Examples
    --------
    >>> import numpy as np
    >>> import sqp
    >>> A = np.array([[2.0, 1.0], [0.0, 3.0]])
    >>> slope = derivative(sqp.det, A)
    >>> slope(np.eye(2))  # det(A) tr(A^-1 D)
    5.0
    >>> slope.matrix()
    array([[ 3., -1., -0.,  2.]])
    >>> derivative(np.linalg.det, A, black_box=True)
    LinearMap (2, 2) -> (), by finite differences, measured relative error ...
    """
    g = map_of(f, x, symbols=symbols, black_box=black_box)
    if isinstance(g, BlackBoxMap):
        return g.derivative()
    at = g.at(g.point(x))
    return LinearMap.on_coordinates(
        g.domain, g.codomain, _finite("f'(x)[d]", at.forward), _finite("the adjoint of f'(x)", at.reverse)
    )


def second_derivative(f: Any, x: Any, *, symbols: Any = None, black_box: bool | Differences = False) -> BilinearMap:
    """The second derivative f''(x), a symmetric bilinear map with values shaped like f(x).

    It is the derivative of x -> f'(x): f''(x)[d1, d2] is how fast f'(x)[d2] changes along d1, and

        f(x + d) = f(x) + f'(x)[d] + 1/2 f''(x)[d, d] + o(|d|^2).

    Parameters are those of :func:`derivative`.

    Examples
    --------
    >>> import numpy as np
    >>> import sqp
    >>> A, D, E = np.diag([1.0, 2.0]), np.eye(2), np.ones((2, 2))
    >>> curvature = second_derivative(sqp.det, A)
    >>> S, T = np.linalg.solve(A, D), np.linalg.solve(A, E)
    >>> curvature(D, E)
    2.0
    >>> round(float(np.linalg.det(A) * (np.trace(S) * np.trace(T) - np.trace(S @ T))), 12)
    2.0
    """
    g = map_of(f, x, symbols=symbols, black_box=black_box)
    if isinstance(g, BlackBoxMap):
        return g.second_derivative()
    at = g.at(g.point(x))
    values = _finite("f''(x)[d1, d2]", at.forward_over_forward)
    return BilinearMap(g.domain, g.codomain, values, _finite("the adjoint of f''(x)[d1, .]", at.forward_over_reverse))


def gradient(f: Any, x: Any, *, weight: Any = None, symbols: Any = None, black_box: bool | Differences = False) -> Any:
    """The gradient of a scalar f: the element g of the space of x with <g, d> = f'(x)[d] for all d.

    The gradient of a function of a matrix is a matrix.  It depends on the inner product: the sum of products of
    entries unless ``weight`` says otherwise, see :class:`~sqp.calculus.inner_product.InnerProduct`.  The other
    parameters are those of :func:`derivative`.

    Examples
    --------
    >>> import numpy as np
    >>> import sqp
    >>> A = np.array([[2.0, 1.0], [0.0, 3.0]])
    >>> gradient(sqp.det, A)  # det(A) times the transposed inverse
    array([[ 3., -0.],
           [-1.,  2.]])
    >>> gradient(lambda x: sqp.dot(x, x), [1.0, 1.0], weight=[1.0, 4.0])
    array([2. , 0.5])
    """
    slope = derivative(f, x, symbols=symbols, black_box=black_box)
    if not slope.codomain.is_scalar:
        raise ProblemError(f"a gradient belongs to a scalar function, this one has values of shape {slope.codomain}")
    return InnerProduct(slope.domain, weight).represent(slope.adjoint(1.0))


def hessian(
    f: Any, x: Any, *, weight: Any = None, symbols: Any = None, black_box: bool | Differences = False
) -> LinearMap:
    """The Hessian of a scalar f: the Jacobian of its gradient, a linear map H with <H d1, d2> = f''(x)[d1, d2].

    Parameters are those of :func:`gradient`.

    Examples
    --------
    >>> hessian(lambda x: x[0] ** 2 * x[1], [1.0, 3.0]).matrix()
    array([[6., 2.],
           [2., 0.]])
    """
    return second_derivative(f, x, symbols=symbols, black_box=black_box).hessian(weight)


def quadratic_model(f: Any, x: Any, *, symbols: Any = None, black_box: bool | Differences = False) -> QuadraticModel:
    """The model f(x) + f'(x)[d] + 1/2 f''(x)[d, d] of a scalar f; its minimum is the Newton step.

    Parameters are those of :func:`derivative`.  The matrix of f'' is formed, dense.

    Raises
    ------
    EvaluationError
        If f has no finite value or derivatives at x.

    Examples
    --------
    >>> import numpy as np
    >>> rosenbrock = lambda x: (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
    >>> model = quadratic_model(rosenbrock, [1.0, 0.0])
    >>> model(np.zeros(2))
    100.0
    >>> model.minimize().d
    array([0., 1.])
    """
    B = second_derivative(f, x, symbols=symbols, black_box=black_box)
    slope = derivative(f, x, symbols=symbols, black_box=black_box)
    if not B.codomain.is_scalar:
        raise ProblemError(f"a quadratic model is one of a scalar function, this has values of shape {B.codomain}")
    value = _finite("f(x)", map_of(f, x, symbols=symbols, black_box=black_box).value)(B.domain.vec(x, "x"))
    return QuadraticModel(float(value[0]), slope.matrix()[0], B.matrix(), B.domain)


def map_of(f: Any, x: Any, *, symbols: Any, black_box: bool | Differences) -> SymbolicMap | BlackBoxMap:
    """f on the coordinates of the space of x, as an expression or as a black box."""
    if isinstance(black_box, bool):
        return BlackBoxMap(f, x, CENTRAL) if black_box else SymbolicMap(f, Space.of(x), symbols)
    instance("black_box", black_box, Differences)
    return BlackBoxMap(f, x, black_box)


def _finite(name: str, function: Callable[..., Vector]) -> Callable[..., Vector]:
    """The function, with an error where its value is not finite."""

    def checked(*arguments: Vector) -> Vector:
        value = function(*arguments)
        if not np.isfinite(value).all():
            bad = int(np.flatnonzero(~np.isfinite(value))[0])
            entry = f", entry {bad} is {value[bad]}" if value.size > 1 else f", it is {value[bad]}"
            raise EvaluationError(f"{name} is not finite at this x{entry}", function="f", index=bad)
        return value

    return checked

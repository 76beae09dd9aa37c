"""Problems from pure functions of an array library that differentiates them: what JAX and PyTorch have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Matrix, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.arguments import BoundsLike, as_bounds, as_names, as_point


class TracedFunctions(Protocol):
    """Values and derivatives of f and c for x and any values of the parameters p.

    Attributes
    ----------
    rows : int
        Number of constraints.
    has_hessian : bool
        Whether the Hessian of the Lagrangian has entries that can be asked for; products can be asked for always.
    """

    rows: int
    has_hessian: bool

    def objective(self, x: Vector, p: Any, /) -> float: ...

    def gradient(self, x: Vector, p: Any, /) -> Vector: ...

    def constraints(self, x: Vector, p: Any, /) -> Vector: ...

    def jacobian(self, x: Vector, p: Any, /) -> Matrix: ...

    def hessian(self, x: Vector, y: Vector, sigma: float, p: Any, /) -> Matrix: ...

    def product(self, x: Vector, y: Vector, sigma: float, v: Vector, p: Any, /) -> Vector: ...


@final
class TracedProblem:
    """minimise f(x, p)  subject to  cl <= c(x, p) <= cu,  xl <= x <= xu; made by ``from_jax`` and ``from_torch``.

    Parameters
    ----------
    functions : TracedFunctions
    start : (n,) array
    parameters : nested tuples, lists and dictionaries of arrays
        Values of p.
    variable_bounds, constraint_bounds : Bounds or pair (lower, upper), optional
    sense : int
        -1 if the functions maximise: the objective is then negated.

    Examples
    --------
    >>> import jax
    >>> import sqp
    >>> jax.config.update("jax_enable_x64", True)
    >>> distance = sqp.from_jax(lambda x, p: ((x - p["goal"]) ** 2).sum(), [0.0, 0.0], parameters={"goal": np.ones(2)})
    >>> sqp.solve(distance.with_parameters({"goal": np.array([2.0, 3.0])})).x
    array([2., 3.])
    >>> [sqp.solve(each).x.round(6) for each in distance.batch({"goal": np.array([[4.0, 5.0], [6.0, 7.0]])})]
    [array([4., 5.]), array([6., 7.])]
    """

    def __init__(
        self,
        functions: TracedFunctions,
        start: ArrayLike,
        *,
        parameters: Any = None,
        variable_bounds: BoundsLike | None = None,
        constraint_bounds: BoundsLike | None = None,
        sense: int = 1,
        variable_names: Sequence[str] = (),
        constraint_names: Sequence[str] = (),
    ) -> None:
        self._functions = functions
        self.start = as_point("start", start)
        self.parameters = parameters
        self.variable_bounds: Bounds = as_bounds("bounds", variable_bounds, self.start.size)
        if functions.rows and constraint_bounds is None:
            raise ProblemError(f"constraint_bounds is missing: there are {functions.rows} constraints")
        self.constraint_bounds: Bounds = as_bounds("constraint_bounds", constraint_bounds, functions.rows)
        if sense not in (1, -1):
            raise ProblemError(f"sense must be 1 (minimise) or -1 (maximise), got {sense!r}")
        self.sense = sense
        self.variable_names = as_names("variable_names", variable_names, self.start.size)
        self.constraint_names = as_names("constraint_names", constraint_names, functions.rows)
        if functions.has_hessian:
            self.lagrangian_hessian = self._lagrangian_hessian

    def objective(self, x: Vector, /) -> float:
        return self.sense * self._functions.objective(x, self.parameters)

    def gradient(self, x: Vector, /) -> Vector:
        return self.sense * self._functions.gradient(x, self.parameters)

    def constraints(self, x: Vector, /) -> Vector:
        return self._functions.constraints(x, self.parameters)

    def jacobian(self, x: Vector, /) -> Matrix:
        return self._functions.jacobian(x, self.parameters)

    def _lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix:
        return self._functions.hessian(x, y, self.sense * sigma, self.parameters)

    def lagrangian_hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector, /) -> Vector:
        return self._functions.product(x, y, self.sense * sigma, v, self.parameters)

    def with_parameters(self, parameters: Any) -> TracedProblem:
        """The same problem with other data of the same shapes; nothing is traced or compiled anew."""
        if shapes(parameters) != shapes(self.parameters):
            raise ProblemError(
                f"parameters must have the shapes {shapes(self.parameters)}, got {shapes(parameters)}; "
                "other shapes are another problem"
            )
        other = TracedProblem.__new__(TracedProblem)
        other.__setstate__({**self.__getstate__(), "parameters": parameters})
        return other

    def batch(self, parameters: Any) -> list[TracedProblem]:
        """One problem for each entry along the first axis of every array in ``parameters``."""
        sizes = {shape[0] if shape else 0 for shape in _leaves(shapes(parameters))}
        if len(sizes) != 1 or not (count := sizes.pop()):
            raise ProblemError(f"all parameters of a batch need one first axis, got the shapes {shapes(parameters)}")
        return [self.with_parameters(_entry(parameters, i)) for i in range(count)]

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "lagrangian_hessian"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        if self._functions.has_hessian:
            self.lagrangian_hessian = self._lagrangian_hessian


def shapes(parameters: Any) -> Any:
    """The shapes of all arrays, nested as they are.

    >>> shapes({"a": np.zeros(3), "b": (1.0, np.zeros((2, 2)))})
    {'a': (3,), 'b': [(), (2, 2)]}
    """
    if isinstance(parameters, Mapping):
        given = cast("Mapping[str, Any]", parameters)
        return {name: shapes(value) for name, value in given.items()}
    if isinstance(parameters, list | tuple):
        return [shapes(value) for value in cast("Sequence[Any]", parameters)]
    return () if parameters is None else tuple(np.shape(parameters))


def _leaves(nested: Any) -> list[tuple[int, ...]]:
    if isinstance(nested, tuple):
        return [cast("tuple[int, ...]", nested)]
    values = cast("Mapping[str, Any]", nested).values() if isinstance(nested, Mapping) else nested
    return [leaf for value in values for leaf in _leaves(value)]


def _entry(parameters: Any, index: int) -> Any:
    if isinstance(parameters, Mapping):
        given = cast("Mapping[str, Any]", parameters)
        return {name: _entry(value, index) for name, value in given.items()}
    if isinstance(parameters, list | tuple):
        entries = [_entry(value, index) for value in cast("Sequence[Any]", parameters)]
        return entries if isinstance(parameters, list) else tuple(entries)
    return parameters[index]

"""The door for JAX: ``from_jax`` makes a problem of pure functions, with sparse exact derivatives."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
# pyright: reportMissingTypeStubs=false
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, final

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import ArrayLike

from sqp.adapters.traced_problem import TracedProblem
from sqp.arrays import Matrix, Vector
from sqp.errors import ProblemError
from sqp.model.arguments import BoundsLike, as_point
from sqp.model.casadi_problem import DENSE_ENTRIES, DENSE_VARIABLES
from sqp.model.pattern import Pattern
from sqp.model.templates import DenseTemplate, SparseTemplate


def from_jax(
    objective: Callable[..., Any],
    start: ArrayLike,
    *,
    constraints: Callable[..., Any] | None = None,
    constraint_bounds: BoundsLike | None = None,
    bounds: BoundsLike | None = None,
    parameters: Any = None,
    sense: int = 1,
    variable_names: Sequence[str] = (),
    constraint_names: Sequence[str] = (),
    dense: bool | None = None,
) -> TracedProblem:
    """A problem from pure functions written with ``jax.numpy``.

    Parameters
    ----------
    objective : callable
        ``objective(x)``, or ``objective(x, parameters)`` if there are parameters: one number.
    start : (n,) array
    constraints : callable, optional
        Likewise, m numbers; needs ``constraint_bounds``.
    constraint_bounds, bounds : Bounds or pair (lower, upper), optional
        Of the constraints and of the variables; arrays, numbers or None for an absent side.
    parameters : any tree of arrays, optional
        Data; ``problem.with_parameters(...)`` and ``problem.batch(...)`` replace them without compiling anew.
    sense : int
        -1 to maximise.
    variable_names, constraint_names : sequence of str, optional
    dense : bool, optional
        Whether derivatives are dense arrays; by default if n <= 100 and m n <= 10 000.  Sparse ones need ``asdex``,
        which finds the pattern in the traced operations and computes many columns at once.

    Returns
    -------
    TracedProblem
        With the Hessian of the Lagrangian and its products with vectors.

    Raises
    ------
    ProblemError
        If JAX computes in single precision, or a function returns something of another shape or type.

    Examples
    --------
    >>> import jax
    >>> import sqp
    >>> jax.config.update("jax_enable_x64", True)
    >>> disc = sqp.from_jax(lambda x: x.sum(), [0.5, 0.5], constraints=lambda x: x @ x, constraint_bounds=(None, 2.0))
    >>> result = sqp.solve(disc)
    >>> result.x.round(6), result.y.round(6)
    (array([-1., -1.]), array([0.5]))
    """
    x0 = as_point("start", start)
    functions = JaxFunctions(objective, constraints, x0, parameters, dense=dense)
    return TracedProblem(
        functions,
        x0,
        parameters=parameters,
        variable_bounds=bounds,
        constraint_bounds=constraint_bounds,
        sense=sense,
        variable_names=variable_names,
        constraint_names=constraint_names,
    )


@final
class JaxFunctions:
    """Compiled values and derivatives; each is compiled when it is first asked for.

    Examples
    --------
    >>> jax.config.update("jax_enable_x64", True)
    >>> JaxFunctions(lambda x: x[0] ** 3, None, np.ones(1), None).gradient(np.array([2.0]), None)
    array([12.])
    """

    has_hessian = True

    def __init__(
        self, objective: Any, constraints: Any, start: Vector, parameters: Any, *, dense: bool | None = None
    ) -> None:
        self._definition = objective, constraints, start, parameters, dense
        if jnp.result_type(float) != np.float64:
            raise ProblemError(
                "from_jax needs double precision, but JAX computes in single: call "
                'jax.config.update("jax_enable_x64", True) before the first array is made'
            )
        f = objective if parameters is not None else lambda x, _: objective(x)
        _expect("objective", f, start, parameters, scalar=True)
        c: Any = _nothing if constraints is None else _as_vector(constraints, parameters)
        self.rows = _expect("constraints", c, start, parameters, scalar=False)
        n = start.size
        self.dense = (n <= DENSE_VARIABLES and self.rows * n <= DENSE_ENTRIES) if dense is None else dense

        def lagrangian(x: Any, y: Any, sigma: Any, p: Any) -> Any:
            return sigma * f(x, p) + y @ c(x, p)

        slope = jax.grad(lagrangian)
        self._f, self._c = jax.jit(f), jax.jit(c)
        self._gradient = jax.jit(jax.grad(f))
        self._product = jax.jit(lambda x, y, s, v, p: jax.jvp(lambda z: slope(z, y, s, p), (x,), (v,))[1])
        y, p0 = np.ones(self.rows), _tree(parameters)
        self._jacobian = _Derivative(c, (start, p0), (self.rows, n), dense=self.dense, second=False)
        self._hessian = _Derivative(lagrangian, (start, y, 1.0, p0), (n, n), dense=self.dense, second=True)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuilt, self._definition)

    def objective(self, x: Vector, p: Any, /) -> float:
        return float(self._f(x, _tree(p)))

    def gradient(self, x: Vector, p: Any, /) -> Vector:
        return np.array(self._gradient(x, _tree(p)))

    def constraints(self, x: Vector, p: Any, /) -> Vector:
        return np.array(self._c(x, _tree(p)))

    def jacobian(self, x: Vector, p: Any, /) -> Matrix:
        return self._jacobian(x, _tree(p))

    def hessian(self, x: Vector, y: Vector, sigma: float, p: Any, /) -> Matrix:
        return self._hessian(x, y, sigma, _tree(p))

    def product(self, x: Vector, y: Vector, sigma: float, v: Vector, p: Any, /) -> Vector:
        return np.array(self._product(x, y, sigma, v, _tree(p)))


@final
class _Derivative:
    """A Jacobian or a Hessian with respect to the first argument, dense or with the pattern that asdex finds."""

    def __init__(
        self, function: Any, samples: tuple[Any, ...], shape: tuple[int, int], *, dense: bool, second: bool
    ) -> None:
        self._function, self._samples, self._shape = function, samples, shape
        self._second = second
        self._dense = dense
        self._compiled: Any = None
        self._template: DenseTemplate | SparseTemplate | None = None
        self._order = np.zeros(0, dtype=np.int64)

    def __call__(self, *arguments: Any) -> Matrix:
        compiled: Any = self._compiled or self._compile()
        values = np.array(compiled(*arguments))
        return values.reshape(self._shape) if self._template is None else self._template(values[self._order])

    def _compile(self) -> Any:
        if self._dense:
            self._compiled = jax.jit(jax.hessian(self._function) if self._second else jax.jacobian(self._function))
        elif self._shape[0]:
            self._compiled = self._compile_sparse()
        else:
            self._template = _empty(self._shape).template(dense=False)
            self._compiled = _nothing
        return self._compiled

    def _compile_sparse(self) -> Any:
        import asdex

        differentiate: Any = asdex.hessian if self._second else asdex.jacobian
        matrix = differentiate(self._function, *self._samples, argnums=0, output_format="bcoo")
        positions = np.asarray(matrix(*self._samples).indices)
        keys = positions[:, 1].astype(np.int64) * self._shape[0] + positions[:, 0]
        self._order = np.argsort(keys, kind="stable")
        self._template = _empty(self._shape).with_keys(keys[self._order]).template(dense=False)
        return jax.jit(lambda *arguments: matrix(*arguments).data)


def _rebuilt(objective: Any, constraints: Any, start: Vector, parameters: Any, dense: bool | None) -> JaxFunctions:  # noqa: FBT001
    return JaxFunctions(objective, constraints, start, parameters, dense=dense)


def _tree(parameters: Any) -> Any:
    """The parameters; an empty array where there are none, because asdex wants every argument to have entries."""
    return np.zeros(0) if parameters is None else parameters


def _nothing(*_: Any) -> Any:
    return jnp.zeros(0)


def _empty(shape: tuple[int, int]) -> Pattern:
    return Pattern(shape, np.zeros(shape[1] + 1, dtype=np.int32), np.zeros(0, dtype=np.int32))


def _as_vector(constraints: Any, parameters: Any) -> Callable[[Any, Any], Any]:
    """Constraints that may return a number, a list of numbers, or an array, as a vector."""

    def vector(x: Any, p: Any) -> Any:
        value = constraints(x) if parameters is None else constraints(x, p)
        return jnp.ravel(jnp.stack(value) if isinstance(value, list | tuple) else value)

    return vector


def _expect(name: str, function: Any, start: Vector, parameters: Any, *, scalar: bool) -> int:
    """The number of values, once they are known to be of double precision."""
    value = jax.eval_shape(function, start, parameters)
    kind, shape = getattr(value, "dtype", None), getattr(value, "shape", None)
    if shape is None or (scalar and shape != ()):
        raise ProblemError(f"{name} must return one number, got {value}")
    if kind != np.float64:
        raise ProblemError(f"{name} must return float64, got {kind}: something inside rounds to another precision")
    return int(np.prod(shape))

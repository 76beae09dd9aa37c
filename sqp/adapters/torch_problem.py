"""The door for PyTorch: ``from_torch`` makes a problem of pure functions, with exact dense derivatives and products."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.adapters.traced_problem import TracedProblem
from sqp.arrays import Matrix, Vector
from sqp.errors import ProblemError
from sqp.hessian.choice import DENSE
from sqp.model.arguments import BoundsLike, as_point


def from_torch(
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
) -> TracedProblem:
    """A problem from pure functions of tensors, differentiated by ``torch.func``.

    Parameters
    ----------
    objective : callable
        ``objective(x)``, or ``objective(x, parameters)`` if there are parameters: one number.  x is a float64 tensor.
    start : (n,) array
    constraints : callable, optional
        Likewise, a tensor or a list of m numbers; needs ``constraint_bounds``.
    constraint_bounds, bounds : Bounds or pair (lower, upper), optional
        Of the constraints and of the variables; arrays, numbers or None for an absent side.
    parameters : nested tuples, lists and dictionaries of arrays, optional
        Data; ``problem.with_parameters(...)`` and ``problem.batch(...)`` replace them.
    sense : int
        -1 to maximise.
    variable_names, constraint_names : sequence of str, optional

    Returns
    -------
    TracedProblem
        With the Hessian of the Lagrangian for at most 300 variables.  PyTorch finds no sparsity pattern; beyond, solve
        with ``hessian="auto"``, which uses its products with vectors.

    Raises
    ------
    ProblemError
        If a function returns something of another shape or precision.

    Examples
    --------
    >>> import pytest
    >>> torch = pytest.importorskip("torch")
    >>> import sqp
    >>> disc = sqp.from_torch(lambda x: x.sum(), [0.5, 0.5], constraints=lambda x: x @ x, constraint_bounds=(None, 2.0))
    >>> result = sqp.solve(disc)
    >>> result.x.round(6), result.y.round(6)
    (array([-1., -1.]), array([0.5]))
    """
    x0 = as_point("start", start)
    return TracedProblem(
        TorchFunctions(objective, constraints, x0, parameters),
        x0,
        parameters=parameters,
        variable_bounds=bounds,
        constraint_bounds=constraint_bounds,
        sense=sense,
        variable_names=variable_names,
        constraint_names=constraint_names,
    )


@final
class TorchFunctions:
    """Values and derivatives of functions of tensors, as NumPy arrays.

    All derivatives are taken in reverse: PyTorch keeps the levels of forward differentiation in one place for all
    threads, and calls from several disturb each other.

    Examples
    --------
    >>> import pytest
    >>> torch = pytest.importorskip("torch")
    >>> TorchFunctions(lambda x: x[0] ** 3, None, np.ones(1), None).gradient(np.array([2.0]), None)
    array([12.])
    """

    def __init__(self, objective: Any, constraints: Any, start: Vector, parameters: Any) -> None:
        self._definition = objective, constraints, start, parameters
        self._objective, self._constraints = objective, constraints
        self._with_parameters = parameters is not None
        self.has_hessian = start.size <= DENSE
        x, p = _tensor(start), _tensors(parameters)
        _expect("objective", self._f(x, p), scalar=True)
        self.rows = _expect("constraints", self._c(x, p), scalar=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return (TorchFunctions, self._definition)

    def objective(self, x: Vector, p: Any, /) -> float:
        return float(self._f(_tensor(x), _tensors(p)))

    def gradient(self, x: Vector, p: Any, /) -> Vector:
        from torch.func import grad

        return _array(grad(self._f)(_tensor(x), _tensors(p)))

    def constraints(self, x: Vector, p: Any, /) -> Vector:
        return _array(self._c(_tensor(x), _tensors(p)))

    def jacobian(self, x: Vector, p: Any, /) -> Matrix:
        from torch.func import jacrev

        if not self.rows:
            return np.zeros((0, x.size))
        return _array(jacrev(self._c)(_tensor(x), _tensors(p)))

    def hessian(self, x: Vector, y: Vector, sigma: float, p: Any, /) -> Matrix:
        from torch.func import grad, jacrev

        return _array(jacrev(grad(self._lagrangian))(_tensor(x), _tensor(y), sigma, _tensors(p)))

    def product(self, x: Vector, y: Vector, sigma: float, v: Vector, p: Any, /) -> Vector:
        from torch.func import grad

        weights, data, direction = _tensor(y), _tensors(p), _tensor(v)
        slope = grad(self._lagrangian)
        return _array(grad(lambda z: slope(z, weights, sigma, data) @ direction)(_tensor(x)))

    def _f(self, x: Any, p: Any) -> Any:
        return self._objective(x, p) if self._with_parameters else self._objective(x)

    def _c(self, x: Any, p: Any) -> Any:
        import torch

        if self._constraints is None:
            return x[:0]
        value = self._constraints(x, p) if self._with_parameters else self._constraints(x)
        return torch.stack(list(value)) if isinstance(value, list | tuple) else torch.atleast_1d(value).reshape(-1)

    def _lagrangian(self, x: Any, y: Any, sigma: float, p: Any) -> Any:
        return sigma * self._f(x, p) + y @ self._c(x, p)


def _tensor(values: Any) -> Any:
    import torch

    return torch.tensor(values, dtype=torch.float64)


def _tensors(parameters: Any) -> Any:
    """Every array of nested parameters as a tensor; tensors stay what they are."""
    import torch

    if parameters is None or torch.is_tensor(parameters):
        return parameters
    if isinstance(parameters, Mapping):
        given = cast("Mapping[str, Any]", parameters)
        return {name: _tensors(value) for name, value in given.items()}
    if isinstance(parameters, list | tuple):
        return [_tensors(value) for value in cast("Sequence[Any]", parameters)]
    return torch.as_tensor(np.asarray(parameters, dtype=np.float64))


def _array(tensor: Any) -> Any:
    """A new float64 array."""
    return np.array(tensor.detach().cpu().numpy(), dtype=np.float64)


def _expect(name: str, value: Any, *, scalar: bool) -> int:
    """The number of values, once they are known to be tensors of double precision."""
    import torch

    if not torch.is_tensor(value) or (scalar and value.numel() != 1):
        found = f"shape {tuple(value.shape)}" if torch.is_tensor(value) else type(value).__name__
        raise ProblemError(f"{name} must return one number as a tensor, got {found}")
    if value.dtype != torch.float64:
        raise ProblemError(f"{name} must return float64, got {value.dtype}: something inside is of another precision")
    return int(value.numel())

"""Minimise the sum of the squares of NumPy functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import ArrayLike

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.result import Result
from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.front.arguments import CENTRAL, Given, constraint_blocks, error_of, hessian_model, solved
from sqp.hessian.model import HessianModel
from sqp.model.arguments import BoundsLike, as_bounds, as_point
from sqp.model.blocks import Constraint
from sqp.model.completion import SecondDerivatives, completed
from sqp.model.differences import Differences
from sqp.model.residuals import ResidualJacobian, residuals_of


def minimize_sum_of_squares(
    residuals: Callable[[Vector], Any],
    x0: ArrayLike,
    *,
    residual_jacobian: Callable[[Vector], Any] | None = None,
    weights: ArrayLike = 1.0,
    hessian: HessianModel | str = "auto",
    constraints: Callable[[Vector], Any] | Constraint | Sequence[Constraint] | None = None,
    constraint_bounds: BoundsLike | None = None,
    jacobian: Callable[[Vector], Any] | None = None,
    lagrangian_hessian: Callable[[Vector, Vector, float], Any] | None = None,
    hessian_product: Callable[[Vector, Vector, float, Vector], Any] | None = None,
    bounds: BoundsLike | None = None,
    residual_sparsity: Any = None,
    sparsity: Any = None,
    hessian_sparsity: Any = None,
    variable_names: Sequence[str] = (),
    constraint_name: str = "",
    differences: Differences = CENTRAL,
    y0: Vector | None = None,
    z0: Vector | None = None,
    warm: Result | None = None,
    callback: Callback | None = None,
    checkpoint: Checkpoint | None = None,
    **settings: Any,
) -> Result:
    """Minimise the sum of ``weights * residuals(x)**2`` subject to constraints and bounds.

    Parameters that are not named here are those of :func:`sqp.minimize`.

    Parameters
    ----------
    residuals : callable
        ``residuals(x)``, k numbers.  The objective is the sum of their squares, without a factor 1/2.
    x0 : (n,) array
        Where to start; moved inside the bounds.
    residual_jacobian : callable, optional
        ``residual_jacobian(x)``, (k, n), dense or sparse; by finite differences if missing.
    weights : number or (k,) array
        Of the squares, not negative.
    hessian : HessianModel or str
        ``"auto"`` (by default), ``"gauss-newton"``, ``"levenberg-marquardt"``, or any other Hessian model or its name.
    lagrangian_hessian, hessian_product : callable, optional
        Second derivatives of the sum of squares and the constraints, for ``hessian="exact"`` and ``"newton-krylov"``.
    residual_sparsity : (k, n) matrix or "detect", optional
        Where the Jacobian of the residuals may be nonzero.

    Raises
    ------
    ProblemError
        If an argument cannot be what it claims to be; the message names it, what was expected and what was found.
    OptionError
        If a setting does not exist or is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> t, y = np.arange(4.0), np.array([2.0, 1.2, 0.7, 0.5])
    >>> result = minimize_sum_of_squares(lambda x: x[0] * np.exp(-x[1] * t) - y, [1.0, 1.0], bounds=(0.0, None))
    >>> result.x.round(3), round(result.f, 5)
    (array([1.991, 0.497]), 0.00424)
    >>> result.notes
    ('hessian=GaussNewton() was chosen: the objective is a sum of squares',)
    """
    settings["hessian"] = _model(hessian)
    start = as_point("x0", x0)
    box = as_bounds("bounds", bounds, start.size)
    jac = ResidualJacobian(residual_jacobian, residual_sparsity)
    squares = residuals_of(residuals, box.project(start), box, differences, jacobian=jac, weights=weights)
    blocks = constraint_blocks(constraints, constraint_bounds, jacobian, sparsity, constraint_name)
    problem = completed(
        squares.objective,
        start,
        gradient=squares.gradient,
        blocks=blocks,
        second=SecondDerivatives(lagrangian=lagrangian_hessian, product=hessian_product, sparsity=hessian_sparsity),
        bounds=box,
        differences=differences,
        variable_names=variable_names,
        residuals=squares,
    )
    accuracy = error_of(differences, blocks, exact=squares.exact)
    given = Given(y0, z0, warm, callback, checkpoint)
    return solved(problem, settings, given, accuracy=accuracy, sparsity=hessian_sparsity)


def _model(hessian: Any) -> HessianModel | str:
    model = hessian_model(hessian)
    if model is None:
        raise ProblemError("hessian must be a Hessian model such as GaussNewton(), its name, or 'auto'")
    return model

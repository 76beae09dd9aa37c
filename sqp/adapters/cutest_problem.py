"""The door for CUTEst problems: objects of ``pycutest``, or of the Python problems of S2MPJ, that others have made."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false
from __future__ import annotations

from typing import Any, final

import numpy as np

from sqp.adapters.cutest_oracle import CutestOracle, from_pycutest, from_s2mpj
from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.model.nlp import NLP


def from_cutest(problem: Any) -> CutestProblem:
    """A problem from an object with the interface of ``pycutest`` or of an S2MPJ problem; neither has to be installed.

    Parameters
    ----------
    problem : object
        Either has ``n, m, x0, bl, bu, cl, cu`` and ``obj, cons, hess`` like ``pycutest.CUTEstProblem``, whose ``hprod``
        and (for many variables) ``scons, sphess`` are used where they exist, or ``x0, xlower, xupper, clower, cupper``
        and ``fgx, cJx, LgHxy`` like the classes that S2MPJ writes.  In both the Lagrangian is f + y'c, as here, and
        1e20 is infinite.

    Returns
    -------
    CutestProblem
        Dense for at most 100 variables, otherwise sparse.

    Raises
    ------
    ProblemError
        If the object has neither interface, or a variable is an integer.

    Examples
    --------
    >>> import sqp
    >>> class Parabola:
    ...     name, n, m, x0 = "PARABOLA", 1, 0, np.array([3.0])
    ...     bl, bu = np.array([1.0]), np.array([1e20])
    ...     def obj(self, x, gradient=False): return (x[0] ** 2, 2 * x) if gradient else x[0] ** 2
    ...     def hess(self, x, v=None): return np.array([[2.0]])
    ...     def hprod(self, p, x=None, v=None): return 2 * p
    >>> result = sqp.solve(sqp.from_cutest(Parabola()))
    >>> result.x, result.z
    (array([1.]), array([-2.]))
    """
    if all(hasattr(problem, name) for name in ("x0", "bl", "bu", "obj", "hess")):
        oracle = from_pycutest(problem)
    elif all(hasattr(problem, name) for name in ("x0", "xlower", "xupper", "fgx", "LgHxy")):
        oracle = from_s2mpj(problem)
    else:
        raise ProblemError(
            "problem must have the interface of pycutest (x0, bl, bu, obj, cons, hess) or of S2MPJ (x0, xlower, "
            f"xupper, fgx, cJx, LgHxy), got {type(problem).__name__}"
        )
    return CutestProblem(oracle)


@final
class CutestProblem(NLP):
    """A CUTEst problem; ``name`` and ``multipliers`` are those of the collection.

    Examples
    --------
    >>> class Cubic:
    ...     x0, xlower, xupper = np.array([[1.0]]), np.array([[0.5]]), np.array([[2.0]])
    ...     name, n, objgrps = "CUBIC", 1, [0]
    ...     def fx(self, x): return x[0] ** 3
    ...     def fgx(self, x): return x[0] ** 3, 3 * x**2
    ...     def LgHxy(self, x, y): return x[0] ** 3, 3 * x**2, [6 * x]
    >>> cubic = from_cutest(Cubic())
    >>> cubic.name, cubic.lagrangian_hessian(np.array([2.0]), np.zeros(0), 10.0)
    ('CUBIC', array([[120.]]))
    """

    def __init__(self, oracle: CutestOracle) -> None:
        self.name = oracle.name
        self.multipliers = oracle.multipliers
        self.linear_constraints = oracle.linear
        zero = np.zeros(oracle.constraint_bounds.size)

        def hessian(x: Vector, y: Vector, sigma: float) -> Any:
            """The interfaces know f + y'c only; what sigma changes is a multiple of the Hessian of f."""
            whole = oracle.hessian(x, y)
            return whole if sigma == 1.0 else whole + (sigma - 1.0) * oracle.hessian(x, zero)

        def product(x: Vector, y: Vector, sigma: float, v: Vector) -> Any:
            whole = np.asarray(oracle.product(x, y, v)).ravel()
            return whole if sigma == 1.0 else whole + (sigma - 1.0) * np.asarray(oracle.product(x, zero, v)).ravel()

        super().__init__(
            oracle.objective,
            oracle.start,
            gradient=oracle.gradient,
            constraints=oracle.constraints,
            jacobian=oracle.jacobian,
            lagrangian_hessian=hessian,
            lagrangian_hessian_product=product,
            variable_bounds=oracle.variable_bounds,
            constraint_bounds=oracle.constraint_bounds if oracle.constraints else None,
            variable_names=oracle.variable_names,
            constraint_names=oracle.constraint_names,
        )

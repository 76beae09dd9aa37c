"""What has been computed at a point; the type says how much."""

from __future__ import annotations

from dataclasses import dataclass

from sqp.arrays import Matrix, Vector
from sqp.model.matrix_scaling import MatrixScaling
from sqp.model.scaling import Scales


@dataclass(frozen=True, eq=False)
class Values:
    """Function values at ``x``: objective ``f`` and constraints ``c`` (m,)."""

    x: Vector
    f: float
    c: Vector


@dataclass(frozen=True, eq=False)
class FailedEvaluation:
    """Where and why a function could not be evaluated.

    Attributes
    ----------
    x : (n,)
        The point, in the user's units.
    function : str
        "objective", "constraints", "gradient", "jacobian", "hessian" or "hessian_product".
    index : int or None
        The first offending entry: the row of the constraints or of the Jacobian, the variable of the gradient.
    message : str

    Examples
    --------
    >>> import numpy as np
    >>> FailedEvaluation(np.array([-1.0]), "constraints", 0, "constraints: energy is nan").index
    0
    """

    x: Vector
    function: str
    index: int | None
    message: str


@dataclass(frozen=True, eq=False)
class Linearization:
    """First derivatives at ``values.x``: ``grad`` (n,) and ``jac`` (m, n)."""

    values: Values
    grad: Vector
    jac: Matrix

    def scaled(self, scales: Scales) -> Linearization:
        """The same derivatives of the problem in other units."""
        units, rows = scales.variables, scales.constraints
        values = Values(self.values.x / units, scales.objective * self.values.f, rows * self.values.c)
        return Linearization(values, scales.objective * units * self.grad, MatrixScaling(rows, units)(self.jac))

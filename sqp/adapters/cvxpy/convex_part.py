"""Convex constraints written in CVXPY as smooth constraints of a model.

A second-order cone |u| <= t is smooth everywhere but at its apex.  Where t is a constant, it is u'u <= t^2.  Where it
varies, it is u'u / t <= t for t >= ``apex``, a small positive number: convex, homogeneous, and with multipliers that
stay bounded; u'u <= t^2 has none at the apex, and its linearisation is not convex.  Like CVXPY does, t becomes a
variable of its own, so that no iterate is ever on the other side of the apex.

The exponential cone y exp(x / y) <= z is that where y is a constant, and x + y log(y / z) <= 0 for y, z >= ``apex``
where y varies, which is convex and does not overflow.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import casadi as ca
import numpy as np
from scipy import sparse

from sqp.adapters.cvxpy.cones import Affine, ConeForm, cone_form
from sqp.errors import ModelError, OptionError
from sqp.model.expression import symbolic
from sqp.model.parts import Constraint
from sqp.model.statement import Statement


def add_convex_part(
    model: Statement, constraints: Sequence[Any], variables: Mapping[Any, Any], name: str, apex: float
) -> dict[str, Constraint]:
    """Add constraints written in CVXPY to a model; what :meth:`sqp.Model.add_cvxpy` does."""
    if not 0 < apex < np.inf:
        raise OptionError(f"apex must be positive and finite, got {apex}")
    images = [_image(variable, expression) for variable, expression in variables.items()]
    form = cone_form(constraints, list(variables))
    if form.auxiliary:
        images.append(model.variable(f"{name}.auxiliary", form.auxiliary, start=0.0))
    part = _SmoothPart(ca.vertcat(*images), model, form, name, apex)
    stated = {
        "equalities": (part.equalities, 0.0, 0.0),
        "inequalities": (part.inequalities, 0.0, np.inf),
        "cones": (part.cones, -np.inf, 0.0),
    }
    added: dict[str, Constraint] = {}
    for kind, (bodies, lower, upper) in stated.items():
        body = ca.vertcat(*bodies)
        if body.numel():
            label = f"{name}.{kind}"
            added[label] = model.subject_to(symbolic(body), label, lower=lower, upper=upper)
    return added


class _SmoothPart:
    """The rows that describe the cones, and the positive variables that keep iterates off the apexes."""

    def __init__(self, v: Any, model: Statement, form: ConeForm, name: str, apex: float) -> None:
        self._v = v
        varying = [cone.rows([0]) for cone in form.second_order]
        varying += [cone.rows([k]) for cone in form.exponential if not cone.rows([1]).is_constant for k in (1, 2)]
        count = sum(not quantity.is_constant for quantity in varying)
        positive = model.variable(f"{name}.positive", count, lower=apex, start=1.0) if count else ca.MX(0, 1)
        self._free = iter(ca.vertsplit(positive) if count else [])
        self.equalities = [self._value(form.zero)]
        self.inequalities = [self._value(form.nonnegative)]
        self.cones = [self._second_order(cone) for cone in form.second_order]
        self.cones += [self._exponential(cone) for cone in form.exponential]

    def _value(self, affine: Affine) -> Any:
        return ca.DM(affine.b) - ca.mtimes(ca.DM(sparse.csc_matrix(affine.A)), self._v)

    def _second_order(self, cone: Affine) -> Any:
        """u'u / t - t, not positive."""
        t = self._positive(cone.rows([0]))
        return ca.sumsqr(self._value(cone.rows(slice(1, None)))) / t - t

    def _exponential(self, cone: Affine) -> Any:
        """y exp(x / y) - z where y is constant, x + y log(y / z) elsewhere, not positive."""
        x, z = self._value(cone.rows([0])), cone.rows([2])
        if cone.rows([1]).is_constant:
            y = self._positive(cone.rows([1]))
            return y * ca.exp(x / y) - self._value(z)
        y, above = self._positive(cone.rows([1])), self._positive(z)
        return x + y * (ca.log(y) - ca.log(above))

    def _positive(self, affine: Affine) -> Any:
        """A positive constant, or a variable that has to be equal to these affine values."""
        if affine.is_constant:
            if affine.b[0] <= 0:
                raise ModelError(f"a cone of the CVXPY constraints has the constant radius or scale {affine.b[0]:g}")
            return float(affine.b[0])
        variable = next(self._free)
        self.equalities.append(self._value(affine) - variable)
        return variable


def _image(variable: Any, expression: Any) -> Any:
    """The expression that stands for a CVXPY variable, as a column; CVXPY stacks columns as CasADi does."""
    image = symbolic(expression)
    rows, columns = (*variable.shape, 1, 1)[:2]
    if image.shape != (rows, columns):
        raise ModelError(
            f"the CVXPY variable {variable.name()} is {rows} x {columns}, its expression {image.size1()} x "
            f"{image.size2()}"
        )
    return ca.vec(image)

"""Every integrator: right where the solution is known, of its order, with right derivatives, for DAEs if implicit."""

from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
import pytest

from sqp.control.integrators import RK4, DifferentialEquation, GaussLegendre, Radau
from sqp.errors import ModelError, OptionError

#: Each method with its order.
METHODS = [
    (RK4(), 4),
    (Radau(degree=1), 1),
    (Radau(degree=2), 3),
    (GaussLegendre(degree=1), 2),
    (GaussLegendre(degree=2), 4),
]
IMPLICIT = [Radau(), GaussLegendre()]


def equation(right: Any, nx: int, nz: int = 0) -> DifferentialEquation:
    symbols = [ca.SX.sym(name, size) for name, size in zip("xzupgt", (nx, nz, 1, 0, 0, 1), strict=True)]
    return DifferentialEquation(ca.Function("f", symbols, list(right(*symbols))), np.zeros(nz))


def end(method: Any, given: DifferentialEquation, h: float) -> Any:
    x, control = ca.MX.sym("x", given.nx), ca.MX.sym("u")
    nothing = ca.DM(0, 1)
    return ca.Function("end", [x, control], [method.advance(given, x, (control, nothing, nothing), 0.5, h)])


def forced() -> DifferentialEquation:
    """x' = u x + t: nonautonomous and controlled."""
    return equation(lambda x, z, u, p, g, t: (u * x + t, z), 1)


def forced_solution(x0: float, u: float, h: float) -> float:
    """From t = 0.5: x = -t/u - 1/u^2 + c exp(u t)."""
    constant = (x0 + 0.5 / u + 1 / u**2) * np.exp(-0.5 * u)
    return float(-(0.5 + h) / u - 1 / u**2 + constant * np.exp(u * (0.5 + h)))


@pytest.mark.parametrize(("method", "order"), METHODS, ids=str)
def test_the_error_falls_with_the_order(method: Any, order: int) -> None:
    errors = []
    for steps in (8, 16):
        finer = type(method)(**{**vars(method), "steps": steps})
        errors.append(abs(float(end(finer, forced(), 1.0)(1.0, -1.5)) - forced_solution(1.0, -1.5, 1.0)))
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.25)


@pytest.mark.parametrize("method", [method for method, _ in METHODS], ids=str)
def test_derivatives_are_those_of_the_map(method: Any) -> None:
    def right(x: Any, z: Any, u: Any, p: Any, g: Any, t: Any) -> tuple[Any, Any]:
        return ca.vertcat(x[1], -ca.sin(x[0]) + u), z

    step = end(method, equation(right, 2), 0.2)
    jac = step.jacobian()([1.0, 0.2], 0.3, 0)
    h = 1e-6
    for column, move in enumerate(([h, 0.0], [0.0, h])):
        upper, lower = (np.array([1.0, 0.2]) + sign * np.array(move) for sign in (1, -1))
        numeric = (step(upper, 0.3) - step(lower, 0.3)).full().ravel() / (2 * h)
        assert jac[0].full()[:, column] == pytest.approx(numeric, abs=1e-7)
    numeric = (step([1.0, 0.2], 0.3 + h) - step([1.0, 0.2], 0.3 - h)).full().ravel() / (2 * h)
    assert jac[1].full().ravel() == pytest.approx(numeric, abs=1e-7)


@pytest.mark.parametrize("method", IMPLICIT, ids=str)
def test_algebraic_variables_are_eliminated(method: Any) -> None:
    given = equation(lambda x, z, u, p, g, t: (z, z - u * x), 1, nz=1)
    assert float(end(method, given, 0.5)(1.0, -2.0)) == pytest.approx(np.exp(-1.0), abs=1e-4)


@pytest.mark.parametrize("method", IMPLICIT, ids=str)
def test_stiff_equations_do_not_blow_up(method: Any) -> None:
    given = equation(lambda x, z, u, p, g, t: (-1e6 * (x - u), z), 1)
    assert abs(float(end(method, given, 1.0)(1.0, 0.0))) <= 1.0


def test_explicit_methods_refuse_algebraic_variables() -> None:
    given = equation(lambda x, z, u, p, g, t: (z, z - u * x), 1, nz=1)
    with pytest.raises(ModelError, match="RK4 cannot integrate algebraic"):
        end(RK4(), given, 0.5)


@pytest.mark.parametrize("options", [{"steps": 0}, {"degree": 0}, {"tolerance": 0.0}, {"iterations": 0}], ids=str)
def test_settings_out_of_range_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=f"Radau.{next(iter(options))}"):
        Radau(**options)

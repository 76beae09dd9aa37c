"""From a differential equation to the map of one interval: explicit and implicit Runge-Kutta methods."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol, final

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.errors import ModelError
from sqp.settings import positive_real, whole_number


@dataclass(frozen=True, eq=False)
class DifferentialEquation:
    """x' = f(x, z, u, p, g, t), 0 = h(x, z, u, p, g, t).

    Attributes
    ----------
    function : casadi.Function
        (x, z, u, p, g, t) -> f, h.
    z : (nz,)
        Where Newton's method starts for the algebraic variables.

    Examples
    --------
    >>> x, z, u, p, g, t = (ca.SX.sym(name, size) for name, size in zip("xzupgt", (1, 0, 0, 0, 0, 1)))
    >>> decay = DifferentialEquation(ca.Function("ode", [x, z, u, p, g, t], [-x, z]), np.zeros(0))
    >>> decay.nx, decay.nz
    (1, 0)
    """

    function: Any
    z: Vector

    @property
    def nx(self) -> int:
        return self.function.numel_in(0)

    @property
    def nz(self) -> int:
        return self.function.numel_in(1)


class Integrator(Protocol):
    """Settings of a method that integrates over one interval."""

    def advance(self, equation: DifferentialEquation, x: Any, others: tuple[Any, Any, Any], t: Any, h: Any) -> Any:
        """The state at t + h, an expression in x, ``others`` = (u, p, g), t and h; the control is constant."""
        ...


@final
@dataclass(frozen=True, kw_only=True)
class RK4:
    """The classical explicit Runge-Kutta method of order 4, for equations without algebraic variables.

    Parameters
    ----------
    steps : int
        Steps of equal length in each interval; at least 1.

    References
    ----------
    Hairer, Nørsett, Wanner, "Solving Ordinary Differential Equations I" (1993), table II.1.2.

    Examples
    --------
    >>> x, z, u, p, g, t = (ca.SX.sym(name, size) for name, size in zip("xzupgt", (1, 0, 0, 0, 0, 1)))
    >>> decay = DifferentialEquation(ca.Function("ode", [x, z, u, p, g, t], [-x, z]), np.zeros(0))
    >>> round(float(RK4(steps=4).advance(decay, ca.DM(1), (u, p, g), 0.0, 1.0)), 4)
    0.3679
    """

    steps: int = 1

    def __post_init__(self) -> None:
        whole_number("RK4.steps", self.steps, least=1)

    def advance(self, equation: DifferentialEquation, x: Any, others: tuple[Any, Any, Any], t: Any, h: Any) -> Any:
        if equation.nz:
            raise ModelError("RK4 cannot integrate algebraic variables: choose Radau() or GaussLegendre()")
        none = ca.DM(0, 1)
        step = h / self.steps
        for k in range(self.steps):
            begin = t + k * step

            def slope(state: Any, at: Any) -> Any:
                return equation.function(state, none, *others, at)[0]

            k1 = slope(x, begin)
            k2 = slope(x + step / 2 * k1, begin + step / 2)
            k3 = slope(x + step / 2 * k2, begin + step / 2)
            k4 = slope(x + step * k3, begin + step)
            x = x + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        return x


@dataclass(frozen=True, eq=False)
class Coefficients:
    """A collocation polynomial on [0, 1] through the start and ``degree`` points.

    Attributes
    ----------
    points : (degree,)
    slopes : (degree + 1, degree)
        The derivative of the polynomial at each point, by its values at the start and at the points.
    end : (degree + 1,)
        Its value at 1.
    weights : (degree,)
        Of the quadrature with these points.

    Examples
    --------
    >>> Coefficients.of(1, "radau").points
    array([1.])
    """

    points: Vector
    slopes: NDArray[np.float64]
    end: Vector
    weights: Vector

    @classmethod
    def of(cls, degree: int, scheme: str) -> Coefficients:
        """Those of a scheme, "legendre" or "radau"."""
        points = np.array(ca.collocation_points(degree, scheme))
        slopes, end, weights = (part.full() for part in ca.collocation_coeff(points.tolist()))
        return cls(points, slopes, end.ravel(), weights.ravel())


@dataclass(frozen=True, kw_only=True)
class Implicit(ABC):
    """What the implicit methods share: collocation equations, solved in each step by Newton's method.

    Parameters
    ----------
    degree : int
        Collocation points in each step; from 1 to 9.
    steps : int
        Steps of equal length in each interval; at least 1.
    tolerance : float
        Largest residual of the collocation equations; positive.
    iterations : int
        Most iterations of Newton's method; at least 1.
    """

    degree: int = 3
    steps: int = 1
    tolerance: float = 1e-12
    iterations: int = 25

    @property
    @abstractmethod
    def scheme(self) -> str:
        """Which points: "radau" or "legendre"."""

    def __post_init__(self) -> None:
        name = type(self).__name__
        whole_number(f"{name}.degree", self.degree, least=1)
        whole_number(f"{name}.steps", self.steps, least=1)
        whole_number(f"{name}.iterations", self.iterations, least=1)
        positive_real(f"{name}.tolerance", self.tolerance)

    @property
    def coefficients(self) -> Coefficients:
        return Coefficients.of(self.degree, self.scheme)

    def advance(self, equation: DifferentialEquation, x: Any, others: tuple[Any, Any, Any], t: Any, h: Any) -> Any:
        coefficients = self.coefficients
        step = h / self.steps
        solver = self._solver(equation)
        for k in range(self.steps):
            guess = ca.repmat(ca.vertcat(x, equation.z), self.degree, 1)
            solution = solver(guess, x, *others, t + k * step, step)
            stages = ca.reshape(solution, equation.nx + equation.nz, self.degree)[: equation.nx, :]
            x = ca.mtimes(ca.horzcat(x, stages), coefficients.end)
        return x

    def _solver(self, equation: DifferentialEquation) -> Any:
        """(guess, x, u, p, g, t, h) -> the values at the collocation points, with algebraic ones."""
        v = ca.MX.sym("v", (equation.nx + equation.nz) * self.degree)
        given = [ca.MX.sym(equation.function.name_in(i), equation.function.numel_in(i)) for i in (0, 2, 3, 4, 5)]
        h = ca.MX.sym("h")
        points = ca.reshape(v, equation.nx + equation.nz, self.degree)
        x, *others, t = given
        residual = collocation_residual(self.coefficients, equation, x, points, (others[0], others[1], others[2]), t, h)
        problem = ca.Function("collocation", [v, *given, h], [residual]).expand()
        options = {"abstol": self.tolerance, "max_iter": self.iterations, "error_on_fail": False}
        return ca.rootfinder("implicit_step", "fast_newton", problem, options)


@final
@dataclass(frozen=True, kw_only=True)
class Radau(Implicit):
    """Radau IIA: implicit, stiffly accurate, of order 2 degree - 1; for stiff and differential-algebraic equations.

    References
    ----------
    Hairer, Wanner, "Solving Ordinary Differential Equations II" (1996), section IV.5.

    Examples
    --------
    >>> x, z, u, p, g, t = (ca.MX.sym(name, size) for name, size in zip("xzupgt", (1, 1, 0, 0, 0, 1)))
    >>> decay = DifferentialEquation(ca.Function("dae", [x, z, u, p, g, t], [z, z + 1e4 * x]), np.zeros(1))
    >>> float(Radau().advance(decay, ca.DM(1), (ca.DM(0, 1),) * 3, 0.0, 1.0)) < 1e-2
    True
    """

    @property
    def scheme(self) -> str:
        return "radau"


@final
@dataclass(frozen=True, kw_only=True)
class GaussLegendre(Implicit):
    """Gauss-Legendre collocation: implicit, of order 2 degree, conserves quadratic invariants.

    References
    ----------
    Hairer, Nørsett, Wanner (1993), section II.7.

    Examples
    --------
    >>> x, z, u, p, g, t = (ca.MX.sym(name, size) for name, size in zip("xzupgt", (2, 0, 0, 0, 0, 1)))
    >>> swing = ca.Function("ode", [x, z, u, p, g, t], [ca.vertcat(x[1], -x[0]), z])
    >>> equation = DifferentialEquation(swing, np.zeros(0))
    >>> end = GaussLegendre().advance(equation, ca.DM([1, 0]), (ca.DM(0, 1),) * 3, 0.0, 1.0)
    >>> round(float(ca.sumsqr(end)), 12)
    1.0
    """

    @property
    def scheme(self) -> str:
        return "legendre"


def collocation_residual(
    coefficients: Coefficients,
    equation: DifferentialEquation,
    x: Any,
    points: Any,
    others: tuple[Any, Any, Any],
    t: Any,
    h: Any,
) -> Any:
    """What vanishes if ``points``, (nx + nz, degree), are the values of a solution from ``x`` at the points of a step.

    References
    ----------
    Biegler, "Nonlinear Programming" (2010), eq. (10.19).
    """
    nx = equation.nx
    nodes = ca.horzcat(x, points[:nx, :])
    rows: list[Any] = []
    for i, point in enumerate(coefficients.points.tolist()):
        slope, algebraic = equation.function(points[:nx, i], points[nx:, i], *others, t + point * h)
        rows += [ca.mtimes(nodes, coefficients.slopes[:, i]) - h * slope, algebraic]
    return ca.vertcat(*rows)

r"""Cart-pole swing-up: the least force that lifts a hanging pendulum by moving the cart that carries it.

With the state s = (position p, angle θ, and their rates), the force u and T = 2 s,

    minimise    ∫ u² dt
    subject to  s' = f(s, u),   s(0) = 0,   s(T) = (1, π, 0, 0),   |p| ≤ 2,   |u| ≤ 20

    p'' = (l m₂ sin θ θ'² + u + m₂ g cos θ sin θ) / (m₁ + m₂ sin² θ)
    θ'' = −(l m₂ cos θ sin θ θ'² + u cos θ + (m₁ + m₂) g sin θ) / (l m₁ + l m₂ sin² θ)

by multiple shooting: N equal stages with constant force, each one step of the classical Runge–Kutta method.  The start
is the straight line between the ends, without force.

Source: M. Kelly, An introduction to trajectory optimization: how to do your own direct collocation, SIAM Review 59
(2017), Section 6 and Appendix E.1; the force is limited there by 20 N, and the position by 2 m, as here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import sqp
from sqp_problems.case import Case
from sqp_problems.scale._shooting import runge_kutta

DURATION = 2.0
CART, POLE, LENGTH, GRAVITY = 1.0, 0.3, 0.5, 9.81
FIRST, LAST = np.zeros(4), np.array([1.0, np.pi, 0.0, 0.0])
MOST_FORCE, MOST_POSITION = 20.0, 2.0


def build(n: int = 100) -> sqp.Model:
    """The model with about ``n`` variables."""
    return swing_up(max(2, n // 5))


def swing_up(stages: int) -> sqp.Model:
    """The model with so many stages."""
    m = sqp.Model("cart-pole swing-up")
    part = np.linspace(0, 1, stages + 1)
    lower, upper = (np.full((4, stages + 1), side * np.inf) for side in (-1, 1))
    lower[0], upper[0] = -MOST_POSITION, MOST_POSITION
    lower[:, 0] = upper[:, 0] = FIRST
    lower[:, -1] = upper[:, -1] = LAST
    state = m.variable("state", (4, stages + 1), lower=lower, upper=upper, start=np.outer(LAST, part))
    force = m.variable("force", stages, lower=-MOST_FORCE, upper=MOST_FORCE, start=0.0, unit="N")
    step = DURATION / stages
    m.minimize(step * sqp.sum(m.map(_square, (force,))))
    motion = m.map(_gap, (state[:, :-1], force, state[:, 1:]), shared=[step])
    m.subject_to(motion == 0, name="motion")
    return m


def _square(force: Any) -> Any:
    return force**2


def _gap(state: Any, force: Any, following: Any, step: float) -> Any:
    return runge_kutta(_rates, state, force, step) - following


def _rates(state: Any, force: Any) -> Any:
    sine, cosine = sqp.sin(state[1]), sqp.cos(state[1])
    spin = LENGTH * POLE * sine * state[3] ** 2
    along = spin + force + POLE * GRAVITY * cosine * sine
    around = cosine * (spin + force) + (CART + POLE) * GRAVITY * sine
    inertia = CART + POLE * sine**2
    return sqp.stack(state[2], state[3], along / inertia, -around / (LENGTH * inertia))


CASE = Case(
    name="cart_pole",
    build=build,
    optimum=60.8015355279,
    start_objective=0.0,
    solutions=(),
    classification="QOR2-MN-104-80",
    source="Kelly 2017, Appendix E.1, by multiple shooting with 20 stages",
    tags=frozenset({"scale", "bounds", "equality", "optimal-control", "nonconvex"}),
    note="As the number of stages grows the optimum approaches 58.8.",
)

r"""Chain of masses: the free end of a chain of springs is led to its place, and the chain is to hang at rest there.

Masses p₁, …, p₃ hang between the wall at p₀ = 0 and the end p₄, whose velocity is the control u.  With the velocities
v, and z pointing up,

    minimise    ∫ 25 |p₄ − r|² + Σᵢ |vᵢ|² + |u|²/100 dt                    r = (1, 0, 0)
    subject to  pᵢ' = vᵢ,   m vᵢ' = F(pᵢ₊₁ − pᵢ) − F(pᵢ − pᵢ₋₁) − m g e_z    i = 1, 2, 3,      p₄' = u
                F(d) = D (1 − L/|d|) d,     |uⱼ| ≤ 1,     p_y ≥ −0.01 for every mass (a wall)

by multiple shooting: N equal stages with constant control over T = 4 s, each one step of the classical Runge–Kutta
method.  The chain starts at rest, stretched evenly to p₄ = (0.4, 0.6, 0.2); the start of the solve is that state for
all times, without control.  m = 0.03, D = 1, L = 0.033, g = 9.81; 21 states and 3 controls.

Source: L. Wirsching, H. G. Bock and M. Diehl, Fast NMPC of a chain of masses connected by springs, Proc. IEEE
International Conference on Control Applications (2006), with 9 masses there; data of the example ``chain_mass`` of
acados; another horizon and another start here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

import sqp
from sqp_problems.case import Case
from sqp_problems.scale._shooting import runge_kutta

MASSES = 3
DURATION = 4.0
MASS, STIFFNESS, REST, GRAVITY = 0.03, 1.0, 0.033, np.array([0.0, 0.0, -9.81])
PLACE, BEGIN, WALL = np.array([1.0, 0.0, 0.0]), np.array([0.4, 0.6, 0.2]), -0.01
STATES = 6 * MASSES + 3


def build(n: int = 1000) -> sqp.Model:
    """The model with about ``n`` variables."""
    return led(max(2, n // (STATES + 3)))


def led(stages: int) -> sqp.Model:
    """The model with so many stages; a state is the positions of the masses and of the end, then the velocities."""
    m = sqp.Model("chain of masses")
    parts = np.arange(1, MASSES + 2) / (MASSES + 1)
    first = np.concatenate([np.outer(parts, BEGIN).ravel(), np.zeros(3 * MASSES)])
    lower, upper = (np.full((STATES, stages + 1), side * np.inf) for side in (-1, 1))
    lower[1 : 3 * MASSES + 3 : 3] = WALL
    lower[:, 0] = upper[:, 0] = first
    start = np.tile(first[:, None], stages + 1)
    state = m.variable("state", (STATES, stages + 1), lower=lower, upper=upper, start=start)
    speed = m.variable("speed", (3, stages), lower=-1, upper=1, start=0.0)
    step = DURATION / stages
    m.minimize(step * sqp.sum(m.map(_cost, (state[:, 1:], speed))))
    motion = m.map(_gap, (state[:, :-1], speed, state[:, 1:]), shared=[step])
    m.subject_to(motion == 0, name="motion")
    return m


def _cost(state: Any, speed: Any) -> Any:
    end, velocities = state[3 * MASSES : 3 * MASSES + 3] - PLACE, state[3 * MASSES + 3 :]
    return 25.0 * sqp.dot(end, end) + sqp.dot(velocities, velocities) + 0.01 * sqp.dot(speed, speed)


def _gap(state: Any, speed: Any, following: Any, step: float) -> Any:
    return runge_kutta(_rates, state, speed, step) - following


def _rates(state: Any, speed: Any) -> Any:
    positions = [np.zeros(3), *(state[3 * i : 3 * i + 3] for i in range(MASSES + 1))]
    forces = [_force(after - before) for before, after in pairwise(positions)]
    falls = [(forces[i + 1] - forces[i]) / MASS + GRAVITY for i in range(MASSES)]
    return sqp.stack(state[3 * MASSES + 3 :], speed, *falls)


def _force(link: Any) -> Any:
    return STIFFNESS * (1.0 - REST / sqp.norm(link)) * link


CASE = Case(
    name="chain_of_masses",
    build=build,
    optimum=14.7654713377,
    start_objective=76.0,
    solutions=(),
    classification="OOR2-MN-1005-861",
    source="Wirsching, Bock and Diehl 2006, with three masses and 41 stages",
    tags=frozenset({"scale", "bounds", "equality", "optimal-control", "nonconvex"}),
)

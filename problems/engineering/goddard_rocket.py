r"""Goddard's rocket: the thrust that carries a sounding rocket highest.

A rocket with height h, velocity v and mass m burns fuel with thrust u against drag and gravity, in units in which the
surface gravity, the Earth's radius and the start mass are 1:

    maximise    h(T)
    subject to  h' = v,   v' = (u − D(h, v)) / m − 1/h²,   m' = −u / c
                h(0) = 1, v(0) = 0, m(0) = 1, m(T) = 0.6
                0 <= u <= 3.5,   D = 310 v² exp(500 (1 − h)),   c = 1/2,   T free

The optimal thrust is full, then singular (the Hamiltonian does not depend on it), then nothing.  The trapezoidal rule
on N = 50 equal steps of length T/N makes it a nonlinear program; along the singular arc its reduced Hessian is tiny,
which is what makes the problem hard.

Source: R. H. Goddard, Smithsonian Miscellaneous Collections 71 (1919) no. 2; as a benchmark, problem "rocket" of E. D.
Dolan, J. J. Moré and T. S. Munson, Benchmarking Optimization Software with COPS 3.0, Argonne ANL/MCS-TM-273 (2004):
1.01283 on fine grids.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp_problems.case import Case

STEPS = 50
DRAG, DECAY = 310.0, 500.0
EXHAUST = 0.5
FULL_THRUST = 3.5
LAST_MASS = 0.6


def build() -> sqp.Model:
    """The model with the published start: h = 1, v = τ(1−τ), m falling linearly, half thrust, T = 1."""
    m = sqp.Model("Goddard's rocket")
    part = np.linspace(0, 1, STEPS + 1)
    h = m.variable("height", STEPS + 1, lower=1, upper=np.where(part == 0, 1.0, np.inf), start=1, unit="Earth radii")
    v = m.variable("velocity", STEPS + 1, lower=0, upper=np.where(part == 0, 0.0, np.inf), start=part * (1 - part))
    mass = m.variable(
        "mass",
        STEPS + 1,
        lower=np.where(part == 0, 1.0, LAST_MASS),
        upper=np.where(part == 1, LAST_MASS, 1.0),
        start=1 - (1 - LAST_MASS) * part,
        unit="start mass",
    )
    thrust = m.variable("thrust", STEPS + 1, lower=0, upper=FULL_THRUST, start=FULL_THRUST / 2, unit="start weight")
    time = m.variable("flight_time", lower=0, start=1)

    drag = DRAG * v**2 * sqp.exp(DECAY * (1 - h))
    step = time / STEPS
    rates = {"height": (h, v), "velocity": (v, (thrust - drag) / mass - 1 / h**2), "mass": (mass, -thrust / EXHAUST)}
    m.maximize(h[STEPS])
    for name, (state, rate) in rates.items():
        m.subject_to(state[1:] == state[:-1] + step / 2 * (rate[1:] + rate[:-1]), name=f"{name} rate")
    return m


CASE = Case(
    name="goddard_rocket",
    build=build,
    optimum=1.0128171068,
    start_objective=1.0,
    solutions=(),
    classification="LOR2-MN-205-150",
    source="Dolan, Moré and Munson 2004 (COPS 3.0), rocket, trapezoidal rule with 50 steps",
    tags=frozenset({"engineering", "equality", "inequality", "optimal-control", "nonconvex"}),
    note="Singular arc: many thrust profiles are optimal to nine digits, so the point is not part of the record.",
)
